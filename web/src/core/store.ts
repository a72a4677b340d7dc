// The annotation being made: one immutable document, changed only by change sets.
// A change set can be turned round, so undo, redo, drafts and (later) live views need nothing else.

import { type Answer, type Body, EMPTY, type Json, type Region, type Relation } from "./model";
import { relationsOf } from "./relations";
import { Signal } from "./signal";

/** One region, relation or answer before and after. `at` is its place in the list, so that undo puts it back there. */
export type Change =
  | { what: "region"; id: string; before: Region | null; after: Region | null; at: number }
  | { what: "relation"; id: string; before: Relation | null; after: Relation | null; at: number }
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

  link(relation: Relation): void {
    const list = relationsOf(this.body);
    const at = list.findIndex((other) => other.id === relation.id);
    const before = at < 0 ? null : (list[at] as Relation);
    this.add({ what: "relation", id: relation.id, before, after: relation, at: at < 0 ? list.length : at });
  }

  /** Takes a relation away with all answers about it. */
  unlink(id: string): void {
    const at = relationsOf(this.body).findIndex((relation) => relation.id === id);
    if (at < 0) return;
    for (const answer of this.body.answers.filter((answer) => answer.region === id)) {
      this.answer(answer.question, answer.kind, id, null);
    }
    this.add({ what: "relation", id, before: relationsOf(this.body)[at] as Relation, after: null, at });
  }

  /** Takes a region away with all answers about it, and the relations that join it. */
  remove(id: string): void {
    for (const { id: own } of relationsOf(this.body).filter((one) => one.from_id === id || one.to_id === id))
      this.unlink(own);
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
    .map((change): Change => ({ ...change, before: change.after, after: change.before }) as Change);
  return { ...set, changes };
}

export function applied(body: Body, changes: readonly Change[]): Body {
  let { regions, answers, relations } = body;
  for (const change of changes) {
    if (change.what === "region") {
      regions = replaced(regions, change.after, change.at, (other) => other.id === change.id);
    } else if (change.what === "relation") {
      relations = replaced(relations ?? [], change.after, change.at, (other) => other.id === change.id);
    } else {
      answers = replaced(
        answers,
        change.after,
        change.at,
        (other) => answerId(other.question, other.region) === change.id,
      );
    }
  }
  return relations?.length ? { regions, answers, relations } : { regions, answers };
}

function replaced<T>(list: T[], value: T | null, at: number, same: (other: T) => boolean): T[] {
  const present = list.findIndex(same);
  if (present < 0) return value === null ? list : list.toSpliced(Math.min(at, list.length), 0, value);
  return value === null ? list.toSpliced(present, 1) : list.with(present, value);
}
