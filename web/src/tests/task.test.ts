// A task in the making: ids, changes, undo, and the text beside the form.

import { expect, test, vi } from "vitest";

import type { Schema } from "../catalog.gen";
import type { Json } from "../core/model";
import { type Checked, TaskDraft } from "../core/task/draft";
import { add, blank, change, changeKind, duplicate, newQuestion, remove } from "../core/task/edit";
import { becomes } from "../core/task/rename";
import { settle } from "../core/task/settle";
import { indent, moveValue, outdent, valuesOf } from "../core/task/values";
import { stepsOf, tools } from "../pages/task/yaml";

const SCHEMA: Schema = {
  fields: [{ id: "text", name: "text", medium: "text", source: "text" }],
  region_sets: [{ id: "things", name: "things", field: "text", shapes: ["span"], config: {} }],
  relation_sets: [],
  questions: [
    {
      id: "mood",
      name: "mood",
      kind: "choice",
      about: "item",
      config: {
        values: [
          { id: "good", name: "good" },
          { id: "bad", name: "bad" },
        ],
      },
      ask_if: [],
    },
    {
      id: "why",
      name: "why",
      kind: "text",
      about: "item",
      config: {},
      ask_if: [{ question: "mood", any_of: ["bad"] }],
    },
    {
      id: "type",
      name: "type",
      kind: "choice",
      about: "things",
      config: { values: [{ id: "A", name: "A" }] },
      ask_if: [],
    },
  ],
};

const named = (question: ReturnType<typeof newQuestion>, name: string) => ({ ...question, name });

test("what was added follows its name, what has answers keeps its id", () => {
  const added = add(SCHEMA, "questions", named(newQuestion("item"), "How sure?"));
  const renamed = change(added, "questions", "mood", { name: "feeling" });
  const settled = settle(renamed, new Set(["mood", "why", "type", "text", "things"]), SCHEMA);
  expect(settled.questions.map(({ id, name }) => [id, name])).toEqual([
    ["mood", "feeling"],
    ["why", "why"],
    ["type", "type"],
    ["how_sure", "How sure?"],
  ]);
  expect(settled.questions[1]?.ask_if).toEqual([{ question: "mood", any_of: ["bad"] }]);
});

test("without answers even what came from a template follows its name, and references with it", () => {
  const renamed = change(SCHEMA, "questions", "mood", { name: "tone" });
  const values = [
    { id: "good", name: "good" },
    { id: "bad", name: "awful" },
  ] as unknown as Json;
  const both = change(renamed, "questions", "mood", { config: { values } });
  const settled = settle(both, new Set());
  expect(settled.questions[1]?.ask_if).toEqual([{ question: "tone", any_of: ["awful"] }]);
});

test("what is removed and made again under its name is the same thing", () => {
  const again = add(
    remove(SCHEMA, "questions", "why"),
    "questions",
    named(newQuestion("item", "text"), "why"),
  );
  expect(settle(again, new Set(["mood", "why"]), SCHEMA).questions.map(({ id }) => id)).toContain("why");
});

test("removing takes along what refers to it", () => {
  expect(remove(SCHEMA, "questions", "mood").questions[0]?.ask_if).toEqual([]);
  expect(remove(SCHEMA, "region_sets", "things").questions.map(({ id }) => id)).toEqual(["mood", "why"]);
  expect(remove(SCHEMA, "fields", "text").region_sets).toEqual([]);
});

test("another kind keeps values where it has some; a copy has a free name and no keys", () => {
  const choices = changeKind(SCHEMA, SCHEMA.questions[0] as never, "choices");
  expect(valuesOf(choices.questions[0]?.config ?? {}).map(({ name }) => name)).toEqual(["good", "bad"]);
  expect(choices.questions[1]?.ask_if).toHaveLength(1);
  const number = changeKind(SCHEMA, SCHEMA.questions[0] as never, "number");
  expect(number.questions[0]?.config).toEqual({});
  expect(number.questions[1]?.ask_if).toEqual([]);
  expect(duplicate(SCHEMA, "mood").questions.map(({ name }) => name)).toEqual([
    "mood",
    "mood 2",
    "why",
    "type",
  ]);
});

test("what was only renamed gets its id back, and the conditions that went with it", () => {
  const removed = remove(SCHEMA, "questions", "type");
  const values = [
    { id: "good", name: "good" },
    { id: "awful", name: "awful" },
  ] as unknown as Json;
  const gone = change(change(removed, "questions", "mood", { config: { values } }), "questions", "why", {
    ask_if: [],
  });
  const back = becomes(gone, "values", "awful", "bad", "mood", SCHEMA);
  expect(valuesOf(back.questions[0]?.config ?? {})).toEqual([
    { id: "good", name: "good" },
    { id: "bad", name: "awful" },
  ]);
  expect(back.questions[1]?.ask_if).toEqual([{ question: "mood", any_of: ["bad"] }]);
  const set = becomes(change(SCHEMA, "region_sets", "things", { id: "new" }), "region_sets", "new", "things");
  expect(set.region_sets[0]?.id).toBe("things");
});

test("values move through the tree and back", () => {
  const values = ["a", "b", "c"].map((name) => ({ id: name, name }));
  const nested = indent(values, [1]);
  expect(nested).toEqual([
    { id: "a", name: "a", children: [{ id: "b", name: "b" }] },
    { id: "c", name: "c" },
  ]);
  expect(outdent(nested, [0, 0]).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(moveValue(values, [2], -1).map(({ name }) => name)).toEqual(["a", "c", "b"]);
});

test("text: lines of problems, comments that stay, words that YAML takes for something else", () => {
  const text =
    "# what we ask\nfields:\n  - {name: text, medium: text}\nquestions:\n  - name: mood # first\n    kind: choice\n";
  expect(tools.read(text).lineOf("questions[0].kind")).toBe(6);
  expect(tools.read(text).lineOf("questions[0].config.values[3]")).toBe(5);
  expect(tools.read("a: [1").errors[0]?.line).toBe(1);
  const more = tools.write(
    {
      fields: [{ name: "text", medium: "text" }],
      questions: [
        { name: "sure", kind: "yes_no", config: { yes: "no" } },
        { name: "mood", kind: "choices" },
      ],
    },
    text,
  );
  expect(more).toContain("# what we ask");
  expect(more).toMatch(/name: mood # first/);
  expect(more).toContain('"yes": "no"');
  expect(tools.read(more).value).toMatchObject({
    questions: [{ name: "sure", config: { yes: "no" } }, { kind: "choices" }],
  });
  expect(stepsOf("questions[2].config.values[1].name")).toEqual([
    "questions",
    2,
    "config",
    "values",
    1,
    "name",
  ]);
});

function draft(check: (question: unknown) => Checked) {
  const deps = { check: async (question: unknown) => check(question), text: async () => tools };
  return new TaskDraft(SCHEMA, null, deps);
}
const good: Checked = {
  schema: SCHEMA,
  written: { fields: [{ name: "text", medium: "text" }] },
  problems: [],
};

test("form and text bring each other up to date; a text that cannot be read leaves the form alone", async () => {
  vi.useFakeTimers();
  const wrong = { schema: null, written: null, problems: [{ where: "fields[0].medium", message: "no" }] };
  const made = draft((question) => (JSON.stringify(question).includes("txt") ? wrong : good));
  made.showText(true);
  await vi.advanceTimersByTimeAsync(500);
  expect(made.state.snapshot().text).toContain("medium: text");
  made.type("fields:\n- name: text\n  medium: txt\n");
  await vi.advanceTimersByTimeAsync(500);
  expect(made.state.snapshot()).toMatchObject({ phase: "bad", problems: [{ line: 3 }], schema: SCHEMA });
  made.edit((schema) => add(schema, "questions", named(newQuestion("item"), "more")));
  await vi.advanceTimersByTimeAsync(500);
  expect(made.state.snapshot()).toMatchObject({ phase: "good", from: "form", canUndo: true });
  made.undo();
  expect(made.state.snapshot().schema).toEqual(SCHEMA);
  made.redo();
  expect(made.state.snapshot().schema.questions).toHaveLength(4);
  made.close();
  vi.useRealTimers();
});

test("typing in one field is one step of undo", () => {
  const made = draft(() => good);
  for (const name of ["t", "to", "tone"])
    made.edit((schema) => change(schema, "questions", "mood", { name }), "mood/name");
  made.undo();
  expect(made.state.snapshot().schema).toEqual(SCHEMA);
  made.close();
});

test("empty rows at the end of values are not sent", () => {
  const values = [
    { id: "a", name: "a" },
    { id: "new-1", name: "" },
  ] as unknown as Json;
  const typed = change(SCHEMA, "questions", "mood", { config: { values } });
  expect(valuesOf(settle(typed, new Set()).questions[0]?.config ?? {})).toEqual([{ id: "a", name: "a" }]);
});

test("a blank task shows one text", () => {
  expect(settle(blank("text"), new Set()).fields).toEqual([
    { id: "text", name: "text", medium: "text", source: "text" },
  ]);
});
