// What is kept of a drawn shape: inside its picture, without meaningless digits.

import { boundsOf, type Rect } from "../../core/geometry";
import type { PlaneShapes } from "./scene";
import type { Size } from "./view";

/** A moved shape brought back until its bounds lie in the picture; one that is larger stays where it is put. */
export function inside<V>(shape: PlaneShapes[string], value: V, picture: Size): V {
  const bounds = shape?.bounds(value);
  if (!shape || !bounds) return value;
  const back = (start: number, size: number, room: number) =>
    size > room ? 0 : start < 0 ? -start : start + size > room ? room - start - size : 0;
  const by = {
    x: back(bounds.x, bounds.width, picture.width),
    y: back(bounds.y, bounds.height, picture.height),
  };
  return by.x === 0 && by.y === 0 ? value : shape.move(value, by);
}

/** A hundredth of a pixel is finer than any hand; the digits after it are only noise in every export. */
export function rounded<V>(value: V): V {
  if (typeof value === "number") return (Math.round(value * 100) / 100) as V;
  if (Array.isArray(value)) return value.map(rounded) as V;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)])) as V;
}

/** The rectangle that holds them all. */
export function around(rects: readonly Rect[]): Rect {
  return boundsOf(
    rects.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
  );
}
