// Every account of the instance, and who is invited to one.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { type Account, type Invite, instance, type Role, team } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { ErrorState, Skeleton } from "../../ui/States";
import { InviteDialog } from "../people/InviteDialog";
import { Invited } from "../people/Invited";
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
      <div className="page__head">
        <h1>{t("admin.people")}</h1>
        <Button look="main" onClick={() => setInviting(true)}>
          <Icon name="plus" />
          {t("admin.invite")}
        </Button>
      </div>
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
  const navigate = useNavigate();
  const words = find.trim().toLowerCase();
  const seen = accounts.filter((one) => `${one.name} ${one.email}`.toLowerCase().includes(words));
  return (
    <section className="chapter" aria-label={t("admin.people")}>
      <div className="tools">
        <input
          className="input"
          type="search"
          value={find}
          placeholder={t("admin.find")}
          aria-label={t("admin.find")}
          onChange={(event) => {
            const wanted = event.target.value;
            void navigate({ to: ".", search: wanted ? { find: wanted } : {}, replace: true });
          }}
        />
        <span className="muted tools__end">{t("admin.accounts_n", { count: seen.length })}</span>
      </div>
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
