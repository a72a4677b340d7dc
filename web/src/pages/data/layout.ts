// Which columns are shown, in which order and how wide: kept in this browser per project, and in saved views.

import { useCallback, useMemo, useState } from "react";

import { type Column, FIRST, SHOWN_AT_FIRST } from "./columns";

export interface Layout {
  shown: string[];
  widths: { [column: string]: number };
}

export const NARROWEST = 64;
const keyOf = (project: string) => `goldlabel.table.${project}`;

export function readLayout(raw: unknown): Layout {
  const { shown, widths } = (raw ?? {}) as Partial<Layout>;
  const columns = Array.isArray(shown)
    ? shown.filter((one) => typeof one === "string" && one !== FIRST)
    : null;
  const sizes = Object.entries(widths ?? {}).filter(([, width]) => Number.isFinite(width));
  return { shown: [FIRST, ...(columns ?? SHOWN_AT_FIRST.slice(1))], widths: Object.fromEntries(sizes) };
}

function stored(project: string): Layout {
  try {
    return readLayout(JSON.parse(localStorage.getItem(keyOf(project)) ?? "null"));
  } catch {
    return readLayout(null);
  }
}

export function useLayout(project: string, all: readonly Column[]) {
  const [layout, setLayout] = useState(() => stored(project));
  const change = useCallback(
    (next: Layout) => {
      setLayout(next);
      try {
        localStorage.setItem(keyOf(project), JSON.stringify(next));
      } catch {
        // A full or forbidden store: the columns then last as long as the page.
      }
    },
    [project],
  );
  const columns = useMemo(
    () =>
      layout.shown.flatMap((id) => {
        const column = all.find((one) => one.id === id);
        return column ? [{ ...column, width: Math.max(NARROWEST, layout.widths[id] ?? column.width) }] : [];
      }),
    [layout, all],
  );
  return { layout, columns, change };
}

export const moved = (list: readonly string[], id: string, by: number): string[] => {
  const at = list.indexOf(id);
  const to = Math.min(list.length - 1, Math.max(1, at + by));
  return at < 1 ? [...list] : list.toSpliced(at, 1).toSpliced(to, 0, id);
};
