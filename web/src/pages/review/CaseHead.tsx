import { ApiError, type Project } from "../../api";
import type { Case } from "../../api/review";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { formatShare } from "../../ui/percent";
import { type About, aboutTies } from "./cases";

interface CaseHeadProps {
  project: Project;
  found: Case;
  refused: unknown;
}

/** Why this item is here, and what one must know before deciding. */
export function CaseHead({ project, found, refused }: CaseHeadProps) {
  const about = aboutTies(found, project.schema);
  const last = found.history.findLast((one) => !one.undone && one.act !== "send_back");
  const person = found.resolution && found.resolution.source !== "consensus";
  return (
    <div className="desk__head">
      {refused !== null && (
        <p className="notice notice--bad" role="alert">
          <Icon name="warn" />
          {wordsFor(refused)}
        </p>
      )}
      {found.held_by && (
        <p className="notice notice--warn">
          <Icon name="user" />
          {t("review.held", { name: found.held_by })}
        </p>
      )}
      {found.annotations.length === 0 && <p className="notice notice--warn">{t("review.unanswered")}</p>}
      {found.resolution?.state === "tie" && about.length > 0 && (
        <div className="desk__why">
          {t("review.ties_about")}
          <Ties about={about} />
        </div>
      )}
      {found.resolution?.state === "resolved" && !person && found.support !== null && found.support < 1 && (
        <p className="desk__why">{t("review.support", { share: formatShare(found.support) })}</p>
      )}
      {person && last && (
        <p className="desk__why">
          {t("review.settled", { name: last.by })}
          {last.note && <span className="muted">{t("review.note_of", { note: last.note })}</span>}
        </p>
      )}
    </div>
  );
}

const AT_ONCE = 3;

function Ties({ about }: { about: readonly About[] }) {
  return (
    <ul className="desk__ties">
      {about.slice(0, AT_ONCE).map(({ name, quote, why }) => (
        <li key={`${name} ${quote} ${why}`}>
          <strong>{name}</strong>
          {quote && <q dir="auto">{quote}</q>}
          <span className="muted">{why}</span>
        </li>
      ))}
      {about.length > AT_ONCE && (
        <li className="muted">{t("review.ties_more", { count: about.length - AT_ONCE })}</li>
      )}
    </ul>
  );
}

function wordsFor(refused: unknown): string {
  const detail = refused instanceof ApiError ? (refused.detail as { changed?: { name: string }[] }) : null;
  const names = [...new Set(detail?.changed?.map(({ name }) => name).filter(Boolean))];
  if (names.length > 0) return t("review.changed", { names: names.join(", ") });
  return t("review.refused", { message: refused instanceof Error ? refused.message : "" });
}
