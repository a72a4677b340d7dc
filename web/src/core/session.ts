// A sitting at one project: holds the next few tasks, moves on at once, sends in the background, keeps drafts.
// Knows neither React nor fetch: what it needs from outside is handed in, so the whole loop is tested in Node.

import { Bench } from "./bench";
import { newId } from "./ids";
import type { Body, Id, Json, Progress, Question, Schema, Task } from "./model";
import type { Outbox } from "./outbox";
import { Signal } from "./signal";

/** Tasks held at a time: the open one and those that are ready to be shown. */
export const AHEAD = 3;
const DRAFT_MS = 900;

export interface SessionApi {
  next(count: number, holding: readonly Id[]): Promise<{ tasks: Task[]; progress: Progress }>;
  skip(task: Id, reason: string): Promise<unknown>;
  draft(task: Id, body: Body): Promise<unknown>;
  giveBack(tasks: readonly Id[]): Promise<unknown>;
  heartbeat(tasks: readonly Id[]): Promise<unknown>;
  schema(version: number): Promise<Schema>;
  /** Starts loading what an item shows, so that it is there when its turn comes. */
  prefetch(task: Task): void;
  keepDraft(task: Id, body: Body): Promise<void>;
  keptDraft(task: Id): Promise<Body | null>;
  dropDraft(task: Id): Promise<void>;
}

export interface SessionState {
  /** `loading` before the first answer, `empty` when nothing is left, `failed` when the first load failed. */
  phase: "loading" | "working" | "empty" | "failed";
  error: unknown;
  bench: Bench | null;
  ready: number;
  progress: Progress | null;
  draft: "none" | "unsaved" | "saving" | "saved" | "local";
  /** Whether there is an item to go back to. */
  canReturn: boolean;
}

interface Done {
  bench: Bench;
  seconds: number;
}

export interface SessionOptions {
  user: Id;
  project: string;
  schema: Schema;
  schemaVersion: number;
  api: SessionApi;
  outbox: Outbox;
  wrong: (question: Question, value: Json, task: Task) => string | null;
  clock: { restart(seconds?: number): void; readonly seconds: number };
}

export class Session extends Signal<SessionState> {
  private ahead: Task[] = [];
  private previous: Done | null = null;
  private schemas = new Map<number, Schema>();
  private filling: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unwatch: (() => void) | null = null;
  private closed = false;

  constructor(private readonly options: SessionOptions) {
    super({
      phase: "loading",
      error: null,
      bench: null,
      ready: 0,
      progress: null,
      draft: "none",
      canReturn: false,
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
  beat(): Promise<unknown> {
    return this.options.api.heartbeat(this.held);
  }

  get bench(): Bench | null {
    return this.snapshot().bench;
  }

  /** Tasks whose leases should be renewed. */
  get held(): Id[] {
    const open = this.bench ? [this.bench.task.task] : [];
    return [...open, ...this.ahead.map(({ task }) => task)];
  }

  /** Begins, also after `close`. */
  start(): void {
    this.closed = false;
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
    const sent = outbox.tasks(project);
    const holding = [...new Set([...this.held, ...sent])];
    try {
      const { tasks, progress } = await api.next(AHEAD + sent.length, holding);
      const known = new Set([...this.held, ...outbox.tasks(project)]);
      const fresh = tasks.filter(({ task }) => !known.has(task));
      await this.learn(fresh);
      this.ahead.push(...fresh);
      for (const task of fresh) api.prefetch(task);
      this.change({ progress, ready: this.ahead.length, error: null });
      if (!this.bench) await this.openNext();
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

  private async openNext(): Promise<void> {
    const task = this.ahead.shift();
    if (!task) {
      this.change({
        phase: "empty",
        bench: null,
        ready: 0,
        draft: "none",
        canReturn: this.previous !== null,
      });
      return;
    }
    // What this browser kept is newer than what the server has: it is dropped as soon as the server has it too.
    const kept = await this.options.api.keptDraft(task.task).catch(() => null);
    this.open(task, kept);
  }

  /** The next task if it can be shown within this very frame. */
  private openAtOnce(): void {
    const task = this.ahead.shift();
    if (task) this.open(task, null);
    else
      this.change({
        phase: "loading",
        bench: null,
        ready: 0,
        draft: "none",
        canReturn: this.previous !== null,
      });
  }

  private open(task: Task, kept: Body | null): void {
    const schema = this.schemas.get(task.schema_version) ?? this.options.schema;
    const bench = new Bench(task, schema, kept, (question, value) =>
      this.options.wrong(question, value, task),
    );
    this.options.clock.restart();
    this.show(bench, kept ? "local" : task.draft ? "saved" : "none");
  }

  private show(bench: Bench, draft: SessionState["draft"]): void {
    this.unwatch?.();
    this.unwatch = bench.store.subscribe(() => this.touched());
    this.change({
      phase: "working",
      bench,
      ready: this.ahead.length,
      draft,
      canReturn: this.previous !== null,
    });
  }

  // --- submit, skip, go back ---------------------------------------------------------------------

  /** Sends the open item on its way and shows the next. False when something is missing; the bench says what. */
  submit(): boolean {
    const { bench } = this;
    if (!bench || bench.check().length > 0) return false;
    const { outbox, user, project, clock, api } = this.options;
    const { task, item, item_revision, schema_version, revision } = bench.task;
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
      base_revision: outbox.receipt(task)?.revision ?? revision ?? null,
      at: Date.now(),
      origin: bench.task,
    });
    clearTimeout(this.timer);
    void api.dropDraft(task).catch(() => undefined);
    this.previous?.bench.history.dispose();
    this.previous = { bench, seconds };
    this.openAtOnce();
    void this.fill();
    return true;
  }

  async skip(reason: string): Promise<void> {
    const { bench } = this;
    if (!bench) return;
    const { api } = this.options;
    // Waits for the server: a skip that is lost would look like work that vanished.
    await api.skip(bench.task.task, reason);
    clearTimeout(this.timer);
    void api.dropDraft(bench.task.task).catch(() => undefined);
    this.openAtOnce();
    await this.fill();
  }

  /** Back to the item just submitted, with its history; the open one waits as the next. */
  goBack(): boolean {
    if (!this.previous) return false;
    this.putAside();
    const { bench, seconds } = this.previous;
    this.previous = null;
    this.options.clock.restart(seconds);
    this.show(bench, "none");
    return true;
  }

  /** Opens a submit that the server refused, to be mended and sent again. `revision` is the newest it knows. */
  async reopen({ origin, body }: { origin: Task; body: Body }, revision?: number): Promise<void> {
    await this.learn([origin]);
    this.putAside();
    this.open(revision === undefined ? origin : { ...origin, revision }, body);
  }

  /** The open item waits as the next, with what was done on it as its draft. */
  private putAside(): void {
    const { bench } = this;
    if (!bench) return;
    this.saveNow();
    this.ahead.unshift({ ...bench.task, draft: bench.history.changed ? bench.body : bench.task.draft });
  }

  // --- drafts ------------------------------------------------------------------------------------

  private touched(): void {
    this.change({ draft: "unsaved" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saveNow(), DRAFT_MS);
  }

  /** Keeps the open item's draft, here first and then at the server. */
  saveNow(): void {
    clearTimeout(this.timer);
    const { bench } = this;
    if (!bench || this.snapshot().draft !== "unsaved") return;
    void this.keep(bench, bench.body);
  }

  private async keep(bench: Bench, body: Body): Promise<void> {
    const { api } = this.options;
    const { task } = bench.task;
    this.change({ draft: "saving" });
    const tell = (draft: SessionState["draft"]) => {
      // Only if nothing happened meanwhile.
      if (this.bench === bench && bench.body === body) this.change({ draft });
    };
    await api.keepDraft(task, body).catch(() => undefined);
    // Submitted meanwhile: the draft must not come back.
    if (this.bench !== bench) return void api.dropDraft(task).catch(() => undefined);
    try {
      await api.draft(task, body);
      if (bench.body === body) await api.dropDraft(task).catch(() => undefined);
      tell("saved");
    } catch {
      tell("local");
    }
  }

  // --- leaving -----------------------------------------------------------------------------------

  /** Gives back what was not begun; what was begun stays mine until its lease ends. */
  close(): void {
    this.saveNow();
    const { bench } = this;
    const begun = bench !== null && (bench.history.changed || bench.task.draft !== null);
    const untouched = this.held.filter((task) => !begun || task !== bench?.task.task);
    this.closed = true;
    this.unwatch?.();
    if (untouched.length > 0) void this.options.api.giveBack(untouched).catch(() => undefined);
  }

  /** The page goes away, maybe only to be reloaded: the open item is kept, the prefetched ones are free. */
  pause(): void {
    this.saveNow();
    const waiting = this.ahead.map(({ task }) => task);
    if (waiting.length > 0) void this.options.api.giveBack(waiting).catch(() => undefined);
    this.ahead = [];
    this.change({ ready: 0 });
  }
}
