// The schema as YAML: read with the line of every part, written so that comments and layout survive.

import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
  Document as YamlDocument,
} from "yaml";

import type { Json } from "../../core/model";
import type { TextTools } from "../../core/task/draft";
import { t } from "../../i18n";

const SHORT = 64;
/** What older readers of YAML take for something other than text. */
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

function read(text: string): ReturnType<TextTools["read"]> {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = doc.errors.map(({ message, pos }) => ({
    where: "",
    message,
    line: lines.linePos(pos[0]).line,
  }));
  const value = errors.length > 0 ? null : (doc.toJS({ maxAliasCount: 50 }) as Json);
  if (errors.length === 0 && !(value !== null && typeof value === "object" && !Array.isArray(value)))
    errors.push({ where: "", message: t("task.yaml_object"), line: 1 });
  return { value, errors, lineOf: (where) => lines.linePos(startOf(doc, where)).line };
}

/** Where the deepest part of `where` that is there begins. */
function startOf(doc: Document, where: string): number {
  let node: unknown = doc.contents;
  let start = 0;
  for (const step of stepsOf(where)) {
    if (!isCollection(node)) break;
    const key = isMap(node) ? node.items.find((pair) => keyOf(pair.key) === step)?.key : undefined;
    const next: unknown = node.get(step, true);
    if (next === undefined && key === undefined) break;
    node = next;
    const at = isNode(key) ? key : node;
    if (isNode(at) && at.range) start = at.range[0];
  }
  return start;
}

const keyOf = (key: unknown) => (isScalar(key) ? key.value : key);

export const stepsOf = (where: string): (string | number)[] =>
  [...where.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name as string) : Number(index),
  );

function write(value: Json, old: string): string {
  const before = old.trim() ? parseDocument(old) : null;
  const usable = before && before.errors.length === 0 && isMap(before.contents) && !before.has("schema");
  const doc = usable ? before : new YamlDocument({});
  doc.contents = patched(doc, doc.contents, value) as typeof doc.contents;
  visit(doc, {
    Scalar(_, node) {
      if (typeof node.value === "string" && AMBIGUOUS.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  return doc.toString({ lineWidth: 100, flowCollectionPadding: false });
}

/** `node` saying `value`, itself where it can be: its comments and its form stay. */
function patched(doc: Document, node: unknown, value: Json): Node {
  if (isMap(node) && isObject(value)) return patchedMap(doc, node, value);
  if (isSeq(node) && Array.isArray(value)) return patchedSeq(doc, node, value);
  if (isScalar(node) && (value === null || typeof value !== "object")) {
    if (node.value !== value) node.value = value;
    return node;
  }
  const made = doc.createNode(value);
  compact(made);
  return made;
}

function patchedMap(doc: Document, node: YAMLMap, value: { [key: string]: Json }): Node {
  const own = new Map(node.items.map((pair) => [String(keyOf(pair.key)), pair]));
  // What stayed keeps its place; what is new comes at its own.
  node.items = Object.entries(value).map(([key, part]) => {
    const pair = own.get(key) ?? doc.createPair(key, null);
    pair.value = patched(doc, own.has(key) ? pair.value : undefined, part);
    return pair;
  });
  if (node.flow && doc.createNode(node.toJSON()) && JSON.stringify(value).length > 2 * SHORT)
    node.flow = false;
  return node;
}

function patchedSeq(doc: Document, node: YAMLSeq, value: readonly Json[]): Node {
  const left = [...node.items];
  const nameOf = (one: unknown): unknown => {
    const plain: unknown = isNode(one) ? one.toJSON() : one;
    return isObject(plain) ? (plain.id ?? plain.name) : plain;
  };
  // Entries are found again by id or name, so that a comment travels with what it is about.
  const found = value.map((part) => {
    const at = left.findIndex((one) => nameOf(one) === nameOf(part));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  });
  node.items = value.map((part, index) => patched(doc, found[index] ?? left.shift(), part));
  if (node.flow && JSON.stringify(value).length > 2 * SHORT) node.flow = false;
  return node;
}

/** New lists and objects that hold only words stand in one line where it is short. */
function compact(node: unknown): boolean {
  if (isScalar(node)) return true;
  if (!isCollection(node)) return false;
  const parts = node.items.map((item) =>
    isPair(item) ? compact(item.value) && isScalar(item.value) : compact(item),
  );
  const plain = node.items.every((item) => (isPair(item) ? isScalar(item.value) : isScalar(item)));
  const whole = isMap(node) && node.has("kind");
  if (plain && !whole && JSON.stringify(node.toJSON()).length <= SHORT && node.items.length > 0)
    node.flow = true;
  return plain && parts.every(Boolean);
}

const isObject = (value: unknown): value is { [key: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value);

export const tools: TextTools = { read, write };
