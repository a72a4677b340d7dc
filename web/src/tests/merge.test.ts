import { expect, test } from "vitest";

import { become, firstChoice, merged, partsOf, sameBody } from "../core/merge";
import type { Body } from "../core/model";
import { AnnotationStore } from "../core/store";

const region = (id: string, start: number) => ({
  id,
  set: "names",
  shape: "span",
  version: 1,
  value: { start, end: 9 },
});
const answer = (question: string, value: string, about?: string) => ({
  question,
  kind: "choice",
  version: 1,
  value,
  ...(about ? { region: about } : {}),
});
const mine: Body = {
  regions: [region("a", 0), region("b", 1)],
  answers: [answer("mood", "good"), answer("type", "per", "a"), answer("type", "loc", "b")],
};
const theirs: Body = {
  regions: [region("a", 5), region("c", 2)],
  answers: [answer("mood", "bad"), answer("type", "per", "a"), answer("type", "per", "c")],
  relations: [{ id: "r", set: "next", from_id: "a", to_id: "c" }],
};

test("parts are laid side by side; what only one version has stays by itself", () => {
  const parts = partsOf(mine, theirs);
  expect(parts.map(({ key, same }) => [key, same])).toEqual([
    ["answer mood", false],
    ["region a", false],
    ["region b", false],
    ["region c", false],
    ["relation r", false],
  ]);
  const both = merged(parts, firstChoice);
  expect(both.regions.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(both.answers.map(({ value }) => value)).toEqual(["good", "per", "loc", "per"]);
  expect(both.relations?.length).toBe(1);
  expect(merged(parts, () => "mine")).toEqual(mine);
  expect(
    sameBody(
      merged(parts, () => "theirs"),
      theirs,
    ),
  ).toBe(true);
});

test("a body becomes another one in a single step", () => {
  const pairs: [Body, Body][] = [
    [mine, theirs],
    [theirs, mine],
    [mine, { regions: [], answers: [] }],
  ];
  for (const [from, to] of pairs) {
    const store = new AnnotationStore(from);
    let steps = 0;
    store.watch(() => steps++);
    store.edit("did.merge", (editor) => become(editor, to));
    expect(sameBody(store.snapshot(), to)).toBe(true);
    expect(steps).toBe(1);
  }
});

test("the order of fields and empty ones make no difference", () => {
  const other = JSON.parse(
    '{"answers": [{"value": "good", "question": "mood", "version": 1, "kind": "choice", "region": null}], "regions": []}',
  );
  expect(sameBody({ regions: [], answers: [answer("mood", "good")] }, other)).toBe(true);
});
