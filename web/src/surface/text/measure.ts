// Where spans lie on screen. Text stays one text node, so shaping, joins and bidi are the browser's own, and
// what is drawn under it is measured.

export interface Line {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** One for all: the browser keeps every live range up to date with every change of the page. */
let ruler: Range | null = null;

/** The lines that UTF-16 range [start, end) of `node` covers, relative to `origin`; parts of one line are joined. */
export function linesOf(node: Text, start: number, end: number, origin: DOMRect): Line[] {
  ruler ??= document.createRange();
  const range = ruler;
  range.setStart(node, Math.min(start, node.length));
  range.setEnd(node, Math.min(end, node.length));
  const lines: Line[] = [];
  for (const rect of range.getClientRects()) {
    if (rect.width < 0.5) continue;
    const line = {
      left: rect.left - origin.left,
      top: rect.top - origin.top,
      width: rect.width,
      height: rect.height,
    };
    const last = lines.at(-1);
    const joins =
      last && Math.abs(last.top - line.top) < 2 && Math.abs(last.left + last.width - line.left) < 1.5;
    if (joins) last.width = line.left + line.width - last.left;
    else lines.push(line);
  }
  return lines;
}

/** The UTF-16 index under a point of the window, if it lies on `node`. */
export function indexAt(node: Text, x: number, y: number): number | null {
  const modern = document as Document & {
    caretPositionFromPoint?(x: number, y: number): { offsetNode: Node; offset: number } | null;
  };
  if (modern.caretPositionFromPoint) {
    const found = modern.caretPositionFromPoint(x, y);
    return found?.offsetNode === node ? found.offset : null;
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range?.startContainer === node ? range.startOffset : null;
}

/** The selection as UTF-16 indices of `node`, whichever way it was made; null when it lies elsewhere. */
export function selectionIn(node: Text, host: HTMLElement): { start: number; end: number } | null {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!host.contains(range.startContainer) && !host.contains(range.endContainer)) return null;
  const start = place(node, host, range.startContainer, range.startOffset, 0);
  const end = place(node, host, range.endContainer, range.endOffset, node.length);
  return start < end ? { start, end } : null;
}

/** The browser's selection collapses to a caret at its end, so that what was made of it shows. */
export function letGoOfSelection(): void {
  const selection = document.getSelection();
  // Without any selection, collapsing throws.
  if (selection && selection.rangeCount > 0) selection.collapseToEnd();
}

/** A boundary outside the text node (select all, triple click) means its nearer end. */
function place(node: Text, host: HTMLElement, container: Node, offset: number, outside: number): number {
  if (container === node) return offset;
  if (container === host) return offset === 0 ? 0 : node.length;
  return outside;
}
