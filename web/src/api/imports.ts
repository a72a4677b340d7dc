// Bringing data in: uploads, previews, imports and the rows they could not take.

import type { Json } from "../core/model";
import { call } from "./http";
import { address, ask } from "./routes";
import type { components } from "./schema.gen";
import type { Job } from "./types";

type Schemas = components["schemas"];
export type Upload = Schemas["UploadOut"];
export type Preview = Schemas["PreviewOut"];
export type PreviewRow = Schemas["RowOut"];
export type Column = Schemas["ColumnOut"];
export type Rejected = Schemas["RejectOut"];

/** The options of `formats.base.ReadOptions` that have a place on the screen; others are kept as they are. */
export interface Options {
  key?: string | null;
  fields?: { [column: string]: string };
  labels?: { [column: string]: string };
  meta?: string[];
  leave_out?: string[];
  encoding?: string | null;
  delimiter?: string | null;
  labeler?: string;
  whole_files?: boolean;
  heading?: boolean;
  folders?: string | null;
  sheet?: string | null;
}

export type Entry = Schemas["EntryOut"];
/** `path`: of a file or folder in a storage that the admin named; empty: all of it. */
export type Origin = { upload: string } | { url: string } | { storage: string; path: string };
export type Purpose = "label" | "suggestion" | "gold";

interface Reading {
  format?: string | undefined;
  options?: Options | undefined;
  purpose?: Purpose;
}

const json = (options: Options) => options as { [name: string]: Json };

export const imports = {
  upload: (project: string, name: string, size: number) =>
    ask("post", "/api/projects/{project}/uploads", { path: { project }, body: { name, size } }),
  uploaded: (project: string, upload: string) =>
    ask("get", "/api/projects/{project}/uploads/{upload}", { path: { project, upload } }),
  append: (project: string, upload: string, offset: number, raw: Blob, signal: AbortSignal) =>
    call<Upload>("PATCH", address("/api/projects/{project}/uploads/{upload}", { project, upload }), {
      raw,
      signal,
      headers: { "Upload-Offset": `${offset}`, "Content-Type": "application/octet-stream" },
    }),
  storages: (project: string) => ask("get", "/api/projects/{project}/storages", { path: { project } }),
  stored: (project: string, storage: string, folder: string) =>
    ask("get", "/api/projects/{project}/storages/{storage}", {
      path: { project, storage },
      query: { folder },
    }),
  preview: (project: string, from: Origin, { format, options, purpose }: Reading, signal?: AbortSignal) =>
    ask("post", "/api/projects/{project}/imports/preview", {
      path: { project },
      body: {
        ...from,
        ...(format ? { format } : {}),
        ...(options ? { options: json(options) } : {}),
        ...(purpose ? { purpose } : {}),
      },
      ...(signal ? { signal } : {}),
    }),
  start: (
    project: string,
    from: Origin,
    reading: { format: string; options: Options; purpose: Purpose; columns: string[] | null },
  ) =>
    ask("post", "/api/projects/{project}/imports", {
      path: { project },
      body: { ...from, ...reading, options: json(reading.options) },
    }),
  rejected: (project: string, job: Job["id"], after: number) =>
    ask("get", "/api/projects/{project}/jobs/{job}/rejected", {
      path: { project, job },
      query: { after, limit: 50 },
    }),
  rejectsFile: (project: string, job: Job["id"]) =>
    address("/api/projects/{project}/jobs/{job}/rejects", { project, job }),
  resume: (project: string, job: Job["id"]) =>
    ask("post", "/api/projects/{project}/jobs/{job}/resume", { path: { project, job } }),
};
