import { expect, test } from "vitest";

import { planeShapes } from "../shapes";
import type { SurfaceEvent } from "../surface/contract";
import { run } from "../surface/gestures";
import { Scene } from "../surface/plane/scene";
import { act, IDLE, type PointerAct, type ToolContext } from "../surface/plane/tools";

const at = (type: SurfaceEvent["type"], x = 0, y = 0, regular = false): SurfaceEvent => ({
  type,
  at: { x, y },
  slop: 5,
  regular,
});
const gesture = (name: string) => {
  const shape = planeShapes[name];
  if (!shape?.gesture) throw new Error(name);
  return shape.gesture;
};

test("box by drag, by two clicks, and not by one", () => {
  const made = { x: 10, y: 10, width: 30, height: 20 };
  expect(run(gesture("box"), [at("down", 10, 10), at("move", 30, 20), at("up", 40, 30)])).toEqual([made]);
  const clicks = [
    at("down", 10, 10),
    at("up", 10, 10),
    at("move", 40, 30),
    at("down", 40, 30),
    at("up", 40, 30),
  ];
  expect(run(gesture("box"), clicks)).toEqual([made]);
  expect(run(gesture("box"), [at("down", 10, 10), at("up", 11, 10), at("cancel")])).toEqual([]);
});

test("shift makes a square", () => {
  expect(run(gesture("box"), [at("down", 10, 10), at("up", 40, 20, true)])).toEqual([
    { x: 10, y: 10, width: 30, height: 30 },
  ]);
});

test("polygon ends at its first point, by double click and by key; points can be taken back", () => {
  const clicks = [at("down", 0, 0), at("down", 50, 0), at("down", 50, 50)];
  const triangle = {
    parts: [
      [
        [0, 0],
        [50, 0],
        [50, 50],
      ],
    ],
  };
  expect(run(gesture("polygon"), [...clicks, at("down", 2, 1)])).toEqual([triangle]);
  expect(run(gesture("polygon"), [...clicks, at("finish")])).toEqual([triangle]);
  expect(run(gesture("polygon"), [...clicks, at("down", 51, 50), at("double", 51, 50)])).toEqual([triangle]);
  expect(run(gesture("polygon"), [...clicks, at("down", 80, 80), at("back"), at("finish")])).toEqual([
    triangle,
  ]);
  expect(run(gesture("polygon"), [at("down", 0, 0), at("down", 50, 0), at("finish")])).toEqual([]);
});

test("line and point", () => {
  expect(run(gesture("polyline"), [at("down", 0, 0), at("down", 20, 0), at("finish")])).toEqual([
    {
      points: [
        [0, 0],
        [20, 0],
      ],
    },
  ]);
  expect(run(gesture("point"), [at("down", 7, 8), at("up", 7, 9)])).toEqual([{ x: 7, y: 9 }]);
});

// --- the tool's state machine, without a canvas --------------------------------------------------

const pointer = (type: PointerAct["type"], x: number, y: number): PointerAct => ({
  ...at(type, x, y),
  screen: { x, y },
  hand: false,
});
const item = (id: string, x: number, y: number, size: number) => ({
  id,
  shape: "box",
  value: { x, y, width: size, height: size },
  ink: { colour: "#000000", pattern: 0 as const },
  label: id,
});

function play(context: Partial<ToolContext>, events: PointerAct[]) {
  const scene = new Scene([item("big", 0, 0, 100), item("small", 40, 40, 20)], planeShapes);
  let state = IDLE;
  let selected: string | null = context.selected ?? null;
  const said: unknown[] = [];
  for (const event of events) {
    const outcome = act(state, event, {
      scene,
      tool: null,
      locked: false,
      others: [],
      clicked: null,
      brush: { radius: 5, erase: false },
      ...context,
      selected,
    });
    state = outcome.state;
    if (outcome.select !== undefined) {
      selected = outcome.select;
      said.push(["select", selected]);
    }
    if (outcome.changed) said.push(["changed", outcome.changed.id, outcome.changed.value]);
    if (outcome.made) said.push(["made", outcome.made]);
    if (outcome.toggle) said.push(["toggle", outcome.toggle]);
    if (outcome.band) said.push(["band", outcome.band]);
    if (outcome.drop) said.push(["drop", outcome.drop]);
    if (outcome.pan) said.push(["pan", outcome.pan]);
  }
  return { said, mode: state.mode };
}

test("clicking on at one place goes through what lies there, and round", () => {
  const click = [pointer("down", 50, 50), pointer("up", 50, 50)];
  const clicked = { x: 50, y: 50 };
  expect(play({ clicked }, [...click, ...click, ...click]).said).toEqual([
    ["select", "small"],
    ["select", "big"],
    ["select", "small"],
  ]);
});

test("with Shift a click adds, and a drag over nothing selects by a rectangle", () => {
  const shift = (event: PointerAct) => ({ ...event, regular: true });
  expect(play({}, [pointer("down", 50, 50), pointer("up", 50, 50)].map(shift)).said).toEqual([
    ["toggle", "small"],
  ]);
  const over = [pointer("down", 150, 150), pointer("move", 30, 30), pointer("up", 30, 30)].map(shift);
  expect(play({}, over).said).toEqual([["band", { x: 30, y: 30, width: 120, height: 120 }]]);
});

test("one of several stays one of them while it is dragged, and is alone after a click", () => {
  const others = ["small"];
  const drag = [pointer("down", 50, 50), pointer("move", 60, 50), pointer("up", 60, 50)];
  expect(play({ selected: "big", others }, drag).said).toEqual([
    ["changed", "small", { x: 50, y: 40, width: 20, height: 20 }],
  ]);
  const click = [pointer("down", 50, 50), pointer("up", 50, 50)];
  expect(play({ selected: "big", others }, click).said).toEqual([["select", "small"]]);
});

test("a click selects the smallest, a click on nothing lets go", () => {
  expect(play({}, [pointer("down", 50, 50), pointer("up", 50, 50)]).said).toEqual([["select", "small"]]);
  expect(play({ selected: "big" }, [pointer("down", 300, 300), pointer("up", 300, 300)]).said).toEqual([
    ["select", null],
  ]);
});

test("a drag moves, a drag at a handle of the selected resizes, a drag on nothing pans", () => {
  const moved = play({}, [pointer("down", 50, 50), pointer("move", 60, 55), pointer("up", 60, 55)]).said;
  expect(moved).toContainEqual(["changed", "small", { x: 50, y: 45, width: 20, height: 20 }]);
  const pulled = play({ selected: "small" }, [
    pointer("down", 60, 60),
    pointer("move", 70, 80),
    pointer("up", 70, 80),
  ]).said;
  expect(pulled).toContainEqual(["changed", "small", { x: 40, y: 40, width: 30, height: 40 }]);
  const panned = play({}, [
    pointer("down", 300, 300),
    pointer("move", 310, 305),
    pointer("up", 310, 305),
  ]).said;
  expect(panned).toEqual([["pan", { x: 10, y: 5 }]]);
});

test("with a tool in hand, drags draw over what is there; cancel leaves nothing", () => {
  const drawn = play({ tool: "box" }, [
    pointer("down", 50, 50),
    pointer("move", 70, 80),
    pointer("up", 70, 80),
  ]);
  expect(drawn.said).toEqual([["made", { x: 50, y: 50, width: 20, height: 30 }]]);
  const left = play({ tool: "polygon" }, [
    pointer("down", 5, 5),
    pointer("move", 70, 80),
    pointer("cancel", 0, 0),
  ]);
  expect(left).toEqual({ said: [], mode: "idle" });
});

test("a brush paints until it is lifted; Alt or the eraser takes away, Shift keeps it straight", () => {
  const strokes = (brush: { radius: number; erase: boolean }, ...events: PointerAct[]) => {
    let state = IDLE;
    const scene = new Scene([], planeShapes);
    return events.flatMap((event) => {
      const context = {
        scene,
        tool: "mask",
        locked: false,
        others: [],
        clicked: null,
        selected: null,
        brush,
      };
      const outcome = act(state, event, context);
      state = outcome.state;
      return outcome.painted ? [outcome.painted] : [];
    });
  };
  const way = [pointer("down", 10, 10), pointer("move", 20, 10), pointer("move", 20, 30)];
  const points = [
    { x: 10, y: 10 },
    { x: 20, y: 10 },
    { x: 20, y: 30 },
  ];
  const fine = { radius: 4, erase: false };
  expect(strokes(fine, ...way, pointer("up", 20, 30))).toEqual([{ points, radius: 4, less: false }]);
  const alt = way.map((event) => ({ ...event, less: true }));
  expect(strokes(fine, ...alt, pointer("up", 20, 30))[0]?.less).toBe(true);
  expect(strokes({ ...fine, erase: true }, ...way, pointer("up", 20, 30))[0]?.less).toBe(true);
  const shift = way.map((event) => ({ ...event, regular: true }));
  expect(strokes(fine, ...shift, pointer("up", 20, 30))[0]?.points).toEqual([points[0], points[2]]);
  expect(strokes(fine, ...way, pointer("cancel", 0, 0), pointer("up", 20, 30))).toEqual([]);
});
