// From a schema in the making to the one that is sent: what was added here gets ids made from its names.

import type { Schema } from "../../catalog.gen";
import { ITEM, type Json, type Question, type Value } from "../model";
import { entriesOf } from "./edit";
import { idOf, slug } from "./slug";
import { childrenOf, everyValue, valuesOf, withValues } from "./values";

type Named = { readonly id: string; readonly name: string };

/**
 * `pinned`: ids that stay. Everything else follows its name; what is named like something of the schema `before`
 * that was removed here is that again, with its id and its answers.
 */
export function settle(raw: Schema, pinned: ReadonlySet<string>, before: Schema | null = null): Schema {
  const schema = withoutBlanks(raw);
  const fields = idsFor(schema.fields, before?.fields ?? [], pinned);
  const groupsNow = [...schema.region_sets, ...entriesOf(schema, "relation_sets")];
  const groupsBefore = before ? [...before.region_sets, ...entriesOf(before, "relation_sets")] : [];
  const groups = idsFor(groupsNow, groupsBefore, pinned, [ITEM]);
  const questions = idsFor(schema.questions, before?.questions ?? [], pinned);
  const values = new Map(
    schema.questions.map((question) => {
      const id = questions.get(question.id);
      const old = before?.questions.find((one) => one.id === id);
      return [question.id, idsFor(all(question), old ? all(old) : [], pinned)] as const;
    }),
  );
  const group = (id: string) => groups.get(id) ?? id;
  return {
    ...schema,
    fields: schema.fields.map((one) => ({ ...one, id: fields.get(one.id) ?? one.id })),
    region_sets: schema.region_sets.map((one) => ({
      ...one,
      id: group(one.id),
      field: fields.get(one.field) ?? one.field,
    })),
    relation_sets: entriesOf(schema, "relation_sets").map((one) => ({
      ...one,
      id: group(one.id),
      from_sets: (one.from_sets ?? []).map(group),
      to_sets: (one.to_sets ?? []).map(group),
    })),
    questions: schema.questions.map((one) => ({
      ...one,
      id: questions.get(one.id) ?? one.id,
      about: group(one.about ?? ITEM),
      config: valuesOf(one.config).length
        ? { ...one.config, values: renamed(valuesOf(one.config), values.get(one.id)) as unknown as Json }
        : one.config,
      ask_if: (one.ask_if ?? []).map((condition) => {
        const ids = values.get(condition.question);
        const meant = (listed: readonly Json[]) => listed.map((value) => translated(value, ids));
        return {
          ...condition,
          question: questions.get(condition.question) ?? condition.question,
          ...(condition.any_of ? { any_of: meant(condition.any_of) } : {}),
          ...(condition.none_of ? { none_of: meant(condition.none_of) } : {}),
        };
      }),
    })),
  };
}

/** Empty rows at the end of values were opened to be typed into; they are nothing yet. */
export function withoutBlanks(schema: Schema): Schema {
  const questions = schema.questions.map((one) => {
    const values = valuesOf(one.config);
    const kept = trimmed(values);
    return kept === values ? one : withValues(one, kept);
  });
  return { ...schema, questions };
}

function trimmed(values: readonly Value[]): readonly Value[] {
  const isBlank = (one: Value) => one.name.trim() === "" && childrenOf(one).length === 0;
  const end = values.findLastIndex((one) => !isBlank(one)) + 1;
  const kept = values.slice(0, end).map((one) => {
    const children = trimmed(childrenOf(one));
    return children === one.children || !one.children ? one : { ...one, children: [...children] };
  });
  return end === values.length && kept.every((one, at) => one === values[at]) ? values : kept;
}

const all = (question: Question): Value[] => [...everyValue(valuesOf(question.config))].map(([, one]) => one);

function idsFor(
  now: readonly Named[],
  before: readonly Named[],
  pinned: ReadonlySet<string>,
  reserved: readonly string[] = [],
): ReadonlyMap<string, string> {
  const kept = new Set(now.filter((one) => pinned.has(one.id)).map((one) => one.id));
  const taken = new Set([...reserved, ...kept, ...before.map((one) => one.id)]);
  const ids = new Map<string, string>();
  for (const { id, name } of now) {
    if (kept.has(id)) {
      ids.set(id, id);
      continue;
    }
    const again = before.find((one) => one.name === name.trim() && !kept.has(one.id));
    const settled = again ? again.id : slug(name.trim(), taken);
    kept.add(settled);
    ids.set(id, settled);
  }
  return ids;
}

function renamed(values: readonly Value[], ids: ReadonlyMap<string, string> | undefined): Value[] {
  return values.map((value) => {
    const children = childrenOf(value);
    return {
      ...value,
      id: ids?.get(value.id) ?? value.id,
      ...(children.length > 0 ? { children: renamed(children, ids) } : {}),
    };
  });
}

function translated(value: Json, ids: ReadonlyMap<string, string> | undefined): Json {
  if (Array.isArray(value)) return value.map((step) => translated(step, ids));
  return typeof value === "string" ? (ids?.get(value) ?? value) : value;
}

/** Every id of a schema, for `pinned`. With `chosen`, only those that their names would not have given. */
export function idsOf(schema: Schema, chosen = false): Set<string> {
  const named: Named[] = [
    ...schema.fields,
    ...schema.region_sets,
    ...entriesOf(schema, "relation_sets"),
    ...schema.questions,
    ...schema.questions.flatMap(all),
  ];
  return new Set(named.filter((one) => !chosen || one.id !== idOf(one.name)).map((one) => one.id));
}
