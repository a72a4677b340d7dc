// What was removed and what was added may be one thing under a new name.

import type { Schema } from "../../catalog.gen";
import { aboutOf, type Condition, type Json, type Question, type Value } from "../model";
import { entriesOf, type ListName } from "./edit";
import { valuesOf } from "./values";

/**
 * What was added is what was removed, under a new name: `id` becomes `was` wherever it stands. Conditions that went
 * with a removed value come back from the schema `before`.
 */
export function becomes(
  schema: Schema,
  list: ListName | "values",
  id: string,
  was: string,
  question = "",
  before: Schema | null = null,
): Schema {
  const changed = renamedIn(schema, list, id, was, question);
  if (list !== "values" || !before) return changed;
  const questions = changed.questions.map((one) => {
    const old = before.questions.find((other) => other.id === one.id)?.ask_if ?? [];
    const ask_if = old.reduce((now, condition) => restored(now, condition, question, was), one.ask_if ?? []);
    return { ...one, ask_if };
  });
  return { ...changed, questions };
}

/** `now` asking for the value `was` again, where `old` did. */
function restored(now: Condition[], old: Condition, question: string, was: string): Condition[] {
  if (old.question !== question) return now;
  const means = (one: Json) => (Array.isArray(one) ? one.includes(was) : one === was);
  for (const key of ["any_of", "none_of"] as const) {
    const value = old[key]?.find(means);
    if (value === undefined) continue;
    const at = now.findIndex((one) => one.question === question && one[key]);
    if (at < 0) return [...now, { question, [key]: [value] }];
    return now.map((one, index) =>
      index === at && !one[key]?.some(means) ? { ...one, [key]: [...(one[key] ?? []), value] } : one,
    );
  }
  return now;
}

function renamedIn(
  schema: Schema,
  list: ListName | "values",
  id: string,
  was: string,
  question: string,
): Schema {
  const map = (one: string) => (one === id ? was : one);
  const entries = <T extends { id: string }>(name: ListName, all: readonly T[]) =>
    name === list ? all.map((one) => ({ ...one, id: map(one.id) })) : [...all];
  const sets = list === "region_sets" || list === "relation_sets";
  const asked = entries("questions", schema.questions) as Question[];
  return {
    ...schema,
    fields: entries("fields", schema.fields),
    region_sets: entries("region_sets", schema.region_sets).map((one) =>
      list === "fields" ? { ...one, field: map(one.field) } : one,
    ),
    relation_sets: entries("relation_sets", entriesOf(schema, "relation_sets")).map((one) =>
      sets
        ? { ...one, from_sets: (one.from_sets ?? []).map(map), to_sets: (one.to_sets ?? []).map(map) }
        : one,
    ),
    questions: asked.map((one) => ({
      ...one,
      about: sets ? map(aboutOf(one)) : aboutOf(one),
      config: list === "values" && one.id === question ? renamedValues(one.config, map) : one.config,
      ask_if: (one.ask_if ?? []).map((condition) =>
        list === "questions"
          ? { ...condition, question: map(condition.question) }
          : list === "values" && condition.question === question
            ? renamedCondition(condition, map)
            : condition,
      ),
    })),
  };
}

function renamedValues(config: Question["config"], map: (id: string) => string): Question["config"] {
  const walk = (values: readonly Value[]): Value[] =>
    values.map((one) => ({
      ...one,
      id: map(one.id),
      ...(one.children?.length ? { children: walk(one.children) } : {}),
    }));
  return { ...config, values: walk(valuesOf(config)) as unknown as Json };
}

function renamedCondition(condition: Condition, map: (id: string) => string): Condition {
  const deep = (value: Json): Json =>
    Array.isArray(value) ? value.map(deep) : typeof value === "string" ? map(value) : value;
  return {
    ...condition,
    ...(condition.any_of ? { any_of: condition.any_of.map(deep) } : {}),
    ...(condition.none_of ? { none_of: condition.none_of.map(deep) } : {}),
  };
}
