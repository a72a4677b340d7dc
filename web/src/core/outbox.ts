// Submits on their way. Each is kept in the browser until the server has it, so that a lost network, a closed
// tab or an expired login loses nothing. It belongs to one person: another one's sign-in never sends it.

import type { Body, Id, Task } from "./model";
import { Signal } from "./signal";

export interface Pending {
  /** Also the idempotency key: sending twice stores once. */
  id: string;
  user: Id;
  project: string;
  task: Id;
  item: Id;
  item_revision: number;
  body: Body;
  seconds: number;
  base_revision: number | null;
  schema_version: number;
  at: number;
  /** What was shown, so that a refused submit can be opened again, also after a restart. */
  origin: Task;
  /** The server said no to it and its maker must decide: it is not sent again by itself, also after a restart. */
  refusal?: Refusal;
  /** A refused submit that this one was made from: it is over once the server has answered to this one. */
  instead_of?: string;
}

interface Refusal {
  status: number;
  message: string;
  detail: unknown;
}

export interface Receipt {
  annotation: Id;
  revision: number;
}

/** Why the server said no for good; the work stays here until its maker decides. */
export interface Refused extends Refusal {
  entry: Pending;
}

export type Failure =
  /** `busy`: the server was reached and wants to be left alone for longer. */
  | { kind: "offline"; busy?: boolean }
  | { kind: "sign-in" }
  | {
      kind: "refused";
      status: number;
      message: string;
      detail: unknown;
      /** The server has these very words already, as this revision: it came there another way. */
      stored?: number;
    };

/** Where pending submits live between visits; IndexedDB in the browser, memory in tests. */
export interface Shelf {
  load(user: Id): Promise<Pending[]>;
  put(entry: Pending): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface OutboxState {
  waiting: number;
  /** Of these, how many the browser could not keep: they are in this tab alone. */
  unkept: number;
  /** `sending` while a request runs, `offline` while waiting to try again, `sign-in` when the login ended. */
  state: "idle" | "sending" | "offline" | "sign-in";
  refused: readonly Refused[];
}

/** Who has no access now may be let in again, so those are asked about at the next visit; these need a person. */
const DECIDES = new Set([409, 422]);
const FIRST_WAIT = 1000;
/** Once the network is back, the work must be on its way before anybody wonders. */
const LONGEST_WAIT = 2000;
const LONGEST_BUSY_WAIT = 30_000;

export interface OutboxOptions {
  user: Id;
  shelf: Shelf;
  send: (entry: Pending) => Promise<Receipt>;
  /** Sorts what `send` threw. */
  failure: (error: unknown) => Failure;
  later?: (run: () => void, ms: number) => () => void;
  delivered?: (entry: Pending, receipt: Receipt) => void;
  refused?: (refused: Refused) => void;
}

export class Outbox extends Signal<OutboxState> {
  private queue: Pending[] = [];
  private receipts = new Map<Id, Receipt>();
  private busy = false;
  private tries = 0;
  private readonly unkept = new Set<string>();
  /** Dealt with in this tab; another tab may still have to take them off the shelf. */
  private readonly over = new Set<string>();
  /** Refused ones that are surely on the shelf: gone from there, another tab dealt with them. */
  private readonly shelved = new Set<string>();
  private cancelWait: (() => void) | null = null;
  private closed = false;
  /** Until then nobody knows what an earlier visit left behind. */
  ready: Promise<void> = Promise.resolve();

  constructor(private readonly options: OutboxOptions) {
    super({ waiting: 0, unkept: 0, state: "idle", refused: [] });
  }

  /** Takes up what an earlier visit left behind. */
  open(): Promise<void> {
    this.ready = this.adopt(0);
    return this.ready;
  }

  /** The same later on: of a tab that was closed, or that its computer left, nobody else sends what it kept. */
  async adopt(age = 20_000): Promise<void> {
    const shelved = [...this.shelved];
    const kept = await this.options.shelf.load(this.options.user).catch(() => null);
    if (!kept) return;
    const there = new Set(kept.map(({ id }) => id));
    this.forget(shelved.filter((id) => !there.has(id)));
    const known = new Set(
      [...this.queue, ...this.snapshot().refused.map(({ entry }) => entry)].map(({ id }) => id),
    );
    const before = Date.now() - age;
    const older = kept.filter(
      ({ id, user, at }) =>
        user === this.options.user && !known.has(id) && !this.over.has(id) && at <= before,
    );
    if (older.length === 0 && age > 0) return;
    older.sort((a, b) => a.at - b.at);
    this.queue = [...older.filter(({ refusal }) => !refusal), ...this.queue];
    for (const entry of older) if (entry.refusal) this.shelved.add(entry.id);
    const refused = older.flatMap((entry) => (entry.refusal ? [{ ...entry.refusal, entry }] : []));
    this.update((state) => ({ ...state, refused: [...state.refused, ...refused] }));
    this.tell();
    void this.flush();
  }

  close(): void {
    this.closed = true;
    this.cancelWait?.();
  }

  /** Resolves once the entry is kept in the browser; sending goes on by itself. */
  async add(entry: Pending): Promise<void> {
    this.queue.push(entry);
    this.tell();
    const kept = this.options.shelf.put(entry);
    void this.flush();
    // A full or forbidden storage must not stop the work: the entry is still in memory and being sent.
    await kept.catch(() => {
      if (this.over.has(entry.id)) return;
      this.unkept.add(entry.id);
      this.tell();
    });
  }

  /** All that is not at the server yet, as it would be sent. */
  get entries(): readonly Pending[] {
    return [...this.snapshot().refused.map(({ entry }) => entry), ...this.queue];
  }

  /** Asks once more about what was refused: the lead may have let its maker in again. */
  resend(id: string): void {
    const found = this.snapshot().refused.find(({ entry }) => entry.id === id);
    if (!found) return;
    const { refusal: _, ...entry } = found.entry;
    this.queue.push(entry);
    this.forget([id]);
    this.retry();
  }

  /** What was let go comes back. */
  async restore(refused: Refused): Promise<void> {
    this.over.delete(refused.entry.id);
    this.update((state) => ({ ...state, refused: [...state.refused, refused] }));
    await this.keepRefused(refused.entry);
  }

  /** What the server answered for a task earlier in this visit. */
  receipt(task: Id): Receipt | undefined {
    return this.receipts.get(task);
  }

  /** Calls `run` whenever all that was on its way is there; returns what ends it. */
  onArrived(run: () => void): () => undefined {
    let before = this.snapshot().waiting;
    const stop = this.subscribe(() => {
      const { waiting } = this.snapshot();
      const all = waiting === 0 && before > 0;
      before = waiting;
      if (all) run();
    });
    return () => void stop();
  }

  /** Tasks still on their way in `project`: the client holds them yet, and must not be given them again. */
  tasks(project: string): Id[] {
    return this.queue.filter((entry) => entry.project === project).map((entry) => entry.task);
  }

  /** Tries again now: the network is back, or the person signed in. */
  retry(): void {
    this.cancelWait?.();
    this.cancelWait = null;
    this.tries = 0;
    void this.flush();
  }

  /** The maker dealt with a refused submit (chose between the versions, or let it go). */
  async settle(id: string): Promise<void> {
    this.over.add(id);
    this.forget([id]);
    await this.options.shelf.remove(id).catch(() => undefined);
  }

  private forget(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.shelved.delete(id);
    const refused = this.snapshot().refused.filter(({ entry }) => !ids.includes(entry.id));
    this.update((state) => ({ ...state, refused }));
  }

  private async keepRefused(entry: Pending): Promise<void> {
    await this.options.shelf.put(entry).then(
      () => this.over.has(entry.id) || this.shelved.add(entry.id),
      () => undefined,
    );
  }

  private async refuse(entry: Pending, { status, message, detail }: Refusal): Promise<void> {
    const refusal = { status, message, detail };
    const kept = DECIDES.has(status) ? { ...entry, refusal } : entry;
    const refused = { ...refusal, entry: kept };
    // Kept first: who reads of it may leave at once.
    if (kept.refusal) await this.keepRefused(kept);
    this.drop(entry.id);
    this.update((state) => ({ ...state, refused: [...state.refused, refused] }));
    this.options.refused?.(refused);
    this.tell();
  }

  /** By its id: what another tab left may have come to stand before it meanwhile. */
  private drop(id: string): void {
    this.queue = this.queue.filter((entry) => entry.id !== id);
  }

  /** One at a time and in order, so that a second submit of a task knows the revision of the first. */
  private async flush(): Promise<void> {
    if (this.busy || this.closed || this.cancelWait) return;
    this.busy = true;
    try {
      while (this.queue.length > 0 && !this.closed) {
        const entry = this.queue[0] as Pending;
        this.tell("sending");
        const failure = await this.attempt(entry);
        if (failure === null) {
          this.tries = 0;
          this.drop(entry.id);
          this.over.add(entry.id);
          this.unkept.delete(entry.id);
          await this.options.shelf.remove(entry.id).catch(() => undefined);
          if (entry.instead_of) await this.settle(entry.instead_of);
        } else if (failure.kind === "refused") {
          await this.refuse(entry, failure);
          if (entry.instead_of) await this.settle(entry.instead_of);
        } else {
          this.pause(failure.kind, failure.kind === "offline" && failure.busy === true);
          return;
        }
      }
      this.tell("idle");
    } finally {
      this.busy = false;
    }
  }

  private async attempt(entry: Pending): Promise<Failure | null> {
    try {
      const receipt = await this.options.send(entry);
      this.receipts.set(entry.task, receipt);
      this.rebase(entry, receipt);
      this.options.delivered?.(entry, receipt);
      return null;
    } catch (error) {
      const failure = this.options.failure(error);
      const stored = failure.kind === "refused" ? failure.stored : undefined;
      if (stored === undefined) return failure;
      const receipt = { annotation: entry.task, revision: stored };
      this.receipts.set(entry.task, receipt);
      this.rebase(entry, receipt);
      return null;
    }
  }

  /**
   * Later submits of the same task were made on top of this one. Written down at once and not when they are
   * sent: a retry must be the same request to the letter, also after a restart.
   */
  private rebase(sent: Pending, { revision }: Receipt): void {
    this.queue = this.queue.map((entry) => {
      if (entry === sent || entry.task !== sent.task) return entry;
      const based = { ...entry, base_revision: revision };
      void this.options.shelf.put(based).catch(() => undefined);
      return based;
    });
  }

  private pause(state: "offline" | "sign-in", busy: boolean): void {
    this.tell(state);
    // After a lost login only a new one helps; asking again would be noise.
    if (state === "sign-in") return;
    const wait = Math.min(busy ? LONGEST_BUSY_WAIT : LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
    const later = this.options.later ?? timeout;
    this.cancelWait = later(() => {
      this.cancelWait = null;
      void this.flush();
    }, wait);
  }

  private tell(state?: OutboxState["state"]): void {
    const { unkept, queue } = this;
    this.update((now) => ({ ...now, waiting: queue.length, unkept: unkept.size, state: state ?? now.state }));
  }
}

function timeout(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
