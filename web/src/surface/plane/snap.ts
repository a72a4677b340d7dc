// Onto the corners of other shapes, so that neighbours share their edges. Pure.

import { apart, type Point } from "../../core/geometry";
import type { Scene } from "./scene";

/** The corner nearest to `at` of any shape but `held`, if one is within twice the slop; else `at` itself. */
export function snapped({ at, slop }: { at: Point; slop: number }, scene: Scene, held: string | null): Point {
  const reach = slop * 2;
  let best = at;
  let nearest = reach;
  for (const item of scene.within({
    x: at.x - reach,
    y: at.y - reach,
    width: 2 * reach,
    height: 2 * reach,
  })) {
    if (item.id === held) continue;
    for (const handle of scene.shapes[item.shape]?.handles(item.value) ?? []) {
      const distance = apart(handle.at, at);
      if (distance < nearest && (handle.look === "vertex" || handle.look === "corner"))
        [best, nearest] = [handle.at, distance];
    }
  }
  return best;
}
