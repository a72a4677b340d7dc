// Releases, and today's labels or a release as a file of some format.

import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { t } from "../../i18n";
import { Segments } from "../../ui/Segments";
import { useProject } from "../project/ProjectShell";
import { RUNS } from "../project/roles";
import { ExportForm } from "./ExportForm";
import { ReleaseList } from "./ReleaseList";
import "../../ui/sheet.css";
import "./releases.css";

export function ReleasesPage() {
  const project = useProject();
  const search = useSearch({ from: "/signed-in/p/$project/pages/releases" });
  const navigate = useNavigate();
  const runs = RUNS.includes(project.role ?? "");
  const show = runs && search.show === "export" ? "export" : "releases";
  const head = (action?: ReactNode) => (
    <div className="page__head">
      <h1>{t("tab.releases")}</h1>
      {runs && (
        <Segments
          label={t("releases.show")}
          value={show}
          options={[
            ["releases", t("releases.show.releases")],
            ["export", t("releases.show.export")],
          ]}
          onChange={(one) =>
            void navigate({
              to: "/p/$project/releases",
              params: { project: project.name },
              search: one === "export" ? { show: one } : {},
              replace: true,
            })
          }
        />
      )}
      {action}
    </div>
  );
  return (
    <div className="page">
      {show === "export" ? (
        <>
          {head()}
          <ExportForm project={project} release={search.release} />
        </>
      ) : (
        <ReleaseList project={project} runs={runs} head={head} />
      )}
    </div>
  );
}
