import { Link } from "@tanstack/react-router";

import type { Project } from "../../api";
import { t } from "../../i18n";
import { buttonClass } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { RUNS } from "./roles";

/** The way to a file of the labels, wherever somebody looks for it; nothing while there is nothing to write. */
export function ExportLink({ project, look }: { project: Project; look?: "quiet" }) {
  if (!RUNS.includes(project.role ?? "") || project.progress.items === 0) return null;
  return (
    <Link
      to="/p/$project/releases"
      params={{ project: project.name }}
      search={{ show: "export" }}
      className={buttonClass(look ? { look } : {})}
    >
      <Icon name="download" />
      {t("releases.show.export")}
    </Link>
  );
}
