// What must be painted anew after a change, as parts of the picture. Pure.

import type { Rect } from "../../core/geometry";
import type { Scene } from "./scene";
import { toScreen, type View } from "./view";

/** Parts in image pixels. */
export type Damage = "all" | "none" | readonly Rect[];

/** More changes than this at once, and all is painted. */
const FEW = 12;

export function joined(a: Damage, b: Damage): Damage {
  if (a === "all" || b === "all") return "all";
  if (a === "none") return b;
  if (b === "none") return a;
  return a.length + b.length > 2 * FEW ? "all" : [...a, ...b];
}

/** Shapes that came, went or changed, and those that are chosen no more or only now. */
export function damaged(
  before: Scene,
  after: Scene,
  chosenBefore: readonly string[],
  chosenAfter: readonly string[],
): Damage {
  const parts: Rect[] = [];
  const changed = before === after ? [] : differences(before, after);
  if (changed === "all") return "all";
  parts.push(...changed);
  for (const id of [...chosenBefore, ...chosenAfter]) {
    if (chosenBefore.includes(id) && chosenAfter.includes(id)) continue;
    for (const scene of [before, after]) {
      const bounds = scene.boundsOf(id);
      if (bounds) parts.push(bounds);
    }
    if (parts.length > 2 * FEW) return "all";
  }
  return parts.length === 0 ? "none" : parts;
}

function differences(before: Scene, after: Scene): Rect[] | "all" {
  const parts: Rect[] = [];
  for (const [one, other] of [
    [before, after],
    [after, before],
  ] as const) {
    for (let i = 0; i < one.items.length; i++) {
      const item = one.items[i];
      if (item && other.get(item.id) !== item) parts.push(one.bounds[i] as Rect);
      if (parts.length > FEW) return "all";
    }
  }
  return parts;
}

const OUTLINE = 8;

/** Whole device pixels around `part` with its outline, so that edges are not painted twice over. */
export function screenBounds(view: View, part: Rect): Rect {
  const a = toScreen(view, part);
  const b = toScreen(view, { x: part.x + part.width, y: part.y + part.height });
  const x = Math.floor(a.x) - OUTLINE;
  const y = Math.floor(a.y) - OUTLINE;
  return { x, y, width: Math.ceil(b.x) + OUTLINE - x, height: Math.ceil(b.y) + OUTLINE - y };
}
