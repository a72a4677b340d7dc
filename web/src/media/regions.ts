import type { Bench } from "../core/bench";
import type { Region } from "../core/model";
import { type Ink, namingQuestion, optionsOf } from "../core/options";

export interface Look {
  id: string;
  ink: Ink;
  label: string;
}

/** How a region looks everywhere: its label's colour and name, or its set's while it has none. */
export function planeOf(bench: Bench, region: Region): Look {
  const value = bench.labelOf(region);
  return { id: region.id, ink: bench.inks.of(region.set, value), label: nameOf(bench, region, value) };
}

function nameOf(bench: Bench, region: Region, value: string | null): string {
  const naming = namingQuestion(bench.schema, region.set);
  if (!naming) return bench.schema.region_sets.find((set) => set.id === region.set)?.name ?? "";
  if (value === null) return "";
  return optionsOf(naming.config, bench.task.data).find(({ id }) => id === value)?.name ?? value;
}
