// What several labelers said about one item, and where they differ. No React: also for tests and adjudication.

import { planeShapes } from "../../catalog";
import type { Rect } from "../../core/geometry";
import { givenBy, placeOf } from "../../core/given";
import {
  aboutOf,
  type Body,
  ITEM,
  type Json,
  type Question,
  type Region,
  type Schema,
} from "../../core/model";
import { type Ink, PALETTE } from "../../core/options";

/** One annotation, or the resolution, as a column among others. */
export interface Voice {
  id: string;
  /** Who said it. */
  name: string;
  kind: string;
  purpose: string;
  body: Body;
  counted: boolean;
  /** About an earlier revision of the item: shown, but never compared. */
  stale: boolean;
  at: number;
  seconds: number | null;
  revision: number;
  schemaVersion: number;
  guidelineVersion: number;
}

/** One colour per labeler, the same in legend, columns and overlay. */
export const inkOf = (place: number): Ink => ({
  colour: PALETTE[place % PALETTE.length] as string,
  pattern: (Math.floor(place / PALETTE.length) % 3) as Ink["pattern"],
});

/** What was said to one thing, by voice; `undefined` where nothing was said. */
export interface Line<T> {
  id: string;
  cells: ReadonlyMap<string, T>;
  differs: boolean;
}

export interface QuestionLine extends Line<Json> {
  question: Question;
}

const compared = (voices: readonly Voice[]) => voices.filter((voice) => !voice.stale);

/** Whether those who are compared do not all say the same. */
export function differ<T>(
  voices: readonly Voice[],
  cells: ReadonlyMap<string, T>,
  form: (cell: T) => unknown,
): boolean {
  const said = compared(voices).map(({ id }) => {
    const cell = cells.get(id);
    return cell === undefined ? "" : JSON.stringify(form(cell));
  });
  return new Set(said).size > 1;
}

/** A line per question about the item that anybody answered. */
export function questionLines(schema: Schema, voices: readonly Voice[]): QuestionLine[] {
  const given = new Map(voices.map((voice) => [voice.id, givenBy(voice.body)]));
  return schema.questions
    .filter((question) => aboutOf(question) === ITEM)
    .map((question) => {
      const cells = new Map<string, Json>();
      for (const { id } of voices) {
        const value = given.get(id)?.get(placeOf(question.id, null));
        if (value !== undefined && value !== null) cells.set(id, value);
      }
      return { id: question.id, question, cells, differs: differ(voices, cells, (value) => value) };
    })
    .filter(({ cells }) => cells.size > 0);
}

export interface RegionCell {
  region: Region;
  /** Answers about it, by question. */
  answers: { [question: string]: Json };
}

export interface SetLines {
  set: string;
  counts: ReadonlyMap<string, number>;
  differs: boolean;
  /** Regions that are the same thing to several voices, in reading order; null when there are too many to match. */
  lines: readonly Line<RegionCell>[] | null;
}

/** Beyond so many regions of a set and voice only counts are compared: matching is quadratic. */
const MOST = 400;
const SAME_FROM = 0.5;

export function setLines(schema: Schema, voices: readonly Voice[]): SetLines[] {
  return schema.region_sets
    .map(({ id: set }) => {
      const counts = new Map(
        voices.map(({ id, body }) => [id, body.regions.filter((r) => r.set === set).length]),
      );
      const many = Math.max(0, ...counts.values()) > MOST;
      const lines = many ? null : matched(voices, set);
      const differs = lines ? lines.some((line) => line.differs) : differ(voices, counts, (count) => count);
      return { set, counts, differs, lines };
    })
    .filter(({ counts }) => [...counts.values()].some((count) => count > 0));
}

function matched(voices: readonly Voice[], set: string): Line<RegionCell>[] {
  const groups: { first: Region; cells: Map<string, RegionCell> }[] = [];
  for (const voice of voices) {
    for (const region of voice.body.regions) {
      if (region.set !== set) continue;
      const cell = { region, answers: answersAbout(voice.body, region.id) };
      let best: (typeof groups)[number] | null = null;
      let closest = SAME_FROM;
      for (const group of groups) {
        if (group.cells.has(voice.id)) continue;
        const close = overlapOf(group.first, region);
        if (close >= closest) [best, closest] = [group, close];
      }
      if (best) best.cells.set(voice.id, cell);
      else groups.push({ first: region, cells: new Map([[voice.id, cell]]) });
    }
  }
  return groups
    .toSorted((a, b) => placeIn(a.first) - placeIn(b.first))
    .map(({ first, cells }) => ({
      id: first.id,
      cells,
      differs: differ(voices, cells, ({ answers }) => Object.entries(answers).toSorted()),
    }));
}

export function answersAbout(body: Body, region: string): { [question: string]: Json } {
  const own = body.answers.filter((answer) => answer.region === region);
  return Object.fromEntries(own.map(({ question, value }) => [question, value]));
}

const placeIn = (region: Region): number => {
  const { start } = region.value as { start?: number };
  const bounds = boundsOf(region);
  return start ?? (bounds ? bounds.y * 4 + bounds.x : 0);
};

const boundsOf = (region: Region): Rect | null => planeShapes[region.shape]?.bounds(region.value) ?? null;

/** How much two regions share of what they cover together, by their extents: 0 … 1. */
function overlapOf(a: Region, b: Region): number {
  if (a.shape === "span" && b.shape === "span") {
    const [x, y] = [a.value as { start: number; end: number }, b.value as { start: number; end: number }];
    const shared = Math.min(x.end, y.end) - Math.max(x.start, y.start);
    return Math.max(0, shared) / (Math.max(x.end, y.end) - Math.min(x.start, y.start));
  }
  const [x, y] = [boundsOf(a), boundsOf(b)];
  if (!x || !y) return 0;
  if (a.shape === "point" && b.shape === "point") return Math.hypot(x.x - y.x, x.y - y.y) < 12 ? 1 : 0;
  const width = Math.min(x.x + x.width, y.x + y.width) - Math.max(x.x, y.x);
  const height = Math.min(x.y + x.height, y.y + y.height) - Math.max(x.y, y.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (x.width * x.height + y.width * y.height - shared);
}
