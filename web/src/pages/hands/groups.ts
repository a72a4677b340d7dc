// In which order groups of commands stand: what changes from item to item first, what is the same everywhere last.

import { t } from "../../i18n";

const FIRST = ["group.values", "group.item", "group.edit", "group.draw", "group.view"] as const;
const LAST = ["group.regions", "group.pages", "group.projects", "group.app"] as const;

/** The groups in their order; those of a page of its own lie between. */
export function inOrder(groups: Iterable<string>): string[] {
  const place = (group: string) => {
    const first = FIRST.findIndex((key) => t(key) === group);
    if (first >= 0) return first;
    const last = LAST.findIndex((key) => t(key) === group);
    return last < 0 ? FIRST.length : FIRST.length + 1 + last;
  };
  return [...new Set(groups)].sort((a, b) => place(a) - place(b));
}
