// What the server sends and takes; the shapes of it come from the Python models.
// Nothing in core/ knows the DOM or React, so all of it is tested without a browser.

import type {
  Answer,
  Json,
  Question,
  Relation,
  Body as StoredBody,
  Keyframe as StoredKeyframe,
  Region as StoredRegion,
} from "../catalog.gen";

export type {
  Answer,
  Condition,
  DataField,
  Json,
  Option as Value,
  Question,
  RegionSet,
  Relation,
  RelationSet,
  Schema,
} from "../catalog.gen";

/** Only what is so is said: no `answers` where none begin here. */
export type Keyframe = Omit<StoredKeyframe, "answers"> & { answers?: Answer[] };

/** Without keyframes it does not move, and has no word of them. */
export type Region = Omit<StoredRegion, "keyframes"> & { keyframes?: Keyframe[] };

/** Without relations the document has no word of them, as before there were any. */
export type Body = Omit<StoredBody, "relations" | "regions"> & { regions: Region[]; relations?: Relation[] };

/** What a machine suggests for an item: shown, never taken for an answer. */
export interface SuggestionOf {
  id: Id;
  source: string;
  confidence: number | null;
  body: Body;
}

/** A number or, above 2^53, a string; only ever handed back. */
export type Id = string | number;

/** `about` of a question that is asked once about the whole item. */
export const ITEM = "item";

/** What a question is about: the item, or the regions of a set. */
export const aboutOf = (question: Question): string => question.about ?? ITEM;

export interface Media {
  url: string;
  mime?: string;
  width?: number | null;
  height?: number | null;
  name?: string | null;
}

export interface Task {
  task: Id;
  item: Id;
  data: { [source: string]: Json };
  media: { [source: string]: Media };
  schema_version: number;
  guideline_version?: number | null;
  item_revision: number;
  deadline: number | string | null;
  draft: Body | null;
  /** Of the draft that the server keeps; handed back with the next one, so that nothing is overwritten unseen. */
  draft_version?: number | null;
  /** What was said under an earlier schema and does not fit today's. */
  lost?: readonly { what: string; count: number; why: string }[];
  /** A draft made before the item was changed. */
  before?: Body | null;
  /** Set when this task was submitted before and is open again. */
  /** Why a reviewer sent it back. */
  note?: string | null;
  annotation?: Id | null;
  revision?: number | null;
  body?: Body | null;
  suggestions?: SuggestionOf[];
}

export interface Progress {
  items: number;
  done: number;
  resolved: number;
  mine: number;
  annotations: number;
}

export const EMPTY: Body = { regions: [], answers: [] };
