import { expect, it } from "vitest";

import type { Format } from "../api/releases";
import type { Schema } from "../core/model";
import { paramsOf, tookOf } from "../pages/jobs/words";
import { choicesOf, lossesOf, optionsGiven } from "../pages/releases/formatOptions";
import { warningsOf } from "../pages/releases/MakeRelease";

const DESCRIBED = {
  properties: {
    which: { enum: ["auto", "resolution", "annotations"], default: "auto" },
    task: { anyOf: [{ enum: ["detect", "obb"] }, { type: "null" }], default: null },
    language: { type: "string", default: "xx" },
  },
};
const format = (change: Partial<Format>): Format => ({
  name: "f",
  title: "F",
  about: "",
  endings: [],
  reads: true,
  writes: true,
  carries: [],
  takes: [],
  missing: "",
  ...change,
});

it("a format's options are a form of what means something to it", () => {
  const choices = choicesOf(format({ takes: ["task", "which", "language"] }), DESCRIBED);
  expect(choices).toEqual([
    { name: "task", values: ["", "detect", "obb"], first: "" },
    { name: "which", values: ["auto", "resolution", "annotations"], first: "auto" },
    { name: "language", values: [], first: "xx" },
  ]);
  expect(optionsGiven(choices, { task: "obb", which: "auto", language: "en" })).toEqual({
    task: "obb",
    language: "en",
  });
});

it("what a format cannot carry of a task is said before", () => {
  const schema = {
    region_sets: [{ id: "s", name: "things", field: "f", shapes: ["box", "point"] }],
    questions: [{ id: "q", name: "what", kind: "choice", about: "s", config: {} }],
  } as unknown as Schema;
  expect(lossesOf(format({ carries: ["box", "choice"] }), schema)).toEqual(["things (point)"]);
  expect(lossesOf(format({ carries: ["*"] }), schema)).toEqual([]);
});

it("warnings before a release name what stays out", () => {
  const plan = {
    items: 9,
    done: 5,
    resolved: 3,
    annotations: 9,
    ties: 1,
    unresolved: 1,
    incomplete: 4,
    wanted: 1,
  };
  expect(warningsOf(plan)).toHaveLength(4);
  expect(warningsOf({ ...plan, ties: 0, unresolved: 0, incomplete: 0, wanted: 2 })).toEqual([]);
});

it("jobs in words", () => {
  expect(tookOf({ started_at: null, ended_at: null })).toBe("–");
  expect(tookOf({ started_at: 1e6, ended_at: 66e6 })).toBe("1:05");
  expect(paramsOf({ params: { format: "csv", options: {}, select: "all" } })).toEqual([
    ["Format", "csv"],
    ["Which items", "All items"],
  ]);
});
