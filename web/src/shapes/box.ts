import type { BoxValue } from "../catalog.gen";
import { clamp, contains, type Point, type Rect, rectBetween } from "../core/geometry";
import type { Handle, PlaneShape } from "../surface/contract";
import { drag } from "../surface/gestures";

/** Handles by where they sit, as shares of width and height. */
export const GRIPS: { [id: string]: readonly [number, number] } = {
  nw: [0, 0],
  n: [0.5, 0],
  ne: [1, 0],
  e: [1, 0.5],
  se: [1, 1],
  s: [0.5, 1],
  sw: [0, 1],
  w: [0, 0.5],
};

export function corner(from: Point, to: Point, regular: boolean): Point {
  if (!regular) return to;
  const size = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return {
    x: from.x + size * Math.sign(to.x - from.x || 1),
    y: from.y + size * Math.sign(to.y - from.y || 1),
  };
}

export const box: PlaneShape<BoxValue> = {
  surface: "plane",
  name: "shape.box",
  icon: "M2.5 3.5h11v9h-11z",
  key: "b",
  gesture: drag((from, to, regular) => rectBetween(from, corner(from, to, regular))),
  bounds: ({ x, y, width, height }): Rect => ({ x, y, width, height }),
  hit(value, point, slop) {
    // Of a small box the middle stays free, so that it can be moved as well as resized: handles reach outwards.
    const reach = contains(value, point) ? Math.min(slop, Math.min(value.width, value.height) / 4) : slop;
    const handle = box
      .handles(value)
      .find(({ at }) => Math.max(Math.abs(at.x - point.x), Math.abs(at.y - point.y)) <= reach);
    if (handle) return { on: "handle", handle: handle.id };
    if (!contains(value, point, slop)) return null;
    const inner = {
      x: value.x + slop,
      y: value.y + slop,
      width: value.width - 2 * slop,
      height: value.height - 2 * slop,
    };
    return { on: contains(inner, point) ? "inside" : "edge" };
  },
  handles: (value) =>
    Object.entries(GRIPS).map(
      ([id, [u, v]]): Handle => ({
        id,
        at: { x: value.x + u * value.width, y: value.y + v * value.height },
        look: "corner",
        cursor: `${id}-resize`,
      }),
    ),
  pull(value, handle, to, regular = false) {
    const [u, v] = GRIPS[handle] ?? [1, 1];
    // The opposite corner (or side) stays; a pull across it turns the box over instead of making it negative.
    const stay = { x: value.x + (1 - u) * value.width, y: value.y + (1 - v) * value.height };
    const at = regular && u !== 0.5 && v !== 0.5 ? corner(stay, to, true) : to;
    const pulled = rectBetween(stay, at);
    return {
      x: u === 0.5 ? value.x : pulled.x,
      y: v === 0.5 ? value.y : pulled.y,
      width: u === 0.5 ? value.width : pulled.width,
      height: v === 0.5 ? value.height : pulled.height,
    };
  },
  move: (value, by) => ({ ...value, x: value.x + by.x, y: value.y + by.y }),
  paint: (value, pen) => pen.rect(value),
  sound: ({ width, height }) => width > 0 && height > 0,
  place(room) {
    const size = clamp(Math.min(room.width, room.height) / 3, 2, 4000);
    return {
      x: room.x + (room.width - size) / 2,
      y: room.y + (room.height - size) / 2,
      width: size,
      height: size,
    };
  },
  grip: "se",
};
