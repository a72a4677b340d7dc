// The commands used last from the palette, in this browser and by this person.

import type { Id } from "../../core/model";

const MOST = 12;
const key = (user: Id) => `goldlabel.recent.${user}`;

export function recent(user: Id): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function remember(user: Id, id: string): void {
  // Regions and values come and go with the item.
  if (/^(region|answer|brush) /.test(id)) return;
  try {
    const list = [id, ...recent(user).filter((one) => one !== id)].slice(0, MOST);
    localStorage.setItem(key(user), JSON.stringify(list));
  } catch {
    // Private windows may forbid it: then nothing is remembered.
  }
}
