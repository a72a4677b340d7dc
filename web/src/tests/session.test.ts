import { beforeEach, expect, test, vi } from "vitest";

import type { Basis, KeptDraft, Other } from "../core/drafts";
import type { Body, Id, Question, Task } from "../core/model";
import { type Failure, Outbox, type Pending, type Refused } from "../core/outbox";
import { Session } from "../core/session";
import { schema, task } from "./kit";

const [mood, why] = schema.questions as [Question, Question];

class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

class Newer extends Error {
  constructor(readonly other: Other) {
    super("newer");
  }
}

/** A server of five items, and a browser storage, both in memory. */
class World {
  shelf = new Map<string, Pending>();
  drafts = new Map<Id, { body: Body; version: number }>();
  kept = new Map<Id, KeptDraft>();
  version = 0;
  stored = new Map<Id, { body: Body; revision: number }>();
  keys = new Map<string, { revision: number; request: string }>();
  skipped: Id[] = [];
  given: Id[] = [];
  way: Failure | null = null;
  later: (() => void)[] = [];
  items = 5;
  gate: Promise<void> = Promise.resolve();
  today = { schema_version: 1, guideline_version: 1 };
  seconds = 3;

  outbox(user: Id = 7) {
    return new Outbox({
      user,
      shelf: {
        load: async (who) => [...this.shelf.values()].filter((entry) => entry.user === who),
        put: async (entry) => void this.shelf.set(entry.id, entry),
        remove: async (id) => void this.shelf.delete(id),
      },
      send: async (entry) => {
        await this.gate;
        return this.submit(entry);
      },
      failure: (error) => (error as Refusal).failure,
      later: (run) => {
        this.later.push(run);
        return () => undefined;
      },
    });
  }

  submit(entry: Pending) {
    if (this.way) throw new Refusal(this.way);
    const request = JSON.stringify([entry.body, entry.base_revision]);
    const known = this.keys.get(entry.id);
    if (known && known.request !== request) throw new Error("same key, other body");
    if (known) return { annotation: entry.task, revision: known.revision };
    const before = this.stored.get(entry.task);
    if (before && entry.base_revision !== before.revision) {
      throw new Refusal({
        kind: "refused",
        status: 409,
        message: "changed",
        detail: { revision: before.revision },
      });
    }
    const revision = (before?.revision ?? 0) + 1;
    this.stored.set(entry.task, { body: entry.body, revision });
    this.keys.set(entry.id, { revision, request });
    return { annotation: entry.task, revision };
  }

  full = false;

  draft(id: Id, body: Body, on: Basis): { draft: number } {
    if (this.way) throw new Refusal(this.way);
    const [there, stored] = [this.drafts.get(id), this.stored.get(id)];
    if (stored && stored.revision !== on.revision)
      throw new Newer({ revision: stored.revision, theirs: stored.body });
    if (there && there.version !== on.draft) throw new Newer({ draft: there.version, theirs: there.body });
    this.version += 1;
    this.drafts.set(id, { body, version: this.version });
    return { draft: this.version };
  }

  next(count: number, holding: readonly Id[]): Task[] {
    if (this.way?.kind === "offline") throw new Refusal(this.way);
    const open: Task[] = [];
    for (let id = 1; id <= this.items; id++) {
      const gone = this.stored.has(id) || this.skipped.includes(id) || holding.includes(id);
      if (!gone && open.length < count - holding.length) open.push(this.task(id));
    }
    return open;
  }

  task(id: number): Task {
    const there = this.drafts.get(id);
    const { schema_version } = this.today;
    return { ...task(id, there?.body ?? null), draft_version: there?.version ?? null, schema_version };
  }

  session(outbox = this.outbox()) {
    return new Session({
      user: 7,
      project: "p",
      schema,
      schemaVersion: 1,
      outbox,
      wrong: () => null,
      clock: { restart: () => undefined, seconds: this.seconds },
      api: {
        next: async (count, holding) => ({
          tasks: this.next(count, holding),
          ...this.today,
          progress: { items: this.items, done: this.stored.size, resolved: 0, mine: 0, annotations: 0 },
        }),
        skip: async (id) => void this.skipped.push(id),
        draft: async ({ task: id }, body, on) => this.draft(id, body, on),
        lastDraft: ({ task: id }, body, on) => void this.draft(id, body, on),
        otherVersion: (error) => (error instanceof Newer ? error.other : null),
        giveBack: async (ids) => void this.given.push(...ids),
        heartbeat: async () => this.today,
        schema: async () => schema,
        prefetch: () => undefined,
        keepDraft: async (kept) => {
          if (this.full) throw new Error("full");
          this.kept.set(kept.task.task, kept);
        },
        keptDraft: async (id) => this.kept.get(id) ?? null,
        dropDraft: async (id) => void this.kept.delete(id),
      },
    });
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const answer = (session: Session, value: string) => session.bench?.give(mood, null, value);

let world: World;
beforeEach(() => {
  world = new World();
});

test("submit shows the next item at once and sends behind it", async () => {
  const session = world.session();
  await session.fill();
  expect(session.held).toEqual([1, 2, 3]);
  expect(session.submit()).toBe(false);
  answer(session, "good");
  expect(session.submit()).toBe(true);
  expect(session.bench?.task.task).toBe(2);
  await settle();
  expect(world.stored.get(1)).toMatchObject({ revision: 1 });
  expect(world.shelf.size).toBe(0);
  expect(session.held).toEqual([2, 3, 4]);
});

test("offline nothing is lost: the work goes on, waits on the shelf, and is sent once", async () => {
  const outbox = world.outbox();
  const session = world.session(outbox);
  await session.fill();
  world.way = { kind: "offline" };
  for (const _ of [1, 2, 3]) {
    answer(session, "good");
    session.submit();
    await settle();
  }
  expect(session.snapshot().phase).not.toBe("working");
  expect(outbox.snapshot()).toMatchObject({ waiting: 3, state: "offline" });
  expect(world.shelf.size).toBe(3);
  // The tab is closed and opened again.
  outbox.close();
  world.way = null;
  const again = world.outbox();
  await again.open();
  await settle();
  expect([...world.stored.keys()]).toEqual([1, 2, 3]);
  expect(world.shelf.size).toBe(0);
});

test("another person's sign-in never sends what is not theirs", async () => {
  const session = world.session();
  await session.fill();
  world.way = { kind: "sign-in" };
  answer(session, "good");
  session.submit();
  await settle();
  world.way = null;
  await world.outbox(8).open();
  await settle();
  expect(world.stored.size).toBe(0);
  await world.outbox(7).open();
  await settle();
  expect(world.stored.size).toBe(1);
});

test("after the login ended it waits for a new one and does not hammer", async () => {
  const outbox = world.outbox();
  const session = world.session(outbox);
  await session.fill();
  world.way = { kind: "sign-in" };
  answer(session, "good");
  session.submit();
  await settle();
  expect(outbox.snapshot().state).toBe("sign-in");
  expect(world.later).toHaveLength(0);
  world.way = null;
  outbox.retry();
  await settle();
  expect(outbox.snapshot()).toMatchObject({ waiting: 0, state: "idle" });
});

test("going back changes the same annotation, also before the first submit was acknowledged", async () => {
  const outbox = world.outbox();
  const session = world.session(outbox);
  await session.fill();
  world.way = { kind: "offline" };
  answer(session, "good");
  session.submit();
  expect(session.goBack()).toBe(true);
  expect(session.bench?.task.task).toBe(1);
  answer(session, "bad");
  session.bench?.give(why, null, "slow");
  session.submit();
  expect(session.bench?.task.task).toBe(2);
  await settle();
  expect(outbox.snapshot().waiting).toBe(2);
  world.way = null;
  outbox.retry();
  await settle();
  await settle();
  expect(world.stored.get(1)?.revision).toBe(2);
  expect(world.stored.get(1)?.body.answers.map(({ value }) => value)).toEqual(["bad", "slow"]);
  expect(outbox.snapshot().refused).toEqual([]);
});

test("what the server refuses stays until its maker decides, and can be opened again", async () => {
  const outbox = world.outbox();
  const session = world.session(outbox);
  await session.fill();
  world.way = { kind: "refused", status: 422, message: "no", detail: null };
  answer(session, "good");
  session.submit();
  await settle();
  world.way = null;
  const [refused] = outbox.snapshot().refused;
  expect(refused?.entry.task).toBe(1);
  expect(world.shelf.size).toBe(1);
  await session.reopen((refused as Refused).entry);
  expect(session.bench?.answer("mood", null)).toBe("good");
  await outbox.settle((refused as Refused).entry.id);
  session.submit();
  await settle();
  expect(world.stored.has(1)).toBe(true);
  expect(world.shelf.size).toBe(0);
});

test("drafts are kept here first, then there, and never come back after a submit", async () => {
  vi.useFakeTimers();
  const session = world.session();
  await session.fill();
  answer(session, "good");
  expect(session.snapshot().draft).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(1000);
  expect(session.snapshot().draft).toBe("saved");
  expect(world.drafts.has(1)).toBe(true);
  world.way = { kind: "offline" };
  answer(session, "bad");
  await vi.advanceTimersByTimeAsync(1000);
  expect(session.snapshot().draft).toBe("local");
  expect(world.kept.has(1)).toBe(true);
  vi.useRealTimers();
  // Another visit: this browser's draft is the newer one.
  world.way = null;
  const again = world.session();
  await again.fill();
  expect(again.bench?.answer("mood", null)).toBe("bad");
  answer(again, "good");
  again.submit();
  await settle();
  expect(world.kept.has(1)).toBe(false);
});

test("leaving gives back what was not begun", async () => {
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.close();
  expect(world.given).toEqual([2, 3]);
});

test("the end is said as such, and going back from there works", async () => {
  world.items = 1;
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.submit();
  await settle();
  await session.fill();
  expect(session.snapshot()).toMatchObject({ phase: "empty", bench: null, canReturn: true });
  expect(session.goBack()).toBe(true);
  expect(session.snapshot().phase).toBe("working");
});

test("near the end the numbers follow what is sent late", async () => {
  world.items = 2;
  const session = world.session();
  session.start();
  await session.fill();
  let open = () => {};
  world.gate = new Promise((done) => {
    open = done;
  });
  answer(session, "good");
  session.submit();
  await settle();
  expect(session.snapshot().progress?.done).toBe(0);
  open();
  await settle();
  await settle();
  expect(session.snapshot().progress?.done).toBe(1);
  session.close();
});

const wait = async (session: Session, draft: string) => {
  for (let i = 0; i < 200 && session.snapshot().draft !== draft; i++)
    await new Promise((done) => setTimeout(done, 10));
  expect(session.snapshot().draft).toBe(draft);
};
const said = (body: Body | undefined) => body?.answers.map(({ value }) => value);

test("two tabs: the second one's draft does not go over the first one's; both are shown, and one undo takes back", async () => {
  const [one, two] = [world.session(), world.session()];
  await one.fill();
  await two.fill();
  answer(one, "good");
  one.saveNow();
  await wait(one, "saved");
  answer(two, "bad");
  two.saveNow();
  await wait(two, "conflict");
  expect(said(world.drafts.get(1)?.body)).toEqual(["good"]);
  expect(said(world.kept.get(1)?.body)).toEqual(["bad"]);
  const { clash } = two.snapshot();
  expect(said(clash?.theirs)).toEqual(["good"]);
  expect(two.submit()).toBe(false);
  two.decide(clash?.theirs as Body);
  expect(two.bench?.answer("mood", null)).toBe("good");
  two.saveNow();
  await wait(two, "saved");
  two.bench?.undo();
  expect(two.bench?.answer("mood", null)).toBe("bad");
  two.saveNow();
  await wait(two, "saved");
  expect(said(world.drafts.get(1)?.body)).toEqual(["bad"]);
});

test("a draft whose answer was lost on the way is known as one's own", async () => {
  const session = world.session();
  await session.fill();
  answer(session, "good");
  const real = world.draft.bind(world);
  world.draft = (id, body, on) => {
    real(id, body, on);
    throw new Refusal({ kind: "offline" });
  };
  session.saveNow();
  await wait(session, "local");
  world.draft = real;
  answer(session, "bad");
  session.saveNow();
  await wait(session, "saved");
  expect(session.snapshot().clash).toBeNull();
  expect(said(world.drafts.get(1)?.body)).toEqual(["bad"]);
});

test("with a full storage and no network it says that only this tab has it", async () => {
  const session = world.session();
  await session.fill();
  world.full = true;
  world.way = { kind: "offline" };
  answer(session, "good");
  session.saveNow();
  await wait(session, "memory");
});

test("a local draft that is older than the server's is shown beside it", async () => {
  const session = world.session();
  await session.fill();
  world.way = { kind: "offline" };
  answer(session, "good");
  session.saveNow();
  await wait(session, "local");
  world.way = null;
  world.drafts.set(1, {
    body: { regions: [], answers: [{ question: "mood", kind: "choice", version: 1, value: "bad" }] },
    version: 9,
  });
  const again = world.session();
  await again.fill();
  expect(again.snapshot()).toMatchObject({ draft: "conflict", clash: { what: "draft", on: { draft: 9 } } });
  expect(again.bench?.answer("mood", null)).toBe("good");
});

test("a draft kept here opens with its item also when that comes second", async () => {
  world.kept.set(2, {
    task: task(2),
    body: { regions: [], answers: [{ question: "mood", kind: "choice", version: 1, value: "bad" }] },
    on: { draft: null, revision: null },
    at: 0,
  });
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.submit();
  expect(session.bench?.answer("mood", null)).toBe("bad");
  expect(session.snapshot().draft).toBe("local");
});

test("a refused submit that is opened again is one's own draft, not a conflict with it", async () => {
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.saveNow();
  await wait(session, "saved");
  world.way = { kind: "refused", status: 422, message: "no", detail: null };
  session.submit();
  await settle();
  world.way = null;
  const { entry } = session.outbox.snapshot().refused[0] as Refused;
  await session.reopen({ ...entry, unsent: true });
  answer(session, "bad");
  session.saveNow();
  await wait(session, "saved");
  expect(session.snapshot().clash).toBeNull();
  expect(said(world.drafts.get(1)?.body)).toEqual(["bad"]);
});

test("undo goes back over a submit and redo on again; what was put aside keeps its history", async () => {
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.submit();
  await settle();
  answer(session, "bad");
  expect(session.goBack()).toBe(true);
  expect(session.goForward()).toBe(true);
  expect(session.bench?.task.task).toBe(2);
  expect(session.bench?.undo()).toBe(true);
  expect(session.bench?.answer("mood", null)).toBeNull();
  expect(session.goBack()).toBe(true);
  answer(session, "bad");
  expect(session.goForward()).toBe(false);
  expect(world.stored.get(1)?.revision).toBe(1);
});

test("a refused submit is opened beside what the server has, and goes on from both", async () => {
  const session = world.session();
  await session.fill();
  world.stored.set(1, {
    body: { regions: [], answers: [{ question: "mood", kind: "choice", version: 1, value: "bad" }] },
    revision: 1,
  });
  answer(session, "good");
  session.submit();
  await settle();
  const [refused] = session.outbox.snapshot().refused;
  const entry = (refused as Refused).entry;
  await session.reopen(entry, { revision: 1, theirs: world.stored.get(1)?.body as Body });
  expect(session.snapshot().clash?.what).toBe("submitted");
  expect(session.submit()).toBe(false);
  session.decide(entry.body);
  await session.outbox.settle(entry.id);
  expect(session.submit()).toBe(true);
  await settle();
  expect(world.stored.get(1)).toMatchObject({ revision: 2 });
});

test("what was prefetched comes anew when the task changes; what was begun and the open item stay", async () => {
  const session = world.session();
  await session.fill();
  answer(session, "good");
  session.submit();
  await settle();
  answer(session, "bad");
  session.goBack();
  expect(session.snapshot().news).toBeNull();
  world.today = { schema_version: 2, guideline_version: 1 };
  await session.beat();
  expect(session.snapshot().news).toEqual({ schema: { from: 1, to: 2 }, guideline: null });
  const versions: number[] = [session.bench?.task.schema_version ?? 0];
  for (const value of ["good", "good", "good"]) {
    answer(session, value);
    session.submit();
    await settle();
    versions.push(session.bench?.task.schema_version ?? 0);
  }
  expect(versions).toEqual([1, 1, 2, 2]);
  expect([...world.shelf.values(), ...world.stored.keys()]).toHaveLength(3);
  session.putAway();
  expect(session.snapshot().news).toBeNull();
});

test("the open item is asked the new way on demand, unless something was said about it", async () => {
  const session = world.session();
  await session.fill();
  world.today = { schema_version: 2, guideline_version: 3 };
  await session.beat();
  expect(session.bench?.task.schema_version).toBe(1);
  expect(session.renewable).toBe(true);
  await session.renew();
  expect(session.bench?.task).toMatchObject({ task: 1, schema_version: 2 });
  world.today = { schema_version: 3, guideline_version: 3 };
  await session.beat();
  answer(session, "good");
  expect(session.renewable).toBe(false);
  await session.renew();
  expect(session.bench?.task.schema_version).toBe(2);
  session.submit();
  await settle();
  expect(session.bench?.task.schema_version).toBe(3);
  expect(session.snapshot().news?.schema).toEqual({ from: 1, to: 3 });
  expect(session.snapshot().news?.guideline).toEqual({ from: 1, to: 3 });
});

test("an item that was opened a moment ago is asked the new way by itself", async () => {
  world.seconds = 0.2;
  const session = world.session();
  await session.fill();
  world.today = { schema_version: 2, guideline_version: 1 };
  answer(session, "good");
  session.submit();
  await settle();
  await settle();
  expect(session.bench?.task).toMatchObject({ task: 2, schema_version: 2 });
  expect(world.stored.size).toBe(1);
});
