// Edits of Markdown in a textarea, such that its own undo knows them.

export type Mark = "bold" | "italic" | "heading" | "list" | "quote";

const AROUND: { readonly [mark in Mark]?: string } = { bold: "**", italic: "_" };
const BEFORE: { readonly [mark in Mark]?: string } = { heading: "## ", list: "- ", quote: "> " };

/** Puts text where the selection is. */
export function insert(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  // Deprecated, and the only way that the browser's own undo takes part in.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function mark(area: HTMLTextAreaElement, what: Mark): void {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const around = AROUND[what];
  if (around) {
    const inside = value.slice(start, end);
    insert(area, around + inside + around);
    area.setSelectionRange(start + around.length, start + around.length + inside.length);
    return;
  }
  const before = BEFORE[what] ?? "";
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n");
  const all = lines.every((line) => line.startsWith(before));
  area.setSelectionRange(from, end);
  insert(area, lines.map((line) => (all ? line.slice(before.length) : before + line)).join("\n"));
}

/** A picture on lines of its own. */
export function picture(area: HTMLTextAreaElement, name: string, reference: string): void {
  const alt = name.replace(/\.[^.]*$/, "").replace(/[[\]\n]/g, " ");
  const before = area.value.slice(0, area.selectionStart);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(area, `${gap}![${alt}](${reference})\n\n`);
}

export const pictures = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
