// What one has to know about the open item before going on; between the top bar and the item, until dealt with.

import { useState } from "react";

import type { Project } from "../../api";
import type { Bench } from "../../core/bench";
import type { Session, SessionState } from "../../core/session";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { News } from "./News";

interface NoticesProps {
  project: Project;
  session: Session;
  bench: Bench;
  state: SessionState;
  onCompare(): void;
  onLeave(): void;
}

export function Notices({ project, session, bench, state, onCompare, onLeave }: NoticesProps) {
  const [seen, setSeen] = useState<Bench | null>(null);
  const { clash } = state;
  const lost = bench.task.lost ?? [];
  const left = lost.map(({ what, count, why }) => t("clash.lost_one", { what, count, why })).join("; ");
  return (
    <>
      {bench.task.note && (
        <p className="notice notice--warn label__notice" role="status">
          <Icon name="warn" />
          <span>{t("review.sent_to_you", { note: bench.task.note })}</span>
        </p>
      )}
      {clash && (
        <div className="notice notice--warn label__notice" role="alert">
          <Icon name="warn" />
          <span>{t(`clash.${clash.what}_text`)}</span>
          <Button onClick={onCompare}>{t("clash.compare")}</Button>
          {clash.what === "before" && (
            <Button look="quiet" onClick={onLeave}>
              {t("clash.leave")}
            </Button>
          )}
        </div>
      )}
      {state.news && <News project={project} session={session} news={state.news} />}
      {lost.length > 0 && seen !== bench && (
        <div className="notice notice--warn label__notice" role="status">
          <Icon name="warn" />
          <span>{t("clash.lost", { what: left })}</span>
          <Button look="quiet" onClick={() => setSeen(bench)}>
            {t("app.close")}
          </Button>
        </div>
      )}
    </>
  );
}
