// Lines between two regions, as surfaces draw them. Pure.

import { type Point, type Rect, toSegment } from "../core/geometry";
import type { Ink } from "../core/options";

export interface SurfaceLink {
  id: string;
  from: string;
  to: string;
  ink: Ink;
  label: string;
  directed: boolean;
  suggestion: boolean;
}

const centre = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

/** The straight line between two rectangles: from the edge of one to the edge of the other. */
export function between(a: Rect, b: Rect): [Point, Point] {
  const from = centre(a);
  const to = centre(b);
  return [leaving(a, from, to), leaving(b, to, from)];
}

/** Where the way from the middle of `rect` to `to` leaves it; the middle itself when `to` lies inside. */
function leaving({ width, height }: Rect, from: Point, to: Point): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const by = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : height / 2 / Math.abs(dy),
  );
  return by >= 1 ? from : { x: from.x + dx * by, y: from.y + dy * by };
}

/** The link under a point, the nearest within `slop`. */
export function linkAt<T extends { line: readonly [Point, Point] }>(
  links: readonly T[],
  at: Point,
  slop: number,
): T | null {
  let best: T | null = null;
  let nearest = slop;
  for (const link of links) {
    const distance = toSegment(at, link.line[0], link.line[1]);
    if (distance <= nearest) [best, nearest] = [link, distance];
  }
  return best;
}
