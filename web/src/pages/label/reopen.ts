// A refused submit that its maker chose to open again, on its way to the label screen.

import type { Refused } from "../../core/outbox";
import { Signal } from "../../core/signal";

export const toReopen = new Signal<Refused | null>(null);

/** The newest revision the server told in a conflict, wherever it stands in the detail. */
export function revisionIn(detail: unknown): number | undefined {
  if (detail === null || typeof detail !== "object") return undefined;
  const own = (detail as { revision?: unknown }).revision;
  if (typeof own === "number") return own;
  for (const part of Object.values(detail)) {
    const found = revisionIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
