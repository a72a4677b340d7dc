import { expect, test } from "vitest";

import { askedAbout } from "../core/conditions";
import { type Body, ITEM, type Question, type Schema } from "../core/model";
import { conditionVectors, type Vector } from "./kit";

function asked(vector: Vector): string[] {
  const schema: Schema = {
    fields: [],
    region_sets: [],
    relation_sets: [],
    questions: vector.questions.map(
      (one) => ({ name: one.id, kind: "choice", config: {}, ask_if: [], ...one }) as unknown as Question,
    ),
  };
  const body: Body = {
    regions: Object.entries(vector.regions).map(([id, set]) => ({ id, set, shape: "box", value: null })),
    answers: vector.answers.map(([question, value, region]) => ({
      question,
      kind: "choice",
      value,
      region: region ?? null,
    })),
  };
  return [
    ...askedAbout(schema, body, ITEM, null).map(({ id }) => id),
    ...body.regions.flatMap((region) =>
      askedAbout(schema, body, region.set, region.id).map(({ id }) => `${id}@${region.id}`),
    ),
  ];
}

test.each(conditionVectors.map((vector) => [vector.name, vector] as const))(
  "as in Python: %s",
  (_, vector) => {
    expect(asked(vector).toSorted()).toEqual(vector.asked.toSorted());
  },
);

test("there are vectors", () => expect(conditionVectors.length).toBeGreaterThan(15));
