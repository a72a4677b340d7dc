// Who is in the project, how they stand, who is invited.

import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { type Member, type Role, team } from "../../api/team";
import { t, tOr } from "../../i18n";
import { ErrorState, Skeleton } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { useUser } from "../SignedIn";
import { InviteDialog, type Offer } from "./InviteDialog";
import { Invited } from "./Invited";
import { MemberRow } from "./MemberRow";
import { FindPeople, found, PeopleHead } from "./parts";
import { useTeam } from "./useTeam";
import "../../ui/sheet.css";
import "./people.css";

export const ROLES: readonly Role[] = ["annotator", "reviewer", "manager", "viewer", "service"];
export const roleName = (role: string) => tOr(`role.${role}`, role);
const MANY = 8;

export function PeoplePage() {
  const project = useProject();
  useTitle(`${t("people.title")} · ${project.title || project.name} · ${t("app.name")}`);
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "members"],
    queryFn: () => team.members(project.name),
    // Who comes, goes and labels is told at once; how much they did may wait.
    refetchInterval: 30_000,
  });
  const [inviting, setInviting] = useState(false);
  return (
    <div className="page">
      <PeopleHead title={t("people.title")} invite={t("people.invite")} onInvite={() => setInviting(true)} />
      {data ? (
        <Members members={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
      <ProjectInvited />
      <InviteHere open={inviting} onClose={() => setInviting(false)} />
    </div>
  );
}

function Members({ members }: { members: readonly Member[] }) {
  const { find = "" } = useSearch({ from: "/signed-in/p/$project/pages/people" });
  const me = useUser();
  const seen = found(members, find);
  const alone = members.every(({ person }) => person === me.id);
  return (
    <section className="chapter" aria-label={t("people.title")}>
      {members.length >= MANY && (
        <FindPeople find={find} name={t("people.find")} count={t("people.count", { count: seen.length })} />
      )}
      {seen.length > 0 && (
        <table className="sheet people">
          <thead>
            <tr>
              <th scope="col">{t("people.name")}</th>
              <th scope="col">{t("people.role")}</th>
              <th scope="col" className="num">
                {t("people.answers")}
              </th>
              <th scope="col">{t("people.last")}</th>
              <th scope="col">{t("people.state")}</th>
              <th scope="col">
                <span className="sr-only">{t("people.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {seen.map((member) => (
              <MemberRow key={member.person} member={member} />
            ))}
          </tbody>
        </table>
      )}
      {seen.length === 0 && find.trim() !== "" && <p className="muted">{t("people.none_found")}</p>}
      {alone && find.trim() === "" && (
        <div className="people__alone">
          <h2>{t("people.alone_title")}</h2>
          <p className="muted">{t("people.alone_text")}</p>
        </div>
      )}
    </section>
  );
}

function Waiting() {
  return (
    <div className="chapter" aria-busy="true">
      {[220, 180, 240].map((width) => (
        <Skeleton key={width} width={width} height={34} />
      ))}
    </div>
  );
}

function offers(): Offer[] {
  return ROLES.map((role) => [role, roleName(role), t(`people.as.${role}`)]);
}

function InviteHere({ open, onClose }: { open: boolean; onClose: () => void }) {
  const project = useProject();
  const { refresh } = useTeam();
  return (
    <InviteDialog
      open={open}
      onClose={onClose}
      offers={offers()}
      send={(email, role) => team.invite(project.name, email, role as Role)}
      onSent={refresh}
    />
  );
}

function ProjectInvited() {
  const project = useProject();
  const { refresh } = useTeam();
  const { data = [] } = useQuery({
    queryKey: ["project", project.name, "invites"],
    queryFn: () => team.invites(project.name),
  });
  return (
    <Invited
      invites={data}
      renew={({ email, role }) => team.invite(project.name, email ?? "", (role ?? "annotator") as Role)}
      withdraw={({ id }) => team.withdraw(project.name, id)}
      onChange={refresh}
    />
  );
}
