// A reviewer's sitting: one case after the other, the next one at once, the last decision taken back.
// Knows neither React nor fetch, like Session.

import { Bench } from "./bench";
import type { Body, Id, Json, Media, Question, Region, Schema } from "./model";
import { relationsOf } from "./relations";
import { Signal } from "./signal";

/** As much of a case as the desk needs. */
export interface DeskCase {
  item: string;
  revision: number;
  data: { [source: string]: Json };
  media: { [source: string]: Media };
  resolution: { id: number; state: string; body: Body } | null;
  annotations: { annotation: string; revision: number; body: Body }[];
}

export interface DeskDecision {
  act: "accept" | "decide";
  body: Body;
  note: string;
  seen: number | null;
  saw: [number, number][];
  based_on: number | null;
  seconds: number;
}

export interface DeskApi<C extends DeskCase> {
  next(without: readonly Id[]): Promise<C | null>;
  open(item: Id): Promise<C>;
  decide(item: Id, decision: DeskDecision): Promise<{ review: number }>;
  sendBack(item: Id, annotation: Id, note: string): Promise<{ review: number }>;
  undo(review: number): Promise<{ item: string }>;
  letGo(items: readonly Id[]): Promise<unknown>;
}

/** A case on the table with the decision in the making. */
export interface Open<C extends DeskCase> {
  case: C;
  bench: Bench;
  /** Whose answer was taken as a whole. */
  basedOn: string | null;
  note: string;
}

export interface DeskState<C extends DeskCase> {
  phase: "loading" | "working" | "empty" | "failed";
  open: Open<C> | null;
  /** The next case is here already. */
  ready: boolean;
  error: unknown;
  /** Why the last decision about the open case was refused. */
  refused: unknown;
  decided: number;
  skipped: readonly Id[];
  canUndo: boolean;
}

interface DeskOptions<C extends DeskCase> {
  schema: Schema;
  schemaVersion: number;
  api: DeskApi<C>;
  wrong: (question: Question, value: Json) => string | null;
  clock: { restart(seconds?: number): void; readonly seconds: number };
}

export class Desk<C extends DeskCase> extends Signal<DeskState<C>> {
  private upcoming: C | null = null;
  /** What was open when an earlier case came back; it goes on there. */
  private aside: C[] = [];
  private fetching: Promise<void> | null = null;
  /** Reviews of this sitting, the last one at the end; null while the server has not said its number. */
  private done: { item: Id; review: Promise<number | null>; open: Open<C> }[] = [];
  private closed = false;

  constructor(private readonly options: DeskOptions<C>) {
    super({
      phase: "loading",
      open: null,
      ready: false,
      error: null,
      refused: null,
      decided: 0,
      skipped: [],
      canUndo: false,
    });
  }

  private change(state: Partial<DeskState<C>>): void {
    if (!this.closed) this.update((now) => ({ ...now, ...state }));
  }

  get item(): string | null {
    return this.snapshot().open?.case.item ?? null;
  }

  /** What this reviewer has taken from the queue. */
  get held(): Id[] {
    const waiting = this.aside.map(({ item }) => item);
    return [this.item, this.upcoming?.item, ...waiting].filter((id): id is string => id != null);
  }

  // --- one after the other -----------------------------------------------------------------------

  /** The first case of the queue. */
  async begin(): Promise<void> {
    this.change({ phase: "loading", error: null });
    await this.fetchNext();
    this.advance();
  }

  /** This very item, as its address says. */
  async show(item: Id): Promise<void> {
    if (this.item === `${item}`) return;
    if (this.upcoming?.item === `${item}`) return this.advance();
    this.change({ phase: "loading", error: null });
    try {
      this.put(this.fresh(await this.options.api.open(item)));
      void this.fetchNext();
    } catch (error) {
      this.change({ phase: "failed", open: null, error });
    }
  }

  private fetchNext(): Promise<void> {
    this.fetching ??= this.load().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async load(): Promise<void> {
    if (this.upcoming) return;
    const { skipped } = this.snapshot();
    const settling = this.done.map(({ item }) => item).slice(-5);
    try {
      const without = [...new Set([...skipped, ...settling, ...this.held])];
      this.upcoming = await this.options.api.next(without);
      this.change({ ready: this.upcoming !== null, error: null });
    } catch (error) {
      this.change({ error });
    }
  }

  /** The case that is here already comes on the table, else the table is empty until one is. */
  private advance(): void {
    const back = this.aside.pop();
    const next = back ?? this.upcoming;
    if (!back) this.upcoming = null;
    if (next) {
      this.put(this.fresh(next));
      void this.fetchNext();
    } else {
      const { error } = this.snapshot();
      this.change({ phase: error ? "failed" : "empty", open: null, ready: false, refused: null });
    }
  }

  private async goOn(): Promise<void> {
    if (!this.upcoming && this.aside.length === 0) await this.fetchNext();
    this.advance();
  }

  private put(open: Open<C>, refused: unknown = null): void {
    this.options.clock.restart();
    this.change({ phase: "working", open, ready: this.upcoming !== null, refused });
  }

  private fresh(found: C, body: Body | null = null): Open<C> {
    const { schema, schemaVersion, wrong } = this.options;
    const task = {
      task: found.item,
      item: found.item,
      data: found.data,
      media: found.media,
      schema_version: schemaVersion,
      item_revision: found.revision,
      deadline: null,
      draft: null,
      body: body ?? found.resolution?.body ?? only(found),
    };
    return { case: found, bench: new Bench(task, schema, null, wrong), basedOn: null, note: "" };
  }

  // --- what is done with the open case -----------------------------------------------------------

  write(note: string): void {
    const { open } = this.snapshot();
    if (open) this.change({ open: { ...open, note } });
  }

  /** One labeler's whole answer becomes the decision in the making. */
  take(annotation: string): void {
    const { open } = this.snapshot();
    const said = open?.case.annotations.find((one) => one.annotation === annotation);
    if (!open || !said) return;
    replaceBy(open.bench, said.body);
    this.change({ open: { ...open, basedOn: annotation } });
  }

  /** One question of one labeler. */
  takeAnswer(annotation: string, question: Question): void {
    const { open } = this.snapshot();
    const said = open?.case.annotations.find((one) => one.annotation === annotation);
    const given = said?.body.answers.find((one) => one.question === question.id && !one.region);
    if (open && said) open.bench.give(question, null, given?.value ?? null);
  }

  /** One region of one labeler with all that was said about it; taken again, it goes. */
  takeRegion(annotation: string, id: string): void {
    const { open } = this.snapshot();
    const body = open?.case.annotations.find((one) => one.annotation === annotation)?.body;
    const region = body?.regions.find((one) => one.id === id);
    if (!open || !body || !region) return;
    const there = open.bench.body.regions.find((one) => same(one, region));
    if (there) {
      open.bench.remove(there.id);
      return;
    }
    const own = open.bench.region(id) ? `${id}-${annotation}` : id;
    open.bench.store.edit("did.take_region", (editor) => {
      editor.put({ ...region, id: own });
      for (const one of body.answers) {
        if (one.region === id) editor.answer(one.question, one.kind, own, one.value);
      }
    });
    open.bench.select(own);
  }

  /** Whether the decision is the label as it stands already. */
  accepts(): boolean {
    const { open } = this.snapshot();
    const now = open?.case.resolution;
    return now?.state === "resolved" && alike(now.body, open?.bench.body);
  }

  /** Decides and shows the next. False when something is missing; the bench says what. */
  decide(): boolean {
    const { open, decided } = this.snapshot();
    if (!open || open.bench.check().length > 0) return false;
    const { item, resolution, annotations } = open.case;
    const sent = this.options.api
      .decide(item, {
        act: this.accepts() ? "accept" : "decide",
        body: open.bench.body,
        note: open.note.trim(),
        seen: resolution?.id ?? null,
        saw: annotations.map((one) => [Number(one.annotation), one.revision]),
        based_on: open.basedOn === null ? null : Number(open.basedOn),
        seconds: Math.round(this.options.clock.seconds * 10) / 10,
      })
      .then(
        ({ review }) => review,
        (error: unknown) => this.refuse(open, error),
      );
    this.keep(open, sent);
    this.change({ decided: decided + 1 });
    void this.goOn();
    return true;
  }

  private keep(open: Open<C>, review: Promise<number | null>): void {
    this.done.push({ item: open.case.item, review, open });
    this.change({ canUndo: true });
  }

  /** The server said no: the case comes back as it is now, with the decision as it was made. */
  private async refuse(open: Open<C>, refused: unknown): Promise<null> {
    this.done = this.done.filter((one) => one.open !== open);
    const { decided } = this.snapshot();
    this.change({ decided: Math.max(0, decided - 1), canUndo: this.done.length > 0 });
    const again = await this.options.api.open(open.case.item).catch(() => open.case);
    this.putAside();
    this.put({ ...this.fresh(again, open.bench.body), note: open.note, basedOn: open.basedOn }, refused);
    return null;
  }

  /** The open case waits as the next. */
  private putAside(): void {
    const { open } = this.snapshot();
    if (open) this.aside.push(open.case);
  }

  async sendBack(annotation: string, note: string): Promise<void> {
    const { open } = this.snapshot();
    if (!open) return;
    // Waits for the server: who was asked must be sure.
    const { review } = await this.options.api.sendBack(open.case.item, annotation, note);
    this.keep(open, Promise.resolve(review));
    await this.goOn();
  }

  async skip(): Promise<void> {
    const { open, skipped } = this.snapshot();
    if (!open) return;
    this.change({ skipped: [...skipped, open.case.item] });
    void this.options.api.letGo([open.case.item]).catch(() => undefined);
    await this.goOn();
  }

  /** Skipped ones may come again. */
  async again(): Promise<void> {
    this.change({ skipped: [] });
    await this.begin();
  }

  /** Takes the last decision of this sitting back and opens its case, as it was being decided. */
  async undo(): Promise<boolean> {
    const last = this.done.at(-1);
    if (!last) return false;
    const review = await last.review;
    if (review === null) return false;
    await this.options.api.undo(review);
    this.done = this.done.filter((one) => one !== last);
    const again = await this.options.api.open(last.item);
    this.putAside();
    this.put({ ...this.fresh(again, last.open.bench.body), note: last.open.note });
    const { decided } = this.snapshot();
    this.change({ canUndo: this.done.length > 0, decided: Math.max(0, decided - 1) });
    return true;
  }

  /** Begins, also after `close`. */
  start(): void {
    this.closed = false;
  }

  close(): void {
    const { held } = this;
    this.closed = true;
    if (held.length > 0) void this.options.api.letGo(held).catch(() => undefined);
  }
}

/** Where one labeler alone answered, there is nothing to mix. */
const only = (found: DeskCase): Body | null =>
  found.annotations.length === 1 ? (found.annotations[0]?.body ?? null) : null;

function replaceBy(bench: Bench, body: Body): void {
  bench.store.edit("did.take_side", (editor) => {
    for (const { id } of relationsOf(editor.now)) editor.unlink(id);
    for (const { id } of editor.now.regions) editor.remove(id);
    for (const one of editor.now.answers) editor.answer(one.question, one.kind, one.region ?? null, null);
    for (const region of body.regions) editor.put(region);
    for (const relation of relationsOf(body)) editor.link(relation);
    for (const one of body.answers) editor.answer(one.question, one.kind, one.region ?? null, one.value);
  });
  bench.select(null);
}

const same = (a: Region, b: Region) =>
  a.set === b.set && a.shape === b.shape && JSON.stringify(a.value) === JSON.stringify(b.value);

const alike = (a: Body, b: Body | undefined) =>
  JSON.stringify(ordered(a)) === JSON.stringify(b && ordered(b));

const ordered = (body: Body) => [
  body.regions.map((one) => JSON.stringify([one.id, one.set, one.shape, one.value])).toSorted(),
  body.answers.map((one) => JSON.stringify([one.question, one.region ?? null, one.value])).toSorted(),
  relationsOf(body)
    .map((one) => JSON.stringify(one))
    .toSorted(),
];
