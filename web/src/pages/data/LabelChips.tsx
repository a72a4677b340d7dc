// A label in a line: its answers, how many regions there are of which kind, or that there is nothing.

import { answerUI } from "../../catalog";
import { aboutOf, type Body, ITEM, type Json, type Schema } from "../../core/model";
import { namingQuestion } from "../../core/options";
import { t } from "../../i18n";
import { answersAbout } from "../review/voices";
import { labelOf } from "../review/words";

interface LabelChipsProps {
  schema: Schema;
  label: Body;
  data: { [source: string]: Json };
}

export function LabelChips({ schema, label, data }: LabelChipsProps) {
  const given = schema.questions
    .filter((question) => aboutOf(question) === ITEM)
    .flatMap((question) => {
      const answer = label.answers.find((one) => one.question === question.id && !one.region);
      return answer ? [{ question, value: answer.value }] : [];
    });
  const regions = regionsIn({ schema, label, data });
  if (given.length + regions.length === 0)
    return (
      <span className="muted">{t(schema.region_sets.length > 0 ? "data.no_regions" : "data.no_answer")}</span>
    );
  return (
    <span className="chips">
      {given.map(({ question, value }) => {
        const { Summary } = answerUI(question.kind);
        return (
          <span key={question.id} className="chip" title={question.name}>
            <Summary value={value} config={question.config} data={data} />
          </span>
        );
      })}
      {regions.map(({ set, value, count }) => (
        <span key={`${set} ${value}`} className="chip" title={set}>
          {count > 1 ? t("data.said", { value, count }) : value}
        </span>
      ))}
    </span>
  );
}

/** What regions are called, the most frequent first, set by set. */
function regionsIn({
  schema,
  label,
  data,
}: LabelChipsProps): { set: string; value: string; count: number }[] {
  return schema.region_sets.flatMap(({ id, name }) => {
    const naming = namingQuestion(schema, id);
    const counts = new Map<string, number>();
    for (const region of label.regions) {
      if (region.set !== id) continue;
      const value = labelOf(naming, answersAbout(label, region.id), data) || name;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([value, count]) => ({ set: name, value, count }));
  });
}
