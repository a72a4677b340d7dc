// Tasks in the making, kept in this browser under their person: a closed tab loses nothing.

import type { Id, Json, Schema } from "../../core/model";

export interface Kept {
  schema: Schema;
  /** The text, where it says more than the form: it could not be read yet. */
  text: string | null;
  at: number;
  /** The version of the task that this began from. */
  version?: number;
  /** Of a project to be. */
  title?: string;
  name?: string;
  guideline?: string;
  overlap?: number;
  rows?: { [key: string]: Json }[];
}

const BEGIN = "goldlabel.task";
const MOST = 2_000_000;

export const newKey = (user: Id, from: string): string => `${BEGIN}/${user}/new/${from}`;
export const taskKey = (user: Id, project: string): string => `${BEGIN}/${user}/project/${project}`;

export function kept(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** False when the browser has no room or forbids it. */
export function keep(key: string, value: Kept): boolean {
  try {
    const text = JSON.stringify(value);
    if (text.length > MOST) return false;
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function drop(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing could be kept either.
  }
}

/** Every project to be that this person began: what it begins from, the newest first. */
export function begun(user: Id): { from: string; kept: Kept }[] {
  const start = newKey(user, "");
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .flatMap((key) => {
        const found = kept(key);
        return found ? [{ from: key.slice(start.length), kept: found }] : [];
      })
      .sort((a, b) => b.kept.at - a.kept.at);
  } catch {
    return [];
  }
}
