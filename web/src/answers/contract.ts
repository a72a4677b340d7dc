// What an answer kind promises the screen. One file per kind; the catalog ties them to the server's kinds.

import type { ReactNode } from "react";

import type { Json } from "../core/model";

export interface ControlProps<V, C> {
  /** Of the question, for labels and ids. */
  id: string;
  name: string;
  value: V | null;
  config: C;
  data: { [key: string]: Json };
  /** `merge` names a run of small changes (typing) that undo takes back as one. */
  set(value: V | null, merge?: string): void;
  /** The shortcut shown at a value, while keys answer this question. */
  keyFor(value: Json): string | undefined;
  invalid: boolean;
}

/** A key and what it does to the answer. */
export interface KeyAnswer<V> {
  /** Asked for by the schema; without one, the next number is given. */
  key: string | null;
  name: string;
  value: Json;
  apply(before: V | null): V | null;
}

export interface AnswerUI<V, C> {
  Control(props: ControlProps<V, C>): ReactNode;
  Summary(props: { value: V; config: C; data: { [key: string]: Json } }): ReactNode;
  keys?(config: C, data: { [key: string]: Json }): KeyAnswer<V>[];
  /** What is wrong with a value, in words; the server checks again. */
  wrong?(value: V, config: C): string | null;
  /** One press of a key is a whole answer, so the next question can be asked. */
  single?: boolean;
}
