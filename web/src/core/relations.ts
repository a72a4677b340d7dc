// Relations between regions: which sets may join two regions, and which already do.

import type { Body, Region, Relation, RelationSet, Schema } from "./model";

const NONE: readonly Relation[] = [];

export const relationsOf = (body: Body): readonly Relation[] => body.relations ?? NONE;

const listed = (set: string, sets: readonly string[] | undefined) => !sets?.length || sets.includes(set);

const byId = new WeakMap<Body, ReadonlyMap<string, Region | Relation>>();

/** Regions and relations by their ids, made once for each state of a body: with thousands, looking costs their square. */
export function partsOf(body: Body): ReadonlyMap<string, Region | Relation> {
  let parts = byId.get(body);
  if (!parts) {
    parts = new Map([...body.regions, ...relationsOf(body)].map((part) => [part.id, part]));
    byId.set(body, parts);
  }
  return parts;
}

/** Whether `set` may go from a region of set `start` to one of set `end`; does what RelationSet.joins does. */
export function joins(set: RelationSet, start: string, end: string): boolean {
  if (listed(start, set.from_sets) && listed(end, set.to_sets)) return true;
  return set.directed === false && listed(end, set.from_sets) && listed(start, set.to_sets);
}

/** The sets that may still join these two, in the schema's order. */
export function fitting(schema: Schema, body: Body, from: Region, to: Region): RelationSet[] {
  if (from.id === to.id) return [];
  return (schema.relation_sets ?? []).filter(
    (set) => joins(set, from.set, to.set) && !joined(body, set, from.id, to.id),
  );
}

/** The relation of `set` between the two, if there is one. */
export function joined(body: Body, set: RelationSet, from: string, to: string): Relation | undefined {
  return relationsOf(body).find(
    (one) =>
      one.set === set.id &&
      ((one.from_id === from && one.to_id === to) ||
        (set.directed === false && one.from_id === to && one.to_id === from)),
  );
}
