// What the app knows of the server's answers: the generated types, narrowed where OpenAPI only says "an object".

import type * as core from "../core/model";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

/** `T` with some of its fields said more exactly; only fields that it has. */
type Narrow<T, N extends { [K in keyof N]: K extends keyof T ? unknown : never }> = Omit<T, keyof N> & {
  [K in keyof N]: Plain<N[K]>;
};
/** An interface as TypeScript takes it for an object with any keys. */
type Plain<T> = { [K in keyof T]: T[K] };

export type Me = Schemas["Me"];
export type ProjectRow = Schemas["ProjectBrief"];
export type Project = Narrow<Schemas["ProjectOut"], { schema: core.Schema }>;
type Suggestion = Narrow<Schemas["SuggestionOut"], { body: core.Body }>;
export type Task = Narrow<
  Schemas["TaskOut"],
  Pick<Required<core.Task>, "data" | "draft" | "before" | "revision"> & { suggestions: Suggestion[] }
>;
export type NextTasks = Narrow<Schemas["NextOut"], { tasks: Task[] }>;
export type Submitted = Schemas["SubmitOut"];
export type Release = Schemas["ReleaseBrief"];
export type Format = Schemas["FormatOut"];
export type Job = Schemas["JobOut"];
/** The body of an error; some carry more beside `message`. */
export type Refusal = Schemas["ErrorBody"];
export type ProblemNote = NonNullable<Refusal["problems"]>[number];
