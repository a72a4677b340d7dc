// What several tests need: the examples that Python wrote, and a task to work on.

import type { Body, Json, Schema, Task } from "../core/model";
import examples from "../examples.gen.json";

export interface Example {
  config: { [key: string]: Json };
  data: { [key: string]: Json };
  extent: { length?: number; width?: number; height?: number };
  valid: Json[];
  invalid: Json[];
}

export interface Vector {
  name: string;
  questions: { id: string; about?: string; ask_if?: Json }[];
  /** Question, value, and the region it is about, if any. */
  answers: [string, Json, string?][];
  /** Each region's set. */
  regions: { [id: string]: string };
  /** `question` or `question@region`. */
  asked: string[];
}

export const shapeExamples = examples.shapes as unknown as { [name: string]: Example[] };
export const answerExamples = examples.answers as unknown as { [name: string]: Example[] };
export const conditionVectors = examples.conditions as unknown as Vector[];

export const schema: Schema = {
  fields: [{ id: "text", name: "text", medium: "text", source: "text" }],
  region_sets: [{ id: "names", name: "names", field: "text", shapes: ["span"], config: {} }],
  relation_sets: [],
  questions: [
    {
      id: "mood",
      name: "mood",
      kind: "choice",
      config: {
        values: [
          { id: "good", name: "Good" },
          { id: "bad", name: "Bad" },
        ],
      },
      ask_if: [],
    },
    { id: "why", name: "why", kind: "text", config: {}, ask_if: [{ question: "mood", any_of: ["bad"] }] },
    {
      id: "type",
      name: "type",
      kind: "choice",
      about: "names",
      config: {
        values: [
          { id: "per", name: "Person" },
          { id: "loc", name: "Place" },
        ],
      },
      ask_if: [],
    },
  ],
};

export function task(id: number, draft: Body | null = null): Task {
  return {
    task: id,
    item: id + 1000,
    data: { text: "Ada met Charles in London." },
    media: {},
    schema_version: 1,
    item_revision: 1,
    deadline: null,
    draft,
  };
}
