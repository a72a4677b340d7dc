// Relations of several labelers compared: the same relation joins the same two things, whoever drew them.

import type { Json, Region, Schema } from "../../core/model";
import { answersAbout, differ, type Line, type RegionCell, type SetLines, type Voice } from "./voices";

export interface RelationCell {
  id: string;
  /** Answers about it, by question. */
  answers: { [question: string]: Json };
}

export interface RelationLine extends Line<RelationCell> {
  from: Region;
  to: Region;
}

export interface RelationLines {
  set: string;
  name: string;
  directed: boolean;
  counts: ReadonlyMap<string, number>;
  differs: boolean;
  lines: readonly RelationLine[];
}

/** What a region of a voice became among the lines of `setLines`. */
type Homes = ReadonlyMap<string, Line<RegionCell>>;

const homeOf = (voice: string, region: string) => `${voice} ${region}`;

export function relationLines(
  schema: Schema,
  voices: readonly Voice[],
  sets: readonly SetLines[],
): RelationLines[] {
  const homes: Homes = new Map(
    sets
      .flatMap(({ lines }) => lines ?? [])
      .flatMap((line) =>
        [...line.cells].map(([voice, { region }]) => [homeOf(voice, region.id), line] as const),
      ),
  );
  return (schema.relation_sets ?? [])
    .map(({ id: set, name, directed }) => {
      const counts = new Map(
        voices.map(({ id, body }) => [id, (body.relations ?? []).filter((r) => r.set === set).length]),
      );
      const lines = joined(voices, set, directed !== false, homes);
      // Where there are too many regions to match, only how many there are is compared.
      const differs = lines.some((line) => line.differs) || differ(voices, counts, (count) => count);
      return { set, name, directed: directed !== false, counts, differs, lines };
    })
    .filter(({ counts }) => [...counts.values()].some((count) => count > 0));
}

function joined(voices: readonly Voice[], set: string, directed: boolean, homes: Homes): RelationLine[] {
  const found = new Map<string, { from: Region; to: Region; cells: Map<string, RelationCell> }>();
  for (const voice of voices) {
    for (const relation of voice.body.relations ?? []) {
      if (relation.set !== set) continue;
      const ends = [relation.from_id, relation.to_id].map((id) => homes.get(homeOf(voice.id, id)));
      const [from, to] = directed ? ends : ends.toSorted((a, b) => (a?.id ?? "").localeCompare(b?.id ?? ""));
      const [start, end] = [firstOf(from), firstOf(to)];
      if (!from || !to || !start || !end) continue;
      const key = `${from.id} ${to.id}`;
      const line = found.get(key) ?? { from: start, to: end, cells: new Map() };
      line.cells.set(voice.id, { id: relation.id, answers: answersAbout(voice.body, relation.id) });
      found.set(key, line);
    }
  }
  return [...found].map(([id, line]) => ({
    id,
    ...line,
    differs: differ(voices, line.cells, ({ answers }) => Object.entries(answers).toSorted()),
  }));
}

const firstOf = (line: Line<RegionCell> | undefined): Region | undefined =>
  line && [...line.cells.values()][0]?.region;
