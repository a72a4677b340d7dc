import { focusNow } from "../../ui/focus";

/** Puts the focus on the field of a place in the schema, or the nearest one around it. */
export function focusAt(where: string): void {
  focusNow(() => nearest(where))?.scrollIntoView({ block: "nearest" });
}

function nearest(where: string): HTMLElement | null {
  for (let place = where; place !== ""; place = outer(place)) {
    const found = document.querySelector<HTMLElement>(`[data-where="${CSS.escape(place)}"]`);
    if (found) return found;
  }
  return null;
}

const outer = (where: string) => where.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, "");
