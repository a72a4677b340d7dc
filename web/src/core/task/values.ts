// The values of a question, a tree at any depth: found, changed, moved by the way to them.

import type { Json, Question, Value } from "../model";

/** Places from the root down: `[1, 0]` is the first child of the second value. */
export type Place = readonly number[];

export const valuesOf = (config: { [key: string]: Json }): readonly Value[] =>
  (Array.isArray(config.values) ? config.values : []) as unknown as readonly Value[];

export const childrenOf = (value: Value): readonly Value[] => value.children ?? [];

export function withValues(question: Question, values: readonly Value[]): Question {
  return { ...question, config: { ...question.config, values: values as unknown as Json } };
}

/** Every value with the way to it, depth first. */
export function* everyValue(values: readonly Value[], above: Place = []): Generator<[Place, Value]> {
  for (const [index, value] of values.entries()) {
    yield [[...above, index], value];
    yield* everyValue(childrenOf(value), [...above, index]);
  }
}

/** The list that holds the value at `place`, changed by `change`. */
export function changeList(
  values: readonly Value[],
  place: Place,
  change: (list: Value[], at: number) => void,
): Value[] {
  const list = [...values];
  const [at = 0, ...rest] = place;
  if (rest.length === 0) change(list, at);
  else {
    const parent = list[at];
    if (parent) list[at] = { ...parent, children: changeList(childrenOf(parent), rest, change) };
  }
  return list;
}

export const changeValue = (values: readonly Value[], place: Place, part: Partial<Value>): Value[] =>
  changeList(values, place, (list, at) => {
    const value = list[at];
    if (value) list[at] = { ...value, ...part };
  });

export const removeValue = (values: readonly Value[], place: Place): Value[] =>
  changeList(values, place, (list, at) => list.splice(at, 1));

export const insertAfter = (values: readonly Value[], place: Place, added: readonly Value[]): Value[] =>
  changeList(values, place, (list, at) => list.splice(at + 1, 0, ...added));

export const moveValue = (values: readonly Value[], place: Place, by: number): Value[] =>
  changeList(values, place, (list, at) => {
    const to = at + by;
    if (to < 0 || to >= list.length) return;
    list.splice(to, 0, ...list.splice(at, 1));
  });

/** Becomes the last child of the value before it; unchanged where there is none. */
export const indent = (values: readonly Value[], place: Place): Value[] =>
  changeList(values, place, (list, at) => {
    const before = list[at - 1];
    const moved = list[at];
    if (!before || !moved) return;
    list.splice(at - 1, 2, { ...before, children: [...childrenOf(before), moved] });
  });

/** Goes behind its parent. */
export function outdent(values: readonly Value[], place: Place): Value[] {
  const moved = at(values, place);
  if (!moved || place.length < 2) return [...values];
  return insertAfter(removeValue(values, place), place.slice(0, -1), [moved]);
}

export function at(values: readonly Value[], place: Place): Value | undefined {
  const [index = 0, ...rest] = place;
  const value = values[index];
  return value && rest.length > 0 ? at(childrenOf(value), rest) : value;
}

/** All of them in one row, for kinds without children. */
export const flat = (values: readonly Value[]): Value[] =>
  [...everyValue(values)].map(([, { children: _, ...value }]) => value);
