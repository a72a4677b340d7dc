import type { PointValue } from "../catalog.gen";
import { apart } from "../core/geometry";
import type { PlaneShape } from "../surface/contract";
import { tap } from "../surface/gestures";

export const point: PlaneShape<PointValue> = {
  surface: "plane",
  name: "shape.point",
  icon: "M8 2.5v11M2.5 8h11",
  key: "o",
  gesture: tap((at): PointValue => ({ x: at.x, y: at.y })),
  bounds: ({ x, y }) => ({ x, y, width: 0, height: 0 }),
  // The whole point is its one handle: it is moved by pulling it.
  hit: (value, at, slop) => (apart(value, at) <= slop * 1.3 ? { on: "handle", handle: "at" } : null),
  handles: ({ x, y }) => [{ id: "at", at: { x, y }, look: "vertex", cursor: "move" }],
  pull: (_value, _handle, to) => ({ x: to.x, y: to.y }),
  move: (value, by) => ({ x: value.x + by.x, y: value.y + by.y }),
  paint: (value, pen) => pen.dot(value),
  sound: () => true,
  place: (room) => ({ x: room.x + room.width / 2, y: room.y + room.height / 2 }),
};
