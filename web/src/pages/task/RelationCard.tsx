import type { RelationSet } from "../../catalog.gen";
import { change, entriesOf, move, remove } from "../../core/task/edit";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { toast } from "../../ui/Toast";
import { Card } from "./Card";
import { useEdit, useTask } from "./context";
import { Line, NumberLine, Problem } from "./Line";
import { Questions } from "./Questions";
import { Ends } from "./SetCard";

/** Relations from one region to another, with the questions about each. */
export function RelationCard({ set }: { set: RelationSet }) {
  const { state, draft } = useTask();
  const edit = useEdit();
  const where = `relation_sets[${entriesOf(state.schema, "relation_sets").indexOf(set)}]`;
  const name = set.name || t("task.unnamed");
  const put = (part: Partial<RelationSet>, key: string) =>
    edit((schema) => change(schema, "relation_sets", set.id, part), `${set.id}/${key}`);
  return (
    <Card
      id={set.id}
      where={where}
      name={name}
      about={set.directed === false ? t("task.undirected") : t("task.directed")}
      onMove={(by) => edit((schema) => move(schema, "relation_sets", set.id, by))}
      onRemove={() => {
        edit((schema) => remove(schema, "relation_sets", set.id));
        toast(t("task.removed", { name }), { name: t("task.undo"), run: () => draft.undo() });
      }}
    >
      <Line
        label={t("task.name")}
        where={`${where}.name`}
        value={set.name}
        onChange={(next) => put({ name: next }, "name")}
      />
      <div className="pair pair--even">
        <Ends
          label={t("task.relation_from")}
          ids={set.from_sets ?? []}
          onChange={(ids) => put({ from_sets: ids }, "from")}
        />
        <Ends
          label={t("task.relation_to")}
          ids={set.to_sets ?? []}
          onChange={(ids) => put({ to_sets: ids }, "to")}
        />
      </div>
      <p className="field__hint">{t("task.relation_any")}</p>
      <Problem where={where} />
      <Check
        label={t("task.directed_long")}
        checked={set.directed !== false}
        onChange={(directed) => put({ directed }, "directed")}
      />
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
      <Questions about={set.id} title={t("task.questions_each", { name })} />
    </Card>
  );
}
