import { Link } from "@tanstack/react-router";

import type { Project } from "../../api";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";

export function Back({ project }: { project: Project }) {
  return (
    <Link to="/p/$project/guideline" params={{ project: project.name }} className="back">
      <Icon name="back" />
      {t("guideline.back")}
    </Link>
  );
}
