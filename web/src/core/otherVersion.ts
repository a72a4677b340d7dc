// What the server holds instead, wherever it stands in the words of a refusal.

import type { Other } from "./drafts";
import { sameBody } from "./merge";
import type { Body } from "./model";

export function otherVersion(detail: unknown): Other | null {
  const found = conflictIn(detail);
  const theirs = bodyOf(found?.theirs);
  if (!found || !theirs) return null;
  return {
    theirs,
    ...(typeof found.draft === "number" ? { draft: found.draft } : {}),
    ...(typeof found.revision === "number" ? { revision: found.revision } : {}),
  };
}

/** The revision under which the server has the very words that it was sent. */
export function alreadyStored(detail: unknown): number | undefined {
  const found = conflictIn(detail);
  const [theirs, yours] = [bodyOf(found?.theirs), bodyOf(found?.yours)];
  return theirs && yours && sameBody(theirs, yours) && typeof found?.revision === "number"
    ? found.revision
    : undefined;
}

function conflictIn(detail: unknown): { [name: string]: unknown } | null {
  if (detail === null || typeof detail !== "object") return null;
  if ("theirs" in detail) return detail as { [name: string]: unknown };
  for (const part of Object.values(detail)) {
    const found = conflictIn(part);
    if (found) return found;
  }
  return null;
}

function bodyOf(value: unknown): Body | null {
  if (value === null || typeof value !== "object") return null;
  const { regions = [], answers = [], ...rest } = value as Partial<Body>;
  return { ...rest, regions, answers };
}
