// Invitations that nobody has used yet: a new link, or none any more.

import { useState } from "react";

import type { Invite, InviteMade } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Once } from "../../ui/Once";
import { toast } from "../../ui/Toast";
import { formatSince } from "../../ui/When";
import { linkFrom } from "./addresses";
import { roleName } from "./PeoplePage";

interface InvitedProps {
  invites: readonly Invite[];
  /** Of all projects: which one is said. */
  everywhere?: boolean;
  renew(invite: Invite): Promise<InviteMade>;
  withdraw(invite: Invite): Promise<unknown>;
  onChange(): void;
}

export function Invited({ invites, everywhere, renew, withdraw, onChange }: InvitedProps) {
  const [made, setMade] = useState<InviteMade | null>(null);
  const act = (run: () => Promise<unknown>) =>
    void run()
      .catch((error: Error) => toast(t("people.failed", { message: error.message })))
      .finally(onChange);
  if (invites.length === 0 && !made) return null;
  return (
    <section className="chapter">
      <div>
        <h2>{t("invite.waiting")}</h2>
        <p className="muted">{t("invite.waiting_text")}</p>
      </div>
      <table className="sheet">
        <tbody>
          {invites.map((invite) => {
            const email = invite.email ?? "";
            return (
              <tr key={invite.id}>
                <td>
                  <span className="sheet__name">
                    <b title={email}>{email}</b>
                    <span className="muted">
                      {[
                        everywhere && invite.project,
                        invite.admin ? t("invite.admin") : roleName(invite.role ?? ""),
                        invite.by && t("invite.by", { name: invite.by }),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                </td>
                <td className="muted">{t("invite.expires", { when: formatSince(invite.expires_at) })}</td>
                <td>
                  <span className="sheet__acts">
                    <Button
                      look="quiet"
                      aria-label={t("invite.new_link_of", { email })}
                      onClick={() => act(async () => setMade(await renew(invite)))}
                    >
                      {t("invite.new_link")}
                    </Button>
                    <Button
                      look="quiet"
                      aria-label={t("invite.withdraw_of", { email })}
                      onClick={() =>
                        act(async () => {
                          await withdraw(invite);
                          toast(t("invite.withdrawn", { email }));
                        })
                      }
                    >
                      {t("invite.withdraw")}
                    </Button>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Dialog
        open={made !== null}
        wide
        title={t("invite.link_of", { email: made?.email ?? "" })}
        text={t("invite.once")}
        onClose={() => setMade(null)}
        foot={
          <Button look="main" onClick={() => setMade(null)}>
            {t("invite.finish")}
          </Button>
        }
      >
        {made?.url && (
          <Once label={t("invite.link_of", { email: made.email })} text={linkFrom(made.url)} focus />
        )}
      </Dialog>
    </section>
  );
}
