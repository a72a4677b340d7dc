// What was written and not saved, kept in this browser for this person and project.

export interface Draft {
  text: string;
  /** The version that it was made from. */
  base: number;
  at: number;
}

const keyOf = (user: number, project: string) => `goldlabel.guideline.${user}.${project}`;

export function readDraft(user: number, project: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(user, project)) ?? "null") as Draft | null;
    return draft && typeof draft.text === "string" && typeof draft.base === "number" ? draft : null;
  } catch {
    return null;
  }
}

/** Null forgets it. A browser that keeps nothing is told by the answer. */
export function keepDraft(user: number, project: string, draft: Draft | null): boolean {
  try {
    if (draft) localStorage.setItem(keyOf(user, project), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(user, project));
    return true;
  } catch {
    return false;
  }
}
