// Typed functions, one per route the app uses. Their types come from the server (schema.gen.ts, `make gen`).

import type { Basis } from "../core/drafts";
import type { Body, Id, Task } from "../core/model";
import type { Pending } from "../core/outbox";
import { address, ask } from "./routes";
import type { Job, Me, NextTasks, Project, Release } from "./types";

export { ApiError, actAs, onSignInNeeded } from "./http";
export type * from "./types";

export const auth = {
  signIn: (email: string, password: string) =>
    ask("post", "/api/auth/sign-in", { body: { email, password } }),
  link: (token: string) => ask("post", "/api/auth/link", { body: { token } }),
  accept: (token: string, name: string, password: string) =>
    ask("post", "/api/auth/accept", { body: { token, name, password } }),
  signOut: () => ask("post", "/api/auth/sign-out"),
  me: () => ask("get", "/api/me"),
  /** Own name and preferences; of preferences all are written. */
  change: (body: { name?: string; preferences?: Me["preferences"] }) => ask("patch", "/api/me", { body }),
};

export const projects = {
  list: () => ask("get", "/api/projects"),
  get: (project: string) => ask("get", "/api/projects/{project}", { path: { project } }) as Promise<Project>,
  /** With a version: as the schema was when a task was made. */
  schema: (project: string, version: number) =>
    ask("get", "/api/projects/{project}", {
      path: { project },
      query: { schema_version: version },
    }) as Promise<Project>,
  /** How many items tie; counts up to 200, which is more than a person decides in one go. */
  ties: async (project: string) =>
    (await ask("get", "/api/projects/{project}/adjudication", { path: { project }, query: { limit: 200 } }))
      .cases.length,
  resolve: (project: string) => ask("post", "/api/projects/{project}/resolve", { path: { project } }),
  releases: (project: string) => ask("get", "/api/projects/{project}/releases", { path: { project } }),
  release: (project: string) =>
    ask("post", "/api/projects/{project}/releases", { path: { project }, body: {} }),
  export: (project: string, format: string, release?: Release["number"]) =>
    ask("post", "/api/projects/{project}/exports", {
      path: { project },
      body: { format, ...(release === undefined ? {} : { release }) },
    }),
  job: (project: string, job: Job["id"]) =>
    ask("get", "/api/projects/{project}/jobs/{job}", { path: { project, job } }),
  cancelJob: (project: string, job: Job["id"]) =>
    ask("post", "/api/projects/{project}/jobs/{job}/cancel", { path: { project, job } }),
  jobFile: (project: string, job: Job["id"]) =>
    address("/api/projects/{project}/jobs/{job}/file", { project, job }),
  releaseFile: (project: string, number: Release["number"]) =>
    address("/api/projects/{project}/releases/{number}/file", { project, number }),
  formats: async () => (await ask("get", "/api/formats")).formats,
};

export const label = {
  next: (project: string, count: number, holding: readonly Id[], signal?: AbortSignal) =>
    ask("post", "/api/projects/{project}/next", {
      path: { project },
      body: { count, holding: [...holding] },
      ...(signal ? { signal } : {}),
    }) as Promise<NextTasks>,
  submit: ({
    id,
    project,
    task,
    body,
    seconds,
    base_revision,
    schema_version,
    item_revision,
    origin,
  }: Pending) =>
    ask("post", "/api/projects/{project}/submit", {
      path: { project },
      idempotencyKey: id,
      body: {
        task,
        body: { ...body },
        seconds,
        base_revision,
        schema_version,
        item_revision,
        // What was on screen while it was made.
        ...(origin.suggestions?.length ? { saw: origin.suggestions.map((one) => one.id) } : {}),
      },
    }),
  skip: (project: string, task: Id, reason: string) =>
    ask("post", "/api/projects/{project}/skip", { path: { project }, body: { task, reason } }),
  heartbeat: (project: string, tasks: readonly Id[]) =>
    ask("post", "/api/projects/{project}/heartbeat", { path: { project }, body: { tasks: [...tasks] } }),
  giveBack: (project: string, tasks: readonly Id[]) =>
    ask("post", "/api/projects/{project}/give-back", {
      path: { project },
      body: { tasks: [...tasks] },
      keepalive: true,
    }),
  draft: (
    project: string,
    { task, schema_version, item_revision }: Task,
    body: Body,
    on: Basis,
    last = false,
  ) =>
    ask("put", "/api/projects/{project}/draft", {
      path: { project },
      body: { task, body: { ...body }, schema_version, item_revision, on: { ...on } },
      keepalive: last,
    }),
};
