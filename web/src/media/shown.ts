// What of the annotation lies on one field and is to be seen: regions, suggested regions, the relations between them.

import { useMemo } from "react";

import type { Bench, Part } from "../core/bench";
import type { Link } from "../core/linking";
import type { Body, Region, RegionSet } from "../core/model";
import { type Ink, namingQuestion } from "../core/options";
import { relationsOf } from "../core/relations";
import type { Proposal } from "../core/suggestions";
import type { SurfaceLink } from "../surface/links";
import { useSignal } from "../ui/use";
import { type Look, planeOf, useSame } from "./regions";

const NO_INK: Ink = { colour: "#7b8494", pattern: 0 };

export interface Seen extends Look {
  region: Region;
  suggestion: boolean;
  locked: boolean;
}

/** Regions of the sets that `draws` takes, the suggested ones last. */
export function useSeen(
  bench: Bench,
  body: Body,
  sets: readonly RegionSet[],
  draws: (region: Region) => boolean,
  selected: string | null,
): { seen: readonly Seen[]; links: readonly SurfaceLink[] } {
  const view = useSignal(bench.view);
  const ignored = useSignal(bench.suggestions.ignored);
  const link = useSignal(bench.linking.state);
  // What is hidden is drawn while it is selected; other selections change nothing here.
  const kept = view.hidden.size > 0 || view.only !== null ? selected : null;
  const own = useMemo(() => new Set(sets.map((set) => set.id)), [sets]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `view` and `ignored` decide what is to be seen.
  const seen = useMemo(() => {
    const on = (region: Region) => own.has(region.set) && draws(region);
    const there = body.regions
      .filter((region) => on(region) && (region.id === kept || bench.view.shows(bench, region)))
      .map((region) => ({
        ...planeOf(bench, region),
        region,
        suggestion: false,
        locked: view.locked.has(region.id),
      }));
    const offered = bench.suggestions.open().flatMap((one) => {
      const { part } = one;
      if (part.kind !== "region" || !on(part.region)) return [];
      return [{ ...lookOf(bench, one, part.region), region: part.region, suggestion: true, locked: false }];
    });
    return [...there, ...offered];
  }, [bench, body, own, draws, view, ignored, kept]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const links = useMemo(() => {
    const ends = new Set(seen.map(({ id }) => id));
    return [...linksOf(bench, ends), ...pending(link, ends)];
  }, [bench, body, seen, ignored, link]);
  return { seen, links: useSame(links) };
}

/** The relation that Enter would make, while the hands walk. */
function pending(link: Link | null, ends: ReadonlySet<string>): SurfaceLink[] {
  if (link?.from == null || link.to === null || !ends.has(link.from) || !ends.has(link.to)) return [];
  const look = { id: "pending", ink: NO_INK, label: "" };
  return [{ ...look, from: link.from, to: link.to, directed: true, suggestion: true }];
}

function linksOf(bench: Bench, ends: ReadonlySet<string>): SurfaceLink[] {
  const directed = (set: string) =>
    bench.schema.relation_sets?.find((one) => one.id === set)?.directed !== false;
  const both = (from: string, to: string) => ends.has(from) && ends.has(to);
  const there = relationsOf(bench.body)
    .filter((one) => both(one.from_id, one.to_id))
    .map((one) => ({
      ...planeOf(bench, one),
      from: one.from_id,
      to: one.to_id,
      directed: directed(one.set),
      suggestion: false,
    }));
  const offered = bench.suggestions.open().flatMap((one) => {
    const { part } = one;
    if (part.kind !== "relation" || !both(part.relation.from_id, part.relation.to_id)) return [];
    const { from_id: from, to_id: to, set } = part.relation;
    return [{ ...lookOf(bench, one, part.relation), from, to, directed: directed(set), suggestion: true }];
  });
  return [...there, ...offered];
}

/** How a suggested region or relation looks: by the label suggested with it. */
export function lookOf(bench: Bench, proposal: Proposal, part: Part): Look {
  const naming = namingQuestion(bench.schema, part.set);
  const answers = proposal.part.kind === "answer" ? [] : proposal.part.answers;
  const value = answers.find(({ question }) => question === naming?.id)?.value;
  const label = typeof value === "string" ? value : null;
  const name = label === null ? "" : (bench.names.get(`${part.set}/${label}`) ?? label);
  return { id: part.id, ink: bench.inks.of(part.set, label), label: name };
}
