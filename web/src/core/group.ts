// Several regions at once: selected together, and what is done to one of them is done to all, as one step.

import type { Bench } from "./bench";
import { changed } from "./hands";
import { newId } from "./ids";
import { type Answer, aboutOf, type Json, type Question, type Region } from "./model";
import { type Brush, namingQuestion } from "./options";

/** A region with what was said about it, to be put down elsewhere. */
export interface Copy {
  region: Region;
  answers: readonly Answer[];
}

export class Group {
  constructor(private readonly bench: Bench) {}

  /** All that is selected; the one whose questions are asked last. */
  get ids(): string[] {
    const { selected, others } = this.bench.hands.snapshot();
    return selected === null ? [] : [...others, selected];
  }

  get several(): boolean {
    return this.bench.hands.snapshot().others.length > 0;
  }

  /** Adds a region to those selected, or takes it out. */
  toggle(id: string): void {
    const now = this.ids;
    this.select(now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
  }

  /** Suggestions and relations are not among them. */
  select(ids: readonly string[]): void {
    const { bench } = this;
    const regions = ids.filter((id) => bench.region(id));
    bench.linking.cancel();
    const hands = { question: null, chosen: true, made: null, marked: null };
    const selected = { selected: regions.at(-1) ?? null, others: regions.slice(0, -1) };
    bench.hands.update((now) => changed(now, { ...hands, ...selected }));
  }

  private free(): string[] {
    const { locked } = this.bench.view.snapshot();
    return this.ids.filter((id) => !locked.has(id));
  }

  reshape(list: readonly { id: string; value: Json }[], merge?: string): void {
    const { bench } = this;
    const { locked } = bench.view.snapshot();
    const change = list.filter(({ id }) => !locked.has(id));
    bench.store.edit(
      "did.reshape",
      (editor) => {
        for (const { id, value } of change) {
          const region = bench.region(id);
          if (region) editor.put({ ...region, value });
        }
      },
      merge,
    );
  }

  remove(): void {
    const { bench } = this;
    const ids = this.ids;
    if (ids.length === 1) {
      bench.remove(ids[0] as string);
      return;
    }
    const free = this.free();
    bench.store.edit("did.remove", (editor) => {
      for (const id of free) editor.remove(id);
    });
    bench.linking.cancel();
    bench.select(null);
  }

  /** New regions with what was said about them; they are selected. */
  put(copies: readonly Copy[]): void {
    const made = copies.map(({ region, answers }) => ({ region: { ...region, id: newId(12) }, answers }));
    if (made.length === 0 || this.bench.locked) return;
    this.bench.store.edit("did.draw", (editor) => {
      for (const { region, answers } of made) {
        editor.put(region);
        for (const one of answers) editor.answer(one.question, one.kind, region.id, one.value, one.version);
      }
    });
    this.select(made.map(({ region }) => region.id));
  }

  /** New regions of one shape with the label in hand, but for those that are there already. How many. */
  makeAll(field: string, shape: string, values: readonly Json[]): number {
    const { schema, body, hands } = this.bench;
    const { brush } = hands.snapshot();
    const sets = schema.region_sets.filter((one) => one.field === field && one.shapes.includes(shape));
    const set = sets.find(({ id }) => id === brush?.set) ?? sets[0];
    if (!set) return 0;
    const naming = namingQuestion(schema, set.id);
    const label = naming?.kind === "choice" && brush?.set === set.id ? brush.value : null;
    const place = (value: Json) => JSON.stringify(value, Object.keys(value as object).sort());
    const there = new Set(body.regions.filter((one) => one.set === set.id).map(({ value }) => place(value)));
    const answers: Answer[] =
      naming && label !== null ? [{ question: naming.id, kind: naming.kind, version: 1, value: label }] : [];
    const copies = values
      .filter((value) => !there.has(place(value)))
      .map((value): Copy => ({ region: { id: "", set: set.id, shape, version: 1, value }, answers }));
    this.put(copies);
    return copies.length;
  }

  /** What is selected, as copies. */
  copies(): Copy[] {
    const { body } = this.bench;
    return this.ids.flatMap((id) => {
      const region = this.bench.region(id);
      return region ? [{ region, answers: body.answers.filter((one) => one.region === id) }] : [];
    });
  }

  /** All that is selected gets this label; false unless there are several that can carry it. */
  relabel(brush: Brush): boolean {
    const { bench } = this;
    const naming = namingQuestion(bench.schema, brush.set);
    if (!this.several || naming?.kind !== "choice" || brush.value === null) return false;
    const { value } = brush;
    const free = this.free().filter((id) => bench.region(id)?.set === brush.set);
    bench.store.edit("did.answer", (editor) => {
      for (const id of free) editor.answer(naming.id, naming.kind, id, value);
    });
    return free.length > 0;
  }

  /** Whom an answer is for: with several selected, for all of them that are asked. */
  givenTo(question: Question, region: string | null): readonly (string | null)[] {
    if (region === null || !this.several || region !== this.bench.hands.snapshot().selected) return [region];
    return this.ids.filter((id) => this.bench.region(id)?.set === aboutOf(question));
  }
}
