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
