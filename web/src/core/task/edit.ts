// Changes of a schema in the making. Pure: each gives a new schema; what refers to something removed goes with it.

import type { RegionSet, RelationSet, Schema } from "../../catalog.gen";
import { newId } from "../ids";
import { aboutOf, type Condition, type DataField, ITEM, type Json, type Question } from "../model";
import { everyValue, flat, valuesOf } from "./values";

export type ListName = "fields" | "region_sets" | "relation_sets" | "questions";

/** Ids of what was added here: they follow the names until the task is made (settle.ts). */
export const freshId = (): string => `new-${newId(10)}`;

export const entriesOf = <L extends ListName>(schema: Schema, list: L): Schema[L] =>
  (schema[list] ?? []) as Schema[L];

export function blank(name: string): Schema {
  return {
    fields: [{ id: freshId(), name, medium: "text", source: name }],
    region_sets: [],
    relation_sets: [],
    questions: [],
  };
}

export function change<L extends ListName>(
  schema: Schema,
  list: L,
  id: string,
  part: Partial<Schema[L][number]>,
): Schema {
  const entries = entriesOf(schema, list) as readonly { id: string }[];
  return { ...schema, [list]: entries.map((one) => (one.id === id ? { ...one, ...part } : one)) };
}

/** A field's key in the data follows its name for as long as it is the name. */
export function nameField(schema: Schema, field: DataField, name: string, stored: boolean): Schema {
  const follows = field.source === field.name && !stored;
  return change(schema, "fields", field.id, { name, ...(follows ? { source: name } : {}) });
}

export function add<L extends ListName>(schema: Schema, list: L, entry: Schema[L][number]): Schema {
  return { ...schema, [list]: [...entriesOf(schema, list), entry] };
}

/** One place up or down among those that `among` takes: what is seen as one list may lie scattered in the schema. */
export function move<L extends ListName>(
  schema: Schema,
  list: L,
  id: string,
  by: -1 | 1,
  among: (entry: Schema[L][number]) => boolean = () => true,
): Schema {
  const entries = [...entriesOf(schema, list)] as Schema[L][number][];
  const places = entries.flatMap((entry, at) => (among(entry) ? [at] : []));
  const from = places.findIndex((at) => entries[at]?.id === id);
  const a = places[from];
  const b = places[from + by];
  if (a === undefined || b === undefined) return schema;
  [entries[a], entries[b]] = [entries[b] as Schema[L][number], entries[a] as Schema[L][number]];
  return { ...schema, [list]: entries };
}

/** A name like `name` that no other of `taken` has: "tone 2". */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const stem = name.replace(/ \d+$/, "");
  for (let number = 2; ; number++) if (!taken.includes(`${stem} ${number}`)) return `${stem} ${number}`;
}

export function duplicate(schema: Schema, id: string): Schema {
  const at = schema.questions.findIndex((one) => one.id === id);
  const original = schema.questions[at];
  if (!original) return schema;
  const name = freeName(
    original.name,
    schema.questions.map((one) => one.name),
  );
  const questions = [...schema.questions];
  questions.splice(at + 1, 0, withoutKeys({ ...structuredClone(original), id: freshId(), name }));
  return { ...schema, questions };
}

/** Shortcut keys stay with the original: two questions on one screen cannot share them. */
function withoutKeys(question: Question): Question {
  if (!question.config.values) return question;
  const strip = (values: Json): Json =>
    Array.isArray(values)
      ? values.map((value) => {
          if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
          const { key: _, ...rest } = value;
          return rest.children ? { ...rest, children: strip(rest.children) } : rest;
        })
      : values;
  return { ...question, config: { ...question.config, values: strip(question.config.values) } };
}

export function remove(schema: Schema, list: ListName, id: string): Schema {
  const rest = (entriesOf(schema, list) as readonly { id: string }[]).filter((one) => one.id !== id);
  return consistent({ ...schema, [list]: rest });
}

/** Without what refers to something that is gone: sets without a field, questions about no set, conditions. */
export function consistent(schema: Schema): Schema {
  const fields = new Set(schema.fields.map((one) => one.id));
  const regionSets = schema.region_sets.filter((one) => fields.has(one.field));
  const groups = new Set(regionSets.map((one) => one.id));
  const kept = (ids: readonly string[] | undefined) => (ids ?? []).filter((id) => groups.has(id));
  const relationSets = entriesOf(schema, "relation_sets").map((one) => ({
    ...one,
    from_sets: kept(one.from_sets),
    to_sets: kept(one.to_sets),
  }));
  const targets = new Set([ITEM, ...groups, ...relationSets.map((one) => one.id)]);
  const asked = schema.questions.filter((one) => targets.has(aboutOf(one)));
  const questions = asked.map((one) => ({ ...one, ask_if: conditionsThatHold(one, asked) }));
  return { ...schema, region_sets: regionSets, relation_sets: relationSets, questions };
}

function conditionsThatHold(asker: Question, questions: readonly Question[]): Condition[] {
  return (asker.ask_if ?? []).flatMap((condition): Condition[] => {
    const other = questions.find((one) => one.id === condition.question);
    if (!other || !reaches(asker, other)) return [];
    const known = valuesOf(other.config);
    if (known.length === 0) return [condition];
    const ids = new Set([...everyValue(known)].map(([, value]) => value.id));
    const left = (listed: readonly Json[]) =>
      listed.filter((one) => (Array.isArray(one) ? one : [one]).every((step) => ids.has(String(step))));
    for (const key of ["any_of", "none_of"] as const) {
      const listed = condition[key];
      if (!listed) continue;
      const still = left(listed);
      return still.length > 0 ? [{ ...condition, [key]: still }] : [];
    }
    return [condition];
  });
}

/** Whether a question's answer may decide if `asker` is asked: it is about the same, or about the item. */
export const reaches = (asker: Question, other: Question): boolean =>
  other.id !== asker.id && (aboutOf(other) === aboutOf(asker) || aboutOf(other) === ITEM);

/** Another kind; values are kept where both kinds have them, and conditions on its answers go where they no longer fit. */
export function changeKind(schema: Schema, question: Question, kind: string): Schema {
  const values = valuesOf(question.config);
  const offered = ["choice", "choices", "tree"];
  const config: Question["config"] = {};
  if (offered.includes(kind) || kind === "ranking") {
    const kept = kind === "tree" ? values : flat(values);
    config.values = kept as unknown as Json;
    if (kind !== "tree" && question.config.values_from) {
      delete config.values;
      config.values_from = question.config.values_from;
    }
  }
  const comparable = offered.includes(kind) && offered.includes(question.kind) && kind !== "tree";
  const changed = change(schema, "questions", question.id, { kind, config });
  const sound = comparable && question.kind !== "tree";
  const questions = changed.questions.map((one) => ({
    ...one,
    ask_if: (one.ask_if ?? []).filter(
      (condition) => sound || condition.question !== question.id || condition.answered != null,
    ),
  }));
  return consistent({ ...changed, questions });
}

export function newQuestion(about: string, kind = "choice"): Question {
  // A first value to type into; empty ones at the end are left out when the task is made.
  const config: Question["config"] = kind === "choice" ? { values: [{ id: freshId(), name: "" }] } : {};
  return { id: freshId(), name: "", kind, about, config, ask_if: [] };
}

export function newSet(field: string, shapes: string[], name: string): RegionSet {
  return { id: freshId(), name, field, shapes, config: {} };
}

export function newRelationSet(name: string): RelationSet {
  return { id: freshId(), name, from_sets: [], to_sets: [] };
}
