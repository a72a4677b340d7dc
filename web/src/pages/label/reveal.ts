/** Into sight within the panel, where that scrolls by itself; on a phone the page stays where the hands are. */
export function reveal(element: HTMLElement | null): void {
  const panel = element?.closest(".panel");
  if (!element || !panel || getComputedStyle(panel).overflowY === "visible") return;
  element.scrollIntoView({ block: "nearest" });
}
