// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold only the rows in sight of a million.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid's own keys open and choose rows.
// The grid: only the rows in sight are there. Rows can be walked, chosen and opened by keyboard alone.

import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";

import type { ItemRow } from "../../api/items";
import { formatNumber, t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Skeleton } from "../../ui/States";
import { useLatest, useSignal } from "../../ui/use";
import { type Column, FIRST } from "./columns";
import { NARROWEST } from "./layout";
import type { Rows } from "./rows";
import { useScrolled } from "./scroll";
import { isChosen, type Selection, toggled, withRange } from "./selection";
import "./grid.css";

const CHECK_WIDTH = 36;
const HEAD = 34;

export interface DataTableProps {
  rows: Rows;
  columns: readonly Column[];
  sort: string;
  descending: boolean;
  selection: Selection;
  /** The item that is open beside the table. */
  opened: string | null;
  compact: boolean;
  onSort(sort: string, descending: boolean): void;
  onSelect(selection: Selection): void;
  onOpen(row: ItemRow): void;
  onResize(column: string, width: number): void;
  /** Shown in place of rows when there are none. */
  empty: ReactNode;
}

export function DataTable(props: DataTableProps) {
  const { rows, columns, selection, opened, compact, empty } = props;
  const state = useSignal(rows);
  const host = useRef<HTMLDivElement>(null);
  const height = compact ? 36 : 44;
  // While a list is walked, one more row says that it goes on.
  const count = state.count + (state.more && state.total === null ? 1 : 0);
  const sheet = useRef<HTMLDivElement>(null);
  const scrolled = useScrolled(host, sheet, { count, height, head: HEAD });
  const { first, end } = scrolled;
  const latest = useLatest(props);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed in the list may be what is in sight.
  useEffect(() => rows.need(first, end - 1), [rows, first, end, state.version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top.
  useEffect(() => {
    setActive(0);
    anchor.current = 0;
    scrolled.toStart();
  }, [rows]);

  const choose = (index: number, range: boolean) => {
    const row = rows.at(index);
    if (!row) return;
    const { selection: now, onSelect } = latest.current;
    if (range) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      const ids = Array.from({ length: to - from + 1 }, (_, n) => rows.at(from + n)?.item ?? "").filter(
        Boolean,
      );
      onSelect(withRange(now, ids));
    } else {
      onSelect(toggled(now, row.item));
      anchor.current = index;
    }
  };
  const open = (index: number, row: ItemRow) => {
    setActive(index);
    latest.current.onOpen(row);
  };
  const walk = (to: number) => {
    const next = Math.min(Math.max(0, to), count - 1);
    setActive(next);
    scrolled.show(next);
  };
  const key = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(((host.current?.clientHeight ?? 400) - HEAD) / height) - 1);
    const row = rows.at(active);
    const moves: { [key: string]: number } = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      walk(to);
      if (event.shiftKey) choose(Math.min(Math.max(0, to), count - 1), true);
    } else if (event.key === "Enter" && row) props.onOpen(row);
    else if (event.key === " ") choose(active, event.shiftKey);
    else if ((event.ctrlKey || event.metaKey) && event.key === "a")
      props.onSelect({ all: true, ids: new Set() });
    else if (event.key === "Escape") props.onSelect({ all: false, ids: new Set() });
    else return;
    event.preventDefault();
  };
  const width = CHECK_WIDTH + columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div
      ref={host}
      className={compact ? "grid grid--compact" : "grid"}
      role="grid"
      tabIndex={0}
      aria-label={t("data.table")}
      aria-rowcount={state.total === null && state.more ? -1 : state.count + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={rows.at(active) ? `row-${active}` : undefined}
      onKeyDown={key}
    >
      <Head
        columns={columns}
        sort={props.sort}
        descending={props.descending}
        all={selection.all}
        some={!selection.all && selection.ids.size > 0}
        width={width}
        latest={latest}
      />
      {state.count === 0 && !state.more ? (
        <div role="row">
          <div role="gridcell">{empty}</div>
        </div>
      ) : (
        <div className="grid__body" role="presentation" style={{ height: scrolled.tall, width }}>
          <div ref={sheet} className="grid__sheet" role="presentation">
            {Array.from({ length: end - first }, (_, n) => {
              const index = first + n;
              const row = rows.at(index);
              return (
                <Row
                  key={index}
                  index={index}
                  top={scrolled.topOf(index)}
                  height={height}
                  row={row}
                  columns={columns}
                  chosen={isChosen(selection, row?.item ?? "")}
                  active={index === active}
                  opened={opened !== null && row?.item === opened}
                  onChoose={choose}
                  onOpen={open}
                />
              );
            })}
          </div>
          {count === 0 && <Waiting height={height} />}
        </div>
      )}
    </div>
  );
}

const cellClass = ({ id, number }: Column) =>
  `grid__cell${number ? " num" : ""}${id === FIRST ? " grid__stay grid__first" : ""}`;

function Waiting({ height }: { height: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: 12 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={n} className="grid__row grid__row--waits" style={{ height, top: n * height }}>
          <Skeleton width={`${30 + ((n * 13) % 40)}%`} />
        </div>
      ))}
    </div>
  );
}

interface HeadProps {
  columns: readonly Column[];
  sort: string;
  descending: boolean;
  all: boolean;
  some: boolean;
  width: number;
  latest: { readonly current: DataTableProps };
}

const Head = memo(function Head({ columns, sort, descending, all, some, width, latest }: HeadProps) {
  return (
    <div className="grid__head" role="row" style={{ width }}>
      <span className="grid__cell grid__stay grid__check" role="columnheader">
        <input
          type="checkbox"
          aria-label={t("data.choose_all")}
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = some;
          }}
          onChange={(event) => latest.current.onSelect({ all: event.target.checked, ids: new Set() })}
        />
      </span>
      {columns.map((column) => {
        const sorted = column.sort === sort;
        return (
          <span
            key={column.id}
            role="columnheader"
            className={`${cellClass(column)} grid__name`}
            style={{ width: column.width }}
            aria-sort={sorted ? (descending ? "descending" : "ascending") : undefined}
          >
            {column.sort ? (
              <button
                type="button"
                className="grid__sort"
                onClick={() => latest.current.onSort(column.sort ?? "id", sorted && !descending)}
              >
                {column.name}
                {sorted && (
                  <span className={descending ? "grid__arrow" : "grid__arrow grid__arrow--up"}>
                    <Icon name="down" />
                  </span>
                )}
              </button>
            ) : (
              column.name
            )}
            <Grip column={column} onResize={(id, to) => latest.current.onResize(id, to)} />
          </span>
        );
      })}
    </div>
  );
});

function Grip({ column, onResize }: { column: Column; onResize(id: string, width: number): void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const to = (width: number) => onResize(column.id, Math.max(NARROWEST, Math.round(width)));
  return (
    <span
      className="grid__grip"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("data.width_of", { name: column.name })}
      aria-valuenow={column.width}
      aria-valuemin={NARROWEST}
      onKeyDown={(event) => {
        const end = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
        if (event.key === "ArrowRight") to(column.width + 16 * end);
        else if (event.key === "ArrowLeft") to(column.width - 16 * end);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={(event) => {
        if (!from.current) return;
        const end = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
        to(from.current.width + (event.clientX - from.current.x) * end);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
    />
  );
}

interface RowProps {
  index: number;
  top: number;
  height: number;
  row: ItemRow | undefined;
  columns: readonly Column[];
  chosen: boolean;
  active: boolean;
  opened: boolean;
  onChoose(index: number, range: boolean): void;
  onOpen(index: number, row: ItemRow): void;
}

const Row = memo(
  function Row({ index, top, height, row, columns, chosen, active, opened, onChoose, onOpen }: RowProps) {
    const state = `${chosen ? " grid__row--chosen" : ""}${active ? " grid__row--active" : ""}${opened ? " grid__row--open" : ""}`;
    if (!row)
      return (
        <div
          className="grid__row grid__row--waits"
          role="row"
          aria-busy="true"
          style={{ height, insetBlockStart: top }}
        >
          <span className="grid__number">{formatNumber(index + 1)}</span>
          <Skeleton width="30%" />
        </div>
      );
    return (
      <div
        id={`row-${index}`}
        role="row"
        className={`grid__row${state}`}
        aria-rowindex={index + 2}
        aria-selected={chosen}
        style={{ height, insetBlockStart: top }}
        onClick={(event) => {
          if (event.shiftKey) onChoose(index, true);
          else if (event.ctrlKey || event.metaKey) onChoose(index, false);
          else onOpen(index, row);
        }}
      >
        <span className="grid__cell grid__stay grid__check" role="gridcell">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t("data.choose", { key: row.key })}
            checked={chosen}
            onClick={(event) => {
              event.stopPropagation();
              onChoose(index, event.shiftKey);
            }}
            onChange={() => undefined}
          />
        </span>
        {columns.map((column) => (
          <span key={column.id} role="gridcell" className={cellClass(column)} style={{ width: column.width }}>
            {column.cell(row)}
          </span>
        ))}
      </div>
    );
  },
  (a, b) =>
    a.row === b.row &&
    a.top === b.top &&
    a.height === b.height &&
    a.columns === b.columns &&
    a.chosen === b.chosen &&
    a.active === b.active &&
    a.opened === b.opened,
);
