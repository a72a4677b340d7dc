// Undo and redo over an AnnotationStore, with the selection that belonged to each step.

import { Signal } from "./signal";
import { type AnnotationStore, type ChangeSet, inverse } from "./store";

interface Step {
  set: ChangeSet;
  /** What was selected before the step; undo puts the hands back where they were. */
  selected: string | null;
  at: number;
}

export interface HistoryState {
  /** i18n key of what undo (redo) would take back (do again); null when there is nothing. */
  undo: string | null;
  redo: string | null;
}

const MERGE_MS = 1200;

export class History extends Signal<HistoryState> {
  private done: Step[] = [];
  private undone: Step[] = [];
  private marked: Step | null = null;
  private readonly stop: () => void;

  constructor(
    private readonly store: AnnotationStore,
    private readonly selected: () => string | null,
    private readonly now: () => number = Date.now,
  ) {
    super({ undo: null, redo: null });
    this.stop = store.watch((set) => this.record(set));
  }

  dispose(): void {
    this.stop();
  }

  get changed(): boolean {
    return this.done.length > 0;
  }

  /** From here on `moved` says whether anything was done or undone. */
  mark(): void {
    this.marked = this.done.at(-1) ?? null;
  }

  get moved(): boolean {
    return this.marked !== (this.done.at(-1) ?? null);
  }

  /** Returns what should be selected afterwards; undefined when there was nothing to undo. */
  undo(): string | null | undefined {
    const step = this.done.pop();
    if (!step) return undefined;
    this.store.apply(inverse(step.set));
    this.undone.push({ ...step, selected: this.selected() });
    this.tell();
    return step.selected;
  }

  redo(): string | null | undefined {
    const step = this.undone.pop();
    if (!step) return undefined;
    this.store.apply(step.set);
    this.done.push({ ...step, selected: this.selected() });
    this.tell();
    return step.selected;
  }

  private record(set: ChangeSet): void {
    const at = this.now();
    const last = this.done.at(-1);
    if (last && set.merge !== undefined && last.set.merge === set.merge && at - last.at < MERGE_MS) {
      last.set = { ...last.set, changes: merged([...last.set.changes, ...set.changes]) };
      last.at = at;
    } else {
      this.done.push({ set, selected: this.selected(), at });
    }
    this.undone = [];
    this.tell();
  }

  private tell(): void {
    this.set({ undo: this.done.at(-1)?.set.label ?? null, redo: this.undone.at(-1)?.set.label ?? null });
  }
}

/** Successive changes of the same thing as one: first `before`, last `after`. Keeps long drags and typing small. */
function merged(changes: ChangeSet["changes"]): ChangeSet["changes"] {
  const out: ChangeSet["changes"] = [];
  for (const change of changes) {
    const last = out.at(-1);
    if (last && last.what === change.what && last.id === change.id && last.after !== null) {
      out[out.length - 1] = { ...last, after: change.after } as typeof last;
    } else {
      out.push(change);
    }
  }
  return out;
}
