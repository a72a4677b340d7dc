// The annotation being made: one immutable document, changed only by change sets.
// A change set can be turned round, so undo, redo, drafts and (later) live views need nothing else.

import { type Answer, type Body, EMPTY, type Json, type Region } from "./model";
import { Signal } from "./signal";

/** One region or answer before and after. `at` is its place in the list, so that undo puts it back there. */
export type Change =
  | { what: "region"; id: string; before: Region | null; after: Region | null; at: number }
  | { what: "answer"; id: string; before: Answer | null; after: Answer | null; at: number };

export interface ChangeSet {
  /** i18n key of what the person did, shown beside undo. */
  label: string;
  changes: Change[];
  /** Sets with the same key that follow quickly are one step for undo: typing, nudging. */
  merge?: string;
}

const answerId = (question: string, region: string | null | undefined) => `${region ?? ""}/${question}`;

/** Collects changes to a body; what `AnnotationStore.edit` hands to its callback. */
export class Editor {
  readonly changes: Change[] = [];

  constructor(private body: Body) {}

  get now(): Body {
    return this.body;
  }

  put(region: Region): void {
    const at = this.body.regions.findIndex((other) => other.id === region.id);
    const before = at < 0 ? null : (this.body.regions[at] as Region);
    this.add({
      what: "region",
      id: region.id,
      before,
      after: region,
      at: at < 0 ? this.body.regions.length : at,
    });
  }

  /** Takes a region away with all answers about it. */
  remove(id: string): void {
    const at = this.body.regions.findIndex((region) => region.id === id);
    if (at < 0) return;
    for (const answer of this.body.answers.filter((answer) => answer.region === id)) {
      this.answer(answer.question, answer.kind, id, null);
    }
    this.add({ what: "region", id, before: this.body.regions[at] as Region, after: null, at });
  }

  /** Sets or (with null) takes back an answer. */
  answer(question: string, kind: string, region: string | null, value: Json, version = 1): void {
    const id = answerId(question, region);
    const at = this.body.answers.findIndex((answer) => answerId(answer.question, answer.region) === id);
    const before = at < 0 ? null : (this.body.answers[at] as Answer);
    if (value === null && before === null) return;
    const after: Answer | null =
      value === null ? null : { question, kind, version, value, ...(region === null ? {} : { region }) };
    this.add({ what: "answer", id, before, after, at: at < 0 ? this.body.answers.length : at });
  }

  private add(change: Change): void {
    if (change.before === null && change.after === null) return;
    this.changes.push(change);
    this.body = applied(this.body, [change]);
  }
}

export class AnnotationStore extends Signal<Body> {
  private readonly watchers = new Set<(set: ChangeSet) => void>();

  constructor(body: Body = EMPTY) {
    super(body);
  }

  /** Told every change set made by `edit` (not by undo and redo). */
  watch(watcher: (set: ChangeSet) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  edit(label: string, change: (editor: Editor) => void, merge?: string): void {
    const editor = new Editor(this.snapshot());
    change(editor);
    if (editor.changes.length === 0) return;
    const set: ChangeSet = { label, changes: editor.changes, ...(merge === undefined ? {} : { merge }) };
    this.apply(set);
    for (const watcher of this.watchers) watcher(set);
  }

  apply(set: ChangeSet): void {
    this.set(applied(this.snapshot(), set.changes));
  }
}

/** The change set that takes `set` back. */
export function inverse(set: ChangeSet): ChangeSet {
  const changes = set.changes
    .toReversed()
    .map(
      (change): Change =>
        change.what === "region"
          ? { ...change, before: change.after, after: change.before }
          : { ...change, before: change.after, after: change.before },
    );
  return { ...set, changes };
}

export function applied(body: Body, changes: readonly Change[]): Body {
  let { regions, answers } = body;
  for (const change of changes) {
    if (change.what === "region") {
      regions = replaced(regions, change.after, change.at, (other) => other.id === change.id);
    } else {
      answers = replaced(
        answers,
        change.after,
        change.at,
        (other) => answerId(other.question, other.region) === change.id,
      );
    }
  }
  return { regions, answers };
}

function replaced<T>(list: T[], value: T | null, at: number, same: (other: T) => boolean): T[] {
  const present = list.findIndex(same);
  if (present < 0) return value === null ? list : list.toSpliced(Math.min(at, list.length), 0, value);
  return value === null ? list.toSpliced(present, 1) : list.with(present, value);
}
