import { expect, test } from "vitest";

import type { Schema } from "../core/model";
import { offered } from "../pages/project/offered";
import { schema } from "./kit";

const FORMATS = {
  jsonl: ["*"],
  label_studio: ["box", "choice", "span"],
  coco: ["box", "choice", "polygon"],
  spacy: ["choice", "choices", "span"],
};
const offers = (one: Schema) =>
  Object.entries(FORMATS)
    .filter(([, carries]) => offered(carries, one))
    .map(([name]) => name);

test("only formats that carry something of the schema are offered", () => {
  const boxes = { id: "b", name: "b", field: "text", shapes: ["box"], config: {} };
  const none = { ...schema, region_sets: [] };
  expect(offers(schema)).toEqual(["jsonl", "label_studio", "spacy"]);
  expect(offers({ ...schema, region_sets: [boxes] })).toEqual(["jsonl", "label_studio", "coco"]);
  expect(offers(none)).toEqual(["jsonl", "label_studio"]);
  expect(offers({ ...none, questions: [] })).toEqual(["jsonl"]);
});
