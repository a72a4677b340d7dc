// One open item: its annotation, its history, and what the hands are on. The screen only shows this and calls it.

import { askedAbout } from "./conditions";
import { givenBy, placeOf } from "./given";
import { Group } from "./group";
import { AT_FIRST, changed, type Hands, type Marked } from "./hands";
import { History } from "./history";
import { newId } from "./ids";
import { Linking } from "./linking";
import { type Missing, missingOf } from "./missing";
import {
  aboutOf,
  type Body,
  EMPTY,
  ITEM,
  type Json,
  type Question,
  type Region,
  type Relation,
  type Schema,
  type Task,
} from "./model";
import {
  type Brush,
  type BrushOption,
  brushesFor,
  type Ink,
  Inks,
  labelNames,
  namingQuestion,
} from "./options";
import { RegionViews } from "./regionView";
import { partsOf, relationsOf } from "./relations";
import { Signal } from "./signal";
import { AnnotationStore } from "./store";
import { Suggestions } from "./suggestions";

/** What a question can be about besides the item. */
export type Part = Region | Relation;

export type { Hands, Marked } from "./hands";
export type { Missing } from "./missing";

export class Bench {
  readonly store: AnnotationStore;
  readonly hands = new Signal<Hands>(AT_FIRST);
  readonly history: History;
  readonly inks: Inks;
  readonly brushes: readonly BrushOption[];
  /** What labels are called, by `set/value`. */
  readonly names: ReadonlyMap<string, string>;
  /** Only looked at: surfaces let nothing be moved (see ReadingBench). */
  readonly locked: boolean = false;
  readonly view = new RegionViews();
  readonly linking: Linking = new Linking(this);
  readonly group: Group = new Group(this);
  readonly suggestions: Suggestions;

  constructor(
    readonly task: Task,
    readonly schema: Schema,
    body: Body | null,
    private readonly wrong: (question: Question, value: Json) => string | null = () => null,
    now?: () => number,
  ) {
    this.store = new AnnotationStore(body ?? task.draft ?? task.body ?? EMPTY);
    this.history = new History(this.store, () => this.hands.snapshot().selected, now);
    this.inks = new Inks(schema, task.data);
    this.brushes = brushesFor(schema, schema.region_sets, task.data, this.inks);
    this.names = labelNames(schema, task.data);
    this.suggestions = new Suggestions(this);
    // With a single label there is nothing to choose.
    if (this.brushes.length === 1) this.set({ brush: this.brushes[0] as Brush });
  }

  get body(): Body {
    return this.store.snapshot();
  }

  region(id: string | null): Region | undefined {
    const part = this.part(id);
    return part && "shape" in part ? part : undefined;
  }

  /** How a region looks here, if not by its label. */
  lookOf(_region: Part): { ink: Ink; label: string } | null {
    return null;
  }

  relation(id: string | null): Relation | undefined {
    const part = this.part(id);
    return part && "from_id" in part ? part : undefined;
  }

  part(id: string | null): Part | undefined {
    return id === null ? undefined : partsOf(this.body).get(id);
  }

  /** The label a region or relation carries, if it was given one. */
  labelOf(part: Part): string | null {
    const naming = namingQuestion(this.schema, part.set);
    if (!naming) return null;
    const value = this.answer(naming.id, part.id);
    if (typeof value === "string") return value;
    // A tree's label is the end of its first path.
    const path = Array.isArray(value) ? value[0] : null;
    const end = Array.isArray(path) ? path.at(-1) : null;
    return typeof end === "string" ? end : null;
  }

  answer(question: string, region: string | null): Json {
    return givenBy(this.body).get(placeOf(question, region)) ?? null;
  }

  // --- hands -------------------------------------------------------------------------------------

  private set(change: Partial<Hands>): void {
    this.hands.update((hands) => changed(hands, change));
  }

  select(id: string | null): void {
    if (this.linking.pick(id)) return;
    const { selected, chosen } = this.hands.snapshot();
    if (selected === id) {
      if (id !== null && (!chosen || this.group.several)) this.set({ chosen: true, made: null, others: [] });
      return;
    }
    const marked = id === null ? {} : { marked: null };
    this.set({ selected: id, chosen: id !== null, question: null, made: null, ...marked });
  }

  /** Walks the regions, then the relations, in their order, round and round. */
  selectNext(forward: boolean): void {
    if (this.linking.state.snapshot()) {
      this.linking.walk(forward);
      return;
    }
    const parts = [...this.body.regions, ...relationsOf(this.body)];
    if (parts.length === 0) return;
    const at = parts.findIndex(({ id }) => id === this.hands.snapshot().selected);
    const next =
      at < 0 ? (forward ? 0 : parts.length - 1) : (at + (forward ? 1 : -1) + parts.length) % parts.length;
    this.select(parts[next]?.id ?? null);
  }

  take(tool: string | null): void {
    const { brush } = this.hands.snapshot();
    const fits =
      brush && this.schema.region_sets.find((set) => set.id === brush.set)?.shapes.includes(tool ?? "");
    const first = this.brushes.find((option) => this.setOf(option)?.shapes.includes(tool ?? ""));
    // A label of a set that cannot take this shape gives way to one that can, or to none.
    const other = first && this.brushes.filter(({ set }) => set === first.set).length === 1 ? first : null;
    this.set({
      tool,
      selected: null,
      made: null,
      marked: null,
      ...(tool === null || fits ? {} : { brush: other }),
    });
  }

  /** Takes up a label; taking it up again lets it go. Brings the tool along if the one in hand cannot draw it. */
  arm(brush: Brush | null): void {
    const { brush: before, tool } = this.hands.snapshot();
    if (
      brush &&
      before &&
      before.set === brush.set &&
      before.value === brush.value &&
      this.brushes.length > 1
    ) {
      this.set({ brush: null, made: null });
      return;
    }
    const shapes = brush ? (this.setOf(brush)?.shapes ?? []) : [];
    const drawable = shapes.filter((shape) => shape !== "span");
    const next =
      brush && drawable.length > 0 && !(tool && shapes.includes(tool)) ? (drawable[0] as string) : tool;
    this.set({ brush, tool: next, made: null });
  }

  /** Takes up a label; that in hand stays. For keys, which are pressed without a look at what is in hand. */
  takeUp(brush: Brush): void {
    const { brush: before } = this.hands.snapshot();
    if (before?.set !== brush.set || before.value !== brush.value) this.arm(brush);
  }

  /** Begins with the tool and the label that another item was left with, as far as this one has them. */
  carry({ tool, brush }: Pick<Hands, "tool" | "brush">): void {
    const drawable = this.schema.region_sets.some((set) => set.shapes.includes(tool ?? ""));
    const same = this.brushes.find(({ set, value }) => set === brush?.set && value === brush.value);
    const only = this.brushes.length === 1 ? (this.brushes[0] as Brush) : null;
    this.set({ tool: drawable ? tool : null, brush: same ?? only });
  }

  mark(marked: Marked | null): void {
    const before = this.hands.snapshot().marked;
    if (before === marked) return;
    const same = (a?: Marked["whole"], b?: Marked["whole"]) => a?.start === b?.start && a?.end === b?.end;
    if (before && marked && same(before, marked) && same(before.whole, marked.whole)) return;
    this.set({ marked, ...(marked ? { selected: null, question: null, made: null } : {}) });
  }

  focus(question: string | null): void {
    if (this.hands.snapshot().question !== question) this.set({ question });
  }

  /** One step back, for Esc; false when there was nothing to step back from. */
  stepBack(): boolean {
    const { marked, selected, tool, brush } = this.hands.snapshot();
    if (this.linking.state.snapshot()) this.linking.cancel();
    else if (marked) this.set({ marked: null });
    else if (selected !== null) this.select(null);
    else if (tool !== null) this.set({ tool: null });
    else if (brush !== null && this.brushes.length > 1) this.set({ brush: null });
    else return false;
    return true;
  }

  // --- regions -----------------------------------------------------------------------------------

  private setOf(brush: Brush) {
    return this.schema.region_sets.find((set) => set.id === brush.set);
  }

  /** A new region of `shape` on `field`, labelled by `brush` or by what is in hand. Its id; null if none may be made. */
  make(
    field: string,
    shape: string,
    value: Json,
    brush: Brush | null = this.hands.snapshot().brush,
  ): string | null {
    const fitting = this.schema.region_sets.filter(
      (set) => set.field === field && set.shapes.includes(shape),
    );
    const set = fitting.find((one) => one.id === brush?.set) ?? fitting[0];
    if (!set) return null;
    const id = newId(12);
    const naming = namingQuestion(this.schema, set.id);
    const label = naming?.kind === "choice" && brush?.set === set.id ? brush.value : null;
    this.store.edit("did.draw", (editor) => {
      editor.put({ id, set: set.id, shape, version: 1, value });
      if (naming && label !== null) editor.answer(naming.id, naming.kind, id, label);
    });
    this.set({ selected: id, question: null, made: label === null ? id : null, marked: null });
    return id;
  }

  /** A region of the marked text: of its whole words, or of exactly what was marked. */
  makeMarked(brush: Brush, exact = false): string | null {
    const { marked } = this.hands.snapshot();
    if (!marked) return null;
    const { start, end } = exact ? marked : (marked.whole ?? marked);
    return this.make(marked.field, "span", { start, end }, brush);
  }

  /**
   * The region selected on purpose, or just drawn without a label, gets this one, which is taken up too; false when
   * there is none or it cannot carry that label. One that got its label from the hand keeps it: the key is for the
   * next one.
   */
  relabel(brush: Brush): boolean {
    const { made, selected, chosen } = this.hands.snapshot();
    const region = chosen || made === selected ? this.region(selected) : undefined;
    const naming = region?.set === brush.set ? namingQuestion(this.schema, brush.set) : null;
    if (naming?.kind !== "choice" || brush.value === null) return false;
    this.give(naming, selected, brush.value);
    this.set({ brush });
    return true;
  }

  /** The question that named the selected region, when keys of labels are for the next one and not for it. */
  named(): Question | null {
    const { made, selected, chosen, brush } = this.hands.snapshot();
    const region = this.region(selected);
    if (!region || chosen || made === selected || brush?.set !== region.set) return null;
    const naming = namingQuestion(this.schema, region.set);
    return naming?.kind === "choice" && this.answer(naming.id, region.id) !== null ? naming : null;
  }

  reshape(id: string, value: Json, merge?: string): void {
    if (this.view.snapshot().locked.has(id)) return;
    // Adjusting what was suggested accepts it.
    const suggested = this.suggestions.get(id);
    if (suggested) this.suggestions.accept(suggested, false);
    const region = this.region(id);
    if (region) this.store.edit("did.reshape", (editor) => editor.put({ ...region, value }), merge);
  }

  /** Removes a region or relation; the one that takes its place in the list is selected, so that hands can go on. */
  remove(id: string): void {
    const suggested = this.suggestions.get(id);
    if (suggested) {
      this.suggestions.ignore(suggested);
      return;
    }
    if (!this.part(id) || this.view.snapshot().locked.has(id)) return;
    this.store.edit("did.remove", (editor) => (this.region(id) ? editor.remove(id) : editor.unlink(id)));
    this.linking.cancel();
    this.select(null);
  }

  // --- questions ---------------------------------------------------------------------------------

  /** What is asked now: about the selected region or relation, else about the item. */
  questionsNow(): { region: Part | null; questions: Question[] } {
    const region = this.part(this.hands.snapshot().selected) ?? null;
    return { region, questions: askedAbout(this.schema, this.body, region?.set ?? ITEM, region?.id ?? null) };
  }

  /**
   * Whether number keys mean labels: for marked text, and with a tool in hand unless a region waits for an answer
   * that it must have, or somebody went to one of its questions. So too right after marking with a label in hand.
   */
  labelsByNumber(): boolean {
    const { marked, tool, question } = this.hands.snapshot();
    if (marked) return true;
    const { region, questions } = this.questionsNow();
    const fresh = this.brushes.length > 1 && this.named() !== null;
    if (tool === null && !fresh)
      return region === null && !this.schema.questions.some((one) => aboutOf(one) === ITEM);
    if (region === null) return true;
    const waits = questions.some((one) => one.required !== false && this.answer(one.id, region.id) === null);
    return !waits && question === null;
  }

  /** The question that number keys answer: the focused one, else the first unanswered, else the first. */
  active(): Question | null {
    const { region, questions } = this.questionsNow();
    const wanted = this.hands.snapshot().question;
    return (
      questions.find((question) => question.id === wanted) ??
      questions.find((question) => this.answer(question.id, region?.id ?? null) === null) ??
      questions[0] ??
      null
    );
  }

  give(question: Question, region: string | null, value: Json, merge?: string): void {
    const about = this.group.givenTo(question, region);
    const given = JSON.stringify(value);
    if (about.every((id) => JSON.stringify(this.answer(question.id, id)) === given)) return;
    this.store.edit(
      "did.answer",
      // Answers to questions that are not asked any more stay: the server leaves them out, and whoever changes
      // their mind twice finds them again.
      (editor) => {
        for (const id of about) editor.answer(question.id, question.kind, id, value);
      },
      merge,
    );
    const { missing, tool } = this.hands.snapshot();
    const left = missing.filter((one) => one.question !== question.id || one.region !== region);
    const named = region === null ? undefined : this.region(region);
    // With a tool in hand, the label just given is the one most likely wanted for the next region.
    const naming = named && namingQuestion(this.schema, named.set);
    const brush =
      tool !== null && naming?.id === question.id && typeof value === "string"
        ? { set: named?.set ?? "", value }
        : null;
    this.set({ missing: left, ...(brush ? { brush } : {}) });
  }

  // --- submit ------------------------------------------------------------------------------------

  /** What must still be done; also shown at the questions. Empty means ready. */
  check(): readonly Missing[] {
    const missing = missingOf(this, this.wrong);
    this.set({ missing });
    const first = missing[0];
    if (first?.question) this.set({ selected: first.region, question: first.question });
    return missing;
  }

  undo(): boolean {
    return this.back(this.history.undo());
  }

  redo(): boolean {
    return this.back(this.history.redo());
  }

  private back(selected: string | null | undefined): boolean {
    if (selected === undefined) return false;
    const still = this.part(selected) ? selected : null;
    this.linking.cancel();
    this.set({ selected: still, question: null, made: null, marked: null });
    return true;
  }
}
