/** Puts the focus on the field of a place in the schema (or the nearest one around it), once it is on screen. */
export function focusAt(where: string): void {
  requestAnimationFrame(() => {
    for (let place = where; place !== ""; place = outer(place)) {
      const found = document.querySelector<HTMLElement>(`[data-where="${CSS.escape(place)}"]`);
      if (!found) continue;
      found.focus();
      found.scrollIntoView({ block: "nearest" });
      return;
    }
  });
}

const outer = (where: string) => where.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, "");
