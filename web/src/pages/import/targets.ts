// Where each column goes, as one choice per column on the screen and as the options of the server.

import type { Options } from "../../api/imports";
import type { Schema } from "../../core/model";

/** `field:<name>`, `label:<question or set>`, or one of the rest. */
export type Target = `field:${string}` | `label:${string}` | "key" | "data" | "meta" | "out";
export type Targets = { readonly [column: string]: Target };

const KEY = "key";

export function targetsOf(columns: readonly string[], options: Options, schema: Schema): Targets {
  const out: { [column: string]: Target } = {};
  for (const column of columns) {
    const field = named(options.fields?.[column], schema.fields);
    const label = options.labels?.[column];
    const own = schema.fields.find(({ source }) => source === column);
    if (options.key === column) out[column] = "key";
    else if (field) out[column] = `field:${field.name}`;
    else if (label !== undefined) out[column] = `label:${named(label, answered(schema))?.name ?? label}`;
    else if (options.meta?.includes(column)) out[column] = "meta";
    else if (options.leave_out?.includes(column)) out[column] = "out";
    else if (own) out[column] = `field:${own.name}`;
    else if (column === KEY && !options.key) out[column] = "key";
    else out[column] = "data";
  }
  return out;
}

/** What a label column may answer: questions about the item, and sets of regions as JSON. */
export const answered = (schema: Schema) => [
  ...schema.questions.filter(({ about }) => about === "item"),
  ...schema.region_sets,
];

const named = <T extends { id: string; name: string }>(wanted: string | undefined, list: readonly T[]) =>
  list.find(({ id, name }) => wanted === name || wanted === id);

/** The other options stay as they are. */
export function optionsOf(targets: Targets, before: Options, schema: Schema): Options {
  const { key: _, fields: _f, labels: _l, meta: _m, leave_out: _o, ...rest } = before;
  const out: Required<Pick<Options, "fields" | "labels" | "meta" | "leave_out">> & Options = {
    ...rest,
    fields: {},
    labels: {},
    meta: [],
    leave_out: [],
  };
  for (const [column, target] of Object.entries(targets)) {
    if (target === "key") out.key = column;
    else if (target === "meta") out.meta.push(column);
    else if (target === "out") out.leave_out.push(column);
    else if (target.startsWith("label:")) out.labels[column] = target.slice(6);
    else if (target.startsWith("field:")) {
      const name = target.slice(6);
      if (schema.fields.find((field) => field.name === name)?.source !== column) out.fields[column] = name;
    }
  }
  return out;
}

/** Of one place there is one column: whichever had it before is kept beside, not shown. */
export function moved(targets: Targets, column: string, target: Target, schema: Schema): Targets {
  const out: { [column: string]: Target } = { ...targets };
  const single = target === "key" || target.startsWith("field:") || target.startsWith("label:");
  for (const [other, had] of Object.entries(targets))
    if (single && other !== column && had === target) out[other] = resting(other, schema);
  out[column] = target;
  return out;
}

/** A column that is called like a field's part of the data would fill it if it stayed there. */
export const mayStay = (column: string, schema: Schema) =>
  column !== KEY && !schema.fields.some(({ source }) => source === column);
const resting = (column: string, schema: Schema): Target => (mayStay(column, schema) ? "data" : "meta");
