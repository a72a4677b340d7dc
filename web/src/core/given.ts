// Answers by place, made once for each state of a body: with thousands of regions, looking through the list
// for each of them would cost their square.

import type { Body, Json } from "./model";

export type Given = ReadonlyMap<string, Json>;

const made = new WeakMap<Body, Given>();

export const placeOf = (question: string, region: string | null): string => `${region ?? ""}/${question}`;

/** What was answered, by `placeOf`. Bodies never change, so what was made for one stays right. */
export function givenBy(body: Body): Given {
  let given = made.get(body);
  if (!given) {
    given = new Map(
      body.answers.map((answer) => [placeOf(answer.question, answer.region ?? null), answer.value]),
    );
    made.set(body, given);
  }
  return given;
}
