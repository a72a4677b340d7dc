// Comments on items, and one's own history.

import type { Id, Json, Region } from "../core/model";
import { ask } from "./routes";
import type { components } from "./schema.gen";
import type { Task } from "./types";

type Schemas = components["schemas"];
export type Thread = Schemas["ThreadOut"];
export type ThreadPage = Schemas["ThreadPage"];
export type ThreadState = "open" | "resolved" | "all" | "waiting";
export type Mine = Schemas["MineOut"];
export type Skipped = Schemas["SkippedOut"];

/** What a comment keeps of a region; of a track where it begins. */
function placeOf({ keyframes: _, ...place }: Region): { [key: string]: Json } {
  return { ...place };
}

export const comments = {
  list: (project: string, query: { item?: number; state?: ThreadState; before?: number; limit?: number }) =>
    ask("get", "/api/projects/{project}/comments", { path: { project }, query }),
  begin: (project: string, item: Id, body: string, region: Region | null) =>
    ask("post", "/api/projects/{project}/comments", {
      path: { project },
      body: { item, body, ...(region ? { region: placeOf(region) } : {}) },
    }),
  reply: (project: string, thread: number, body: string) =>
    ask("post", "/api/projects/{project}/comments/{thread}/replies", {
      path: { project, thread },
      body: { body },
    }),
  resolve: (project: string, thread: number, resolved: boolean) =>
    ask("post", "/api/projects/{project}/comments/{thread}/resolve", {
      path: { project, thread },
      body: { resolved },
    }),
  seen: (project: string, threads: number[]) =>
    ask("post", "/api/projects/{project}/comments/seen", { path: { project }, body: { threads } }),
};

export const mine = {
  done: (project: string, search: string, before: string | null) =>
    ask("get", "/api/projects/{project}/mine", {
      path: { project },
      query: { search, limit: 30, ...(before === null ? {} : { before: Number(before) }) },
    }),
  skipped: (project: string, before: string | null) =>
    ask("get", "/api/projects/{project}/mine/skipped", {
      path: { project },
      query: { limit: 30, ...(before === null ? {} : { before: Number(before) }) },
    }),
  open: (project: string, annotation: string) =>
    ask("post", "/api/projects/{project}/mine/{annotation}/open", {
      path: { project, annotation: Number(annotation) },
    }) as unknown as Promise<Task>,
  takeBack: (project: string, task: Id) =>
    ask("post", "/api/projects/{project}/mine/skipped/{task}/take-back", {
      path: { project, task: Number(task) },
    }) as unknown as Promise<Task>,
};
