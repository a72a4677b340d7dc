// The values a question offers on one item, and the colour each has everywhere.

import type { Json, Question, RegionSet, Schema, Value } from "./model";

export interface Option {
  id: string;
  name: string;
  description: string;
  /** The key the schema asks for, if any. */
  key: string | null;
  colour: string | null;
  depth: number;
  path: string[];
  leaf: boolean;
}

/** All values in order, trees flattened depth first. `values_from` names a key of the item's data. */
export function optionsOf(config: { [key: string]: Json }, data: { [key: string]: Json }): Option[] {
  const source = config.values_from;
  const raw = typeof source === "string" ? data[source] : config.values;
  const out: Option[] = [];
  walk(raw, [], out);
  return out;
}

function walk(raw: Json | undefined, path: string[], out: Option[]): void {
  if (!Array.isArray(raw)) return;
  for (const entry of raw) {
    const value = asValue(entry);
    if (!value) continue;
    const here = [...path, value.id];
    const children = value.children ?? [];
    out.push({
      id: value.id,
      name: value.name,
      description: value.description ?? "",
      key: value.key ?? null,
      colour: value.colour ?? null,
      depth: path.length,
      path: here,
      leaf: children.length === 0,
    });
    walk(children as unknown as Json[], here, out);
  }
}

function asValue(entry: Json): Value | null {
  if (typeof entry === "string" || typeof entry === "number") return { id: `${entry}`, name: `${entry}` };
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return null;
  const { id, name } = entry as { id?: Json; name?: Json };
  const word = id ?? name;
  if (typeof word !== "string") return null;
  return { ...(entry as unknown as Value), id: word, name: typeof name === "string" ? name : word };
}

/** How a label looks in editor, tables and plots alike. Past twelve colours, a pattern sets them apart. */
export interface Ink {
  /** A CSS colour. */
  colour: string;
  pattern: 0 | 1 | 2;
}

/** Colour-blind-safe, in the order that keeps neighbours furthest apart; also `--label-1 …` in tokens.css. */
export const PALETTE = [
  "#0077bb",
  "#e8710a",
  "#00936e",
  "#c2327c",
  "#25a8d9",
  "#a07a00",
  "#7a4fd0",
  "#d1495b",
  "#4f7d1f",
  "#7d2450",
  "#5b7488",
  "#8a5a2b",
] as const;

/** Black or white, whichever is easier to read on `colour` (relative luminance as in WCAG 2). */
export function readableOn(colour: string): "#000000" | "#ffffff" {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

/** The question that names a region: the first choice asked about its set. Its value colours the region. */
export function namingQuestion(schema: Schema, set: string): Question | null {
  return (
    schema.questions.find((question) => question.about === set && question.kind === "choice") ??
    schema.questions.find((question) => question.about === set && question.kind === "tree") ??
    null
  );
}

/** Inks of a schema's labels: sets share one palette, so that two sets on one picture differ too. */
export class Inks {
  private readonly byLabel = new Map<string, Ink>();

  constructor(schema: Schema, data: { [key: string]: Json }) {
    let next = 0;
    const give = (key: string, own: string | null) => {
      const pattern = Math.floor(next / PALETTE.length) % 3;
      const colour = own ?? (PALETTE[next % PALETTE.length] as string);
      this.byLabel.set(key, { colour, pattern: own ? 0 : (pattern as Ink["pattern"]) });
      next += 1;
    };
    for (const set of [...schema.region_sets, ...(schema.relation_sets ?? [])]) {
      const naming = namingQuestion(schema, set.id);
      const options = naming ? optionsOf(naming.config, data) : [];
      if (options.length === 0) give(set.id, null);
      for (const option of options) give(`${set.id}/${option.id}`, option.colour);
    }
  }

  /** The ink of a region of `set` labelled `value`; a grey while it has no label. */
  of(set: string, value: string | null): Ink {
    const found = this.byLabel.get(value === null ? set : `${set}/${value}`);
    return found ?? { colour: "#7b8494", pattern: 0 };
  }
}

/** What the labels of all sets are called, by `set/value`. */
export function labelNames(schema: Schema, data: { [key: string]: Json }): ReadonlyMap<string, string> {
  return new Map(
    [...schema.region_sets, ...(schema.relation_sets ?? [])].flatMap((set) =>
      optionsOf(namingQuestion(schema, set.id)?.config ?? {}, data).map(
        (option) => [`${set.id}/${option.id}`, option.name] as const,
      ),
    ),
  );
}

/** One label that can be put down: a set, and a value of its naming question (null where it has none). */
export interface Brush {
  set: string;
  value: string | null;
}

export interface BrushOption extends Brush {
  name: string;
  description: string;
  key: string | null;
  ink: Ink;
}

/** Every label for regions on `field`, sets in order. */
export function brushesFor(
  schema: Schema,
  sets: readonly RegionSet[],
  data: { [key: string]: Json },
  inks: Inks,
): BrushOption[] {
  return sets.flatMap((set): BrushOption[] => {
    const naming = namingQuestion(schema, set.id);
    const options = naming?.kind === "choice" ? optionsOf(naming.config, data) : [];
    if (options.length === 0) {
      return [
        {
          set: set.id,
          value: null,
          name: set.name,
          description: set.description ?? "",
          key: null,
          ink: inks.of(set.id, null),
        },
      ];
    }
    return options.map((option) => ({
      set: set.id,
      value: option.id,
      name: option.name,
      description: option.description,
      key: option.key,
      ink: inks.of(set.id, option.id),
    }));
  });
}
