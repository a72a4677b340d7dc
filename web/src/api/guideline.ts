// The guideline: versions, pictures, acknowledgement.

import { ApiError, call } from "./http";
import { address, ask } from "./routes";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Guideline = Schemas["GuidelineOut"];
export type GuidelineVersion = Schemas["VersionOut"];
export type GuidelineReader = Schemas["ReaderOut"];

const at = (project: string) => ({ path: { project } });

export const guidelines = {
  get: (project: string) => ask("get", "/api/projects/{project}/guideline", at(project)),
  save: (project: string, guideline: string, base: number) =>
    ask("put", "/api/projects/{project}/guideline", { ...at(project), body: { guideline, base } }),
  versions: (project: string, before?: number) =>
    ask("get", "/api/projects/{project}/guideline/versions", {
      ...at(project),
      query: before === undefined ? {} : { before },
    }),
  version: (project: string, number: number) =>
    ask("get", "/api/projects/{project}/guideline/versions/{number}", { path: { project, number } }),
  ask: (project: string, version: number) =>
    ask("post", "/api/projects/{project}/guideline/ask", { ...at(project), body: { version } }),
  acknowledge: (project: string, version: number) =>
    ask("post", "/api/projects/{project}/guideline/acknowledge", { ...at(project), body: { version } }),
  readers: (project: string) => ask("get", "/api/projects/{project}/guideline/readers", at(project)),
  /** Stores a picture; its reference stands in the text. */
  addPicture: async (project: string, picture: File) => {
    const query = new URLSearchParams({ name: picture.name.slice(0, 200) });
    const path = `/api/projects/${encodeURIComponent(project)}/guideline/pictures?${query}`;
    const said = await call<Schemas["PictureOut"]>("POST", path, {
      raw: picture,
      headers: { "Content-Type": "application/octet-stream" },
    });
    return said.reference;
  },
};

/** Where `media:<sha256>` of a project's guideline is shown from; the server leads on to the file. */
export const pictureAddress = (project: string, sha256: string) =>
  address("/api/projects/{project}/guideline/pictures/{sha256}", { project, sha256 });

/** What somebody saved meanwhile, if that is why a save was refused. */
export function savedMeanwhile(error: unknown): { version: number; guideline: string } | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const detail = error.detail as { version?: number; guideline?: string } | undefined;
  return typeof detail?.version === "number" && typeof detail.guideline === "string"
    ? { version: detail.version, guideline: detail.guideline }
    : null;
}
