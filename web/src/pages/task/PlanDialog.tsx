// Before a task with answers changes: what changes, what becomes of the answers, and what was only renamed.

import type { Change, Lost, Plan } from "../../api/task";
import type { Schema } from "../../core/model";
import type { TaskDraft } from "../../core/task/draft";
import type { ListName } from "../../core/task/edit";
import { becomes } from "../../core/task/rename";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { ChangeLine } from "./ChangeLine";

interface PlanDialogProps {
  plan: Plan;
  draft: TaskDraft;
  busy: boolean;
  onAgain(): void;
  onClose(): void;
  onSave(): void;
}

const LISTS: { [what in Change["what"]]: ListName | "values" } = {
  field: "fields",
  region_set: "region_sets",
  relation_set: "relation_sets",
  question: "questions",
  value: "values",
};

/** Where a change's list is: all values of one question, all questions … */
const listOf = (change: Change) => change.where.slice(0, change.where.length - change.id.length);

export function PlanDialog({ plan, draft, busy, onAgain, onClose, onSave }: PlanDialogProps) {
  const schemas = [draft.settled, draft.before];
  const losing = plan.changes.filter((change) => change.loses);
  const rest = plan.changes.filter((change) => !change.loses);
  const rename = (from: Change, to: Change) => {
    const list = LISTS[from.what];
    const question = list === "values" ? listOf(from).replace(/^questions\.|\.values\.$/g, "") : "";
    const settled = draft.settled;
    draft.edit(() => becomes(settled, list, to.id, from.id, question, draft.before));
    onAgain();
  };
  return (
    <Dialog
      title={losing.length > 0 ? t("plan.title_loses") : t("plan.title")}
      text={losing.length > 0 ? t("plan.text_loses") : t("plan.text")}
      open
      wide
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" disabled={busy} onClick={onSave}>
            {losing.length > 0 ? t("plan.save_anyway") : t("task.save")}
          </Button>
        </>
      }
    >
      {losing.length > 0 && (
        <ul className="plan plan--loses" aria-label={t("plan.loses")}>
          {losing.map((change) => (
            <One
              key={`${change.action} ${change.where}`}
              change={change}
              schemas={schemas}
              lost={plan.lost.find((one) => one.where === change.where)}
              added={plan.changes.filter(
                (one) => change.action === "remove" && one.action === "add" && listOf(one) === listOf(change),
              )}
              onRename={(to) => rename(change, to)}
            />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <ul className="plan" aria-label={t("plan.keeps")}>
          {rest.map((change) => (
            <One
              key={`${change.action} ${change.where} ${change.means}`}
              change={change}
              added={[]}
              schemas={schemas}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

interface OneProps {
  change: Change;
  lost?: Lost | undefined;
  /** What it may have become: added to the same list. */
  added: readonly Change[];
  schemas: readonly (Schema | null)[];
  onRename?(to: Change): void;
}

function One({ change, lost, added, schemas, onRename }: OneProps) {
  return (
    <li className="plan__one">
      <ChangeLine change={change} schemas={schemas} />
      {lost && lost.count > 0 && (
        <p className="plan__lost">
          <Icon name="warn" />
          {lost.more ? t("plan.lost_more", { count: lost.count }) : t("plan.lost", { count: lost.count })}
        </p>
      )}
      {lost?.count === 0 && <p className="field__hint">{t("plan.lost_none")}</p>}
      {onRename && added.length > 0 && (
        <p className="plan__rename">
          {t("plan.renamed")}
          {added.map((one) => (
            <Button key={one.id} onClick={() => onRename(one)}>
              {one.name}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
}
