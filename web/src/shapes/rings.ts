// The edges of a mask as rings along its pixels' sides: around its parts one way, around its holes the other.

import type { MaskValue } from "../catalog.gen";
import type { Point } from "../core/geometry";
import { eachColumn, stretchesOf } from "./runs";

type Column = [number, number][];

const known = new WeakMap<MaskValue, Point[][]>();

/** Made once for each value: painting asks at every frame. */
export function ringsOf(value: MaskValue): Point[][] {
  let rings = known.get(value);
  if (!rings) {
    rings = traced(value);
    known.set(value, rings);
  }
  return rings;
}

function traced(value: MaskValue): Point[][] {
  const rows = value.size[0] + 1;
  const columns = new Map<number, Column>();
  eachColumn(stretchesOf(value), value.size[0], (x, top, bottom) => {
    const column = columns.get(x);
    if (column) column.push([top, bottom]);
    else columns.set(x, [[top, bottom]]);
  });
  const ways = new Map<number, number[]>();
  const way = (from: number, to: number) => {
    const list = ways.get(from);
    if (list) list.push(to);
    else ways.set(from, [to]);
  };
  for (const [x, column] of columns) {
    for (const [top, bottom] of column) {
      way(x * rows + top, (x + 1) * rows + top);
      way((x + 1) * rows + bottom, x * rows + bottom);
    }
    side(x * rows, columns.get(x - 1) ?? [], column, way);
    if (!columns.has(x + 1)) side((x + 1) * rows, column, [], way);
  }
  const rings: Point[][] = [];
  for (const start of ways.keys()) while (ways.has(start)) rings.push(ring(start, ways, rows));
  return rings;
}

/** The upright edges between two columns: down where only the left one covers, up where only the right. */
function side(at: number, left: Column, right: Column, way: (from: number, to: number) => void): void {
  const cuts = [...new Set([...left.flat(), ...right.flat()])].sort((a, b) => a - b);
  let [i, j] = [0, 0];
  for (let n = 0; n + 1 < cuts.length; n++) {
    const [top, bottom] = [cuts[n] as number, cuts[n + 1] as number];
    while (i < left.length && (left[i] as [number, number])[1] <= top) i++;
    while (j < right.length && (right[j] as [number, number])[1] <= top) j++;
    const inLeft = i < left.length && (left[i] as [number, number])[0] <= top;
    const inRight = j < right.length && (right[j] as [number, number])[0] <= top;
    if (inLeft && !inRight) way(at + top, at + bottom);
    if (inRight && !inLeft) way(at + bottom, at + top);
  }
}

function ring(start: number, ways: Map<number, number[]>, rows: number): Point[] {
  const out: Point[] = [];
  let [at, heading] = [start, ""];
  do {
    const point = { x: Math.floor(at / rows), y: at % rows };
    const list = ways.get(at) as number[];
    const to = list.pop() as number;
    if (list.length === 0) ways.delete(at);
    const next = Math.floor(to / rows) !== point.x ? "across" : "along";
    if (next !== heading) out.push(point);
    [at, heading] = [to, next];
  } while (at !== start);
  return out;
}
