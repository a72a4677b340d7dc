// The part of JSON Schema that a form can show. What it does not understand is edited as JSON; the server checks all.

import type { Json } from "./model";

export interface Part {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: Json[];
  const?: Json;
  format?: string;
  properties?: { [name: string]: Part };
  required?: string[];
  additionalProperties?: boolean | Part;
  items?: Part;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  $ref?: string;
  anyOf?: Part[];
  oneOf?: Part[];
  [other: string]: unknown;
}
export type Shape = "object" | "array" | "choice" | "text" | "number" | "yes_no" | "raw";
type Fields = { [name: string]: Json };

export const isObject = (value: Json | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part itself: references inside the schema followed, "or null" taken off. */
export function resolved(part: Part, root: Part): Part {
  let one = part;
  for (let step = 0; one.$ref !== undefined && step < 20; step += 1) {
    const { $ref, ...beside } = one;
    let to: unknown = root;
    for (const name of $ref.split("/").slice(1))
      to = (to as { [key: string]: unknown } | undefined)?.[name.replaceAll("~1", "/").replaceAll("~0", "~")];
    if (!to || typeof to !== "object") return beside;
    one = { ...(to as Part), ...beside };
  }
  const kinds = (one.anyOf ?? one.oneOf)?.filter((other) => other.type !== "null");
  if (kinds?.length === 1) {
    const { anyOf: _, oneOf: __, ...beside } = one;
    return resolved({ ...(kinds[0] as Part), ...beside }, root);
  }
  return one;
}

const typeOf = ({ type }: Part) => {
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== "null");
  return types.length === 1 ? types[0] : undefined;
};

/** As what a part is shown. */
export function shapeOf(part: Part): Shape {
  if (part.enum) return "choice";
  if (part.anyOf || part.oneOf || part.allOf || part.not || part.if) return "raw";
  const type = typeOf(part);
  if (type === "object" || (!type && part.properties)) return part.properties ? "object" : "raw";
  if (type === "array") return part.items ? "array" : "raw";
  if (type === "string") return "text";
  if (type === "number" || type === "integer") return "number";
  return type === "boolean" ? "yes_no" : "raw";
}

export const isWhole = (part: Part) => typeOf(part) === "integer";

/** What a new entry of a list begins as. */
export function emptyOf(part: Part, root: Part): Json {
  const one = resolved(part, root);
  const shape = shapeOf(one);
  if (shape === "object") return {};
  if (shape === "array") return [];
  if (shape === "choice") return (one.enum?.[0] ?? null) as Json;
  return shape === "text" ? "" : shape === "yes_no" ? false : null;
}

export type Wrong = {
  path: string;
  code: "needed" | "type" | "value" | "low" | "high" | "short" | "long";
  limit?: number;
};

/** The first thing a form can see to be wrong. */
export function wrongIn(value: Json | undefined, given: Part, root: Part, path = ""): Wrong | null {
  const part = resolved(given, root);
  if (value === undefined) return null;
  const at = (name: string) => (path ? `${path}.${name}` : name);
  switch (shapeOf(part)) {
    case "object": {
      if (!isObject(value)) return { path, code: "type" };
      for (const name of part.required ?? [])
        if (value[name] === undefined) return { path: at(name), code: "needed" };
      return first(Object.entries(part.properties ?? {}), ([name, one]) =>
        wrongIn(value[name], one, root, at(name)),
      );
    }
    case "array": {
      if (!Array.isArray(value)) return { path, code: "type" };
      if (value.length < (part.minItems ?? 0)) return { path, code: "short", limit: part.minItems as number };
      if (value.length > (part.maxItems ?? Number.POSITIVE_INFINITY))
        return { path, code: "long", limit: part.maxItems as number };
      return first([...value.entries()], ([n, one]) =>
        wrongIn(one, part.items as Part, root, `${path}[${n}]`),
      );
    }
    case "choice":
      return part.enum?.some((one) => JSON.stringify(one) === JSON.stringify(value))
        ? null
        : { path, code: "value" };
    case "text":
      if (typeof value !== "string") return { path, code: "type" };
      return [...value].length < (part.minLength ?? 0)
        ? { path, code: "short", limit: part.minLength as number }
        : [...value].length > (part.maxLength ?? Number.POSITIVE_INFINITY)
          ? { path, code: "long", limit: part.maxLength as number }
          : null;
    case "number":
      if (typeof value !== "number" || (isWhole(part) && !Number.isInteger(value)))
        return { path, code: "type" };
      if (part.minimum !== undefined && value < part.minimum)
        return { path, code: "low", limit: part.minimum };
      return part.maximum !== undefined && value > part.maximum
        ? { path, code: "high", limit: part.maximum }
        : null;
    case "yes_no":
      return typeof value === "boolean" ? null : { path, code: "type" };
    default:
      return null;
  }
}

function first<T>(list: readonly T[], look: (one: T) => Wrong | null): Wrong | null {
  for (const one of list) {
    const found = look(one);
    if (found) return found;
  }
  return null;
}
