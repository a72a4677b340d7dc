// Masks as COCO packs them: run lengths down the columns. Worked on as stretches of pixels, never pixel by pixel.

import type { MaskValue } from "../catalog.gen";
import type { Point, Rect } from "../core/geometry";
import type { BrushStroke } from "../surface/contract";

/** Starts and ends of what is covered, `[start, end, start, end …]`; pixel `y` of column `x` is `x · height + y`. */
export type Stretches = readonly number[];

const known = new WeakMap<MaskValue, Stretches>();

/** Values are immutable: each is unpacked once. */
export function stretchesOf(value: MaskValue): Stretches {
  let found = known.get(value);
  if (!found) {
    const ends: number[] = [];
    let at = 0;
    unpack(value.counts).forEach((run, i) => {
      if (i % 2 === 1 && run > 0) {
        // An empty run inside joins its neighbours.
        if (ends.at(-1) === at) ends[ends.length - 1] = at + run;
        else ends.push(at, at + run);
      }
      at += run;
    });
    known.set(value, ends);
    found = ends;
  }
  return found;
}

export function packed(stretches: Stretches, height: number, width: number): MaskValue {
  const runs: number[] = [];
  let at = 0;
  for (const end of stretches) {
    runs.push(end - at);
    at = end;
  }
  if (at < height * width || runs.length === 0) runs.push(height * width - at);
  return { size: [height, width], counts: pack(runs) };
}

export function areaOf(stretches: Stretches): number {
  let sum = 0;
  for (let i = 0; i < stretches.length; i += 2)
    sum += (stretches[i + 1] as number) - (stretches[i] as number);
  return sum;
}

export function covers(stretches: Stretches, pixel: number): boolean {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as number) <= pixel) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** What either covers, or (`less`) what `a` covers and `b` does not. O(stretches). */
export function combined(a: Stretches, b: Stretches, less: boolean): number[] {
  const out: number[] = [];
  let [i, j, on] = [0, 0, false];
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    if (a[i] === at) i++;
    if (b[j] === at) j++;
    const [inA, inB] = [i % 2 === 1, j % 2 === 1];
    const now = less ? inA && !inB : inA || inB;
    if (now !== on) out.push(at);
    on = now;
  }
  return out;
}

/** Each column's part of the stretches: `visit(x, top, bottom)`. */
export function eachColumn(
  stretches: Stretches,
  height: number,
  visit: (x: number, top: number, bottom: number) => void,
): void {
  for (let i = 0; i < stretches.length; i += 2) {
    let start = stretches[i] as number;
    const end = stretches[i + 1] as number;
    while (start < end) {
      const x = Math.floor(start / height);
      const stop = Math.min(end, (x + 1) * height);
      visit(x, start - x * height, stop - x * height);
      start = stop;
    }
  }
}

export function boundsOfMask(value: MaskValue): Rect {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  eachColumn(stretchesOf(value), value.size[0], (x, from, to) => {
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, from);
    bottom = Math.max(bottom, to);
  });
  return right === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Moved by whole pixels, as far as the picture goes. */
export function shifted(value: MaskValue, by: Point): MaskValue {
  const [height, width] = value.size;
  const bounds = boundsOfMask(value);
  const dx = Math.min(width - bounds.x - bounds.width, Math.max(-bounds.x, Math.round(by.x)));
  const dy = Math.min(height - bounds.y - bounds.height, Math.max(-bounds.y, Math.round(by.y)));
  if (dx === 0 && dy === 0) return value;
  const columns: number[] = [];
  eachColumn(stretchesOf(value), height, (x, top, bottom) => {
    const start = (x + dx) * height + top + dy;
    if (columns.at(-1) === start) columns[columns.length - 1] = start + bottom - top;
    else columns.push(start, start + bottom - top);
  });
  return packed(columns, height, width);
}

/** The pixels whose middles a round brush passes over. Only the stroke's own columns are looked at. */
export function strokePixels({ points, radius }: BrushStroke, height: number, width: number): number[] {
  const columns = new Map<number, [number, number][]>();
  const r = Math.max(radius, 0.5);
  points.forEach((to, i) => {
    const from = points[i - 1] ?? to;
    if (i === 0 && points.length > 1) return;
    const first = Math.max(0, Math.floor(Math.min(from.x, to.x) - r));
    const last = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + r));
    for (let x = first; x <= last; x++) {
      const span = capsule(from, to, r, x + 0.5);
      if (!span) continue;
      const top = Math.max(0, Math.ceil(span[0] - 0.5));
      const bottom = Math.min(height, Math.floor(span[1] - 0.5) + 1);
      if (bottom <= top) continue;
      const list = columns.get(x);
      if (list) list.push([top, bottom]);
      else columns.set(x, [[top, bottom]]);
    }
  });
  const out: number[] = [];
  for (const x of [...columns.keys()].sort((a, b) => a - b)) {
    for (const [top, bottom] of (columns.get(x) as [number, number][]).sort((a, b) => a[0] - b[0])) {
      const [start, end] = [x * height + top, x * height + bottom];
      const before = out.at(-1);
      if (before !== undefined && start <= before) out[out.length - 1] = Math.max(before, end);
      else out.push(start, end);
    }
  }
  return out;
}

/** Where the upright line at `x` crosses a stretch with round ends. */
function capsule(a: Point, b: Point, r: number, x: number): [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const seen = (y: number) => {
    low = Math.min(low, y);
    high = Math.max(high, y);
  };
  for (const end of [a, b]) {
    const rest = r * r - (x - end.x) ** 2;
    if (rest < 0) continue;
    seen(end.y - Math.sqrt(rest));
    seen(end.y + Math.sqrt(rest));
  }
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length > 0) {
    const [nx, ny] = [(-(b.y - a.y) / length) * r, ((b.x - a.x) / length) * r];
    const corners = [
      { x: a.x + nx, y: a.y + ny },
      { x: b.x + nx, y: b.y + ny },
      { x: b.x - nx, y: b.y - ny },
      { x: a.x - nx, y: a.y - ny },
    ];
    corners.forEach((from, i) => {
      const to = corners[(i + 1) % 4] as Point;
      if (from.x === to.x || x < Math.min(from.x, to.x) || x > Math.max(from.x, to.x)) return;
      seen(from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x));
    });
  }
  return low <= high ? [low, high] : null;
}

export function pack(runs: readonly number[]): string {
  let out = "";
  runs.forEach((run, i) => {
    let number = i > 2 ? run - (runs[i - 2] as number) : run;
    let more = true;
    while (more) {
      const bits = number & 31;
      number >>= 5;
      more = number !== (bits & 16 ? -1 : 0);
      out += String.fromCharCode(48 + bits + (more ? 32 : 0));
    }
  });
  return out;
}

export function unpack(counts: string): number[] {
  const runs: number[] = [];
  let [number, shift] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    const group = counts.charCodeAt(i) - 48;
    number |= (group & 31) << shift;
    shift += 5;
    if (group & 32) continue;
    if (group & 16 && shift < 32) number |= -1 << shift;
    runs.push(number + (runs.length > 2 ? (runs.at(-2) as number) : 0));
    [number, shift] = [0, 0];
  }
  return runs;
}
