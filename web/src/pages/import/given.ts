// What a person gives to import, as one named file: a file, a folder or several files (as a ZIP), or pasted text.

import { fits, type Packed, zip } from "../../core/zip";
import type { Named } from "./upload";

export class TooMuch extends Error {}

/** One file as it is; several as an archive with their paths. */
export async function asOne(files: readonly Packed[], onPacked: (done: number) => void): Promise<Named> {
  const [only] = files;
  if (files.length === 1 && only)
    return { name: base(only.path), content: only.file, mark: marked(only.file) };
  if (!fits(files)) throw new TooMuch();
  const folder = files[0]?.path.split("/")[0] ?? "";
  const common = folder !== "" && files.every(({ path }) => path.startsWith(`${folder}/`));
  const inside = common
    ? files.map(({ path, file }) => ({ path: path.slice(folder.length + 1), file }))
    : files;
  return {
    name: `${common ? folder : `${files.length} files`}.zip`,
    content: await zip(inside, onPacked),
    mark: "zip",
  };
}

const base = (path: string) => path.split("/").at(-1) ?? path;
const marked = (file: Blob) => (file instanceof File ? `${file.lastModified}` : "");

const hidden = (path: string) =>
  path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");

/** Files of an <input>, with their paths inside a chosen folder. */
export const chosen = (list: FileList | null): Packed[] =>
  [...(list ?? [])]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !hidden(path));

/** Files and folders that were dropped. */
export async function dropped(data: DataTransfer): Promise<Packed[]> {
  const entries = [...data.items]
    .filter((item) => item.kind === "file")
    // Both must be asked for before the first pause: the list is empty afterwards.
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const out: Packed[] = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await walk(entry as FileSystemDirectoryEntry, `${entry.name}/`, out);
    else if (file) out.push({ path: file.name, file });
  }
  return out.filter(({ path }) => !hidden(path));
}

async function walk(folder: FileSystemDirectoryEntry, path: string, out: Packed[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // Browsers give up to 100 at a time.
    const some = await new Promise<FileSystemEntry[]>((give, fail) => reader.readEntries(give, fail));
    if (some.length === 0) return;
    for (const entry of some) {
      if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, `${path}${entry.name}/`, out);
      else {
        const file = await new Promise<File>((give, fail) => (entry as FileSystemFileEntry).file(give, fail));
        out.push({ path: path + entry.name, file });
      }
    }
  }
}

/** Pasted rows: cells copied from a spreadsheet, JSON, a table with commas, or lines of text. */
export function pasted(text: string): Named {
  const content = new Blob([text]);
  return { name: `pasted.${ending(text)}`, content, mark: `${text.length}` };
}

function ending(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const first = lines[0] ?? "";
  if (/^\s*\[/.test(text) && parses(text)) return "json";
  if (lines.every((line) => line.trimStart().startsWith("{")) && parses(first)) return "jsonl";
  if (first.includes("\t")) return "tsv";
  for (const mark of [",", ";"]) {
    const counts = lines.slice(0, 20).map((line) => line.replace(/"[^"]*"/g, "").split(mark).length);
    // A heading is short; sentences with commas are text.
    if (
      lines.length > 1 &&
      (counts[0] ?? 0) > 1 &&
      counts.every((count) => count === counts[0]) &&
      heading(first, mark)
    )
      return "csv";
  }
  return "txt";
}

const heading = (line: string, mark: string) =>
  line
    .split(mark)
    .every((cell) => cell.trim() !== "" && cell.trim().length <= 40 && !/[.!?]$/.test(cell.trim()));

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
