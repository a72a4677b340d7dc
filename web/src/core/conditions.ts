// "Ask only if": which questions are asked, given what was answered so far. Does what core/condition.py does, to
// the letter; the vectors in examples.gen.json hold both sides to it.

import { type Given, givenBy, placeOf } from "./given";
import { aboutOf, type Body, type Condition, ITEM, type Json, type Question, type Schema } from "./model";

/** Whether `question` is asked about `region` (null: about the item). */
export function asked(schema: Schema, body: Body, question: Question, region: string | null): boolean {
  if (!question.ask_if?.length) return true;
  return all(schema, givenBy(body), question, region, []);
}

/** The questions asked about the item (`region` null) or about one region, in the schema's order. */
export function askedAbout(schema: Schema, body: Body, target: string, region: string | null): Question[] {
  const given = givenBy(body);
  return schema.questions.filter(
    (question) => aboutOf(question) === target && all(schema, given, question, region, []),
  );
}

function all(
  schema: Schema,
  given: Given,
  question: Question,
  region: string | null,
  above: readonly string[],
): boolean {
  // A circle, which no schema that the server read has.
  if (above.includes(question.id)) return false;
  const chain = [...above, question.id];
  return (question.ask_if ?? []).every((condition) =>
    holds(schema, given, condition, question, region, chain),
  );
}

function holds(
  schema: Schema,
  given: Given,
  condition: Condition,
  asker: Question,
  region: string | null,
  above: readonly string[],
): boolean {
  const other = schema.questions.find((question) => question.id === condition.question);
  // A question about the item may decide about a region's question: its answer is looked up where it was asked.
  const where = other && aboutOf(other) === aboutOf(asker) ? region : null;
  const place = placeOf(condition.question, where);
  const reachable = other !== undefined && (aboutOf(other) === aboutOf(asker) || aboutOf(other) === ITEM);
  // An answer to a question that is not asked itself does not count.
  const answered = reachable && given.has(place) && all(schema, given, other, where, above);
  if (condition.answered != null) return answered === condition.answered;
  if (!answered) return false;
  const value = given.get(place) as Json;
  if (condition.any_of != null) return matches(value, condition.any_of);
  return !matches(value, condition.none_of ?? []);
}

/** Whether a value, a member of a set or the beginning of a path is among those listed. */
function matches(value: Json, listed: readonly Json[]): boolean {
  const parts = Array.isArray(value) ? value : [value];
  return parts.some((part) => listed.some((one) => fits(part, one)));
}

function fits(part: Json, one: Json): boolean {
  if (!Array.isArray(part)) return same(part, one);
  const path = Array.isArray(one) ? one : [one];
  return path.length <= part.length && path.every((step, i) => same(step, part[i] as Json));
}

/** Equal as JSON values. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    const lists = Array.isArray(a) && Array.isArray(b) && a.length === b.length;
    return lists && a.every((part, i) => same(part, b[i] as Json));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && same(a[key] as Json, b[key] as Json))
  );
}
