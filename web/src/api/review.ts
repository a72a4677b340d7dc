// What a reviewer asks of the server: queues, cases, decisions.

import type { Body, Id, Json, Media } from "../core/model";
import { ask } from "./routes";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Queue = "ties" | "doubts" | "unreviewed";
export const QUEUES: readonly Queue[] = ["ties", "doubts", "unreviewed"];
export type ReviewCounts = Schemas["ReviewCounts"];
export type Waiting = Schemas["WaitingOut"];
export type Done = Schemas["DoneOut"];
export type SentBack = Schemas["SentBackOut"];

/** An annotation of a case. */
export interface Said {
  annotation: string;
  revision: number;
  labeler: string;
  name: string;
  kind: string;
  purpose: string;
  counted: boolean;
  seconds: number | null;
  created_at: number;
  schema_version: number;
  guideline_version: number;
  body: Body;
}

/** Something that the labelers are at odds about. */
export interface Tie {
  question?: string;
  set?: string;
  region?: string;
  /** Of a region that is in doubt as a whole. */
  shape?: string;
  value?: Json;
  why: string;
}

export interface Case {
  item: string;
  key: string;
  revision: number;
  data: { [source: string]: Json };
  media: { [source: string]: Media };
  resolution: { id: number; state: string; source: string; body: Body } | null;
  evidence: { note?: string } | null;
  ties: Tie[];
  annotations: Said[];
  support: number | null;
  held_by: string | null;
  history: {
    review: number;
    act: string;
    by: string;
    note: string;
    annotation: string | null;
    created_at: number;
    undone: boolean;
  }[];
  sent_back: string[];
}

export interface Decision {
  act: "accept" | "decide";
  body: Body;
  note: string;
  seen: number | null;
  saw: [number, number][];
  based_on: number | null;
  seconds: number;
}

const path = (project: string) => ({ path: { project } });

export const reviews = {
  counts: (project: string) => ask("get", "/api/projects/{project}/review/counts", path(project)),
  list: (project: string, queue: Queue, after = "") =>
    ask("get", "/api/projects/{project}/review", { ...path(project), query: { queue, after } }),
  done: (project: string, before?: number) =>
    ask("get", "/api/projects/{project}/review/done", {
      ...path(project),
      query: before === undefined ? {} : { before },
    }),
  sentBack: (project: string) => ask("get", "/api/projects/{project}/review/sent-back", path(project)),
  next: async (project: string, queue: Queue, without: readonly Id[]) =>
    (
      (await ask("post", "/api/projects/{project}/review/next", {
        ...path(project),
        body: { queue, without: [...without] },
      })) as { case: Case | null }
    ).case,
  open: (project: string, item: Id) =>
    ask("post", "/api/projects/{project}/review/items/{item}", {
      path: { project, item: Number(item) },
    }) as unknown as Promise<Case>,
  decide: (project: string, item: Id, decision: Decision) =>
    ask("post", "/api/projects/{project}/review/items/{item}/decision", {
      path: { project, item: Number(item) },
      body: { ...decision, body: { ...decision.body } },
    }),
  sendBack: (project: string, item: Id, annotation: Id, note: string) =>
    ask("post", "/api/projects/{project}/review/items/{item}/send-back", {
      path: { project, item: Number(item) },
      body: { annotation: Number(annotation), note },
    }),
  undo: (project: string, review: number) =>
    ask("post", "/api/projects/{project}/review/undo", { ...path(project), body: { review } }),
  hold: (project: string, items: readonly Id[]) =>
    ask("post", "/api/projects/{project}/review/hold", { ...path(project), body: { items: [...items] } }),
  letGo: (project: string, items: readonly Id[]) =>
    ask("post", "/api/projects/{project}/review/let-go", {
      ...path(project),
      body: { items: [...items] },
      keepalive: true,
    }),
};

/** How much waits; everything about a project begins ["project", name]. */
export const COUNTED_QUERY = (project: string) => ({
  queryKey: ["project", project, "review", "counts"],
  queryFn: () => reviews.counts(project),
});
