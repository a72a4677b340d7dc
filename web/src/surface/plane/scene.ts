// The shapes on a picture, as the plane surface sees them: no questions, no labels, only how each looks.

import { contains, overlap, type Point, type Rect } from "../../core/geometry";
import type { Ink } from "../../core/options";
import type { Hit, PlaneShape } from "../contract";

export interface PlaneItem {
  id: string;
  shape: string;
  value: unknown;
  ink: Ink;
  /** Written at its corner. */
  label: string;
  /** Drawn dashed: proposed by a machine, not yet anybody's answer. */
  suggestion?: boolean;
  /** Looked at and chosen, not moved. */
  locked?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a table over all shapes; each reads only values of its own.
export type PlaneShapes = { readonly [name: string]: PlaneShape<any> };

export interface Found {
  item: PlaneItem;
  hit: Hit;
}

/** Shapes with their bounds, for hit tests and for painting only what is in sight. */
export class Scene {
  readonly bounds: readonly Rect[];

  constructor(
    readonly items: readonly PlaneItem[],
    readonly shapes: PlaneShapes,
    before?: Scene,
  ) {
    // Values are immutable: an item whose value is the same object keeps its bounds.
    const known = new Map(before?.items.map((item, i) => [item.value, before.bounds[i] as Rect]));
    this.bounds = items.map((item) => {
      return (
        known.get(item.value) ?? shapes[item.shape]?.bounds(item.value) ?? { x: 0, y: 0, width: 0, height: 0 }
      );
    });
  }

  get(id: string | null): PlaneItem | undefined {
    return id === null ? undefined : this.items.find((item) => item.id === id);
  }

  /** Of the selected shape every part can be grabbed; of others the smallest under the pointer is meant. */
  find(point: Point, slop: number, selected: string | null): Found | null {
    const chosen = this.get(selected);
    if (chosen) {
      const hit = this.shapes[chosen.shape]?.hit(chosen.value, point, slop);
      if (hit?.on === "handle") return { item: chosen, hit };
    }
    let best: Found | null = null;
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = this.items.length - 1; i >= 0; i--) {
      const bounds = this.bounds[i] as Rect;
      if (!contains(bounds, point, slop * 1.5)) continue;
      const item = this.items[i] as PlaneItem;
      const hit = this.shapes[item.shape]?.hit(item.value, point, slop);
      if (!hit) continue;
      const size = bounds.width * bounds.height;
      // An outline under the pointer is a clearer sign than being somewhere inside.
      const weight = hit.on === "inside" ? size : size * 0.25;
      if (weight < smallest) {
        smallest = weight;
        best = { item, hit };
      }
    }
    return best;
  }

  /** Items that touch `rect`, in order. */
  within(rect: Rect): PlaneItem[] {
    return this.items.filter((_, i) => overlap(this.bounds[i] as Rect, rect));
  }
}
