import type { PolygonValue } from "../catalog.gen";
import { boundsOf, contains, inRing } from "../core/geometry";
import type { PlaneShape } from "../surface/contract";
import { clicks } from "../surface/gestures";
import { box } from "./box";
import {
  area,
  heldVertex,
  nearestHandle,
  onPath,
  type Pair,
  pairs,
  pathHandles,
  points,
  pullPath,
  repeats,
  shift,
} from "./paths";

export const polygon: PlaneShape<PolygonValue> = {
  surface: "plane",
  name: "shape.polygon",
  icon: "M8 1.8 14 6.4 11.7 13.5H4.3L2 6.4z",
  key: "p",
  gesture: clicks({
    make: (list): PolygonValue => ({ parts: [pairs(list)] }),
    least: 3,
    closes: true,
  }),
  bounds: ({ parts }) => boundsOf(points(parts.flat())),
  hit(value, point, slop) {
    if (!contains(polygon.bounds(value), point, slop)) return null;
    const handle = nearestHandle(polygon.handles(value), point, slop);
    if (handle) return { on: "handle", handle: handle.id };
    if (value.parts.some((ring) => onPath(ring, point, slop, true))) return { on: "edge" };
    return value.parts.some((ring) => inRing(point, points(ring))) ? { on: "inside" } : null;
  },
  handles: ({ parts }) => parts.flatMap((ring, part) => pathHandles(ring, `${part}/`, true)),
  pull({ parts }, handle, to) {
    const [part, name = ""] = handle.split("/");
    return { parts: parts.map((ring, i) => (i === Number(part) ? pullPath(ring, name, to) : ring)) };
  },
  move: ({ parts }, by) => ({ parts: parts.map((ring) => shift(ring, by)) }),
  paint: ({ parts }, pen) => {
    for (const ring of parts) pen.ring(points(ring));
  },
  sound: ({ parts }) =>
    parts.length > 0 &&
    parts.every((ring) => ring.length >= 3 && !repeats([...ring, ring[0] as Pair]) && area(ring) !== 0),
  place(room, picture) {
    const { x, y, width, height } = box.place(room, picture);
    return {
      parts: [
        [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ],
      ],
    };
  },
  grip: "0/2",
  drop({ parts }, handle) {
    const [part, name = ""] = handle.split("/");
    if (name.endsWith("+")) return null;
    const left = parts
      .map((ring, i) => (i === Number(part) ? ring.toSpliced(Number(name), 1) : ring))
      .filter((ring) => ring.length >= 3);
    return left.length > 0 ? { parts: left } : null;
  },
  held: heldVertex,
};
