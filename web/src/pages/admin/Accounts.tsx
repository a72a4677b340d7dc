// Every account of the instance, and who is invited to one.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { type Account, type Invite, instance, type Role, team } from "../../api/team";
import { t } from "../../i18n";
import { ErrorState, Skeleton } from "../../ui/States";
import { InviteDialog } from "../people/InviteDialog";
import { Invited } from "../people/Invited";
import { FindPeople, found, PeopleHead } from "../people/parts";
import "../people/people.css";
import { AccountRow } from "./AccountRow";

export function Accounts() {
  const { data, error, refetch } = useQuery({ queryKey: ["accounts"], queryFn: instance.people });
  const { data: invites = [] } = useQuery({ queryKey: ["accounts", "invites"], queryFn: instance.invites });
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ["accounts"] });
  const [inviting, setInviting] = useState(false);
  return (
    <div className="page">
      <PeopleHead title={t("admin.people")} invite={t("admin.invite")} onInvite={() => setInviting(true)} />
      {data ? (
        <Table accounts={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton width="100%" height={160} />
      )}
      <Invited
        invites={invites}
        everywhere
        renew={renew}
        withdraw={({ id }) => instance.withdraw(id)}
        onChange={refresh}
      />
      <InviteDialog
        open={inviting}
        onClose={() => setInviting(false)}
        offers={[
          ["person", t("admin.is_person"), t("invite.no_project")],
          ["admin", t("admin.is_admin"), t("invite.admin")],
        ]}
        send={(email, as) => instance.invite(email, as === "admin")}
        onSent={refresh}
      />
    </div>
  );
}

/** A new link to what the old one was for. */
const renew = ({ email, project, role, admin }: Invite) =>
  project === null
    ? instance.invite(email ?? "", admin)
    : team.invite(project, email ?? "", (role ?? "annotator") as Role);

function Table({ accounts }: { accounts: readonly Account[] }) {
  const { find = "" } = useSearch({ from: "/signed-in/admin/people" });
  const seen = found(accounts, find);
  return (
    <section className="chapter" aria-label={t("admin.people")}>
      <FindPeople find={find} name={t("admin.find")} count={t("admin.accounts_n", { count: seen.length })} />
      {seen.length === 0 ? (
        <p className="muted">{t("admin.none_found")}</p>
      ) : (
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">{t("admin.name")}</th>
              <th scope="col">{t("admin.state")}</th>
              <th scope="col" className="num">
                {t("admin.projects")}
              </th>
              <th scope="col">{t("admin.seen")}</th>
              <th scope="col">
                <span className="sr-only">{t("people.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {seen.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
