import { useEffect, useMemo, useRef } from "react";

import type { Bench, Part } from "../core/bench";
import { type Ink, namingQuestion } from "../core/options";

export interface Look {
  id: string;
  ink: Ink;
  label: string;
}

/** How a region or relation looks everywhere: its label's colour and name, or its set's while it has none. */
export function planeOf(bench: Bench, region: Part): Look {
  const own = bench.lookOf(region);
  if (own) return { id: region.id, ...own };
  const value = bench.labelOf(region);
  return { id: region.id, ink: bench.inks.of(region.set, value), label: nameOf(bench, region, value) };
}

function nameOf(bench: Bench, region: Part, value: string | null): string {
  const { schema } = bench;
  if (value !== null) return bench.names.get(`${region.set}/${value}`) ?? value;
  // A set without a naming question names its regions itself; else the name is yet to be given.
  const unnamed = namingQuestion(schema, region.set) === null;
  const sets = [...schema.region_sets, ...(schema.relation_sets ?? [])];
  return unnamed ? (sets.find((set) => set.id === region.set)?.name ?? "") : "";
}

/** The same list with the objects of the last one where nothing changed, so that only what changed is drawn anew. */
export function useSame<T extends { id: string }>(items: readonly T[]): readonly T[] {
  const last = useRef<ReadonlyMap<string, T>>(new Map());
  const next = useMemo(
    () =>
      items.map((item) => {
        const before = last.current.get(item.id);
        return before && alike(before, item) ? before : item;
      }),
    [items],
  );
  useEffect(() => {
    last.current = new Map(next.map((item) => [item.id, item]));
  }, [next]);
  return next;
}

const alike = <T extends object>(a: T, b: T) =>
  (Object.keys(b) as (keyof T)[]).every((key) => Object.is(a[key], b[key]));
