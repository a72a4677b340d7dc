// What the cards of region sets and of relation sets have in common.

import type { RelationSet } from "../../catalog.gen";
import type { RegionSet } from "../../core/model";
import { change, entriesOf, move, remove } from "../../core/task/edit";
import { t } from "../../i18n";
import { toast } from "../../ui/Toast";
import { useEdit, useTask } from "./context";
import { NumberLine } from "./Line";

interface Kinds {
  region_sets: RegionSet;
  relation_sets: RelationSet;
}

/** Where the set is, what it is called, how a part of it is changed, and what its card does. */
export function useSet<L extends keyof Kinds>(list: L, set: Kinds[L]) {
  const { state, draft } = useTask();
  const edit = useEdit();
  const where = `${list}[${(entriesOf(state.schema, list) as readonly { id: string }[]).indexOf(set)}]`;
  const name = set.name || t("task.unnamed");
  const put = (part: Partial<Kinds[L]>, key: string) =>
    edit((schema) => change(schema, list, set.id, part), `${set.id}/${key}`);
  const card = {
    id: set.id,
    where,
    name,
    onMove: (by: -1 | 1) => edit((schema) => move(schema, list, set.id, by)),
    onRemove: () => {
      edit((schema) => remove(schema, list, set.id));
      toast(t("task.removed", { name }), { name: t("task.undo"), run: () => draft.undo() });
    },
  };
  return { where, name, put, card };
}

interface LimitsProps {
  where: string;
  set: { min?: number; max?: number | null };
  put(part: { min?: number; max?: number | null }, key: string): void;
}

/** How many there may be. */
export function Limits({ where, set, put }: LimitsProps) {
  return (
    <div className="pair pair--even">
      <NumberLine
        label={t("task.min_regions")}
        where={`${where}.min`}
        min={0}
        value={set.min ?? 0}
        onChange={(min) => put({ min: min ?? 0 }, "min")}
      />
      <NumberLine
        label={t("task.max_regions")}
        where={`${where}.max`}
        min={1}
        value={set.max ?? null}
        placeholder={t("task.no_limit")}
        onChange={(max) => put({ max }, "max")}
      />
    </div>
  );
}
