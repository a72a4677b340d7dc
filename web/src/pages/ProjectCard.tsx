import { Link } from "@tanstack/react-router";

import type { ProjectRow } from "../api";
import { type MessageKey, t, tOr } from "../i18n";
import { buttonClass } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Progress } from "../ui/Progress";
import { formatAgo } from "./overview/words";
import { LABELS, RUNS } from "./project/roles";

/** What may wait for somebody, the most pressing first, and where it is done. */
const WAITS: readonly (readonly [string, MessageKey])[] = [
  ["guideline", "projects.waits_guideline"],
  ["sent_back", "projects.waits_sent_back"],
  ["ties", "projects.waits_ties"],
];

/** A project as it stands: the whole card opens it, its button goes on labeling. `look`: whether some card of the list
 * shows what its items look like. */
export function ProjectCard({ row, look }: { row: ProjectRow; look: boolean }) {
  const { items, done, mine } = row.progress;
  const title = row.title || row.name;
  const complete = items > 0 && done >= items;
  const waits = row.waits ?? {};
  return (
    <li className="project-card">
      {look && (
        <div className="project-card__look">
          {row.picture ? <img src={row.picture} alt="" loading="lazy" /> : <p dir="auto">{row.text ?? ""}</p>}
        </div>
      )}
      <Link
        to="/p/$project"
        params={{ project: row.name }}
        className="project-card__name"
        aria-label={t("projects.open", { name: title })}
        title={title}
      >
        {title}
      </Link>
      <span className="muted project-card__role">
        {tOr(`role.${row.role ?? ""}`, row.role ?? "")}
        {row.active_at
          ? ` · ${t("projects.active", { date: formatAgo(new Date(row.active_at / 1000)) })}`
          : ""}
      </span>
      <span className="project-card__progress">
        <Progress done={done} total={items} name={title} />
        <span className="muted project-card__count">
          <span>{items === 0 ? t("projects.no_items") : t("projects.done", { done, items })}</span>
          {mine > 0 && <span>{t("projects.mine", { count: mine })}</span>}
        </span>
      </span>
      <div className="project-card__foot">
        <ul className="project-card__waits">
          {WAITS.filter(([what]) => (waits[what] ?? 0) > 0).map(([what, words]) => (
            <li key={what}>{t(words, { count: waits[what] ?? 0 })}</li>
          ))}
          {complete && (
            <li className="project-card__done">
              <Icon name="check" />
              {t("projects.complete")}
            </li>
          )}
        </ul>
        {items === 0 && !row.archived && RUNS.includes(row.role ?? "") && (
          <Link
            to="/p/$project/import"
            params={{ project: row.name }}
            className={buttonClass({}, "project-card__label")}
            aria-label={`${t("import.title")}: ${title}`}
          >
            {t("import.title")}
          </Link>
        )}
        {!complete && items > 0 && !row.archived && LABELS.includes(row.role ?? "") && (
          <Link
            to="/p/$project/label"
            params={{ project: row.name }}
            className={buttonClass({}, "project-card__label")}
            aria-label={`${t("projects.label")}: ${title}`}
          >
            {t("projects.label")}
          </Link>
        )}
      </div>
    </li>
  );
}
