// Items for people who look: lists, places in them, one item with all that was said, changes to many.

import type * as core from "../core/model";
import { ask } from "./routes";
import type { components } from "./schema.gen";
import type { Job } from "./types";

type Schemas = components["schemas"];
type Values = { [name: string]: core.Json };
export type ItemRow = Omit<Schemas["ItemBrief"], "data" | "meta" | "label"> & {
  data: Values;
  meta: Values;
  label: core.Body | null;
};
export type ItemPage = Omit<Schemas["ItemPage"], "items"> & { items: ItemRow[] };
export type Said = Schemas["SaidOut"];
export type Searched = NonNullable<Schemas["ItemPage"]["search"]>;
export type Annotation = Omit<Schemas["AnnotationOut"], "body"> & { body: core.Body };
export interface Resolution {
  state: string;
  source: string;
  body: core.Body;
  evidence: Values;
  confidence: number | null;
  revision: number;
  created_at: number;
}
export type Item = Omit<Schemas["ItemOut"], "data" | "meta" | "annotations" | "resolution"> & {
  data: Values;
  meta: Values;
  annotations: Annotation[];
  resolution: Resolution | null;
};
export interface History {
  before: string | null;
  after: string | null;
  revisions: { revision: number; data: Values; meta: Values; at: number }[];
  annotations: {
    annotation: string;
    revision: number;
    labeler: string;
    purpose: string;
    seconds: number | null;
    at: number;
    body: core.Body;
  }[];
  resolutions: {
    revision: number;
    state: string;
    source: string;
    current: boolean;
    by: string | null;
    at: number;
  }[];
  reviews: { act: string; note: string; by: string; at: number; undone_at: number | null }[];
  skips: { by: string; reason: string; at: number }[];
}
export type View = Omit<Schemas["ViewOut"], "body"> & { body: Values };
export type Labeler = Schemas["LabelerOut"];

/** What, how, value: `["state", "is", "tie"]`. */
export type Condition = [string, string, string | number | null];
export interface Narrowed {
  where: readonly Condition[];
  search: string;
}
export interface Asked extends Narrowed {
  sort: string;
  descending: boolean;
}
export type Chosen = { ids: string[] } | { where: Condition[]; search: string | null };

const narrowed = ({ where, search }: Narrowed) => ({
  ...(where.length > 0 ? { where: JSON.stringify(where) } : {}),
  ...(search ? { search } : {}),
});

export const items = {
  page: (
    project: string,
    asked: Asked,
    at: { after?: string; offset?: number },
    limit: number,
    signal?: AbortSignal,
  ) =>
    ask("get", "/api/projects/{project}/items", {
      path: { project },
      query: {
        ...narrowed(asked),
        sort: asked.sort,
        descending: asked.descending,
        limit,
        brief: true,
        ...at,
      },
      ...(signal ? { signal } : {}),
    }) as Promise<ItemPage>,
  count: (project: string, asked: Narrowed) =>
    ask("get", "/api/projects/{project}/items/count", { path: { project }, query: narrowed(asked) }),
  get: (project: string, item: string) =>
    ask("get", "/api/projects/{project}/items/{item}", {
      path: { project, item: item as unknown as number },
    }) as unknown as Promise<Item>,
  history: (project: string, item: string) =>
    ask("get", "/api/projects/{project}/items/{item}/history", {
      path: { project, item: item as unknown as number },
    }) as unknown as Promise<History>,
  labelers: (project: string) => ask("get", "/api/projects/{project}/labelers", { path: { project } }),
  change: (project: string, action: "priority" | "unpark" | "more", chosen: Chosen, value: number | null) =>
    ask("post", "/api/projects/{project}/items/change", {
      path: { project },
      body: { action, chosen, ...(value === null ? {} : { value }) },
    }) as Promise<Job>,
  export: (project: string, format: string, chosen: Chosen) =>
    ask("post", "/api/projects/{project}/items/export", {
      path: { project },
      body: { format, options: {}, chosen },
    }) as Promise<Job>,
};

export const views = {
  list: (project: string) =>
    ask("get", "/api/projects/{project}/views", { path: { project } }) as Promise<View[]>,
  save: (project: string, view: { name: string; body: Values; shared: boolean }) =>
    ask("post", "/api/projects/{project}/views", { path: { project }, body: view }) as Promise<View>,
  change: (project: string, id: number, view: { name: string; body: Values; shared: boolean }) =>
    ask("put", "/api/projects/{project}/views/{view}", {
      path: { project, view: id },
      body: view,
    }) as Promise<View>,
  remove: (project: string, id: number) =>
    ask("delete", "/api/projects/{project}/views/{view}", { path: { project, view: id } }),
};
