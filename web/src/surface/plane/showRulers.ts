// Whether rulers are shown; each browser remembers.

import { Signal } from "../../core/signal";

const KEY = "goldlabel.rulers";

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

export const showRulers = new Signal(kept());

export function toggleRulers(): void {
  showRulers.update((shown) => !shown);
  try {
    localStorage.setItem(KEY, showRulers.snapshot() ? "on" : "off");
  } catch {
    // Private windows may forbid it: the choice then lasts for this visit.
  }
}
