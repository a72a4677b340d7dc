// What makes a picture with thousands of shapes quick and easy to work on, as numbers.

import { describe, expect, test } from "vitest";

import { planeShapes } from "../catalog";
import { Bench } from "../core/bench";
import type { Rect } from "../core/geometry";
import type { Body } from "../core/model";
import { damaged, joined } from "../surface/plane/damage";
import { Grid } from "../surface/plane/grid";
import { roomy } from "../surface/plane/guides";
import { Pinch } from "../surface/plane/pinch";
import { stepOf } from "../surface/plane/rulers";
import { Scene } from "../surface/plane/scene";
import { snapped } from "../surface/plane/snap";
import { schema, task } from "./kit";

const item = (id: string, x: number, y: number, size: number) => ({
  id,
  shape: "box",
  value: { x, y, width: size, height: size },
  ink: { colour: "#000000", pattern: 0 as const },
  label: id,
});

test("the grid finds what a look at every rectangle finds", () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (seed * 16807) % 2147483647;
    return (seed % 10_000) * (most / 10_000);
  };
  const rects = Array.from(
    { length: 500 },
    (): Rect => ({ x: random(4000), y: random(3000), width: random(200), height: random(200) }),
  );
  rects.push({ x: 0, y: 0, width: 4000, height: 3000 });
  const grid = new Grid(rects);
  for (let n = 0; n < 60; n++) {
    const look = { x: random(4000), y: random(3000), width: random(300), height: random(300) };
    const touching = rects.flatMap((rect, i) =>
      rect.x <= look.x + look.width &&
      look.x <= rect.x + rect.width &&
      rect.y <= look.y + look.height &&
      look.y <= rect.y + rect.height
        ? [i]
        : [],
    );
    const near = new Set(grid.near(look));
    expect(touching.filter((i) => !near.has(i))).toEqual([]);
    expect(near.size).toBeLessThan(rects.length);
  }
});

describe("only what changed is painted", () => {
  const a = item("a", 0, 0, 10);
  const b = item("b", 50, 50, 10);
  const before = new Scene([a, b], planeShapes);

  test("a moved shape: where it was and where it is", () => {
    const after = new Scene([a, item("b", 80, 50, 10)], planeShapes, before);
    expect(damaged(before, after, ["a"], ["a"])).toEqual([
      { x: 50, y: 50, width: 10, height: 10 },
      { x: 80, y: 50, width: 10, height: 10 },
    ]);
  });

  test("another choice: the one before and the one now; nothing: nothing", () => {
    expect(damaged(before, before, ["a"], ["b"])).toHaveLength(4);
    expect(damaged(before, before, ["a"], ["a"])).toBe("none");
    expect(joined("none", joined([], "all"))).toBe("all");
  });
});

test("snapping takes the nearest corner of another shape, not of the one in hand", () => {
  const scene = new Scene([item("a", 0, 0, 10), item("b", 50, 50, 10)], planeShapes);
  expect(snapped({ at: { x: 48, y: 49 }, slop: 4 }, scene, "a")).toEqual({ x: 50, y: 50 });
  expect(snapped({ at: { x: 48, y: 49 }, slop: 4 }, scene, "b")).toEqual({ x: 48, y: 49 });
});

test("the middle of a tiny box moves it, its corners are grabbed from outside", () => {
  const tiny = { x: 100, y: 100, width: 6, height: 6 };
  const box = planeShapes.box;
  expect(box?.hit(tiny, { x: 103, y: 103 }, 7)?.on).not.toBe("handle");
  expect(box?.hit(tiny, { x: 96, y: 96 }, 7)).toEqual({ on: "handle", handle: "nw" });
  const handles = box?.handles(tiny) ?? [];
  expect(roomy(handles, { scale: 1, x: 0, y: 0 }, null).length).toBeLessThan(handles.length);
  expect(roomy(handles, { scale: 20, x: 0, y: 0 }, null)).toHaveLength(handles.length);
});

test("rulers count in steps of 1, 2 and 5", () => {
  expect([0.01, 0.5, 1, 4, 60].map((scale) => stepOf(scale))).toEqual([10_000, 200, 100, 20, 1]);
});

test("two fingers move and widen; the one that is left does nothing", () => {
  const pinch = new Pinch();
  const at = (clientX: number, clientY: number) => ({ clientX, clientY });
  expect(pinch.down(1, at(0, 0))).toBe(false);
  expect(pinch.move(1, at(5, 0))).toBeNull();
  expect(pinch.down(2, at(105, 0))).toBe(true);
  expect(pinch.move(2, at(205, 0))).toMatchObject({ pan: { x: 50, y: 0 }, factor: 2 });
  expect(pinch.up(1)).toBe(true);
  expect(pinch.move(2, at(210, 0))?.factor).toBe(1);
  expect(pinch.up(2)).toBe(true);
  expect(pinch.down(3, at(0, 0))).toBe(false);
});

describe("several at once", () => {
  const region = (id: string, start: number) => ({
    id,
    set: "names",
    shape: "span",
    version: 1,
    value: { start, end: start + 1 },
  });
  const body: Body = { regions: [region("a", 0), region("b", 2), region("c", 4)], answers: [] };
  const open = () => new Bench(task(1), schema, body);

  test("are labelled, and taken back, as one step", () => {
    const bench = open();
    bench.group.select(["a", "b"]);
    expect(bench.group.relabel({ set: "names", value: "loc" })).toBe(true);
    expect(bench.body.answers.map(({ region: id, value }) => [id, value])).toEqual([
      ["a", "loc"],
      ["b", "loc"],
    ]);
    bench.undo();
    expect(bench.body.answers).toEqual([]);
  });

  test("answers given to one are given to all", () => {
    const bench = open();
    bench.group.select(["a", "b"]);
    const type = bench.schema.questions.find(({ id }) => id === "type");
    if (type) bench.give(type, "b", "per");
    expect(bench.body.answers).toHaveLength(2);
  });

  test("are removed, moved and copied as one step", () => {
    const bench = open();
    bench.group.select(["a", "c"]);
    bench.group.put(bench.group.copies());
    expect(bench.body.regions).toHaveLength(5);
    expect(bench.group.ids).toHaveLength(2);
    bench.group.remove();
    expect(bench.body.regions.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    bench.undo();
    bench.undo();
    expect(bench.body.regions).toHaveLength(3);
    bench.group.select(["a", "b"]);
    bench.view.lock("a");
    bench.group.reshape([
      { id: "a", value: { start: 7, end: 9 } },
      { id: "b", value: { start: 7, end: 9 } },
    ]);
    expect(bench.body.regions.map(({ value }) => (value as { start: number }).start)).toEqual([0, 7, 4]);
  });

  test("selecting another one lets go of the others", () => {
    const bench = open();
    bench.group.select(["a", "b"]);
    bench.group.toggle("c");
    expect(bench.group.ids).toEqual(["a", "b", "c"]);
    bench.group.toggle("b");
    expect(bench.group.ids).toEqual(["a", "c"]);
    bench.select("b");
    expect(bench.group.ids).toEqual(["b"]);
  });
});
