import { expect, test } from "vitest";

import { Bench } from "../core/bench";
import { ActiveClock } from "../core/clock";
import { History } from "../core/history";
import { untouched } from "../core/missing";
import type { Question } from "../core/model";
import { AnnotationStore } from "../core/store";
import { schema, task } from "./kit";

const region = (id: string) => ({ id, set: "names", shape: "span", version: 1, value: { start: 0, end: 3 } });

test("undo and redo bring back exactly what was, also the order and a removed region's answers", () => {
  const store = new AnnotationStore();
  const history = new History(store, () => null);
  const states = [store.snapshot()];
  const step = (change: Parameters<AnnotationStore["edit"]>[1]) => {
    store.edit("did.draw", change);
    states.push(store.snapshot());
  };
  step((editor) => editor.put(region("a")));
  step((editor) => editor.put(region("b")));
  step((editor) => editor.answer("type", "choice", "a", "per"));
  step((editor) => editor.put({ ...region("a"), value: { start: 1, end: 2 } }));
  step((editor) => editor.remove("a"));
  expect(store.snapshot().answers).toEqual([]);
  for (const state of states.slice(0, -1).toReversed()) {
    history.undo();
    expect(store.snapshot()).toEqual(state);
  }
  expect(history.undo()).toBeUndefined();
  for (const state of states.slice(1)) {
    history.redo();
    expect(store.snapshot()).toEqual(state);
  }
  expect(history.redo()).toBeUndefined();
});

test("typing is one step, a pause begins another, a new change forgets what was undone", () => {
  let now = 0;
  const store = new AnnotationStore();
  const history = new History(
    store,
    () => null,
    () => now,
  );
  const type = (text: string) =>
    store.edit("did.answer", (e) => e.answer("why", "text", null, text), "text why");
  type("a");
  type("ab");
  now += 5000;
  type("abc");
  history.undo();
  expect(store.snapshot().answers[0]?.value).toBe("ab");
  type("abX");
  expect(history.redo()).toBeUndefined();
  history.undo();
  history.undo();
  expect(store.snapshot().answers).toEqual([]);
});

test("a bench asks, refuses and accepts", () => {
  const bench = new Bench(task(1), schema, null);
  expect(bench.check().map(({ question }) => question)).toEqual(["mood"]);
  const mood = schema.questions[0] as Question;
  bench.give(mood, null, "bad");
  expect(bench.check().map(({ question }) => question)).toEqual(["why"]);
  bench.give(mood, null, "good");
  expect(bench.check()).toEqual([]);
  bench.arm({ set: "names", value: "per" });
  const id = bench.make("text", "span", { start: 0, end: 3 });
  expect(bench.body.answers).toContainEqual({
    question: "type",
    kind: "choice",
    version: 1,
    value: "per",
    region: id,
  });
  const bare = bench.make("text", "span", { start: 4, end: 7 }, null);
  expect(bench.check()).toMatchObject([{ question: "type", region: bare, kind: "required" }]);
  expect(bench.hands.snapshot().selected).toBe(bare);
});

test("nothing at all is untouched only until a hand was laid on it", () => {
  const bench = new Bench(task(1), schema, null);
  expect(untouched(bench)).toBe(true);
  bench.arm({ set: "names", value: "per" });
  expect(untouched(bench)).toBe(true);
  bench.make("text", "span", { start: 0, end: 3 });
  expect(untouched(bench)).toBe(false);
  bench.undo();
  expect(untouched(bench)).toBe(false);
  expect(untouched(new Bench(task(1), { ...schema, region_sets: [] }, null))).toBe(false);
});

test("tool and label go on to the next item, as far as it has them", () => {
  const region_sets = [{ id: "names", name: "names", field: "text", shapes: ["box"], config: {} }];
  const bench = new Bench(task(1), { ...schema, region_sets }, null);
  bench.carry({ tool: "box", brush: { set: "names", value: "loc" } });
  expect(bench.hands.snapshot()).toMatchObject({ tool: "box", brush: { value: "loc" } });
  bench.carry({ tool: "polygon", brush: { set: "names", value: "gone" } });
  expect(bench.hands.snapshot()).toMatchObject({ tool: null, brush: null });
});

test("Esc goes back one step at a time and never further", () => {
  const bench = new Bench(task(1), schema, null);
  bench.arm({ set: "names", value: "per" });
  bench.make("text", "span", { start: 0, end: 3 });
  bench.mark({ field: "text", start: 4, end: 7 });
  expect(bench.hands.snapshot()).toMatchObject({ selected: null });
  expect([1, 2, 3].map(() => bench.stepBack())).toEqual([true, true, false]);
  expect(bench.body.regions).toHaveLength(1);
});

test("active time stops after two idle minutes and while hidden", () => {
  let now = 0;
  const clock = new ActiveClock(() => now);
  now = 60_000;
  expect(clock.seconds).toBe(60);
  now = 600_000;
  expect(clock.seconds).toBe(120);
  expect(clock.active).toBe(false);
  clock.input();
  now += 10_000;
  expect(clock.seconds).toBe(130);
  clock.show(false);
  now += 50_000;
  clock.show(true);
  now += 5_000;
  expect(clock.seconds).toBe(135);
  clock.restart();
  expect(clock.seconds).toBe(0);
});
