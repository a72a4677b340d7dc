// The lists of kinds. Mapped types over the server's catalog: a kind without its screen is a compile error here.

import { choice } from "./answers/choice";
import { choices } from "./answers/choices";
import type { AnswerUI } from "./answers/contract";
import { date } from "./answers/date";
import { structure } from "./answers/json";
import { link } from "./answers/link";
import { number } from "./answers/number";
import { pairwise } from "./answers/pairwise";
import { ranking } from "./answers/ranking";
import { rating } from "./answers/rating";
import { text as textAnswer } from "./answers/text";
import { tree } from "./answers/tree";
import { unknown } from "./answers/unknown";
import { yes_no } from "./answers/yes_no";
import type { AnswerConfig, AnswerName, AnswerValue, MediumName } from "./catalog.gen";
import type { Json, Question, Task } from "./core/model";
import type { MediumUI } from "./media/contract";
import { conversation } from "./media/conversation";
import { image } from "./media/image";
import { text } from "./media/text";
import { shapes } from "./shapes";
import type { ShapeUI } from "./surface/contract";

export const answers: { [N in AnswerName]: AnswerUI<AnswerValue<N>, AnswerConfig<N>> } = {
  choice,
  choices,
  tree,
  number,
  rating,
  text: textAnswer,
  yes_no,
  pairwise,
  ranking,
  date,
  link,
  json: structure,
};

export const media: { [N in MediumName]: MediumUI } = { text, image, conversation };

/** The screen of an answer kind; a kind that nobody knows here is edited as JSON. */
export function answerUI(kind: string): AnswerUI<Json, unknown> {
  return ((answers as { [kind: string]: unknown })[kind] ?? unknown) as AnswerUI<Json, unknown>;
}

export function shapeUI(name: string): ShapeUI<unknown> | null {
  return ((shapes as { [name: string]: unknown })[name] as ShapeUI<unknown> | undefined) ?? null;
}

export function mediumUI(name: string): MediumUI | null {
  return (media as { [name: string]: MediumUI })[name] ?? null;
}

/** What is wrong with a given answer, in words. */
export function wrongWith(question: Question, value: Json, _task?: Task): string | null {
  return answerUI(question.kind).wrong?.(value, question.config) ?? null;
}

export { planeShapes } from "./shapes";
export { shapes };
