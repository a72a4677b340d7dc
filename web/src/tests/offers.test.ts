import { describe, expect, test } from "vitest";

import { Bench } from "../core/bench";
import type { Body, Schema, Task } from "../core/model";
import { listed } from "../core/regionView";
import { proposalId } from "../core/suggestions";
import { between, linkAt } from "../surface/links";
import { arcsOf } from "../surface/text/arcs";
import { schema as plain, task } from "./kit";

const schema: Schema = {
  ...plain,
  relation_sets: [{ id: "links", name: "links", from_sets: ["names"], to_sets: ["names"] }],
  questions: [
    ...plain.questions,
    {
      id: "what",
      name: "what",
      kind: "choice",
      about: "links",
      config: { values: [{ id: "knows", name: "knows" }] },
      ask_if: [],
    },
  ],
};
const span = (id: string, start: number, end: number) => ({
  id,
  set: "names",
  shape: "span",
  version: 1,
  value: { start, end },
});
const body = (): Body => ({ regions: [span("a", 0, 3), span("c", 8, 15), span("l", 19, 25)], answers: [] });
const bench = (more: Partial<Task> = {}, start: Body | null = body()) =>
  new Bench({ ...task(1), ...more }, schema, start);

describe("relations", () => {
  test("two regions are joined by picking one after the other, and the relation is asked about", () => {
    const one = bench();
    one.select("a");
    one.linking.begin();
    one.select("l");
    const [relation] = one.body.relations ?? [];
    expect(relation).toMatchObject({ set: "links", from_id: "a", to_id: "l" });
    expect(one.hands.snapshot().selected).toBe(relation?.id);
    expect(one.questionsNow().questions.map(({ id }) => id)).toEqual(["what"]);
    expect(one.check().map(({ question }) => question)).toContain("what");
  });

  test("by keys alone: walk, then take", () => {
    const one = bench();
    one.select("a");
    one.linking.begin();
    one.selectNext(true);
    one.selectNext(true);
    expect(one.hands.snapshot().selected).toBe("a");
    expect(one.linking.confirm()).toBe(true);
    expect(one.body.relations?.[0]).toMatchObject({ from_id: "a", to_id: "l" });
  });

  test("nothing is joined twice, with itself, or after Esc", () => {
    const one = bench();
    one.linking.join("a", "c");
    expect(one.linking.join("a", "c")).toBeNull();
    expect(one.linking.join("c", "a")).not.toBeNull();
    expect(one.linking.join("a", "a")).toBeNull();
    one.select("a");
    one.linking.begin();
    one.stepBack();
    one.select("l");
    expect(one.body.relations).toHaveLength(2);
  });

  test("a relation goes with its region, with its answers, and undo brings all back", () => {
    const one = bench();
    const id = one.linking.join("a", "c") as string;
    one.give(schema.questions.at(-1) as never, id, "knows");
    const before = one.body;
    one.remove("c");
    expect(one.body.relations).toBeUndefined();
    expect(one.body.answers).toEqual([]);
    one.undo();
    expect(one.body).toEqual(before);
    one.undo();
    one.undo();
    expect(one.body).toEqual(body());
  });
});

const suggested = (id: string, more: Partial<Body>) => ({
  id,
  source: "model",
  confidence: 0.8,
  body: { regions: [], answers: [], ...more } as Body,
});
const offers = [
  suggested("7", {
    regions: [span("r1", 0, 3), span("r2", 8, 15)],
    answers: [
      { question: "mood", kind: "choice", version: 1, value: "good" },
      { question: "type", kind: "choice", version: 1, value: "per", region: "r1" },
    ],
    relations: [{ id: "x", set: "links", from_id: "r1", to_id: "r2" }],
  }),
  suggested("8", { regions: [span("r1", 19, 25)] }),
];

describe("suggestions", () => {
  const empty: Body = { regions: [], answers: [] };
  const open = (one: Bench) => one.suggestions.open().map(({ id }) => id);

  test("nothing is an answer before it is accepted", () => {
    const one = bench({ suggestions: offers }, empty);
    expect(one.body).toEqual(empty);
    expect(open(one)).toEqual(["s7-answer-mood", "s7-r1", "s7-r2", "s7-x", "s8-r1"]);
  });

  test("one by one: accepted with its answers, undone, ignored", () => {
    const one = bench({ suggestions: offers }, empty);
    one.suggestions.walk(true);
    expect(one.hands.snapshot().question).toBe("mood");
    one.suggestions.accept(one.suggestions.current() as never);
    expect(one.answer("mood", null)).toBe("good");
    expect(one.hands.snapshot().selected).toBe("s7-r1");
    one.suggestions.accept(one.suggestions.current() as never);
    expect(one.answer("type", "s7-r1")).toBe("per");
    one.undo();
    expect(open(one)).toContain("s7-r1");
    one.suggestions.ignore(one.suggestions.get("s8-r1") as never);
    expect(open(one)).not.toContain("s8-r1");
    one.suggestions.restore();
    expect(open(one)).toContain("s8-r1");
  });

  test("all at once is one step for undo; what was answered otherwise stays", () => {
    const one = bench({ suggestions: offers }, empty);
    one.give(plain.questions[0] as never, null, "bad");
    expect(one.suggestions.acceptAll()).toBe(4);
    expect(one.answer("mood", null)).toBe("bad");
    expect(one.body.relations).toEqual([{ id: "s7-x", set: "links", from_id: "s7-r1", to_id: "s7-r2" }]);
    expect(open(one)).toEqual([]);
    one.undo();
    expect(one.body.regions).toEqual([]);
  });

  test("a relation brings its regions along; one whose region is ignored goes too", () => {
    const one = bench({ suggestions: offers }, empty);
    one.suggestions.accept(one.suggestions.get("s7-x") as never);
    expect(one.body.regions.map(({ id }) => id)).toEqual(["s7-r1", "s7-r2"]);
    const other = bench({ suggestions: offers }, empty);
    other.suggestions.ignore(other.suggestions.get("s7-r2") as never);
    expect(open(other)).not.toContain("s7-x");
  });

  test("adjusting a suggestion accepts it, removing it ignores it", () => {
    const one = bench({ suggestions: offers }, empty);
    one.reshape("s8-r1", { start: 18, end: 25 });
    expect(one.body.regions).toMatchObject([{ id: "s8-r1", value: { start: 18, end: 25 } }]);
    one.remove("s7-r1");
    expect(open(one)).not.toContain("s7-r1");
  });

  test("long ids stay apart and short enough", () => {
    const ids = ["a", "b"].map((end) => proposalId(1, `${"x".repeat(63)}${end}`));
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.length <= 64)).toBe(true);
  });
});

describe("looking at regions", () => {
  test("listed by place and by label, hidden and locked", () => {
    const one = bench({}, { ...body(), regions: body().regions.toReversed() });
    const ids = (order: "made" | "place" | "label") =>
      listed(one, one.body.regions, { ...one.view.snapshot(), order }).map(({ id }) => id);
    expect(ids("made")).toEqual(["l", "c", "a"]);
    expect(ids("place")).toEqual(["a", "c", "l"]);
    one.give(plain.questions[2] as never, "c", "per");
    one.give(plain.questions[2] as never, "l", "loc");
    expect(ids("label")).toEqual(["c", "l", "a"]);
    one.view.filter("names/per");
    expect(one.body.regions.filter((region) => one.view.shows(one, region)).map(({ id }) => id)).toEqual([
      "c",
    ]);
    one.view.filter(null);
    one.view.lock("a");
    one.reshape("a", { start: 0, end: 7 });
    one.remove("a");
    expect(one.region("a")?.value).toEqual({ start: 0, end: 3 });
  });
});

describe("lines between regions", () => {
  const link = {
    id: "x",
    from: "a",
    to: "b",
    ink: { colour: "#000000", pattern: 0 as const },
    label: "",
    directed: true,
    suggestion: false,
  };

  test("on pictures they go from edge to edge and are found by a click near them", () => {
    const line = between({ x: 0, y: 0, width: 10, height: 10 }, { x: 90, y: 0, width: 10, height: 10 });
    expect(line).toEqual([
      { x: 10, y: 5 },
      { x: 90, y: 5 },
    ]);
    const placed = [{ ...link, line }];
    expect(linkAt(placed, { x: 50, y: 8 }, 5)?.id).toBe("x");
    expect(linkAt(placed, { x: 50, y: 20 }, 5)).toBeNull();
  });

  test("in text they rise above the first lines; ends at one span stand apart", () => {
    const lines = new Map([
      ["a", [{ left: 0, top: 40, width: 60, height: 20 }]],
      ["b", [{ left: 200, top: 40, width: 40, height: 20 }]],
    ]);
    const [one, two] = arcsOf([link, { ...link, id: "y" }], lines);
    expect(one?.path.startsWith("M30 40C30 ")).toBe(true);
    expect(one?.middle.y).toBeLessThan(40);
    expect(two?.path.startsWith("M37 40")).toBe(true);
    expect(arcsOf([{ ...link, to: "gone" }], lines)).toEqual([]);
  });
});
