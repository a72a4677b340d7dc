import { Link, Outlet } from "@tanstack/react-router";

import { t } from "../../i18n";
import { SegmentLinks } from "../../ui/Segments";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import "../../ui/sheet.css";
import "./settings.css";

export function SettingsShell() {
  const project = useProject();
  useTitle(`${t("settings.title")} · ${project.title || project.name} · ${t("app.name")}`, 0);
  const params = { project: project.name };
  const active = { exact: true, includeSearch: false };
  return (
    <div className="page page--narrow settings">
      <div className="page__head">
        <h1>{t("settings.title")}</h1>
        <SegmentLinks label={t("settings.pages")}>
          <Link to="/p/$project/settings" params={params} activeOptions={active} className="segments__one">
            {t("settings.project")}
          </Link>
          <Link
            to="/p/$project/settings/log"
            params={params}
            activeOptions={active}
            className="segments__one"
          >
            {t("settings.log")}
          </Link>
        </SegmentLinks>
      </div>
      <Outlet />
    </div>
  );
}
