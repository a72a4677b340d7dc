// One part of an annotation in words, for lists and comparisons.

import { answerUI, shapeUI } from "../../catalog";
import type { Bench } from "../../core/bench";
import type { Said } from "../../core/merge";
import type { Answer, Json, Region } from "../../core/model";
import { Offsets } from "../../core/offsets";
import { t } from "../../i18n";

export function saidWords(bench: Bench, { region, relation, answers }: Said): string[] {
  const about = answers.map((answer) =>
    answerWords(bench, answer, region !== undefined || relation !== undefined),
  );
  if (region) return [placeWords(bench, region), ...about];
  if (relation) return [`${relation.from_id} → ${relation.to_id}`, ...about];
  return about;
}

function answerWords(bench: Bench, { question: id, kind, value }: Answer, named: boolean): string {
  const question = bench.schema.questions.find((one) => one.id === id);
  const words = question
    ? answerUI(kind).Summary({ value, config: question.config, data: bench.task.data })
    : null;
  const text = typeof words === "string" && words !== "" ? words : JSON.stringify(value);
  return named ? `${question?.name ?? id}: ${text}` : text;
}

function placeWords(bench: Bench, { set, shape, value }: Region): string {
  const shapeName = shapeUI(shape);
  const name = shapeName ? t(shapeName.name) : shape;
  if (shape === "span") {
    const field = bench.schema.region_sets.find((one) => one.id === set)?.field;
    const source = bench.schema.fields.find((one) => one.id === field)?.source;
    const text = source === undefined ? null : bench.task.data[source];
    const { start, end } = value as { start: number; end: number };
    if (typeof text === "string") return `“${new Offsets(text).slice(start, Math.min(end, start + 80))}”`;
  }
  return `${name} ${numbers(value)}`.trim();
}

/** The first few numbers of a shape, whole. */
function numbers(value: Json): string {
  const found: number[] = [];
  const walk = (one: Json): void => {
    if (typeof one === "number") found.push(Math.round(one));
    else if (one !== null && typeof one === "object") for (const inner of Object.values(one)) walk(inner);
  };
  walk(value);
  return found.length > 6 ? `${found.slice(0, 6).join(", ")} …` : found.join(", ");
}
