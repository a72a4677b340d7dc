import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { type Account, instance } from "../../api/team";
import { formatNumber, type MessageKey, t } from "../../i18n";
import { Actions } from "../../ui/Actions";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Once } from "../../ui/Once";
import { toast } from "../../ui/Toast";
import { When } from "../../ui/When";
import { linkFrom } from "../people/addresses";

type Change = { admin?: boolean; disabled?: boolean };

/** What an admin does with an account, told with a way back. */
function useAccount({ id, name }: Account) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ["accounts"] });
  const attempt = <T,>(run: () => Promise<T>): Promise<T | null> =>
    run()
      .catch((error: Error) => {
        toast(t("people.failed", { message: error.message }));
        return null;
      })
      .finally(refresh);
  const change = (to: Change, back: Change, words: MessageKey) =>
    attempt(async () => {
      await instance.change(id, to);
      const run = () => void attempt(() => instance.change(id, back));
      toast(t(words, { name }), { name: t("people.undo"), run });
    });
  return { attempt, change };
}

export function AccountRow({ account }: { account: Account }) {
  const { id, name, email, admin, disabled, has_password, projects, seen_at } = account;
  const { attempt, change } = useAccount(account);
  const navigate = useNavigate();
  const [link, setLink] = useState<string | null>(null);
  const [resetting, setResetting] = useState(false);
  const show = (made: { url: string } | null) => made && setLink(linkFrom(made.url));
  return (
    <tr className={disabled ? "sheet__off" : undefined} data-person={email}>
      <td>
        <span className="sheet__name">
          <b>{name}</b>
          <span className="muted">{email}</span>
        </span>
      </td>
      <td>
        {disabled ? (
          <span className="tag tag--bad">{t("admin.is_disabled")}</span>
        ) : admin ? (
          <span className="tag tag--good">{t("admin.is_admin")}</span>
        ) : has_password ? (
          <span className="tag">{t("people.active")}</span>
        ) : (
          <span className="tag tag--warn">{t("admin.no_password")}</span>
        )}
      </td>
      <td className="num" data-name={t("admin.projects")}>
        {formatNumber(projects)}
      </td>
      <td data-name={t("admin.seen")}>
        {seen_at === null ? <span className="muted">{t("admin.never_seen")}</span> : <When at={seen_at} />}
      </td>
      <td>
        <span className="sheet__acts">
          <Actions
            name={t("admin.more", { name })}
            actions={[
              ...(disabled
                ? []
                : [
                    {
                      name: t("admin.link"),
                      run: () => void attempt(() => instance.link(id)).then(show),
                    },
                    { name: t("admin.reset"), run: () => setResetting(true) },
                    {
                      name: t(admin ? "admin.unmake" : "admin.make"),
                      run: () =>
                        void change({ admin: !admin }, { admin }, admin ? "admin.unmade" : "admin.made"),
                    },
                  ]),
              {
                name: t("admin.log_of"),
                run: () => void navigate({ to: "/admin/log", search: { actor: id } }),
              },
              {
                name: t(disabled ? "admin.enable" : "admin.disable"),
                danger: !disabled,
                apart: true,
                run: () =>
                  void change(
                    { disabled: !disabled },
                    { disabled },
                    disabled ? "admin.enabled" : "admin.disabled",
                  ),
              },
            ]}
          />
        </span>
        <Dialog
          open={resetting}
          title={t("admin.reset_title", { name })}
          text={t("admin.reset_text", { name })}
          onClose={() => setResetting(false)}
          foot={
            <>
              <Button onClick={() => setResetting(false)}>{t("app.cancel")}</Button>
              <Button
                look="main"
                onClick={() => {
                  setResetting(false);
                  void attempt(() => instance.resetPassword(id)).then(show);
                }}
              >
                {t("admin.reset_do")}
              </Button>
            </>
          }
        />
        <Dialog
          open={link !== null}
          wide
          dismissable={false}
          title={t("admin.link_title", { name })}
          text={t("admin.link_text", { name })}
          onClose={() => setLink(null)}
          foot={
            <Button look="main" onClick={() => setLink(null)}>
              {t("admin.done")}
            </Button>
          }
        >
          <Once label={t("admin.link_title", { name })} text={link ?? ""} focus />
        </Dialog>
      </td>
    </tr>
  );
}
