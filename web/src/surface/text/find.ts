// Where words stand in a text. Pure.

export interface Found {
  start: number;
  end: number;
}

const MOST = 5000;

/** Every place (UTF-16) of `words`, whatever their case, none over another; at most some thousands. */
export function occurrences(text: string, words: string): Found[] {
  if (words === "") return [];
  // A pattern and not lower case: some letters change their length with their case.
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length >= MOST) break;
  }
  return found;
}

/** The first at or after `from`, round and round. */
export function firstFrom(found: readonly Found[], from: number): number {
  const at = found.findIndex(({ start }) => start >= from);
  return at < 0 ? 0 : at;
}
