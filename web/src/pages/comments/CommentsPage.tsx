import { t } from "../../i18n";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { Comments } from "./Comments";

/** All comments of a project. */
export function CommentsPage() {
  const project = useProject();
  useTitle(`${t("comments.title")} · ${project.title || project.name} · ${t("app.name")}`);
  return (
    <main id="content" className="comments-page">
      <h1>{t("comments.title")}</h1>
      <Comments project={project.name} />
    </main>
  );
}
