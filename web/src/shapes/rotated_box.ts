import type { RotatedBoxValue } from "../catalog.gen";
import { boundsOf, minus, type Point, rectBetween, turned } from "../core/geometry";
import type { Handle, PlaneShape } from "../surface/contract";
import { drag } from "../surface/gestures";
import { box, corner, GRIPS } from "./box";

/** How far the turning handle stands out from the top edge, as a share of the height. */
const STALK = 0.18;

const centre = ({ x, y }: RotatedBoxValue): Point => ({ x, y });

function at(value: RotatedBoxValue, u: number, v: number): Point {
  const upright = { x: value.x + (u - 0.5) * value.width, y: value.y + (v - 0.5) * value.height };
  return turned(upright, centre(value), value.rotation);
}

export const corners = (value: RotatedBoxValue): Point[] => [
  at(value, 0, 0),
  at(value, 1, 0),
  at(value, 1, 1),
  at(value, 0, 1),
];

const upright = (value: RotatedBoxValue) => ({
  x: value.x - value.width / 2,
  y: value.y - value.height / 2,
  width: value.width,
  height: value.height,
});

export const rotated_box: PlaneShape<RotatedBoxValue> = {
  surface: "plane",
  name: "shape.rotated_box",
  icon: "M8 1.5 14.5 8 8 14.5 1.5 8z",
  key: "r",
  gesture: drag((from, to, regular): RotatedBoxValue => {
    const rect = rectBetween(from, corner(from, to, regular));
    return {
      x: rect.x + rect.width / 2,
      y: rect.y + rect.height / 2,
      width: rect.width,
      height: rect.height,
      rotation: 0,
    };
  }),
  bounds: (value) => boundsOf(corners(value)),
  hit(value, point, slop) {
    const near = rotated_box
      .handles(value)
      .find((handle) => Math.hypot(handle.at.x - point.x, handle.at.y - point.y) <= slop * 1.2);
    if (near) return { on: "handle", handle: near.id };
    // Turned back, it is an upright box.
    const hit = box.hit(upright(value), turned(point, centre(value), -value.rotation), slop);
    return hit?.on === "handle" ? { on: "edge" } : hit;
  },
  handles: (value) => [
    ...Object.entries(GRIPS).map(
      ([id, [u, v]]): Handle => ({ id, at: at(value, u, v), look: "corner", cursor: "pointer" }),
    ),
    { id: "turn", at: at(value, 0.5, -STALK), look: "turn", cursor: "grab" },
  ],
  pull(value, handle, to, regular = false) {
    if (handle === "turn") {
      const arm = minus(to, centre(value));
      const angle = (Math.atan2(arm.y, arm.x) * 180) / Math.PI + 90;
      const stepped = regular ? Math.round(angle / 15) * 15 : angle;
      return { ...value, rotation: ((stepped % 360) + 360) % 360 };
    }
    const c = centre(value);
    const pulled = box.pull(upright(value), handle, turned(to, c, -value.rotation), regular);
    // The new centre was found in the turned-back frame: turn it about the old one, so the far side stays put.
    const middle = turned(
      { x: pulled.x + pulled.width / 2, y: pulled.y + pulled.height / 2 },
      c,
      value.rotation,
    );
    return { ...value, ...middle, width: pulled.width, height: pulled.height };
  },
  move: (value, by) => ({ ...value, x: value.x + by.x, y: value.y + by.y }),
  paint: (value, pen) => {
    pen.ring(corners(value));
    // A tick at the top edge shows which way is up.
    pen.line([at(value, 0.5, 0), at(value, 0.5, -STALK)]);
  },
  sound: ({ width, height }) => width > 0 && height > 0,
  place(room, picture) {
    const { x, y, width, height } = box.place(room, picture);
    return { x: x + width / 2, y: y + height / 2, width, height, rotation: 0 };
  },
  grip: "se",
};
