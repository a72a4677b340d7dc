// A case as the side-by-side view takes it, and what its labelers are at odds about, in words.

import type { Case, Said, Tie } from "../../api/review";
import type { Schema } from "../../core/model";
import type { Voice } from "./voices";

/** Decisions that were replaced stay in the history; beside the answers stands only the one in force. */
export function voicesOf(found: Case): Voice[] {
  return found.annotations.map(voiceOf);
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
