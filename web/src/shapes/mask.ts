import type { MaskValue } from "../catalog.gen";
import type { Point } from "../core/geometry";
import type { PlaneShape } from "../surface/contract";
import { ringsOf } from "./rings";
import { areaOf, boundsOfMask, combined, covers, packed, shifted, stretchesOf, strokePixels } from "./runs";

/** The share of the shorter side that a mask placed by keys has as its radius. */
const PLACED = 0.15;

function within({ size: [height, width] }: MaskValue, { x, y }: Point): number {
  return x >= 0 && y >= 0 && x < width && y < height ? Math.floor(x) * height + Math.floor(y) : -1;
}

export const mask: PlaneShape<MaskValue> = {
  surface: "plane",
  name: "shape.mask",
  icon: "M13.5 2.5 7.5 8.5M7 8.2c-2 0-2.6 1.3-2.8 2.6-.1 1-.7 1.7-1.7 2 2.8 1.2 6.3.5 6.5-2.4z",
  key: "m",
  brushed(value, stroke, { width, height }) {
    const before = value ? stretchesOf(value) : [];
    const after = combined(before, strokePixels(stroke, height, width), stroke.less);
    return after.length > 0 ? packed(after, height, width) : null;
  },
  bounds: boundsOfMask,
  hit(value, point, slop) {
    const list = stretchesOf(value);
    if (covers(list, within(value, point))) return { on: "inside" };
    const near = [
      { x: point.x - slop, y: point.y },
      { x: point.x + slop, y: point.y },
      { x: point.x, y: point.y - slop },
      { x: point.x, y: point.y + slop },
    ];
    return near.some((at) => covers(list, within(value, at))) ? { on: "edge" } : null;
  },
  handles: () => [],
  pull: (value) => value,
  move: shifted,
  paint: (value, pen) => pen.rings(ringsOf(value)),
  sound: (value) => areaOf(stretchesOf(value)) > 0,
  place(room, { width, height }) {
    const at = { x: room.x + room.width / 2, y: room.y + room.height / 2 };
    const radius = Math.min(room.width, room.height) * PLACED;
    return packed(strokePixels({ points: [at], radius, less: false }, height, width), height, width);
  },
};
