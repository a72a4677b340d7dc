// The current label and what it stands on: who decided or voted, how sure it is.

import type { Item } from "../../../api/items";
import { answerUI } from "../../../catalog";
import { aboutOf, ITEM, type Schema } from "../../../core/model";
import { t } from "../../../i18n";
import { When } from "../../../ui/When";
import { useProject } from "../../project/ProjectShell";
import { REVIEWS } from "../../project/roles";
import { DecideLink, sourceName } from "./ItemPanel";

export function Evidence({ item, schema }: { item: Item; schema: Schema }) {
  const { name, role } = useProject();
  const { resolution } = item;
  const decide = REVIEWS.includes(role ?? "") && item.annotations.length > 0 && (
    <DecideLink project={name} item={item.item} tie={resolution?.state === "tie"} />
  );
  if (!resolution)
    return (
      <div className="evidence">
        <p className="muted">{item.annotations.length > 0 ? t("item.unresolved") : t("item.unlabeled")}</p>
        {decide}
      </div>
    );
  const answers = schema.questions
    .filter((question) => aboutOf(question) === ITEM)
    .flatMap((question) => {
      const given = resolution.body.answers.find((one) => one.question === question.id && !one.region);
      return given ? [{ question, value: given.value }] : [];
    });
  const sets = schema.region_sets
    .map(({ id, name }) => ({ name, count: resolution.body.regions.filter(({ set }) => set === id).length }))
    .filter(({ count }) => count > 0);
  const n = Number((resolution.evidence as { n?: number }).n ?? 0);
  return (
    <div className="evidence">
      <dl className="item-facts">
        {answers.map(({ question, value }) => {
          const { Summary } = answerUI(question.kind);
          return (
            <div key={question.id} className="item-facts__pair">
              <dt>{question.name}</dt>
              <dd>
                <strong>
                  <Summary value={value} config={question.config} data={item.data} />
                </strong>
              </dd>
            </div>
          );
        })}
        {sets.map((set) => (
          <div key={set.name} className="item-facts__pair">
            <dt>{set.name}</dt>
            <dd>{t("side.regions", { count: set.count })}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        {resolution.state === "tie" ? t("item.tie") : sourceName(resolution.source)}
        {n > 0 && ` · ${t("item.from_answers", { count: n })}`}
        {resolution.confidence !== null &&
          ` · ${t("item.confidence", { percent: Math.round(resolution.confidence * 100) })}`}
        {" · "}
        <When at={resolution.created_at} />
      </p>
      {decide}
    </div>
  );
}
