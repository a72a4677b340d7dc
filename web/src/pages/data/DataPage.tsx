// All items of a project: searched, filtered, sorted, chosen. What is shown is all in the address; an item opens
// beside the table, at an address of its own.

import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import { type Condition, type ItemRow, items, type View } from "../../api/items";
import type { Json } from "../../core/model";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Empty, ErrorState } from "../../ui/States";
import { useSignal, useSignalPart } from "../../ui/use";
import { ExportLink } from "../project/ExportLink";
import { useProject } from "../project/ProjectShell";
import { LEADS, RUNS } from "../project/roles";
import { BulkBar } from "./BulkBar";
import { ColumnMenu } from "./ColumnMenu";
import { columnsOf } from "./columns";
import { DataTable } from "./DataTable";
import { Filters } from "./Filters";
import { subjectsOf } from "./filters";
import { readLayout, useLayout } from "./layout";
import { PAGE, Rows } from "./rows";
import { askedOf, type DataSearch, readSearch, withSort } from "./search";
import { chosenOf, isEmpty, NOTHING, type Selection } from "./selection";
import { Views } from "./Views";
import "./data.css";

const TYPING_MS = 250;

export function DataPage() {
  const project = useProject();
  const { name, schema } = project;
  const search = useSearch({ from: "/signed-in/p/$project/pages/data" });
  const { item } = useParams({ strict: false });
  const navigate = useNavigate();
  const lead = LEADS.includes(project.role ?? "");
  const go = (next: DataSearch, replace = false) =>
    void navigate({
      to: item ? "/p/$project/data/$item" : "/p/$project/data",
      params: { project: name, item: item ?? "" },
      search: next,
      replace,
    });
  const key = JSON.stringify([search.q ?? "", search.where ?? [], search.sort ?? ""]);
  const [fresh, setFresh] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is asked, `fresh` asks it again.
  const { rows, asked } = useMemo(() => {
    const asked = askedOf(search);
    const rows = new Rows(
      (at, signal) => items.page(name, asked, at, PAGE, signal),
      async () => (await items.count(name, asked)).count,
    );
    return { rows, asked };
  }, [name, key, fresh]);
  useEffect(() => {
    void rows.start();
    return () => rows.dispose();
  }, [rows]);
  const error = useSignalPart(rows, (state) => state.error);
  const total = useSignalPart(rows, (state) => state.total);
  const firstRow = useSignalPart(rows, () => rows.at(0));
  const [selection, setSelection] = useState<Selection>(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen from another list is not on this one.
  useEffect(() => setSelection(NOTHING), [key]);

  const extra = useExtra(firstRow, project.settings.indexed);
  const columns = useMemo(
    () => columnsOf(schema, (project.settings.indexed as string[] | undefined) ?? [], extra),
    [schema, project.settings.indexed, extra],
  );
  const layout = useLayout(name, columns);
  const { data: labelers = [] } = useQuery({
    queryKey: ["project", name, "labelers"],
    queryFn: () => items.labelers(name),
  });
  const subjects = useMemo(() => subjectsOf(schema, labelers, extra), [schema, labelers, extra]);
  const compact = document.documentElement.dataset.density === "compact";

  const openView = (view: View | null) => {
    if (view) layout.change(readLayout(view.body));
    go(view ? { ...readSearch(view.body as { [name: string]: unknown }), view: view.id } : {});
  };
  const body = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.where ? { where: search.where as unknown as Json } : {}),
    ...(search.sort ? { sort: search.sort } : {}),
    ...layout.layout,
  };
  const narrowed = Boolean(search.q || search.where);
  return (
    <div className={item ? "data data--open" : "data"}>
      <section className="data__list" aria-label={t("data.table")}>
        {!item && <h1 className="sr-only">{t("tab.data")}</h1>}
        <header className="data__bar">
          <Views project={name} lead={lead} current={search.view} body={body} onOpen={openView} />
          <Search
            value={search.q ?? ""}
            onChange={(q) => go({ ...without(search, "q"), ...(q ? { q } : {}) }, true)}
          />
          <Filters
            where={search.where ?? []}
            subjects={subjects}
            onChange={(where: Condition[]) =>
              go({ ...without(search, "where"), ...(where.length > 0 ? { where } : {}) })
            }
          />
          <span className="data__space" />
          <Count rows={rows} narrowed={narrowed} />
          <Button
            look="quiet"
            icon
            tip={t("data.refresh")}
            data-tip-side="end"
            onClick={() => setFresh(fresh + 1)}
          >
            <Icon name="reload" />
          </Button>
          <ColumnMenu all={columns} layout={layout.layout} onChange={layout.change} />
          {lead && project.progress.items > 0 && (
            <Link
              to="/p/$project/import"
              params={{ project: name }}
              className={buttonClass({ look: "quiet" })}
            >
              {t("data.import")}
            </Link>
          )}
          <ExportLink project={project} look="quiet" />
        </header>
        <SearchNote rows={rows} onDone={() => setFresh((n) => n + 1)} />
        {error ? (
          <ErrorState error={error} retry={() => rows.retry()} />
        ) : (
          <DataTable
            rows={rows}
            columns={layout.columns}
            sort={asked.sort}
            descending={asked.descending}
            selection={selection}
            opened={item ?? null}
            compact={compact}
            onSort={(sort, descending) => go(withSort(search, sort, descending))}
            onSelect={setSelection}
            onResize={(column, width) =>
              layout.change({ ...layout.layout, widths: { ...layout.layout.widths, [column]: width } })
            }
            onOpen={(row) =>
              void navigate({
                to: "/p/$project/data/$item",
                params: { project: name, item: row.item },
                search,
              })
            }
            empty={<Nothing narrowed={narrowed} project={name} onClear={() => go({})} />}
          />
        )}
        {!isEmpty(selection) && (
          <BulkBar
            project={name}
            schema={schema}
            count={selection.all ? total : selection.ids.size}
            chosen={chosenOf(selection, asked)}
            lead={lead}
            exports={RUNS.includes(project.role ?? "")}
            onClear={() => setSelection(NOTHING)}
            onDone={() => setFresh((n) => n + 1)}
          />
        )}
      </section>
      <Outlet />
    </div>
  );
}

const without = (search: DataSearch, part: keyof DataSearch): DataSearch =>
  Object.fromEntries(Object.entries(search).filter(([name]) => name !== part));

/** Columns for what the items hold beside the fields: found in the first rows, so that nobody has to name them. */
function useExtra(row: ItemRow | undefined, indexed: unknown): string[] {
  const known = useRef(new Set<string>());
  const [extra, setExtra] = useState<string[]>([]);
  useEffect(() => {
    const before = known.current.size;
    for (const name of (indexed as string[] | undefined) ?? []) known.current.add(`data.${name}`);
    for (const name of Object.keys(row?.data ?? {})) known.current.add(`data.${name}`);
    for (const name of Object.keys(row?.meta ?? {})) known.current.add(`meta.${name}`);
    if (known.current.size !== before) setExtra([...known.current].slice(0, 60));
  }, [row, indexed]);
  return extra;
}

function Search({ value, onChange }: { value: string; onChange(value: string): void }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  useEffect(() => setText(value), [value]);
  const later = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange(next.trim()), TYPING_MS);
  };
  return (
    <label className="data__search">
      <Icon name="search" />
      <span className="sr-only">{t("data.search")}</span>
      <input
        type="search"
        className="input"
        placeholder={t("data.search")}
        value={text}
        maxLength={300}
        onChange={(event) => later(event.target.value)}
      />
    </label>
  );
}

/** How many there are; while a list is walked, how many were found so far. */
function Count({ rows, narrowed }: { rows: Rows; narrowed: boolean }) {
  const { total, count, more, error } = useSignal(rows);
  const shown = useDeferredValue(total ?? count);
  if (error || (total === null && more && count === 0)) return null;
  const words = total === null && more ? "data.count_so_far" : narrowed ? "data.count_found" : "data.count";
  return (
    <span className="data__count" role="status">
      {t(words, { count: shown })}
    </span>
  );
}

const AGAIN_MS = 1500;

/** Says how much of the project is searched yet, and looks again when more is. */
function SearchNote({ rows, onDone }: { rows: Rows; onDone(): void }) {
  const { searched } = useSignal(rows);
  const behind = searched?.behind ?? false;
  const done = useRef(onDone);
  done.current = onDone;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every fresh list looks again.
  useEffect(() => {
    if (!behind) return;
    const timer = setTimeout(() => done.current(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [behind, rows]);
  if (!searched || !behind) return null;
  return (
    <p className="data__note" role="status">
      <Icon name="wait" />
      {t("data.searched", { indexed: searched.indexed, items: searched.items })}
    </p>
  );
}

function Nothing({ narrowed, project, onClear }: { narrowed: boolean; project: string; onClear(): void }) {
  return (
    <div className="data__nothing">
      <Empty
        inside
        title={narrowed ? t("data.nothing_found") : t("data.nothing")}
        actions={
          narrowed ? (
            <Button look="main" onClick={onClear}>
              {t("data.show_all")}
            </Button>
          ) : (
            <Link to="/p/$project/import" params={{ project }} className={buttonClass({ look: "main" })}>
              {t("data.import")}
            </Link>
          )
        }
      >
        <p>{narrowed ? t("data.nothing_found_text") : t("data.nothing_text")}</p>
      </Empty>
    </div>
  );
}
