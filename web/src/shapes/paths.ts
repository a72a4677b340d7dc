// What polygon and polyline share: pairs, vertices, middles that become vertices.

import { apart, type Point, toSegment } from "../core/geometry";
import type { Handle } from "../surface/contract";

export type Pair = [number, number];

export const points = (pairs: readonly Pair[]): Point[] => pairs.map(([x, y]) => ({ x, y }));
export const pairs = (list: readonly Point[]): Pair[] => list.map(({ x, y }): Pair => [x, y]);
export const shift = (list: readonly Pair[], by: Point): Pair[] =>
  list.map(([x, y]): Pair => [x + by.x, y + by.y]);

/** Handles of one path, named `<prefix>3` (a vertex) and `<prefix>3+` (the middle after it). */
export function pathHandles(path: readonly Pair[], prefix: string, closed: boolean): Handle[] {
  const vertices = path.map(
    ([x, y], i): Handle => ({ id: `${prefix}${i}`, at: { x, y }, look: "vertex", cursor: "move" }),
  );
  const last = closed ? path.length : path.length - 1;
  const middles = path.slice(0, last).map(([x, y], i): Handle => {
    const [nx, ny] = path[(i + 1) % path.length] as Pair;
    return { id: `${prefix}${i}+`, at: { x: (x + nx) / 2, y: (y + ny) / 2 }, look: "middle", cursor: "copy" };
  });
  // Vertices first: where both are near, the vertex is meant.
  return [...vertices, ...middles];
}

/** The path after vertex (or middle) `name` was brought to `to`. */
export function pullPath(path: readonly Pair[], name: string, to: Point): Pair[] {
  const index = Number.parseInt(name, 10);
  return name.endsWith("+")
    ? path.toSpliced(index + 1, 0, [to.x, to.y])
    : path.map((pair, i): Pair => (i === index ? [to.x, to.y] : pair));
}

/** After a middle was pulled, the pointer holds the vertex that it became. */
export function heldVertex(handle: string): string {
  if (!handle.endsWith("+")) return handle;
  const cut = handle.lastIndexOf("/") + 1;
  return `${handle.slice(0, cut)}${Number.parseInt(handle.slice(cut), 10) + 1}`;
}

export function nearestHandle(handles: Handle[], point: Point, slop: number): Handle | null {
  let best: Handle | null = null;
  for (const handle of handles) {
    const reach = handle.look === "middle" ? slop * 0.7 : slop;
    if (apart(handle.at, point) > reach) continue;
    if (best === null || (best.look === "middle" && handle.look !== "middle")) best = handle;
    else if (best.look === handle.look && apart(handle.at, point) < apart(best.at, point)) best = handle;
  }
  return best;
}

export function onPath(path: readonly Pair[], point: Point, slop: number, closed: boolean): boolean {
  const list = points(path);
  return list.some((vertex, i) => {
    const next = list[i + 1] ?? (closed ? list[0] : undefined);
    return next !== undefined && toSegment(point, vertex, next) <= slop;
  });
}

/** Whether a point stands twice in a row. */
export const repeats = (path: readonly Pair[]): boolean =>
  path.some(([x, y], i) => i > 0 && x === path[i - 1]?.[0] && y === path[i - 1]?.[1]);

/** Twice the signed area of a ring. */
export function area(ring: readonly Pair[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] as Pair;
    return sum + x * ny - nx * y;
  }, 0);
}
