import { expect, test } from "vitest";
import { EMPTY } from "../core/model";
import { type Failure, Outbox, type Pending } from "../core/outbox";
import { task } from "./kit";

const entry: Pending = {
  id: "e",
  user: 7,
  project: "p",
  task: 1,
  item: 1001,
  item_revision: 1,
  body: EMPTY,
  seconds: 1,
  base_revision: null,
  schema_version: 1,
  at: 0,
  origin: task(1),
};

/** The waits, in ms, between tries that all end in `failure`. */
async function waits(failure: Failure): Promise<number[]> {
  const found: number[] = [];
  const later: (() => void)[] = [];
  const box = new Outbox({
    user: 7,
    shelf: { load: async () => [], put: async () => undefined, remove: async () => undefined },
    send: () => Promise.reject(new Error()),
    failure: () => failure,
    later(run, ms) {
      found.push(ms);
      later.push(run);
      return () => undefined;
    },
  });
  await box.add(entry);
  for (let i = 0; i < 7; i++) {
    await new Promise((done) => setTimeout(done));
    later.shift()?.();
  }
  box.close();
  return found;
}

test("without a network it tries again every two seconds; a busy server is given more and more time", async () => {
  expect(Math.max(...(await waits({ kind: "offline" })))).toBe(2000);
  expect((await waits({ kind: "offline", busy: true })).at(-1)).toBe(30_000);
});

test("what a person must decide is kept with its refusal, not sent again at the next visit", async () => {
  const kept = new Map<string, Pending>();
  const shelf = {
    load: async () => [...kept.values()],
    put: async (one: Pending) => void kept.set(one.id, one),
    remove: async (id: string) => void kept.delete(id),
  };
  const sent: string[] = [];
  let status = 409;
  const visit = () =>
    new Outbox({
      user: 7,
      shelf,
      send: async ({ id, task }) => {
        sent.push(id);
        if (status > 0) throw new Error();
        return { annotation: task, revision: 2 };
      },
      failure: () => ({ kind: "refused", status, message: "changed", detail: { theirs: EMPTY } }),
    });
  const first = visit();
  await first.add(entry);
  await new Promise((done) => setTimeout(done));
  const second = visit();
  await second.open();
  expect(sent).toEqual(["e"]);
  expect(second.snapshot().refused).toMatchObject([{ status: 409, detail: { theirs: EMPTY } }]);
  // What was made from it takes its place once the server has it.
  status = 0;
  await second.add({ ...entry, id: "f", instead_of: "e" });
  await new Promise((done) => setTimeout(done));
  expect(second.snapshot().refused).toEqual([]);
  expect(kept.size).toBe(0);
  await first.adopt();
  expect(first.snapshot().refused).toEqual([]);
});
