import type { Project } from "../../api";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Markdown } from "../../ui/Markdown";
import "../../ui/markdown.css";

/** The guideline beside the item, so that both are read together. */
export function GuidelinePanel({ project, onClose }: { project: Project; onClose: () => void }) {
  return (
    <aside className="guideline" aria-label={t("guideline.title")}>
      <header className="panel__head">
        <h2>{t("guideline.title")}</h2>
        <span className="muted">{t("guideline.version", { version: project.guideline_version })}</span>
        <span className="bar__space" />
        <Button look="quiet" icon keepFocus tip={t("app.close")} data-tip-side="end" onClick={onClose}>
          <Icon name="close" />
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <div className="guideline__text" tabIndex={0}>
        {project.guideline.trim() ? (
          <Markdown text={project.guideline} />
        ) : (
          <p className="muted">{t("guideline.empty")}</p>
        )}
      </div>
    </aside>
  );
}
