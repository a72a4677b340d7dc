// What was said, in words: names of rows, values, quotes of spans, and what a region is called.

import { answerUI } from "../../catalog";
import type { Json, Question, Region, Schema } from "../../core/model";
import { optionsOf } from "../../core/options";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";

export function RowHead({ name, differs, more }: { name: string; differs: boolean; more?: string }) {
  return (
    <th scope="row" className="side__question">
      <span>{name}</span>
      {more && <span className="side__facts">{more}</span>}
      {differs && (
        <span className="side__differs">
          <Icon name="warn" />
          {t("side.differs")}
        </span>
      )}
    </th>
  );
}

interface ValueProps {
  question: Question;
  value: Json | undefined;
  data: { [source: string]: Json };
}

/** A given value in words. */
export function Value({ question, value, data }: ValueProps) {
  if (value === undefined || value === null)
    return (
      <span className="side__none" title={t("side.no_answer")}>
        –<span className="sr-only">{t("side.no_answer")}</span>
      </span>
    );
  const { Summary } = answerUI(question.kind);
  return <Summary value={value} config={question.config} data={data} />;
}

export function quoteOf(region: Region, schema: Schema, data: { [source: string]: Json }): string {
  const set = schema.region_sets.find(({ id }) => id === region.set);
  const text = data[schema.fields.find(({ id }) => id === set?.field)?.source ?? ""];
  if (typeof text !== "string") return "";
  const { start, end } = region.value as { start: number; end: number };
  const words = [...text.slice(0, end * 2)].slice(start, end).join("");
  return words.length > 60 ? `${words.slice(0, 58)}…` : words;
}

/** What a region is called: the words of the value that names it. */
export function labelOf(
  naming: Question | null,
  answers: { [question: string]: Json },
  data: { [source: string]: Json },
): string {
  const value = naming ? answers[naming.id] : undefined;
  if (!naming || value === undefined || value === null) return "";
  const end = Array.isArray(value) ? (value[0] as Json[] | undefined)?.at(-1) : value;
  return optionsOf(naming.config, data).find(({ id }) => id === end)?.name ?? String(end ?? "");
}
