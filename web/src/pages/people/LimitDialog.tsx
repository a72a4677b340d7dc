import { type FormEvent, useState } from "react";

import { type Member, team } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { useTeam } from "./useTeam";

const MOST_PER_DAY = 10_000;
const MOST_IN_ALL = 1_000_000;

export function LimitDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { name, person, per_day, in_all } = member;
  const { project, change } = useTeam();
  const [day, setDay] = useState(per_day === null ? "" : `${per_day}`);
  const [all, setAll] = useState(in_all === null ? "" : `${in_all}`);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void change(async () => {
      await team.change(project, person, { per_day: numberIn(day), in_all: numberIn(all) });
      toast(t("people.limit_saved"), {
        name: t("people.undo"),
        run: () => void change(() => team.change(project, person, { per_day, in_all })),
      });
    }).then(onClose);
  };
  return (
    <Dialog open title={t("people.limit_title", { name })} text={t("people.limit_text")} onClose={onClose}>
      <form className="people__form" onSubmit={save}>
        <Field
          label={t("people.limit_day")}
          type="number"
          min={1}
          max={MOST_PER_DAY}
          data-first
          value={day}
          hint={t("people.limit_wrong", { most: MOST_PER_DAY })}
          onChange={(event) => setDay(event.target.value)}
        />
        <Field
          label={t("people.limit_all")}
          type="number"
          min={1}
          max={MOST_IN_ALL}
          value={all}
          hint={t("people.limit_wrong", { most: MOST_IN_ALL })}
          onChange={(event) => setAll(event.target.value)}
        />
        <div className="dialog__foot">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" look="main">
            {t("people.limit_save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const numberIn = (text: string): number | null => (text.trim() === "" ? null : Number(text));
