// Joining two regions: from the one in hand to the next that is picked, by pointer or by walking and Enter.

import type { Bench } from "./bench";
import { newId } from "./ids";
import type { Region } from "./model";
import { fitting } from "./relations";
import { Signal } from "./signal";

export interface Link {
  from: string | null;
  /** Where the walking hands are; Enter joins with it. */
  to: string | null;
}

export class Linking {
  readonly state = new Signal<Link | null>(null);

  constructor(private readonly bench: Bench) {}

  get possible(): boolean {
    return (this.bench.schema.relation_sets ?? []).length > 0;
  }

  /** From the selected region, else from the one that is picked next. Beginning again leaves it. */
  begin(): void {
    if (this.state.snapshot()) {
      this.cancel();
      return;
    }
    const { bench } = this;
    const from = bench.region(bench.hands.snapshot().selected)?.id ?? null;
    if (bench.hands.snapshot().tool !== null) bench.take(null);
    bench.select(from);
    this.state.set({ from, to: null });
  }

  cancel(): void {
    this.state.set(null);
  }

  /** A region was picked: true when that was for this. */
  pick(id: string | null): boolean {
    const link = this.state.snapshot();
    if (!link) return false;
    const region = this.bench.region(id);
    if (id === null) this.cancel();
    if (!region) return id === null;
    if (link.from === null) {
      this.state.set(null);
      this.bench.select(region.id);
      this.state.set({ from: region.id, to: null });
    } else if (region.id !== link.from) this.join(link.from, region.id);
    return true;
  }

  /** Regions that may be joined with the one in hand (or begin a relation), in their order. */
  candidates(): Region[] {
    const link = this.state.snapshot();
    const { bench } = this;
    const { regions } = bench.body;
    const from = bench.region(link?.from ?? null);
    const can = (a: Region, b: Region) => fitting(bench.schema, bench.body, a, b).length > 0;
    if (from) return regions.filter((region) => can(from, region));
    return regions.filter((region) => regions.some((other) => can(region, other)));
  }

  walk(forward: boolean): void {
    const link = this.state.snapshot();
    const list = this.candidates();
    if (!link || list.length === 0) return;
    const at = list.findIndex(({ id }) => id === link.to);
    const next =
      at < 0 ? (forward ? 0 : list.length - 1) : (at + (forward ? 1 : -1) + list.length) % list.length;
    this.state.set({ ...link, to: list[next]?.id ?? null });
  }

  /** Enter: takes what the hands walked to. */
  confirm(): boolean {
    const link = this.state.snapshot();
    return link?.to != null && this.pick(link.to);
  }

  /** Joins two regions by the first set that allows it, and selects the relation so that its label can be given. */
  join(from: string, to: string): string | null {
    const { bench } = this;
    const a = bench.region(from);
    const b = bench.region(to);
    const set = a && b && fitting(bench.schema, bench.body, a, b)[0];
    if (!set) {
      this.refused.update((n) => n + 1);
      return null;
    }
    const id = newId(12);
    bench.store.edit("did.join", (editor) => editor.link({ id, set: set.id, from_id: from, to_id: to }));
    this.state.set(null);
    bench.select(id);
    return id;
  }

  /** Counts joins that no set allows, so that the screen can say so. */
  readonly refused = new Signal(0);
}
