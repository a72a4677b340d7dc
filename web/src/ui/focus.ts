import { flushSync } from "react-dom";

/**
 * Draws what was just changed and puts the focus where it leads, within the key or click that did it. Who types on
 * at once types into the right field: a frame later is too late on a busy machine. Only in handlers, not in effects.
 */
export function focusNow(find: () => HTMLElement | null | undefined): HTMLElement | null {
  drawNow();
  const found = find() ?? null;
  found?.focus();
  return found;
}

/** What was set so far is on screen when this returns; closed dialogs have given the focus back. */
export function drawNow(): void {
  flushSync(() => undefined);
}
