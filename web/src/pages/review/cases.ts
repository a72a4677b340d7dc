// A case as the side-by-side view takes it, and what its labelers are at odds about, in words.

import type { Case, Said, Tie } from "../../api/review";
import type { Region, Schema } from "../../core/model";
import type { Voice } from "./voices";
import { quoteOf } from "./words";

/** Decisions that were replaced stay in the history; beside the answers stands only the one in force.
 * By name: the same people have the same side, colour and key from item to item. */
export function voicesOf(found: Case): Voice[] {
  return found.annotations.map(voiceOf).toSorted((a, b) => a.name.localeCompare(b.name));
}

const voiceOf = (said: Said): Voice => ({
  id: said.annotation,
  name: said.name,
  kind: said.kind,
  purpose: said.purpose,
  body: said.body,
  counted: said.counted,
  stale: false,
  at: said.created_at,
  seconds: said.seconds,
  revision: said.revision,
  schemaVersion: said.schema_version,
  guidelineVersion: said.guideline_version,
});

/** What a tie is about: the name of the question or set, the marked words, why. */
export interface About {
  name: string;
  quote: string;
  why: string;
}

export function aboutTies(found: Case, schema: Schema): About[] {
  return found.ties.map((tie) => {
    const region = tie.shape === "span" ? (tie as unknown as Region) : null;
    return {
      name: namesOf([tie], schema)[0] ?? "",
      quote: region ? quoteOf(region, schema, found.data) : "",
      why: tie.why,
    };
  });
}

/** The name of the question or set, once each. */
export function namesOf(ties: readonly Partial<Tie>[], schema: Schema): string[] {
  const names = ties.map(({ question, set }) => {
    const asked = schema.questions.find(({ id }) => id === question);
    return asked?.name ?? schema.region_sets.find(({ id }) => id === set)?.name ?? "";
  });
  return [...new Set(names)].filter(Boolean);
}

/** A queue is counted up to 1000. */
export const COUNTED = 1000;
