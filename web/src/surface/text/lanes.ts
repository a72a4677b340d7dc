// Overlapping and nested spans get lanes below the text: the shorter, the nearer. Pure.

export interface Laned {
  id: string;
  start: number;
  end: number;
}

/** The lane of each span, 0 nearest to the text; no two that overlap share one. */
export function lanesOf(spans: readonly Laned[]): Map<string, number> {
  const byLength = spans.toSorted(
    (a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start || (a.id < b.id ? -1 : 1),
  );
  const lanes: Laned[][] = [];
  const out = new Map<string, number>();
  for (const span of byLength) {
    // Each lane is kept sorted by start, so whether there is room is one look left and right.
    let lane = 0;
    for (; ; lane++) {
      const taken = lanes[lane] ?? [];
      lanes[lane] = taken;
      const at = firstAfter(taken, span.start);
      const before = taken[at - 1];
      const after = taken[at];
      if (
        (before === undefined || before.end <= span.start) &&
        (after === undefined || after.start >= span.end)
      ) {
        taken.splice(at, 0, span);
        break;
      }
    }
    out.set(span.id, lane);
  }
  return out;
}

function firstAfter(sorted: readonly Laned[], start: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Laned).start <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Spans that hold code point `at`, the shortest first: what a click there can mean. */
export function spansAt<T extends Laned>(spans: readonly T[], at: number): T[] {
  return spans
    .filter((span) => span.start <= at && at < span.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}
