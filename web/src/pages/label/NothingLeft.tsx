import { Link } from "@tanstack/react-router";
import { useState } from "react";

import type { Project } from "../../api";
import type { Session, SessionState } from "../../core/session";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Empty } from "../../ui/States";
import { announce } from "../../ui/Toast";
import { HomeLink } from "../errors";
import { LEADS } from "../project/roles";

interface NothingLeftProps {
  project: Project;
  state: SessionState;
  session: Session;
}

/** Why there is nothing to do, who has the rest, and when it may change. */
export function NothingLeft({ project, state, session }: NothingLeftProps) {
  const [looking, setLooking] = useState(false);
  const { items, done, mine } = state.progress ?? project.progress;
  const bringing = items === 0 && LEADS.includes(project.role ?? "");
  const rest = Math.max(0, items - done);
  const look = async () => {
    setLooking(true);
    await session.fill();
    setLooking(false);
    if (session.snapshot().phase === "empty") announce(t("empty.title"));
  };
  return (
    <Empty
      title={t(state.why ? `why.${state.why}_title` : "empty.title")}
      actions={
        <>
          {bringing && (
            <Link
              to="/p/$project/import"
              params={{ project: project.name }}
              className={buttonClass({ look: "main" })}
            >
              {t("data.import")}
            </Link>
          )}
          <Button
            {...(bringing ? {} : { look: "main" as const })}
            disabled={looking}
            onClick={() => void look()}
          >
            {looking ? t("app.loading") : t("empty.check")}
          </Button>
          {state.canReturn && <Button onClick={() => session.goBack()}>{t("empty.undo")}</Button>}
          <HomeLink />
        </>
      }
    >
      {state.why ? (
        <p>{t(`why.${state.why}`)}</p>
      ) : items === 0 ? (
        <p>{t("empty.no_items")}</p>
      ) : rest === 0 ? (
        <p>{t("empty.all_done", { items })}</p>
      ) : (
        <>
          <p>{t("empty.others", { done, items, count: rest })}</p>
          <p>{t("empty.may_return")}</p>
        </>
      )}
      {mine > 0 && <p>{t("empty.mine", { count: mine })}</p>}
    </Empty>
  );
}
