import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { Project } from "../../api";
import type { SessionState } from "../../core/session";
import { formatNumber, t } from "../../i18n";
import { Icon, type IconName } from "../../ui/Icon";
import { useSignal } from "../../ui/use";
import { outboxOf } from "../account";
import { Account } from "../Bar";
import { NewGuideline } from "../guideline/NewGuideline";
import { OutboxState } from "../OutboxState";
import { useUser } from "../SignedIn";

interface TopBarProps {
  project: Project;
  state: SessionState | null;
  /** Buttons of the open item: guideline, help. */
  left?: ReactNode;
  right?: ReactNode;
}

export function TopBar({ project, state, left, right }: TopBarProps) {
  const progress = state?.progress ?? project.progress;
  const { done, items: total, mine } = progress;
  return (
    <div className="label__top">
      <header className="bar label__bar">
        <h1 className="sr-only">{t("label.title", { project: project.title || project.name })}</h1>
        <Link
          to="/p/$project"
          params={{ project: project.name }}
          className="label__project"
          title={project.title || project.name}
        >
          <Icon name="back" />
          <span>{project.title || project.name}</span>
        </Link>
        {left}
        <span
          className="label__position"
          title={`${t("label.position_hint", { done, total })}\n${t("label.mine_hint", { count: mine })}`}
        >
          {t("label.by_you", { count: mine })}
          <span className="label__all">
            {" · "}
            {t("label.position", { done: formatNumber(done), total: formatNumber(total) })}
          </span>
        </span>
        <SavedState state={state} />
        <span className="bar__space" />
        <OutboxState />
        {right}
        <Account />
      </header>
      {/* Not before the item is there: the screen is made anew then, and would close what was just opened. */}
      {state && <NewGuideline project={project.name} />}
    </div>
  );
}

/** Where the work is right now; always said, in words and with a sign. */
function SavedState({ state }: { state: SessionState | null }) {
  const me = useUser();
  const { waiting, state: way } = useSignal(outboxOf(me.id));
  if (!state) return null;
  const [icon, words] = ((): [IconName, string] => {
    if (state.draft === "unsaved") return ["wait", t("state.unsaved")];
    if (state.draft === "saving") return ["wait", t("state.saving")];
    if (state.draft === "conflict") return ["warn", t("state.conflict")];
    if (state.draft === "memory") return ["warn", t("state.memory")];
    if (state.draft === "local") return ["check", t("state.local")];
    if (waiting > 0 && way === "sending") return ["wait", t("state.sending", { count: waiting })];
    if (state.draft === "saved") return ["check", t("state.draft")];
    return ["check", waiting > 0 ? t("state.local") : t("state.saved")];
  })();
  return (
    <span className="state label__saved">
      <Icon name={icon} />
      {words}
    </span>
  );
}
