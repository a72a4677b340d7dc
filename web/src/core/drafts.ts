// Unfinished work: kept in the browser within a moment and at the server soon after, always on top of what was seen
// there. What somebody else (another tab, another machine) put there meanwhile is shown, never overwritten.

import type { Bench } from "./bench";
import { become, sameBody } from "./merge";
import { type Body, EMPTY, type Id, type Task } from "./model";

/** What a draft is made on top of: the version of the draft, and of the annotation, that were seen last. */
export interface Basis {
  draft: number | null;
  revision: number | null;
}

/** A draft that the server may not have yet. */
export interface KeptDraft {
  task: Task;
  body: Body;
  on: Basis;
  at: number;
}

/** `local`: only in this browser; `memory`: only in this tab; `conflict`: there are two versions. */
export type DraftState = "none" | "unsaved" | "saving" | "saved" | "local" | "memory" | "conflict";

/** Two versions of the open item. `before` is what was made before the item changed: an offer, not a conflict. */
export interface Clash {
  what: "draft" | "submitted" | "before";
  mine: Body;
  theirs: Body;
  /** What a choice between them stands on. */
  on: Basis;
  /** The refused submit that waits for this choice. */
  refused?: string;
}

/** What the server holds instead, as told in a refusal. */
export interface Other {
  draft?: number;
  revision?: number;
  theirs: Body;
}

export interface DraftApi {
  draft(task: Task, body: Body, on: Basis): Promise<{ draft: number }>;
  /** The same for a page that goes away: nobody hears the answer. */
  lastDraft(task: Task, body: Body, on: Basis): void;
  otherVersion(error: unknown): Other | null;
  keepDraft(kept: KeptDraft): Promise<void>;
  keptDraft(task: Id): Promise<KeptDraft | null>;
  dropDraft(task: Id): Promise<void>;
}

export interface DraftOptions {
  api: DraftApi;
  /** The newest revision that the server told of a task, if it did. */
  revision(task: Id): number | null;
  /** An earlier submit of this task is still on its way. */
  pending(task: Id): boolean;
  tell(bench: Bench, state: DraftState): void;
  clash(bench: Bench, clash: Clash): void;
}

const LOCAL_MS = 200;
const SERVER_MS = 900;
/** Somebody who types without a pause is not left unsaved for longer. */
const LONGEST_MS = 4000;

export class Drafts {
  private readonly bases = new Map<Id, Basis>();
  /** Sent, but nobody knows whether it arrived. */
  private readonly doubtful = new Map<Id, Body>();
  private readonly states = new Map<Id, DraftState>();
  private readonly clashing = new Set<Id>();
  private readonly done = new Set<Id>();
  private localTimer: ReturnType<typeof setTimeout> | undefined;
  private serverTimer: ReturnType<typeof setTimeout> | undefined;
  private since: number | null = null;
  private saving: Promise<void> | null = null;

  constructor(private readonly options: DraftOptions) {}

  /** What to show for a task, given what this browser kept of it. */
  begin(task: Task, kept: KeptDraft | null): { body: Body | null; state: DraftState; clash: Clash | null } {
    const id = task.task;
    const on = { draft: task.draft_version ?? null, revision: task.revision ?? null };
    const there = task.draft ?? task.body ?? EMPTY;
    this.bases.set(id, on);
    this.clashing.delete(id);
    const current = kept?.task.item_revision === task.item_revision ? kept : null;
    if (current && !sameBody(current.body, there)) {
      const mine = current.body;
      if (current.on.draft === on.draft && current.on.revision === on.revision)
        return { body: mine, state: "local", clash: null };
      this.clashing.add(id);
      return { body: mine, state: "conflict", clash: { what: "draft", mine, theirs: there, on } };
    }
    if (current) void this.options.api.dropDraft(id).catch(() => undefined);
    const older = (current ? null : kept?.body) ?? task.before ?? EMPTY;
    const clash: Clash | null = sameBody(older, EMPTY)
      ? null
      : { what: "before", mine: there, theirs: older, on };
    return { body: null, state: task.draft && task.draft_version ? "saved" : "none", clash };
  }

  state(id: Id): DraftState {
    return this.states.get(id) ?? "none";
  }

  private tell(bench: Bench, state: DraftState): void {
    this.states.set(bench.task.task, state);
    this.options.tell(bench, state);
  }

  basis(id: Id): Basis {
    const on = this.bases.get(id) ?? { draft: null, revision: null };
    const newest = this.options.revision(id);
    return newest !== null && newest > (on.revision ?? 0) ? { ...on, revision: newest } : on;
  }

  touched(bench: Bench): void {
    this.tell(bench, "unsaved");
    this.since ??= Date.now();
    this.localTimer ??= setTimeout(() => void this.keepHere(bench), LOCAL_MS);
    clearTimeout(this.serverTimer);
    const wait = Math.max(0, Math.min(SERVER_MS, this.since + LONGEST_MS - Date.now()));
    this.serverTimer = setTimeout(() => void this.save(bench), wait);
  }

  /** Saves now; a save that is under way is followed by another one. */
  async save(bench: Bench): Promise<void> {
    this.stopTimers();
    while (this.saving) await this.saving;
    this.saving = this.run(bench, bench.body).finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  /** The page goes away: both ways at once, as nothing after this may run. */
  leave(bench: Bench): void {
    this.stopTimers();
    const id = bench.task.task;
    void this.keepHere(bench);
    if (!this.options.pending(id) && !this.clashing.has(id) && !this.saving) {
      this.options.api.lastDraft(bench.task, bench.body, this.basis(id));
    }
  }

  /** Submitted or skipped: its draft must not come back. */
  end(id: Id): void {
    this.stopTimers();
    this.done.add(id);
    this.bases.delete(id);
    this.states.delete(id);
    void this.options.api.dropDraft(id).catch(() => undefined);
  }

  /** Open again after a submit. `sent`: words that may be at the server already, under whatever version. */
  reopen(id: Id, revision: number | null, sent?: Body): void {
    this.done.delete(id);
    if (sent) this.doubtful.set(id, sent);
    this.bases.set(id, { draft: null, revision });
  }

  /** Somebody chose between two versions (or merged them): it goes on from both. */
  settle(bench: Bench, { on }: Clash, body: Body): void {
    this.clashing.delete(bench.task.task);
    this.bases.set(bench.task.task, on);
    bench.store.edit("did.merge", (editor) => become(editor, body));
    this.touched(bench);
  }

  private stopTimers(): void {
    clearTimeout(this.localTimer);
    clearTimeout(this.serverTimer);
    this.localTimer = undefined;
    this.since = null;
  }

  private keepHere(bench: Bench): Promise<boolean> {
    this.localTimer = undefined;
    const { task, body } = bench;
    const kept = { task, body, on: this.basis(task.task), at: Date.now() };
    return this.options.api.keepDraft(kept).then(
      () => true,
      () => false,
    );
  }

  private async run(bench: Bench, body: Body): Promise<void> {
    const { api } = this.options;
    const id = bench.task.task;
    const say = (state: DraftState) => bench.body === body && this.tell(bench, state);
    say("saving");
    const here = await this.keepHere(bench);
    if (this.done.has(id)) return api.dropDraft(id).catch(() => undefined);
    if (this.clashing.has(id)) return void this.tell(bench, "conflict");
    if (this.options.pending(id)) return void say(here ? "local" : "memory");
    const on = this.basis(id);
    const before = this.doubtful.get(id);
    this.doubtful.set(id, body);
    try {
      const { draft } = await api.draft(bench.task, body, on);
      this.doubtful.delete(id);
      this.bases.set(id, { ...on, draft });
      if (bench.body === body) await api.dropDraft(id).catch(() => undefined);
      say("saved");
    } catch (error) {
      const other = api.otherVersion(error);
      if (this.done.has(id)) return api.dropDraft(id).catch(() => undefined);
      if (!other) return void say(here ? "local" : "memory");
      this.doubtful.delete(id);
      await this.meet(bench, body, before, { ...on, ...pick(other) }, other.theirs);
    }
  }

  /** The server holds something else: my own words of which I never heard, or somebody's. */
  private async meet(
    bench: Bench,
    mine: Body,
    before: Body | undefined,
    on: Basis,
    theirs: Body,
  ): Promise<void> {
    const id = bench.task.task;
    if (sameBody(mine, theirs) || (before && sameBody(before, theirs))) {
      this.bases.set(id, on);
      return this.run(bench, bench.body);
    }
    this.clashing.add(id);
    const what = on.revision === this.basis(id).revision ? "draft" : "submitted";
    this.tell(bench, "conflict");
    this.options.clash(bench, { what, mine, theirs, on });
  }
}

const pick = ({ draft, revision }: Other): Partial<Basis> =>
  revision !== undefined ? { revision, draft: null } : draft !== undefined ? { draft } : {};
