// What a session is given, what it tells, and what it holds ahead.

import type { Bench } from "./bench";
import type { Clash, DraftApi, DraftState, KeptDraft } from "./drafts";
import type { Id, Json, Progress, Question, Schema, Task } from "./model";
import type { News, Versions } from "./news";
import type { Outbox } from "./outbox";

export interface SessionApi extends DraftApi {
  next(
    count: number,
    holding: readonly Id[],
  ): Promise<{ tasks: Task[]; progress: Progress; why?: Why | null } & Versions>;
  skip(task: Id, reason: string): Promise<unknown>;
  giveBack(tasks: readonly Id[]): Promise<unknown>;
  heartbeat(tasks: readonly Id[]): Promise<Versions>;
  schema(version: number): Promise<Schema>;
  /** Starts loading what an item shows, so that it is there when its turn comes. */
  prefetch(task: Task): void;
}

/** What somebody decided that keeps tasks from this person. */
export type Why = "you_paused" | "project_paused" | "archived" | "cap";

export interface SessionState {
  /** `loading` before the first answer, `empty` when nothing is left, `failed` when the first load failed. */
  phase: "loading" | "working" | "empty" | "failed";
  error: unknown;
  bench: Bench | null;
  ready: number;
  progress: Progress | null;
  why: Why | null;
  /** What the lead changed since this person last looked; until it is put away. */
  news: News | null;
  draft: DraftState;
  /** Two versions of the open item, until somebody chose. */
  clash: Clash | null;
  /** Whether there is an item to go back to. */
  canReturn: boolean;
  /** Whether going back was the last thing done, so that it can be taken back in turn. */
  canAdvance: boolean;
}

export interface SessionOptions {
  user: Id;
  project: string;
  schema: Schema;
  schemaVersion: number;
  api: SessionApi;
  outbox: Outbox;
  wrong: (question: Question, value: Json, task: Task) => string | null;
  clock: { restart(seconds?: number): void; readonly seconds: number };
}

export interface Ready {
  task: Task;
  /** What this browser kept of it from an earlier visit. */
  kept: KeptDraft | null;
  /** It was open before: with its history, and with the two versions that wait for a choice. */
  bench?: Bench;
  clash?: Clash | null;
}

/** Whether something was said about it: it then goes on under the task it was begun with. */
export const begun = ({ task, kept, bench, clash }: Ready): boolean =>
  kept !== null || task.draft !== null || bench?.history.changed === true || (clash ?? null) !== null;
