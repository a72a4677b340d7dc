import { type FormEvent, useState } from "react";

import { type Member, team } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { useTeam } from "./useTeam";

const MOST = 5000;

/** The next so many items are kept for somebody; what is kept can be opened to everybody again. */
export function KeepDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { name, person, assigned } = member;
  const { project, change } = useTeam();
  const [count, setCount] = useState("50");
  const [busy, setBusy] = useState(false);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    void change(async () => {
      const { items } = await team.keep(project, person, Number(count));
      toast(
        items > 0 ? t("people.keep_done", { count: items, name }) : t("people.keep_none", { name }),
        items > 0 && assigned === 0
          ? { name: t("people.undo"), run: () => void change(() => team.letGo(project, person)) }
          : undefined,
      );
    }).then(onClose);
  };
  const letGo = () => {
    setBusy(true);
    void change(async () => {
      const { items } = await team.letGo(project, person);
      toast(t("people.let_gone", { count: items }));
    }).then(onClose);
  };
  return (
    <Dialog
      open
      title={t("people.keep_title", { name })}
      text={t("people.keep_text", { name })}
      onClose={onClose}
    >
      {assigned > 0 && (
        <p className="people__kept">
          <span>{t("people.keep_now", { count: assigned })}</span>
          <Button disabled={busy} onClick={letGo}>
            {t("people.let_go")}
          </Button>
        </p>
      )}
      <form className="people__form" onSubmit={keep}>
        <Field
          label={t("people.keep_count")}
          type="number"
          min={1}
          max={MOST}
          required
          autoFocus
          value={count}
          onChange={(event) => setCount(event.target.value)}
        />
        <div className="dialog__foot">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" look="main" disabled={busy}>
            {t("people.keep_do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
