// Typed functions, one per route the app uses. Names are those of docs/architecture.md.

import type { Body, Id, Task } from "../core/model";
import type { Pending } from "../core/outbox";
import { call, path } from "./http";
import type { Format, Job, Me, NextTasks, Project, ProjectRow, Release, Submitted } from "./types";

export { ApiError, onSignInNeeded } from "./http";
export type * from "./types";

const project = (name: string, ...more: (string | number)[]) => path("projects", name, ...more);

/** Lists come bare or wrapped by their name, `{projects: […]}`; both are read. */
function listed<T>(answer: unknown, name: string): T[] {
  if (Array.isArray(answer)) return answer as T[];
  const inside = (answer as { [key: string]: unknown } | null)?.[name];
  return Array.isArray(inside) ? (inside as T[]) : [];
}

export const auth = {
  signIn: (email: string, password: string) =>
    call<unknown>("POST", path("auth", "sign-in"), { body: { email, password } }),
  link: (token: string) => call<unknown>("POST", path("auth", "link"), { body: { token } }),
  accept: (token: string, name: string, password: string) =>
    call<unknown>("POST", path("auth", "accept"), { body: { token, name, password } }),
  signOut: () => call<unknown>("POST", path("auth", "sign-out")),
  me: () => call<Me>("GET", path("me")),
};

export const projects = {
  list: async () => listed<ProjectRow>(await call("GET", path("projects")), "projects"),
  get: (name: string) => call<Project>("GET", project(name)),
  /** With a version: as the schema was when a task was made. */
  schema: (name: string, version: number) =>
    call<Project>("GET", `${project(name)}?schema_version=${version}`),
  /** How many items tie; counts up to 200, which is more than a person decides in one go. */
  ties: async (name: string) =>
    listed<unknown>(await call("GET", `${project(name, "adjudication")}?limit=200`), "cases").length,
  resolve: (name: string) => call<Job>("POST", project(name, "resolve")),
  releases: async (name: string) => listed<Release>(await call("GET", project(name, "releases")), "releases"),
  release: (name: string) => call<Job | Release>("POST", project(name, "releases"), { body: {} }),
  export: (name: string, format: string, release?: number) =>
    call<Job>("POST", project(name, "exports"), {
      body: { format, ...(release === undefined ? {} : { release }) },
    }),
  job: (name: string, id: Id) => call<Job>("GET", project(name, "jobs", id)),
  cancelJob: (name: string, id: Id) => call<unknown>("POST", project(name, "jobs", id, "cancel")),
  jobFile: (name: string, id: Id) => project(name, "jobs", id, "file"),
  releaseFile: (name: string, number: number) => project(name, "releases", number, "file"),
  formats: async () => listed<Format>(await call("GET", path("formats")), "formats"),
};

export const label = {
  next: (name: string, count: number, holding: readonly Id[], signal?: AbortSignal) =>
    call<NextTasks>("POST", project(name, "next"), {
      body: { count, holding },
      ...(signal ? { signal } : {}),
    }),
  submit: ({
    id,
    project: name,
    task,
    body,
    seconds,
    base_revision,
    schema_version,
    item_revision,
  }: Pending) =>
    call<Submitted>("POST", project(name, "submit"), {
      idempotencyKey: id,
      body: { task, body, seconds, base_revision, schema_version, item_revision },
    }),
  skip: (name: string, task: Id, reason: string) =>
    call<unknown>("POST", project(name, "skip"), { body: { task, reason } }),
  heartbeat: (name: string, tasks: readonly Id[]) =>
    call<unknown>("POST", project(name, "heartbeat"), { body: { tasks } }),
  giveBack: (name: string, tasks: readonly Id[]) =>
    call<unknown>("POST", project(name, "give-back"), { body: { tasks }, keepalive: true }),
  draft: (name: string, task: Id, body: Body) =>
    call<unknown>("PUT", project(name, "draft"), { body: { task, body } }),
};

export type LabelApi = typeof label;
export type { Task };
