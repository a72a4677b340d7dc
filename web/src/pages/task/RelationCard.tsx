import type { RelationSet } from "../../catalog.gen";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { Card } from "./Card";
import { Line, Problem } from "./Line";
import { Questions } from "./Questions";
import { Ends } from "./SetCard";
import { Limits, useSet } from "./setParts";

/** Relations from one region to another, with the questions about each. */
export function RelationCard({ set }: { set: RelationSet }) {
  const { where, name, put, card } = useSet("relation_sets", set);
  return (
    <Card {...card} about={set.directed === false ? t("task.undirected") : t("task.directed")}>
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
      <Limits where={where} set={set} put={put} />
      <Questions about={set.id} title={t("task.questions_each", { name })} />
    </Card>
  );
}
