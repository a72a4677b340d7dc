import { Link } from "@tanstack/react-router";

import type { Project } from "../../api";
import { t } from "../../i18n";
import { buttonClass, tipped } from "../../ui/Button";
import { Icon } from "../../ui/Icon";

export function Back({ project }: { project: Project }) {
  return (
    <Link
      to="/p/$project/guideline"
      params={{ project: project.name }}
      className={buttonClass({ look: "quiet", icon: true })}
      aria-label={t("guideline.back")}
      {...tipped(t("guideline.back"))}
      data-tip-side="start"
    >
      <Icon name="back" />
    </Link>
  );
}
