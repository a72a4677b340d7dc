// What has no page of its own yet.

import type { Project } from "../../api";
import { t } from "../../i18n";
import { Markdown } from "../../ui/Markdown";
import { SchemaView } from "../project/SchemaView";
import { usePlaces } from "./places";
import "../../ui/markdown.css";
import "../project/home.css";

export function Rest({ project }: { project: Project }) {
  const placeOf = usePlaces();
  return (
    <>
      {!placeOf("guideline") && (
        <div className="home__pair">
          <SchemaView project={project} />
          <section className="home__part">
            <div className="home__head">
              <h2>{t("home.guideline")}</h2>
            </div>
            {project.guideline.trim() ? (
              <Markdown text={project.guideline} />
            ) : (
              <p className="muted">{t("home.no_guideline")}</p>
            )}
          </section>
        </div>
      )}
    </>
  );
}
