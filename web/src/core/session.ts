// A sitting at one project: holds the next few tasks, moves on at once, sends in the background, keeps drafts.
// Knows neither React nor fetch: what it needs from outside is handed in, so the whole loop is tested in Node.

import { Bench } from "./bench";
import { type Clash, Drafts, type KeptDraft, type Other } from "./drafts";
import { newId } from "./ids";
import type { Body, Id, Schema, Task } from "./model";
import { type News, newsOf, type Versions } from "./news";
import type { Outbox } from "./outbox";
import { Signal } from "./signal";
import { begun, type Ready, type SessionOptions, type SessionState } from "./sitting";

export type { SessionApi, SessionOptions, SessionState, Why } from "./sitting";

/** Tasks held at a time: the open one and those that are ready to be shown. */
export const AHEAD = 3;
/** So long, nobody has read an item that was just opened. */
const READ_SECONDS = 1;

interface Done {
  bench: Bench;
  seconds: number;
}

export class Session extends Signal<SessionState> {
  private ahead: Ready[] = [];
  private readonly drafts: Drafts;
  private previous: Done | null = null;
  private schemas = new Map<number, Schema>();
  private filling: Promise<void> | null = null;
  private returned: Done | null = null;
  /** Task to the refused submit that was opened again. */
  private readonly reopened = new Map<Id, string>();
  private unwatch: (() => void) | null = null;
  private unhear: (() => undefined) | null = null;
  private closed = false;
  private versions: Versions | null = null;
  /** Told once what it means for the items in hand is done. */
  private news: News | null = null;

  constructor(private readonly options: SessionOptions) {
    super({
      phase: "loading",
      error: null,
      bench: null,
      ready: 0,
      progress: null,
      why: null,
      news: null,
      draft: "none",
      clash: null,
      canReturn: false,
      canAdvance: false,
    });
    const { api, outbox, project } = options;
    this.drafts = new Drafts({
      api,
      revision: (task) => outbox.receipt(task)?.revision ?? null,
      pending: (task) => outbox.tasks(project).includes(task),
      tell: (bench, draft) => this.bench === bench && this.change({ draft }),
      clash: (bench, clash) => this.bench === bench && this.change({ clash }),
    });
    this.schemas.set(options.schemaVersion, options.schema);
  }

  private change(state: Partial<SessionState>): void {
    if (!this.closed) this.update((now) => ({ ...now, ...state }));
  }

  get project(): string {
    return this.options.project;
  }
  get outbox(): Outbox {
    return this.options.outbox;
  }

  /** Says that the held tasks are being worked on. */
  async beat(): Promise<void> {
    if (this.hear(await this.options.api.heartbeat(this.held))) await this.fill();
    this.change({ news: this.news });
  }

  get bench(): Bench | null {
    return this.snapshot().bench;
  }

  /** Tasks whose leases should be renewed. */
  get held(): Id[] {
    const open = this.bench ? [this.bench.task.task] : [];
    return [...open, ...this.ahead.map(({ task }) => task.task)];
  }

  /** Begins, also after `close`. */
  start(): void {
    this.closed = false;
    // Near the end nothing more is asked for, so the numbers are asked for again once all is there.
    this.unhear ??= this.outbox.onArrived(() => {
      if (this.ahead.length === 0) void Promise.resolve(this.filling).then(() => this.fill());
    });
    void this.fill();
  }

  /** Loads tasks until enough are held, and opens the first if none is open. */
  fill(): Promise<void> {
    this.filling ??= this.load().finally(() => {
      this.filling = null;
    });
    return this.filling;
  }

  private async load(): Promise<void> {
    const { api, outbox, project } = this.options;
    // What is still to be sent must not be asked for again.
    await outbox.ready;
    const sent = outbox.tasks(project);
    const holding = [...new Set([...this.held, ...sent])];
    try {
      const answer = await api.next(AHEAD + sent.length, holding);
      const { tasks, progress, why } = answer;
      // What was let go comes again, in its place before these.
      if (this.hear(answer)) return await this.load();
      const known = new Set([...this.held, ...outbox.tasks(project)]);
      const fresh = tasks.filter(({ task }) => !known.has(task));
      const ready = await Promise.all(fresh.map((task) => this.ready(task)));
      await this.learn(ready.map(({ task }) => task));
      this.ahead.push(...ready);
      for (const task of fresh) api.prefetch(task);
      // Just opened and not yet read: the new one instead.
      if (this.renewable && this.options.clock.seconds < READ_SECONDS) await this.renew();
      const { news } = this;
      this.change({ progress, why: why ?? null, ready: this.ahead.length, error: null, news });
      if (!this.bench) this.openNext("empty");
    } catch (error) {
      // Tasks in hand can still be done; only an empty table is a failure to show.
      this.change({ error, ...(this.bench ? {} : { phase: "failed" as const }) });
    }
  }

  /** Tasks are answered under the schema they were made with; older versions are fetched once. */
  private async learn(tasks: readonly Task[]): Promise<void> {
    for (const { schema_version: version } of tasks) {
      if (!this.schemas.has(version)) this.schemas.set(version, await this.options.api.schema(version));
    }
  }

  /** Notes what the lead changed, and lets go of what was prefetched under an earlier task and not begun: it comes
   * again with today's. Whether there was any. */
  private hear(now: Versions): boolean {
    this.news = newsOf(this.versions, now, this.news);
    this.versions = { schema_version: now.schema_version, guideline_version: now.guideline_version };
    const still = this.ahead.filter((one) => begun(one) || one.task.schema_version === now.schema_version);
    const outdated = still.length < this.ahead.length;
    this.ahead = still;
    this.change({ ready: still.length });
    return outdated;
  }

  /** What changed was read. */
  putAway(): void {
    this.news = null;
    this.change({ news: null });
  }

  /** Whether the open item is asked under an earlier task, and nothing was said about it yet. */
  get renewable(): boolean {
    const { bench, versions } = this;
    if (!bench || !versions || bench.task.schema_version === versions.schema_version) return false;
    return !begun({ task: bench.task, kept: null, bench, clash: this.snapshot().clash });
  }

  /** Shows the open item under today's task. */
  async renew(): Promise<void> {
    const { bench } = this;
    const { api, outbox, project } = this.options;
    if (!bench || !this.renewable) return;
    const others = [...this.ahead.map(({ task }) => task.task), ...outbox.tasks(project)];
    const { tasks } = await api.next(AHEAD + outbox.tasks(project).length, others);
    const again = tasks.find(({ task }) => task === bench.task.task);
    if (!again) return;
    await this.learn([again]);
    if (this.bench === bench && this.renewable) this.open(again, null);
  }

  /** With what this browser kept of it: begun under an earlier schema, it goes on under that one. */
  private async ready(task: Task): Promise<Ready> {
    const kept = await this.options.api.keptDraft(task.task).catch(() => null);
    const same = kept?.task.item_revision === task.item_revision;
    return { task: kept && same ? { ...task, schema_version: kept.task.schema_version } : task, kept };
  }

  /** The next task, within this very frame; `otherwise` says what it means that there is none. */
  private openNext(otherwise: "empty" | "loading"): void {
    const next = this.ahead.shift();
    if (next?.bench) this.show(next.bench, this.drafts.state(next.task.task), next.clash ?? null);
    else if (next) this.open(next.task, next.kept);
    else {
      this.unwatch?.();
      const canReturn = this.previous !== null;
      this.change({ phase: otherwise, bench: null, ready: 0, draft: "none", clash: null, canReturn });
    }
  }

  private open(task: Task, kept: KeptDraft | null): void {
    const schema = this.schemas.get(task.schema_version) ?? this.options.schema;
    const { body, state, clash } = this.drafts.begin(task, kept);
    const bench = new Bench(task, schema, body, (question, value) =>
      this.options.wrong(question, value, task),
    );
    this.options.clock.restart();
    this.show(bench, state, clash);
  }

  private show(bench: Bench, draft: SessionState["draft"], clash: Clash | null): void {
    this.unwatch?.();
    this.unwatch = bench.store.subscribe(() => this.drafts.touched(bench));
    this.change({
      phase: "working",
      bench,
      ready: this.ahead.length,
      draft,
      clash,
      canReturn: this.previous !== null,
      canAdvance: this.returned !== null,
    });
  }

  // --- submit, skip, go back ---------------------------------------------------------------------
  /** Sends the open item on its way and shows the next. False when something is missing; the bench says what. */
  submit(): boolean {
    const { bench } = this;
    if (!bench || this.undecided || bench.check().length > 0) return false;
    const { outbox, user, project, clock } = this.options;
    const { task, item, item_revision, schema_version } = bench.task;
    const seconds = Math.round(clock.seconds * 10) / 10;
    void outbox.add({
      id: newId(),
      user,
      project,
      task,
      item,
      item_revision,
      schema_version,
      body: bench.body,
      seconds,
      base_revision: this.drafts.basis(task).revision,
      at: Date.now(),
      origin: bench.task,
      ...this.instead(task),
    });
    this.drafts.end(task);
    this.previous?.bench.history.dispose();
    this.previous = { bench, seconds };
    this.returned = null;
    this.openNext("loading");
    void this.fill();
    return true;
  }

  private instead(task: Id): { instead_of?: string } {
    const refused = this.reopened.get(task);
    this.reopened.delete(task);
    return refused === undefined ? {} : { instead_of: refused };
  }

  /** Two versions wait for a choice; until then nothing is sent. */
  get undecided(): boolean {
    const { clash } = this.snapshot();
    return clash !== null && clash.what !== "before";
  }

  async skip(reason: string): Promise<void> {
    const { bench } = this;
    if (!bench) return;
    const { api } = this.options;
    // Waits for the server: a skip that is lost would look like work that vanished.
    await api.skip(bench.task.task, reason);
    this.drafts.end(bench.task.task);
    this.openNext("loading");
    await this.fill();
  }

  /** Back to the item just submitted, with its history; the open one waits as the next. */
  goBack(): boolean {
    if (!this.previous) return false;
    this.putAside();
    const { bench, seconds } = this.previous;
    this.returned = this.previous;
    this.previous = null;
    this.options.clock.restart(seconds);
    this.drafts.reopen(bench.task.task, bench.task.revision ?? null);
    bench.history.mark();
    this.show(bench, "none", null);
    return true;
  }

  /** Takes going back in turn back, as long as nothing was changed there: the submit stands. */
  goForward(): boolean {
    const { returned, bench } = this;
    if (!returned || bench !== returned.bench || bench.history.moved) return false;
    this.drafts.end(bench.task.task);
    this.previous = returned;
    this.returned = null;
    this.openNext("loading");
    void this.fill();
    return true;
  }

  /** Opens what was kept here (a refused submit, a draft of an earlier visit), beside what the server has by now. */
  async reopen(
    {
      origin,
      body,
      unsent = false,
      refused,
    }: { origin: Task; body: Body; unsent?: boolean; refused?: string },
    other: Other | null = null,
  ): Promise<void> {
    if (refused !== undefined && this.comparing(refused)) return;
    await this.learn([origin]);
    this.putAside();
    // A second bench of the same item would answer it twice.
    this.ahead = this.ahead.filter(({ task }) => task.task !== origin.task);
    if (refused !== undefined) this.reopened.set(origin.task, refused);
    const revision = other?.revision ?? origin.revision ?? null;
    const version = other?.draft ?? origin.draft_version ?? null;
    this.drafts.reopen(origin.task, revision, unsent ? body : undefined);
    this.open({ ...origin, draft: body, revision, draft_version: version }, null);
    const { bench } = this;
    if (bench && other) {
      const on = { draft: other.draft ?? null, revision };
      const clash: Clash = { what: "submitted", mine: body, theirs: other.theirs, on };
      this.change({ draft: "conflict", clash: refused === undefined ? clash : { ...clash, refused } });
    } else if (bench && unsent) this.drafts.touched(bench);
  }

  /** Already on the screen: the two versions are shown once more. */
  private comparing(refused: string): boolean {
    const { clash } = this.snapshot();
    if (clash?.refused !== refused) return false;
    this.change({ clash: { ...clash } });
    return true;
  }

  /** The choice between two versions. A refused submit is over once what was chosen is kept as a draft. */
  decide(body: Body): void {
    const { bench } = this;
    const { clash } = this.snapshot();
    if (!bench || !clash) return;
    this.change({ clash: null });
    this.drafts.settle(bench, clash, body);
    const { refused } = clash;
    if (refused === undefined) return;
    void this.drafts.save(bench).then(() => {
      const kept = ["saved", "local", "none"].includes(this.drafts.state(bench.task.task));
      if (kept) void this.options.outbox.settle(refused);
    });
  }

  /** The open item waits as the next, with what was done on it. */
  private putAside(): void {
    const { bench } = this;
    if (!bench) return;
    const { draft, clash } = this.snapshot();
    if (draft === "unsaved") void this.drafts.save(bench);
    this.ahead.unshift({ task: bench.task, kept: null, bench, clash });
  }

  // --- drafts ------------------------------------------------------------------------------------

  /** Keeps the open item's draft, here first and then at the server. */
  saveNow(): void {
    const { bench } = this;
    if (bench && this.snapshot().draft === "unsaved") void this.drafts.save(bench);
  }

  // --- leaving -----------------------------------------------------------------------------------

  /** Gives back what was not begun; what was begun stays mine until its lease ends. */
  close(): void {
    this.saveNow();
    const { bench } = this;
    const open = bench ? [{ task: bench.task, kept: null, bench }] : [];
    const untouched = [...open, ...this.ahead].filter((one) => !begun(one)).map(({ task }) => task.task);
    this.closed = true;
    this.unwatch?.();
    this.unhear = this.unhear?.() ?? null;
    if (untouched.length > 0) void this.options.api.giveBack(untouched).catch(() => undefined);
  }

  /** The page goes away, maybe only to be reloaded: the open item is kept, the prefetched ones are free. */
  pause(): void {
    const { bench } = this;
    if (bench && this.snapshot().draft === "unsaved") this.drafts.leave(bench);
    const waiting = this.ahead.filter((one) => !begun(one)).map(({ task }) => task.task);
    if (waiting.length > 0) void this.options.api.giveBack(waiting).catch(() => undefined);
    this.ahead = this.ahead.filter(({ task }) => !waiting.includes(task.task));
    this.change({ ready: this.ahead.length });
  }
}
