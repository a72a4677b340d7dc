// The routes of setting up a task: kinds, templates, checking, planning and saving schemas.

import type { Json, Schema } from "../core/model";
import type { Checked, Question } from "../core/task/draft";
import { address, ask } from "./routes";
import type { Project } from "./types";

/** The part of JSON Schema that configs use. */
export interface JsonSchema {
  type?: string;
  title?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  $ref?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  maxLength?: number;
  properties?: { [name: string]: JsonSchema };
}

export interface Kind {
  name: string;
  on: string | string[];
  config: JsonSchema;
}
export interface Kinds {
  media: Kind[];
  shapes: Kind[];
  answers: Kind[];
}

export interface Template {
  name: string;
  title: string;
  description: string;
  schema: { [key: string]: Json };
  guideline: string;
  rows: { [key: string]: Json }[];
}

export interface Change {
  action: "add" | "remove" | "rename" | "reorder" | "retype" | "change";
  what: "field" | "region_set" | "relation_set" | "question" | "value";
  where: string;
  id: string;
  name: string;
  means: string;
  loses: boolean;
  was: string;
}
export interface Lost {
  where: string;
  count: number;
  more: boolean;
}
export interface Plan {
  changes: Change[];
  lost: Lost[];
}

type Sent = { [key: string]: Json };
const sent = (schema: Schema) => schema as unknown as Sent;

export const task = {
  kinds: async () => (await ask("get", "/api/catalog")) as unknown as Kinds,
  templates: async () => (await ask("get", "/api/templates")) as unknown as Template[],
  templateFile: (template: string, name: string) =>
    address("/api/templates/{template}/files/{name}", { template, name }),
  check: async (question: Question, before: Schema | null) =>
    (await ask("post", "/api/schema/check", {
      body: { ...(question as { schema: Sent }), ...(before ? { before: sent(before) } : {}) },
    })) as unknown as Checked,
  create: (made: { name: string; title: string; schema: Schema; guideline: string; overlap: number }) =>
    ask("post", "/api/projects", {
      body: { ...made, schema: sent(made.schema) },
    }) as unknown as Promise<Project>,
  plan: async (project: string, schema: Schema) =>
    (await ask("post", "/api/projects/{project}/schema/plan", {
      path: { project },
      body: { schema: sent(schema) },
    })) as unknown as Plan,
  /** Refused (409) when somebody made a version after `version`. */
  save: (project: string, schema: Schema, version: number) =>
    ask("put", "/api/projects/{project}/schema", {
      path: { project },
      body: { schema: sent(schema), schema_version: version },
    }),
  versions: async (project: string) =>
    (await ask("get", "/api/projects/{project}/schema", { path: { project } })) as unknown as {
      version: number;
      changes: Change[];
      created_at: number;
    }[],
  /** The first items with addresses of their files. */
  firstItems: async (project: string, count: number) => {
    const { items } = await ask("get", "/api/projects/{project}/items", {
      path: { project },
      query: { limit: count },
    });
    return Promise.all(
      items.map(({ item }) =>
        ask("get", "/api/projects/{project}/items/{item}", {
          path: { project, item: item as unknown as number },
        }),
      ),
    );
  },
};
