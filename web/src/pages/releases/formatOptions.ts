// The options of a format as a form, and what a format cannot carry of a task: both from what the server says.

import type { Format } from "../../api/releases";
import type { Json, Schema } from "../../core/model";
import { type MessageKey, t } from "../../i18n";

export interface Choice {
  name: string;
  /** Values to choose from; none: a line of text. */
  values: readonly string[];
  first: string;
}

interface Property {
  enum?: string[];
  const?: string;
  default?: Json;
  anyOf?: Property[];
}

/** The options that mean something to the format, as JSON Schema describes them. */
export function choicesOf(format: Format, described: { [name: string]: unknown }): Choice[] {
  const properties = (described.properties ?? {}) as { [name: string]: Property };
  return format.takes.flatMap((name): Choice[] => {
    const property = properties[name];
    if (!property) return [];
    const listed = [property, ...(property.anyOf ?? [])].find((one) => one.enum)?.enum ?? [];
    const first = property.default == null ? "" : `${property.default}`;
    return [{ name, values: first === "" && listed.length > 0 ? ["", ...listed] : listed, first }];
  });
}

/** Only what differs from what the server would take anyway. */
export function optionsGiven(choices: readonly Choice[], chosen: { [name: string]: string }) {
  const given: { [name: string]: Json } = {};
  for (const { name, first } of choices) {
    const value = chosen[name] ?? first;
    if (value !== first && value !== "") given[name] = value;
  }
  return given;
}

/** What of the task the format cannot carry, in words. */
export function lossesOf(format: Format, schema: Schema): string[] {
  if (format.carries.includes("*")) return [];
  const kept = new Set(format.carries);
  const shapes = schema.region_sets.flatMap((set) =>
    set.shapes.filter((shape) => !kept.has(shape)).map((shape) => kind(set.name, shape)),
  );
  const asked = schema.questions.filter((one) => !kept.has(one.kind)).map((one) => kind(one.name, one.kind));
  const joined = (schema.relation_sets ?? []).length > 0 && !kept.has("relations");
  return [...shapes, ...asked, ...(joined ? [t("export.loses_relations")] : [])];
}

const kind = (name: string, of: string): string => t("export.loses_kind", { name, kind: of });

const LABELS: { [option: string]: MessageKey } = {
  which: "export.which",
  media: "export.media",
  task: "export.task",
  language: "export.language",
};

export const labelOf = (option: string): string => (LABELS[option] ? t(LABELS[option]) : option);
