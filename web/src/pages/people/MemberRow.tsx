// One member: who, as what, what they did, and what a lead may change.

import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import type { Member, Role } from "../../api/team";
import { formatNumber, t } from "../../i18n";
import { Actions } from "../../ui/Actions";
import { Button } from "../../ui/Button";
import { When } from "../../ui/When";
import { useUser } from "../SignedIn";
import { KeepDialog } from "./KeepDialog";
import { LimitDialog } from "./LimitDialog";
import { ROLES, roleName } from "./PeoplePage";
import { useTeam } from "./useTeam";

export function MemberRow({ member }: { member: Member }) {
  const { person, name, email, role, answers, last_at, paused } = member;
  const me = useUser();
  const { project, setRole, pause, remove } = useTeam();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"keep" | "limit" | null>(null);
  const close = () => setDialog(null);
  // Who leads only by their role here would lock themselves out; an admin cannot.
  const self = person === me.id && !me.admin;
  return (
    <tr className={member.disabled ? "sheet__off" : undefined} data-person={email}>
      <td>
        <span className="sheet__name">
          <b>
            {name} {person === me.id && <span className="muted">({t("people.you")})</span>}
          </b>
          <span className="muted">{email}</span>
        </span>
      </td>
      <td>
        {self ? (
          roleName(role)
        ) : (
          <select
            className="input people__role"
            aria-label={t("people.role_of", { name })}
            value={role}
            onChange={(event) => void setRole(member, event.target.value as Role)}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {roleName(one)}
              </option>
            ))}
          </select>
        )}
      </td>
      <td className="num" data-name={t("people.answers")}>
        {formatNumber(answers)}
      </td>
      <td data-name={t("people.last")}>
        {last_at === null ? <span className="muted">{t("people.never")}</span> : <When at={last_at} />}
      </td>
      <td>
        <State member={member} />
      </td>
      <td>
        <span className="sheet__acts">
          {!self && (
            <Button
              look="quiet"
              aria-label={t(paused ? "people.resume_one" : "people.pause_one", { name })}
              onClick={() => void pause(member, !paused)}
            >
              {t(paused ? "people.resume" : "people.pause")}
            </Button>
          )}
          <Actions
            name={t("people.more", { name })}
            actions={[
              { name: t("people.keep"), run: () => setDialog("keep") },
              { name: t("people.limit"), run: () => setDialog("limit") },
              {
                name: t("people.log"),
                run: () =>
                  void navigate({
                    to: "/p/$project/settings/log",
                    params: { project },
                    search: { actor: person },
                  }),
              },
              ...(self
                ? []
                : [{ name: t("people.remove"), run: () => void remove(member), danger: true, apart: true }]),
            ]}
          />
        </span>
        {dialog === "keep" && <KeepDialog member={member} onClose={close} />}
        {dialog === "limit" && <LimitDialog member={member} onClose={close} />}
      </td>
    </tr>
  );
}

const MOST_COUNTED = 10_000;

function State({ member }: { member: Member }) {
  const { assigned, per_day, in_all } = member;
  const notes = [
    assigned > 0 && t(assigned >= MOST_COUNTED ? "people.kept_more" : "people.kept", { count: assigned }),
    per_day !== null && t("people.cap_day", { count: per_day }),
    in_all !== null && t("people.cap_all", { count: in_all }),
  ].filter((note) => note !== false);
  const [look, words] = member.disabled
    ? (["tag--bad", t("people.disabled")] as const)
    : member.paused
      ? (["tag--warn", t("people.is_paused")] as const)
      : member.at_work
        ? (["tag--good", t("people.working")] as const)
        : (["", t("people.active")] as const);
  return (
    <span className="sheet__name">
      <span className={`tag ${look}`}>{words}</span>
      {notes.length > 0 && <span className="muted people__note">{notes.join(" · ")}</span>}
    </span>
  );
}
