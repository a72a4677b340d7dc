// What the table's address says: search, filters, sort, view. Everything else a client sends is dropped.

import type { Asked, Condition } from "../../api/items";

export interface DataSearch {
  q?: string;
  where?: Condition[];
  /** A column; with a minus, downwards. */
  sort?: string;
  view?: number;
}

export function readSearch(raw: { [name: string]: unknown }): DataSearch {
  const where = Array.isArray(raw.where) ? raw.where.filter(isCondition) : [];
  return {
    ...(typeof raw.q === "string" && raw.q !== "" ? { q: raw.q } : {}),
    ...(where.length > 0 ? { where } : {}),
    ...(typeof raw.sort === "string" && raw.sort !== "" ? { sort: raw.sort } : {}),
    ...(Number.isSafeInteger(raw.view) ? { view: raw.view as number } : {}),
  };
}

const isCondition = (raw: unknown): raw is Condition =>
  Array.isArray(raw) &&
  raw.length === 3 &&
  typeof raw[0] === "string" &&
  typeof raw[1] === "string" &&
  (raw[2] === null || ["string", "number"].includes(typeof raw[2]));

export function askedOf({ q, where, sort }: DataSearch): Asked {
  const descending = sort?.startsWith("-") ?? false;
  return { where: where ?? [], search: q ?? "", sort: sort?.replace(/^-/, "") || "id", descending };
}

/** The search with the table's part replaced; what is empty leaves the address. */
export const withSort = (search: DataSearch, sort: string, descending: boolean): DataSearch => {
  const { sort: _, ...rest } = search;
  return sort === "id" && !descending ? rest : { ...rest, sort: `${descending ? "-" : ""}${sort}` };
};
