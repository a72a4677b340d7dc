// The shapes on a picture, as the plane surface sees them: no questions, no labels, only how each looks.

import { contains, overlap, type Point, type Rect } from "../../core/geometry";
import type { Ink } from "../../core/options";
import type { Hit, PlaneShape } from "../contract";
import { Grid } from "./grid";

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
  private readonly places: ReadonlyMap<string, number>;
  private made: Grid | null = null;

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
    this.places = new Map(items.map(({ id }, i) => [id, i]));
  }

  /** Made when first asked: a scene that is only painted as a whole needs none. */
  private get grid(): Grid {
    this.made ??= new Grid(this.bounds);
    return this.made;
  }

  get(id: string | null): PlaneItem | undefined {
    return id === null ? undefined : this.items[this.places.get(id) ?? -1];
  }

  boundsOf(id: string | null): Rect | undefined {
    return id === null ? undefined : this.bounds[this.places.get(id) ?? -1];
  }

  /** Of the selected shape every part can be grabbed; of others the smallest under the pointer is meant. */
  find(point: Point, slop: number, selected: string | null): Found | null {
    const chosen = this.get(selected);
    if (chosen) {
      const hit = this.shapes[chosen.shape]?.hit(chosen.value, point, slop);
      if (hit?.on === "handle") return { item: chosen, hit };
    }
    return this.findAll(point, slop)[0] ?? null;
  }

  /** All under a place, the one most likely meant first: clicking again goes through them. */
  findAll(point: Point, slop: number): Found[] {
    const found: (Found & { weight: number })[] = [];
    for (const i of this.grid.at(point, slop * 1.5).reverse()) {
      const bounds = this.bounds[i] as Rect;
      if (!contains(bounds, point, slop * 1.5)) continue;
      const item = this.items[i] as PlaneItem;
      const hit = this.shapes[item.shape]?.hit(item.value, point, slop);
      if (!hit) continue;
      const size = bounds.width * bounds.height;
      // An outline under the pointer is a clearer sign than being somewhere inside.
      found.push({ item, hit, weight: hit.on === "inside" ? size : size * 0.25 });
    }
    return found.sort((a, b) => a.weight - b.weight);
  }

  /** Items that touch `rect`, in order. */
  within(rect: Rect): PlaneItem[] {
    return this.grid
      .near(rect)
      .filter((i) => overlap(this.bounds[i] as Rect, rect))
      .map((i) => this.items[i] as PlaneItem);
  }
  /** How many touch `rect`, counted up to `most`. */
  countWithin(rect: Rect, most: number): number {
    if (this.items.length < most) return this.items.length;
    let count = 0;
    for (const bounds of this.bounds) if (overlap(bounds, rect) && ++count >= most) break;
    return count;
  }

  /** Items that lie wholly in `rect`. */
  inside(rect: Rect): PlaneItem[] {
    return this.grid.near(rect).flatMap((i) => {
      const { x, y, width, height } = this.bounds[i] as Rect;
      const all = contains(rect, { x, y }) && contains(rect, { x: x + width, y: y + height });
      return all ? [this.items[i] as PlaneItem] : [];
    });
  }
}
