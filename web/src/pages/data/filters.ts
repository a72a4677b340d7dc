// What can be filtered by, how, and in which words: a filter reads as a part of a sentence.

import type { Condition, Labeler } from "../../api/items";
import type { Question, Schema } from "../../core/model";
import { optionsOf } from "../../core/options";
import { formatDate, type MessageKey, t } from "../../i18n";
import { valueName } from "./columns";

export const STATES = [
  "open",
  "working",
  "done",
  "tie",
  "resolved",
  "decided",
  "parked",
  "skipped",
  "surplus",
  "commented",
] as const;
export type Kind = "state" | "labeler" | "labels" | "answer" | "key" | "added" | "data";
type Options = readonly (readonly [string, string])[];

export interface Subject {
  by: string;
  name: string;
  kind: Kind;
  ops: readonly string[];
  /** Values to choose from; null: any text or number. */
  values: Options | null;
  type: "text" | "number" | "date";
}

const OPS: { [op: string]: MessageKey } = {
  is: "filter.is",
  is_not: "filter.is_not",
  contains: "filter.contains",
  begins: "filter.begins",
  at_least: "filter.at_least",
  at_most: "filter.at_most",
  set: "filter.set",
  unset: "filter.unset",
};
export const opName = (op: string, kind?: Kind): string => {
  if (kind === "added") return t(op === "at_least" ? "filter.from" : "filter.until");
  if (kind === "answer" || kind === "labeler") return t(op === "is" ? "filter.said" : "filter.not_said");
  return t(OPS[op] ?? "filter.is");
};
export const needsValue = (op: string) => op !== "set" && op !== "unset";

export function subjectsOf(
  schema: Schema,
  labelers: readonly Labeler[],
  extra: readonly string[],
): Subject[] {
  const states: Options = STATES.map((one) => [one, t(`data.state.${one}`)] as const);
  const asked = schema.questions.map(
    (question): Subject => ({
      by: `answer.${question.id}`,
      name: question.name,
      kind: "answer",
      ops: ["is", "is_not"],
      values: valuesOf(question),
      type: "text",
    }),
  );
  const held = extra.map((id): Subject => {
    const [place, ...rest] = id.split(".");
    const name = rest.join(".");
    return {
      by: id,
      name: place === "meta" ? t("data.meta_name", { name }) : name,
      kind: "data",
      ops: ["is", "is_not", "contains", "at_least", "at_most", "set", "unset"],
      values: null,
      type: "text",
    };
  });
  const who: Options = labelers.map(({ labeler, name }) => [labeler, name] as const);
  return [
    {
      by: "state",
      name: t("data.state"),
      kind: "state",
      ops: ["is", "is_not"],
      values: states,
      type: "text",
    },
    ...asked,
    ...(who.length > 0
      ? [
          {
            by: "labeler",
            name: t("filter.labeled_by"),
            kind: "labeler",
            ops: ["is", "is_not"],
            values: who,
            type: "text",
          } satisfies Subject,
        ]
      : []),
    {
      by: "labels",
      name: t("data.labels"),
      kind: "labels",
      ops: ["is", "at_least", "at_most"],
      values: null,
      type: "number",
    },
    { by: "key", name: t("data.key"), kind: "key", ops: ["begins", "is"], values: null, type: "text" },
    {
      by: "added",
      name: t("data.added"),
      kind: "added",
      ops: ["at_least", "at_most"],
      values: null,
      type: "date",
    },
    ...held,
  ];
}

function valuesOf(question: Question): Options | null {
  if (question.kind === "yes_no")
    return ["true", "false"].map((one) => [one, valueName(question, one, {})] as const);
  if (question.kind === "rating") {
    const { min = 1, max = 5 } = question.config as { min?: number; max?: number };
    return Array.from({ length: max - min + 1 }, (_, n) => [`${min + n}`, `${min + n}`] as const);
  }
  const options = optionsOf(question.config, {});
  return options.length > 0
    ? options.map(({ id, name, depth }) => [id, `${"· ".repeat(depth)}${name}`] as const)
    : null;
}

/** The subject of a condition, also of one that the schema does not know any more. */
export function subjectOf(by: string, subjects: readonly Subject[]): Subject {
  const found = subjects.find((one) => one.by === by);
  if (found) return found;
  const kind: Kind = by.startsWith("data.") || by.startsWith("meta.") ? "data" : "answer";
  return { by, name: by.replace(/^\w+\./, ""), kind, ops: ["is", "is_not"], values: null, type: "text" };
}

export function inSentence(
  [by, op, value]: Condition,
  subjects: readonly Subject[],
): [string, string, string] {
  const subject = subjectOf(by, subjects);
  if (!needsValue(op)) return [subject.name, opName(op, subject.kind), ""];
  const shown =
    subject.kind === "added"
      ? formatDate(Number(value))
      : (subject.values?.find(([id]) => id === `${value}`)?.[1] ?? `${value ?? ""}`);
  return [subject.name, opName(op, subject.kind), shown.replaceAll("· ", "")];
}

/** A date field's value as the server counts it, and back. */
export const microsOf = (day: string): number => new Date(`${day}T00:00`).getTime() * 1000;
export const dayOf = (micros: number): string => {
  const date = new Date(micros / 1000);
  const pad = (part: number) => `${part}`.padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
};
