// Brings a place of a long text into sight, whatever scrolls it.

/** `line` in pixels of `host`; nothing moves when it is in sight already. */
export function scrollToLine(host: HTMLElement, line: { top: number; height: number }): void {
  const around = scroller(host);
  if (!around) return;
  const top = host.getBoundingClientRect().top + line.top;
  const room = around.getBoundingClientRect();
  if (top >= room.top && top + line.height <= room.bottom) return;
  around.scrollBy({ top: top - room.top - room.height / 3 });
}

function scroller(element: HTMLElement): HTMLElement | null {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY))
      return one;
  }
  return document.scrollingElement as HTMLElement | null;
}
