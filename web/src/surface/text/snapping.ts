// Whether what is marked grows to whole words; each browser remembers. Alt does the other, for once.

import { Signal } from "../../core/signal";

const KEY = "goldlabel.snap";

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) !== "characters";
  } catch {
    return true;
  }
}

export const wholeWords = new Signal(kept());

export function toggleWholeWords(): boolean {
  wholeWords.update((whole) => !whole);
  try {
    localStorage.setItem(KEY, wholeWords.snapshot() ? "words" : "characters");
  } catch {
    // Private windows may forbid it: the choice then lasts for this visit.
  }
  return wholeWords.snapshot();
}
