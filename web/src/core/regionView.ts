// How regions are looked at, not what they say: hidden, locked, listed in which order. Not kept with the annotation.

import type { Bench } from "./bench";
import type { Region } from "./model";
import { Signal } from "./signal";

export type Order = "made" | "place" | "label";
export const ORDERS: readonly Order[] = ["made", "place", "label"];

export interface RegionView {
  hidden: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  order: Order;
  /** Only these labels (`set/value`, or the set) are listed and drawn; null: all. */
  only: string | null;
}

export const VIEW: RegionView = { hidden: new Set(), locked: new Set(), order: "made", only: null };

export const labelKey = (bench: Bench, region: Region): string => {
  const label = bench.labelOf(region);
  return label === null ? region.set : `${region.set}/${label}`;
};

/** Regions as the list shows them. */
export function listed(bench: Bench, regions: readonly Region[], view: RegionView): Region[] {
  const kept =
    view.only === null ? [...regions] : regions.filter((region) => labelKey(bench, region) === view.only);
  if (view.order === "place") return kept.sort((a, b) => compare(placeOf(a), placeOf(b)));
  if (view.order === "label") {
    const names = new Map(kept.map((region) => [region.id, nameOf(bench, region)]));
    return kept.sort((a, b) => (names.get(a.id) ?? "").localeCompare(names.get(b.id) ?? ""));
  }
  return kept;
}

const nameOf = (bench: Bench, region: Region) => bench.names.get(labelKey(bench, region)) ?? "\uffff";

/** Where a region begins: in text by its start (longer ones first), on a picture from top to bottom. */
function placeOf(region: Region): number[] {
  const value = region.value as { [key: string]: unknown };
  if (typeof value.start === "number") return [value.start, -(value.end as number)];
  const points = numbersOf(value.parts ?? value.points ?? [[value.x, value.y]]);
  return [Math.min(...points.map(([, y]) => y)), Math.min(...points.map(([x]) => x))];
}

function numbersOf(value: unknown): [number, number][] {
  if (!Array.isArray(value)) return [];
  const [x, y] = value;
  if (typeof x === "number" && typeof y === "number") return [[x, y]];
  return value.flatMap(numbersOf);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}

export class RegionViews extends Signal<RegionView> {
  constructor() {
    super(VIEW);
  }

  private toggled(key: "hidden" | "locked", ids: readonly string[]): void {
    this.update((view) => {
      const set = new Set(view[key]);
      const all = ids.every((id) => set.has(id));
      for (const id of ids) all ? set.delete(id) : set.add(id);
      return { ...view, [key]: set };
    });
  }

  hide(...ids: string[]): void {
    this.toggled("hidden", ids);
  }

  lock(...ids: string[]): void {
    this.toggled("locked", ids);
  }

  sort(order: Order): void {
    this.update((view) => ({ ...view, order }));
  }

  filter(only: string | null): void {
    this.update((view) => ({ ...view, only }));
  }

  /** Whether a region is drawn. */
  shows(bench: Bench, region: Region): boolean {
    const { hidden, only } = this.snapshot();
    return !hidden.has(region.id) && (only === null || labelKey(bench, region) === only);
  }
}
