import { describe, expect, test } from "vitest";

import { Bench } from "../core/bench";
import { type Command, clashes, commandFor, keyOf, keysOf, shown } from "../core/commands";
import { found } from "../core/fuzzy";
import {
  clashesWith,
  isReserved,
  isSingle,
  type Keymap,
  NONE,
  readKeys,
  slug,
  withOwnKeys,
  writeKeys,
} from "../core/keymap";
import type { Question, Schema } from "../core/model";
import { everyCommand } from "../pages/hands/every";
import { pageCommands } from "../pages/hands/places";
import { labelCommands } from "../pages/label/commands";
import { valueKeys } from "../pages/label/valueKeys";
import { shapes } from "../shapes";
import { schema, task } from "./kit";

const mood = schema.questions[0] as Question;
const nothing = () => undefined;
const actions = {
  submit: nothing,
  skip: nothing,
  undo: nothing,
  redo: nothing,
  guideline: nothing,
  comments: () => undefined,
  history: () => undefined,
  guideAtQuestion: () => undefined,
  foldPanel: nothing,
  leaveField: () => false,
};
const everything: Schema = {
  ...schema,
  region_sets: [{ id: "all", name: "all", field: "text", shapes: Object.keys(shapes), config: {} }],
};
const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("commands", () => {
  const bench = new Bench(task(1), everything, null);
  const commands = labelCommands({ bench, surface: () => null, any: () => false, actions });

  test("no two share a key in one scope, with every tool on screen", () => {
    expect(clashes([...commands, ...valueKeys(bench, bench.hands.snapshot()).commands])).toEqual([]);
  });

  test("the clash check sees a clash", () => {
    const twice = [...commands, { ...(commands[0] as Command), id: "other" }];
    expect(clashes(twice).map(({ commands: ids }) => ids)).toContainEqual(["submit", "other"]);
  });

  test("have names and ids of their own", () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    for (const command of commands) expect(command.name).not.toBe("");
  });

  test("leave typing alone, but Enter in one line submits", () => {
    expect(commandFor(commands, "x", "line")).toBeNull();
    expect(commandFor(commands, "x", "free")?.id).toBe("skip");
    expect(commandFor(commands, "enter", "line")?.id).toBe("submit");
    expect(commandFor(commands, "enter", "area")).toBeNull();
    expect(commandFor(commands, "mod+enter", "area")?.id).toBe("submit");
    expect(commandFor(commands, "enter", "button")).toBeNull();
    expect(commandFor(commands, "up", "widget")).toBeNull();
    expect(commandFor(commands, "mod+z", "area")).toBeNull();
  });
});

test("keys are read the same on every keyboard", () => {
  expect(keyOf(press("Z", { ctrlKey: true, shiftKey: true }))).toBe("mod+shift+z");
  expect(keyOf(press("z", { metaKey: true }))).toBe("mod+z");
  expect(keyOf(press("?", { shiftKey: true }))).toBe("?");
  expect(keyOf(press("≈", { altKey: true, code: "KeyX" }))).toBe("alt+x");
  expect(keyOf(press("¡", { altKey: true, code: "Digit1" }))).toBe("alt+1");
  expect(keyOf(press("ArrowLeft", { shiftKey: true }))).toBe("shift+left");
  expect(keyOf(press(" "))).toBe("space");
  expect(shown("mod+shift+z", true)).toBe("⌘⇧Z");
  expect(shown("mod+shift+z", false)).toBe("Ctrl+Shift+Z");
  expect(shown("+", false)).toBe("+");
});

describe("number keys", () => {
  test("answer the active question, then the next", () => {
    const two: Schema = {
      ...schema,
      region_sets: [],
      questions: [
        mood,
        { id: "spam", name: "spam", kind: "yes_no", config: {}, ask_if: [] },
        { id: "stars", name: "stars", kind: "rating", config: { min: 0, max: 4 }, ask_if: [] },
      ],
    };
    const bench = new Bench(task(1), two, null);
    const hit = (key: string) =>
      valueKeys(bench, bench.hands.snapshot())
        .commands.find(({ keys }) => keys[0] === key)
        ?.run();
    hit("2");
    hit("1");
    hit("0");
    expect(bench.body.answers.map(({ value }) => value)).toEqual(["bad", true, 0]);
  });

  test("the schema's own keys win, digits fill the rest", () => {
    const config = {
      values: [
        { id: "a", name: "A" },
        { id: "b", name: "B", key: "q" },
        { id: "c", name: "C", key: "1" },
      ],
    };
    const own = { ...schema, region_sets: [], questions: [{ ...mood, config }] } as unknown as Schema;
    const bench = new Bench(task(1), own, null);
    const keys = valueKeys(bench, bench.hands.snapshot());
    expect(["a", "b", "c"].map((value) => keys.forAnswer("mood", value))).toEqual(["2", "q", "1"]);
  });

  test("label the marked text, else the selected region", () => {
    const bench = new Bench(task(1), schema, null);
    const hit = (key: string) =>
      valueKeys(bench, bench.hands.snapshot())
        .commands.find(({ keys }) => keys[0] === key)
        ?.run();
    bench.mark({ field: "text", start: 0, end: 3 });
    hit("2");
    const [region] = bench.body.regions;
    expect(bench.answer("type", region?.id ?? null)).toBe("loc");
    hit("1");
    expect(bench.answer("type", region?.id ?? null)).toBe("per");
    bench.select(null);
    hit("1");
    expect(bench.answer("mood", null)).toBe("good");
  });

  test("take up the next label after marking with one; what was marked keeps its own", () => {
    const only = schema.questions.filter(({ about }) => about === "names");
    const bench = new Bench(task(1), { ...schema, questions: only }, null);
    const hit = (key: string) =>
      valueKeys(bench, bench.hands.snapshot())
        .commands.find(({ keys }) => keys[0] === key)
        ?.run();
    hit("1");
    const first = bench.make("text", "span", { start: 0, end: 3 });
    expect(bench.answer("type", first)).toBe("per");
    hit("2");
    expect(bench.answer("type", first)).toBe("per");
    expect(bench.hands.snapshot().brush).toMatchObject({ value: "loc" });
    // The same key again lets nothing go.
    hit("2");
    const second = bench.make("text", "span", { start: 4, end: 7 });
    expect(bench.answer("type", second)).toBe("loc");
    bench.select(null);
    hit("1");
    expect([first, second].map((id) => bench.answer("type", id))).toEqual(["per", "loc"]);
    expect(bench.hands.snapshot().brush).toMatchObject({ value: "per" });
    // What is selected on purpose is named anew.
    bench.select(second);
    hit("1");
    expect(bench.answer("type", second)).toBe("per");
  });

  test("make a region of the marked words, and with Alt of exactly what was marked", () => {
    const bench = new Bench(task(1), schema, null);
    const hit = (key: string) =>
      valueKeys(bench, bench.hands.snapshot())
        .commands.find(({ keys }) => keys[0] === key)
        ?.run();
    const mark = { field: "text", start: 3, end: 7, whole: { start: 4, end: 7 } };
    bench.mark(mark);
    hit("1");
    bench.mark(mark);
    hit("alt+1");
    expect(bench.body.regions.map(({ value }) => value)).toEqual([
      { start: 4, end: 7 },
      { start: 3, end: 7 },
    ]);
  });

  test("while drawing, take up labels; only an answer that must be given comes first", () => {
    const boxes: Schema = {
      ...schema,
      region_sets: [{ id: "names", name: "names", field: "text", shapes: ["box"], config: {} }],
      questions: [
        ...schema.questions,
        {
          id: "hidden",
          name: "hidden",
          kind: "yes_no",
          about: "names",
          required: false,
          config: {},
          ask_if: [],
        },
      ],
    };
    const bench = new Bench(task(1), boxes, null);
    const hit = (key: string) =>
      valueKeys(bench, bench.hands.snapshot())
        .commands.find(({ keys }) => keys[0] === key)
        ?.run();
    bench.take("box");
    const bare = bench.make("text", "box", { x: 0, y: 0, width: 5, height: 5 });
    // It has no label yet, and must have one.
    hit("1");
    expect(bench.answer("type", bare)).toBe("per");
    // The key of another label corrects the box just drawn, though "hidden" is still open.
    hit("2");
    expect(bench.answer("type", bare)).toBe("loc");
    expect(bench.hands.snapshot()).toMatchObject({ selected: bare, brush: { value: "loc" } });
    hit("1");
    // Once it is let go, the numbers are for the next box.
    bench.select(null);
    hit("2");
    expect(bench.answer("type", bare)).toBe("per");
    expect(bench.hands.snapshot()).toMatchObject({ selected: null, brush: { value: "loc" } });
    const next = bench.make("text", "box", { x: 9, y: 9, width: 5, height: 5 });
    expect(bench.answer("type", next)).toBe("loc");
    // It was drawn with its label: the key of another one is for the box after it.
    hit("1");
    expect(bench.answer("type", next)).toBe("loc");
    expect(bench.hands.snapshot()).toMatchObject({ selected: next, brush: { value: "per" } });
    // Who goes to a question answers it.
    bench.focus("hidden");
    hit("1");
    expect(bench.answer("hidden", next)).toBe(true);
    // Undo selects what was in hand before, and not on purpose.
    bench.make("text", "box", { x: 20, y: 9, width: 5, height: 5 });
    bench.undo();
    hit("2");
    expect(bench.answer("type", next)).toBe("loc");
    hit("1");
    expect(bench.answer("type", next)).toBe("loc");
    bench.select(next);
    hit("1");
    expect(bench.answer("type", next)).toBe("per");
  });
});

describe("other keyboards", () => {
  test("letters of other scripts and rows of digits that need Shift count by their place", () => {
    expect(keysOf(press("я", { code: "KeyZ", ctrlKey: true }))).toEqual(["mod+я", "mod+z"]);
    expect(keysOf(press("ч", { code: "KeyX" }))).toEqual(["ч", "x"]);
    expect(keysOf(press("é", { code: "Digit2" }))).toEqual(["2", "é"]);
    expect(keysOf(press("-", { code: "Digit6" }))).toEqual(["6", "-"]);
    // Where a Latin letter is, it counts: Ctrl+Z of a French keyboard lies elsewhere.
    expect(keysOf(press("z", { code: "KeyW", ctrlKey: true }))).toEqual(["mod+z"]);
    expect(keysOf(press("?", { code: "Slash", shiftKey: true }))).toEqual(["?"]);
  });
});

describe("own keys", () => {
  const bench = new Bench(task(1), everything, null);
  const commands = labelCommands({ bench, surface: () => null, any: () => false, actions });
  const keysOfCommand = (id: string, map: Keymap) =>
    withOwnKeys(commands, map).find((command) => command.id === id)?.keys;

  test("take the place of the first ones; none is none", () => {
    const own = { skip: "mod+e", undo: NONE, "tool:box": "q" };
    expect(keysOfCommand("skip", { own, singles: true })).toEqual(["mod+e"]);
    expect(keysOfCommand("undo", { own, singles: true })).toEqual([]);
    expect(keysOfCommand("tool box", { own, singles: true })).toEqual(["q"]);
    expect(keysOfCommand("submit", { own, singles: true })).toEqual(["enter", "mod+enter"]);
  });

  test("without single keys only those stay that type nothing", () => {
    const typed = withOwnKeys(commands, { own: {}, singles: false }).flatMap(({ keys }) =>
      keys.filter(isSingle),
    );
    expect(typed).toEqual([]);
    expect(keysOfCommand("remove", { own: {}, singles: false })).toEqual(["delete", "backspace"]);
    expect(isSingle("shift+n")).toBe(true);
    expect(isSingle("g p")).toBe(true);
    expect(isSingle("mod+k")).toBe(false);
  });

  test("clashes are seen in the own scope and across scopes, and what browsers take is refused", () => {
    const map = { own: {}, singles: true };
    expect(clashesWith(commands, "skip", "label", "mod+z", map)).toMatchObject([{ id: "undo", how: "same" }]);
    expect(clashesWith(commands, "go.home", "app", "x", map)).toMatchObject([{ id: "skip", how: "hidden" }]);
    const everywhere = pageCommands("", () => undefined);
    expect(clashesWith(everywhere, "skip", "label", "g", map)).toEqual([]);
    expect(clashesWith(everywhere, "go.home", "app", "g", map).length).toBeGreaterThan(0);
    for (const key of ["mod+t", "tab", "f5", "mod+1", "alt+left"]) expect(isReserved(key)).toBe(true);
    for (const key of ["mod+enter", "x", "mod+k", "alt+x"]) expect(isReserved(key)).toBe(false);
  });

  test("no command starts with a reserved key, and every one can be changed in the settings", () => {
    const all = everyCommand();
    const words = all.flatMap(({ id, keys }) => keys.filter(isReserved).map((key) => `${id}: ${key}`));
    expect(words).toEqual([]);
    expect(clashes(all as Command[])).toEqual([]);
    for (const id of ["submit", "undo", "palette", "go.label", "tool box"])
      expect(all.map((one) => one.id)).toContain(id);
    expect(new Set(all.map(({ id }) => slug(id))).size).toBe(all.length);
  });

  test("go to a file and back", () => {
    const map = { own: { skip: "q" }, singles: false };
    expect(readKeys(writeKeys(map))).toEqual(map);
    expect(readKeys("{}")).toBeNull();
    expect(readKeys('{"keys": {"skip": 1}}')).toBeNull();
  });
});

test("the palette finds by beginnings of words first, then by letters in their order", () => {
  const names = ["Remove the region", "Previous region", "Redo", "Next region", "Résumé"];
  const find = (query: string) =>
    found(
      query,
      names,
      (name) => name,
      () => 0,
    );
  expect(find("re")[0]).toBe("Redo");
  expect(find("nr")[0]).toBe("Next region");
  expect(find("resume")).toEqual(["Résumé"]);
  expect(find("zz")).toEqual([]);
});
