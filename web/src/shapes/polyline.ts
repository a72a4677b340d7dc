import type { PolylineValue } from "../catalog.gen";
import { boundsOf } from "../core/geometry";
import type { PlaneShape } from "../surface/contract";
import { clicks } from "../surface/gestures";
import {
  heldVertex,
  nearestHandle,
  onPath,
  pairs,
  pathHandles,
  points,
  pullPath,
  repeats,
  shift,
} from "./paths";

export const polyline: PlaneShape<PolylineValue> = {
  surface: "plane",
  name: "shape.polyline",
  icon: "M1.8 12.5 6 5l4 6.5 4.2-8",
  key: "l",
  gesture: clicks({
    make: (list): PolylineValue => ({ points: pairs(list) }),
    least: 2,
    closes: false,
  }),
  bounds: (value) => boundsOf(points(value.points)),
  hit(value, point, slop) {
    const handle = nearestHandle(polyline.handles(value), point, slop);
    if (handle) return { on: "handle", handle: handle.id };
    return onPath(value.points, point, slop, false) ? { on: "edge" } : null;
  },
  handles: (value) => pathHandles(value.points, "", false),
  pull: (value, handle, to) => ({ points: pullPath(value.points, handle, to) }),
  move: (value, by) => ({ points: shift(value.points, by) }),
  paint: (value, pen) => pen.line(points(value.points)),
  sound: (value) => value.points.length >= 2 && !repeats(value.points),
  place: (room) => ({
    points: [
      [room.x + room.width / 3, room.y + room.height / 2],
      [room.x + (2 * room.width) / 3, room.y + room.height / 2],
    ],
  }),
  grip: "1",
  drop(value, handle) {
    if (handle.endsWith("+") || value.points.length <= 2) return null;
    return { points: value.points.toSpliced(Number(handle), 1) };
  },
  held: heldVertex,
};
