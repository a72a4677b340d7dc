// Which rows are chosen: some by id, or all that are on the list, whatever their number.

import type { Chosen, Narrowed } from "../../api/items";

export interface Selection {
  /** All that meet the filters, those not loaded included. */
  all: boolean;
  ids: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, ids: new Set() };

export const isChosen = ({ all, ids }: Selection, id: string) => all || ids.has(id);
export const isEmpty = ({ all, ids }: Selection) => !all && ids.size === 0;

export function toggled({ all, ids }: Selection, id: string): Selection {
  const next = new Set(all ? [] : ids);
  if (!next.delete(id)) next.add(id);
  return { all: false, ids: next };
}

export function withRange(selection: Selection, ids: readonly string[]): Selection {
  return { all: false, ids: new Set([...(selection.all ? [] : selection.ids), ...ids]) };
}

/** As the server takes it. */
export const chosenOf = (selection: Selection, { where, search }: Narrowed): Chosen =>
  selection.all ? { where: [...where], search: search || null } : { ids: [...selection.ids] };
