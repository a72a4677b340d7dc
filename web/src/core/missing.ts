// What an annotation still lacks before it can be submitted.

import type { Bench } from "./bench";
import { askedAbout } from "./conditions";
import { ITEM, type Json, type Question } from "./model";
import { relationsOf } from "./relations";

export interface Missing {
  question: string | null;
  region: string | null;
  set: string | null;
  kind: "required" | "wrong" | "few" | "many";
  /** For `wrong`: what is wrong with the given value. */
  message?: string;
  name: string;
  limit?: number;
  /** Whether `region` is a relation. */
  relation?: boolean;
}

type Wrong = (question: Question, value: Json) => string | null;

/** Of the item first, then the numbers of regions and relations, then what is asked about each of them. */
export function missingOf(bench: Bench, wrong: Wrong): Missing[] {
  const { body, schema } = bench;
  const missing: Missing[] = [];
  const about = (target: string, region: string | null, relation = false) => {
    for (const question of askedAbout(schema, body, target, region)) {
      const value = bench.answer(question.id, region);
      const name = question.text || question.name;
      const place = { question: question.id, region, relation, set: null, name };
      const message = value === null ? null : wrong(question, value);
      if (message !== null) missing.push({ ...place, kind: "wrong", message });
      else if (value === null && question.required !== false) missing.push({ ...place, kind: "required" });
    }
  };
  about(ITEM, null);
  const parts = [...body.regions, ...relationsOf(body)];
  for (const set of [...schema.region_sets, ...(schema.relation_sets ?? [])]) {
    const count = parts.filter((part) => part.set === set.id).length;
    const limit = { question: null, region: null, set: set.id, name: set.name };
    if (count < (set.min ?? 0)) missing.push({ ...limit, kind: "few", limit: set.min ?? 0 });
    if (set.max != null && count > set.max) missing.push({ ...limit, kind: "many", limit: set.max });
  }
  for (const part of parts) about(part.set, part.id, "from_id" in part);
  return missing;
}

/** Nothing is said at all and nothing was tried, where there might be something to mark. */
export function untouched({ schema, body, history, suggestions }: Bench): boolean {
  const { undo, redo } = history.snapshot();
  const said = body.regions.length + body.answers.length + relationsOf(body).length;
  const ignored = suggestions.ignored.snapshot().size;
  return schema.region_sets.length > 0 && said + ignored === 0 && undo === null && redo === null;
}
