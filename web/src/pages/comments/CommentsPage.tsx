import { Link } from "@tanstack/react-router";

import { t } from "../../i18n";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { Comments } from "./Comments";

/** All comments of a project, each with the way to its item. */
export function CommentsPage() {
  const project = useProject();
  const { name } = project;
  useTitle(`${t("comments.title")} · ${project.title || name} · ${t("app.name")}`);
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("comments.title")}</h1>
      </div>
      <Comments
        project={name}
        link={(item, title) => (
          <Link to="/p/$project/data/$item" params={{ project: name, item }}>
            {title}
          </Link>
        )}
      />
    </div>
  );
}
