import type { EllipseValue } from "../catalog.gen";
import { minus, type Point, rectBetween, turned } from "../core/geometry";
import type { Handle, PlaneShape } from "../surface/contract";
import { drag } from "../surface/gestures";
import { box, corner } from "./box";

/** Corners of the ring that is drawn. */
const CORNERS = 48;
/** How far the turning handle stands out from the top, as a share of the upright half axis. */
const STALK = 0.36;
const SIDES: { [id: string]: readonly [number, number] } = { n: [0, -1], e: [1, 0], s: [0, 1], w: [-1, 0] };

const centre = ({ x, y }: EllipseValue): Point => ({ x, y });
/** A place in units of the half axes. */
const at = (value: EllipseValue, u: number, v: number): Point =>
  turned({ x: value.x + u * value.rx, y: value.y + v * value.ry }, centre(value), value.rotation ?? 0);

export const outline = (value: EllipseValue): Point[] =>
  Array.from({ length: CORNERS }, (_, n) => {
    const turn = (2 * Math.PI * n) / CORNERS;
    return at(value, Math.cos(turn), Math.sin(turn));
  });

/** `point` in units of the half axes: 1 is the outline. */
function reach(value: EllipseValue, point: Point): number {
  const { x, y } = minus(turned(point, centre(value), -(value.rotation ?? 0)), centre(value));
  return Math.hypot(x / value.rx, y / value.ry);
}

export const ellipse: PlaneShape<EllipseValue> = {
  surface: "plane",
  name: "shape.ellipse",
  icon: "M8 3.5a6 4.5 0 1 1 0 9a6 4.5 0 1 1 0-9z",
  key: "q",
  gesture: drag((from, to, regular): EllipseValue => {
    const { x, y, width, height } = rectBetween(from, corner(from, to, regular));
    return { x: x + width / 2, y: y + height / 2, rx: width / 2, ry: height / 2, rotation: 0 };
  }),
  bounds(value) {
    const angle = ((value.rotation ?? 0) * Math.PI) / 180;
    const w = Math.hypot(value.rx * Math.cos(angle), value.ry * Math.sin(angle));
    const h = Math.hypot(value.rx * Math.sin(angle), value.ry * Math.cos(angle));
    return { x: value.x - w, y: value.y - h, width: 2 * w, height: 2 * h };
  },
  hit(value, point, slop) {
    const near = ellipse
      .handles(value)
      .find((handle) => Math.hypot(handle.at.x - point.x, handle.at.y - point.y) <= slop * 1.2);
    if (near) return { on: "handle", handle: near.id };
    const share = reach(value, point);
    const off = slop / Math.max(1e-6, Math.min(value.rx, value.ry));
    if (share > 1 + off) return null;
    return { on: share < 1 - off ? "inside" : "edge" };
  },
  handles: (value) => [
    ...Object.entries(SIDES).map(
      ([id, [u, v]]): Handle => ({ id, at: at(value, u, v), look: "corner", cursor: "pointer" }),
    ),
    { id: "turn", at: at(value, 0, -1 - STALK), look: "turn", cursor: "grab" },
  ],
  pull(value, handle, to, regular = false) {
    const arm = minus(to, centre(value));
    if (handle === "turn") {
      const angle = (Math.atan2(arm.y, arm.x) * 180) / Math.PI + 90;
      const stepped = regular ? Math.round(angle / 15) * 15 : angle;
      return { ...value, rotation: ((stepped % 360) + 360) % 360 };
    }
    // The other end of the axis stays.
    const [u, v] = SIDES[handle] ?? [1, 0];
    const angle = value.rotation ?? 0;
    const local = minus(turned(to, centre(value), -angle), centre(value));
    const along = u !== 0 ? local.x * u : local.y * v;
    const half = Math.abs(along + (u !== 0 ? value.rx : value.ry)) / 2;
    const shift = (along - (u !== 0 ? value.rx : value.ry)) / 2;
    const moved = turned({ x: value.x + u * shift, y: value.y + v * shift }, centre(value), angle);
    const other = u !== 0 ? { rx: half } : { ry: half };
    const round = regular ? { rx: half, ry: half } : other;
    return { ...value, ...moved, ...round };
  },
  move: (value, by) => ({ ...value, x: value.x + by.x, y: value.y + by.y }),
  paint: (value, pen) => pen.ring(outline(value)),
  sound: ({ rx, ry }) => rx > 0 && ry > 0,
  place(room, picture) {
    const { x, y, width, height } = box.place(room, picture);
    return { x: x + width / 2, y: y + height / 2, rx: width / 2, ry: height / 3, rotation: 0 };
  },
  grip: "e",
};
