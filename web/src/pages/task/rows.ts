// The rows a task is tried on: pasted or dropped, read in this browser only.

import { media as kinds, mediumUI } from "../../catalog";
import type { Json, Media, Schema, Task } from "../../core/model";
import { t } from "../../i18n";

export interface Row {
  data: { [key: string]: Json };
  media: { [source: string]: Media };
  /** A dropped file, for the fields whose medium takes it. */
  file?: Media;
}

export const MOST = 20;
const READ_BYTES = 256_000;

const rowOf = (data: { [key: string]: Json }): Row => ({ data, media: {} });

/** JSON, JSON Lines, CSV, TSV, or plain lines. */
export function rowsOf(text: string): Row[] {
  const clean = text.replace(/^\uFEFF/, "").trim();
  if (clean === "") return [];
  const json = fromJson(clean) ?? fromJsonLines(clean);
  if (json) return json.slice(0, MOST);
  const table = fromTable(clean);
  if (table) return table.slice(0, MOST);
  return clean
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, MOST)
    .map((line) => rowOf({ text: line }));
}

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

function fromJson(text: string): Row[] | null {
  const value = parsed(text);
  if (Array.isArray(value)) return value.map(asRow);
  return isObject(value) ? [asRow(value)] : null;
}

function fromJsonLines(text: string): Row[] | null {
  if (!text.startsWith("{")) return null;
  // The last line may be cut off: only the beginning of a file was read.
  const values = text.split(/\r?\n/).map(parsed);
  const whole = values.slice(0, -1).every(isObject) ? values.filter(isObject) : [];
  return whole.length > 0 ? whole.map(asRow) : null;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** An object as it is (what goldlabel exports has its data inside); a bare text under `text`. */
function asRow(value: Json): Row {
  if (!isObject(value)) return rowOf({ text: typeof value === "string" ? value : JSON.stringify(value) });
  return rowOf(isObject(value.data) ? value.data : value);
}

/** A table with a head: of the marks that cut its first lines alike, the one that does so best, then into most. */
function fromTable(text: string): Row[] | null {
  let best: Cut | null = null;
  for (const mark of [",", "\t", ";", "|"]) {
    const found = cut(text, mark);
    if (found && (!best || found.alike > best.alike || (found.alike === best.alike && wider(found, best))))
      best = found;
  }
  if (!best) return null;
  const { head, rows } = best;
  return rows.map((line) => rowOf(Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""]))));
}

interface Cut {
  head: string[];
  rows: string[][];
  alike: number;
}

const wider = (one: Cut, other: Cut) => one.head.length > other.head.length;

/** None where too few lines have the head's number of cells: two of three, or all but one. */
function cut(text: string, mark: string): Cut | null {
  const [first = [], ...lines] = cells(text, mark, MOST + 1);
  const head = first.map((name, at) => name.trim() || `column_${at + 1}`);
  if (head.length < 2 || first.every((name) => name.trim() === "")) return null;
  if (head.some((name) => name.length > 60)) return null;
  const rows = lines.filter((line) => line.length === head.length);
  const alike = lines.length > 0 ? rows.length / lines.length : 0;
  return rows.length > 0 && (alike > 2 / 3 || rows.length >= lines.length - 1) ? { head, rows, alike } : null;
}

/** Cells as RFC 4180 has them, of the first `most` lines. */
function cells(text: string, mark: string, most: number): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at <= text.length && lines.length < most; at++) {
    const char = text[at] ?? "\n";
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === mark || char === "\n") {
      line.push(cell.replace(/\r$/, ""));
      cell = "";
      if (char === "\n") {
        if (line.length > 1 || line[0] !== "") lines.push(line);
        line = [];
      }
    } else cell += char;
  }
  return lines;
}

const mediumOf = (name: string) =>
  Object.entries(kinds).find(([, { endings }]) => endings?.test(name))?.[0] ?? null;

/** The first rows of dropped files. Pictures, sounds … are shown from this browser; nothing is sent. */
export async function rowsOfFiles(files: readonly File[]): Promise<Row[]> {
  const out: Row[] = [];
  for (const file of files.slice(0, MOST)) {
    if (mediumOf(file.name))
      out.push({ data: {}, media: {}, file: { url: URL.createObjectURL(file), name: file.name } });
    else out.push(...rowsOf(await file.slice(0, READ_BYTES).text()));
  }
  return out.slice(0, MOST);
}

/** Keys that some row has, in order. */
export const keysOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row.data))),
];

/** What a row means under a schema, as the label screen takes it. Without rows, every field shows a sample. */
export function taskOf(schema: Schema, row: Row | null): Task {
  const data = { ...row?.data };
  const media = { ...row?.media };
  for (const { source, medium } of schema.fields) {
    if (row?.file?.name && mediumUI(medium)?.endings?.test(row.file.name) && media[source] === undefined) {
      media[source] = row.file;
      data[source] ??= row.file.name ?? "";
    }
    if (row !== null) continue;
    const sample = mediumUI(medium)?.sample();
    data[source] = sample?.value ?? "";
    if (sample?.media) media[source] = sample.media;
  }
  if (row === null)
    for (const { config } of schema.questions)
      if (typeof config.values_from === "string")
        data[config.values_from] ??= [1, 2, 3].map((number) => t("task.sample_value", { number }));
  return { ...EMPTY_TASK, data, media };
}

const EMPTY_TASK = {
  task: "preview",
  item: "preview",
  schema_version: 1,
  item_revision: 1,
  deadline: null,
  draft: null,
};

/** A first guess of what to show, from the rows: files of a medium, else the longest text. */
export function fieldsFor(rows: readonly Row[]): { name: string; medium: string }[] {
  const dropped = rows.map((row) => mediumOf(row.file?.name ?? "")).find((one) => one !== null);
  if (dropped) return [{ name: dropped, medium: dropped }];
  const keys = keysOf(rows);
  for (const key of keys) {
    const medium = rows.map((row) => mediumOf(String(row.data[key]))).find((one) => one !== null);
    if (medium) return [{ name: key, medium }];
  }
  const lengths = keys.map((key) => {
    const texts = rows.map((row) => row.data[key]).filter((value) => typeof value === "string");
    return [key, texts.reduce((sum, one) => sum + one.length, 0)] as const;
  });
  const longest = lengths.sort((a, b) => b[1] - a[1])[0];
  return longest ? [{ name: longest[0], medium: "text" }] : [];
}
