// Steps through text that people recognise: words for snapping, characters as they are seen.

const words = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Long texts are cut for the segmenter: it looks this far around the place that matters. */
const REACH = 400;

export interface Span {
  start: number;
  end: number;
}

/** A selection (UTF-16) grown to whole words, without spaces at its ends; null if it holds no word at all. */
export function snapToWords(text: string, start: number, end: number): Span | null {
  const trimmed = trim(text, start, end);
  if (!trimmed) return null;
  const first = segmentAt(words, text, trimmed.start);
  const last = segmentAt(words, text, trimmed.end - 1);
  return { start: Math.min(first.start, trimmed.start), end: Math.max(last.end, trimmed.end) };
}

/** A selection grown to whole characters as people see them, so that no emoji or accent is cut. */
export function snapToCharacters(text: string, start: number, end: number): Span | null {
  if (start >= end) return null;
  return {
    start: segmentAt(graphemes, text, start).start,
    end: segmentAt(graphemes, text, end - 1).end,
  };
}

/** The next place after (or before) `at` where a character ends. */
export function stepCharacter(text: string, at: number, forward: boolean): number {
  if (forward) return at >= text.length ? at : segmentAt(graphemes, text, at).end;
  return at <= 0 ? 0 : segmentAt(graphemes, text, at - 1).start;
}

/** The next place after (or before) `at` where a word ends (or begins). */
export function stepWord(text: string, at: number, forward: boolean): number {
  let here = at;
  while (forward ? here < text.length : here > 0) {
    const segment = segmentAt(words, text, forward ? here : here - 1);
    here = forward ? segment.end : segment.start;
    if (text.slice(segment.start, segment.end).trim() !== "") return here;
  }
  return here;
}

function trim(text: string, start: number, end: number): Span | null {
  let a = start;
  let b = end;
  while (a < b && /\s/.test(text.charAt(a))) a++;
  while (b > a && /\s/.test(text.charAt(b - 1))) b--;
  return a < b ? { start: a, end: b } : null;
}

function segmentAt(segmenter: Intl.Segmenter, text: string, at: number): Span {
  let from = Math.max(0, at - REACH);
  // Start at a space if there is one, else the cut itself might fall inside a word.
  const space = text.lastIndexOf(" ", from);
  if (from > 0 && space >= from - REACH) from = space + 1;
  const part = text.slice(Math.max(0, from), at + REACH);
  const segment = segmenter.segment(part).containing(at - from);
  if (!segment) return { start: at, end: Math.min(text.length, at + 1) };
  return { start: from + segment.index, end: from + segment.index + segment.segment.length };
}
