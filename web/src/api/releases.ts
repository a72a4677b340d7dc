// Releases, what is in them, exports and other long work.

import type { Json } from "../core/model";
import { ask } from "./routes";
import type { components } from "./schema.gen";
import type { Job, Release } from "./types";

type Schemas = components["schemas"];
export type ReleasePlan = Schemas["ReleasePlan"];
export type Format = Schemas["FormatOut"];
export type LogLine = Schemas["LogLine"];

export interface Span {
  count: number;
  min: number | null;
  max: number | null;
  mean: number | null;
}

export interface AskedFacts {
  name: string;
  kind: string;
  about: string;
  targets: number;
  answered: number;
  values?: { [value: string]: { name: string; count: number; share: number } };
  numbers?: Span;
  length?: Span;
}

/** The numbers of a datasheet as `release/facts.py` and `release/datasheet.py` write them. */
export interface Datasheet {
  rows: {
    items: number;
    annotations: number;
    media_files: number;
    sources: { [source: string]: number };
    votes: { [votes: string]: number };
    schema_versions: { [version: string]: number };
    guideline_versions: { [version: string]: number };
    support: Span;
    seconds: Span & { sum: number };
    time: { first: number | null; last: number | null };
    labelers: { labeler: string; kind: string; annotations: number; seconds: number }[];
    questions: { [question: string]: AskedFacts };
    region_sets: { [set: string]: Span & { name: string; regions: number } };
    agreement: {
      items: number;
      questions: {
        [question: string]: {
          name: string;
          metric: string;
          value: number | null;
          agreement: number | null;
          units: number;
          note: string;
        };
      };
      region_sets: {
        [set: string]: { name: string; f1: number | null; matched: number; note: string };
      };
    };
  };
  project: {
    items: number;
    schema_version: number;
    guideline_version: number;
    left_out: { [why: string]: number };
    not_counted: { [what: string]: number };
  };
  losses: Loss[];
}

export interface Loss {
  what: string;
  why: string;
  count: number;
}

export interface WholeRelease extends Release {
  datasheet: Datasheet;
}

interface Keys {
  count: number;
  keys: string[];
}

export interface ReleaseDiff {
  a: { hash: string; items: number };
  b: { hash: string; items: number };
  added: Keys;
  removed: Keys;
  data_changed: Keys;
  label_changed: Keys & { labels: { key: string; a: Said | null; b: Said | null }[] };
  same: number;
  schema_changed: boolean;
  questions: {
    [question: string]: {
      name: string;
      total_variation: number;
      values: { [value: string]: { name: string; a: number; b: number } };
    };
  };
}

/** A label as `release/diff.py` says it: without ids of regions; `long` where it is too long to show. */
export interface Said {
  answers?: [string, Json][];
  regions?: [string, string, Json, [string, Json][]][];
  long?: number;
}

export interface ExportGiven {
  format: string;
  release?: number;
  select?: string;
  options: { [name: string]: Json };
}

const at = (project: string) => ({ path: { project } });

export const releases = {
  list: (project: string) => ask("get", "/api/projects/{project}/releases", at(project)),
  get: (project: string, number: number) =>
    ask("get", "/api/projects/{project}/releases/{number}", {
      path: { project, number },
    }) as unknown as Promise<WholeRelease>,
  plan: (project: string) => ask("get", "/api/projects/{project}/release-plan", at(project)),
  make: (project: string, title: string, names: boolean) =>
    ask("post", "/api/projects/{project}/releases", { ...at(project), body: { title, names } }),
  verify: (project: string, number: number) =>
    ask("get", "/api/projects/{project}/releases/{number}/verify", { path: { project, number } }),
  withdraw: (project: string, number: number) =>
    ask("post", "/api/projects/{project}/releases/{number}/withdraw", { path: { project, number } }),
  diff: (project: string, number: number, to: number) =>
    ask("get", "/api/projects/{project}/releases/{number}/diff", {
      path: { project, number },
      query: { to },
    }) as unknown as Promise<ReleaseDiff>,
  export: (project: string, given: ExportGiven) =>
    ask("post", "/api/projects/{project}/exports", { ...at(project), body: given }),
  formats: () => ask("get", "/api/formats"),
};

export const jobs = {
  list: (project: string, before?: number) =>
    ask("get", "/api/projects/{project}/jobs", {
      ...at(project),
      query: before === undefined ? {} : { before },
    }),
  get: (project: string, job: Job["id"]) =>
    ask("get", "/api/projects/{project}/jobs/{job}", { path: { project, job } }),
  log: (project: string, job: Job["id"], after = 0) =>
    ask("get", "/api/projects/{project}/jobs/{job}/log", { path: { project, job }, query: { after } }),
  cancel: (project: string, job: Job["id"]) =>
    ask("post", "/api/projects/{project}/jobs/{job}/cancel", { path: { project, job } }),
  resume: (project: string, job: Job["id"]) =>
    ask("post", "/api/projects/{project}/jobs/{job}/resume", { path: { project, job } }),
  /** What taking an import back would do. */
  undoPlan: (project: string, job: Job["id"]) =>
    ask("get", "/api/projects/{project}/jobs/{job}/undo", { path: { project, job } }),
  undo: (project: string, job: Job["id"]) =>
    ask("post", "/api/projects/{project}/jobs/{job}/undo", { path: { project, job } }),
};
