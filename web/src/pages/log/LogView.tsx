// The audit log, of a project or of the whole server: who did what, when. Filters stand in the address.

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";

import { type Entry, log } from "../../api/team";
import { formatDate, locale, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/Select";
import { ErrorState, Skeleton } from "../../ui/States";
import { detailsOf, KINDS, said } from "./sentences";
import "../../ui/sheet.css";
import "./log.css";

export interface LogSearch {
  actor?: number;
  action?: string;
  /** Only where the log is of the whole server. */
  project?: string;
  /** Days as the calendar writes them, both included. */
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: unknown): value is string => typeof value === "string" && DAY.test(value);

export const logSearch = (search: { [name: string]: unknown }): LogSearch => ({
  ...(Number.isSafeInteger(search.actor) ? { actor: search.actor as number } : {}),
  ...(KINDS.includes(search.action as "member") ? { action: search.action as string } : {}),
  ...(typeof search.project === "string" ? { project: search.project } : {}),
  ...(isDay(search.from) ? { from: search.from } : {}),
  ...(isDay(search.to) ? { to: search.to } : {}),
});

/** Midnight here, `later` days on, as the server counts. */
function midnight(day: string, later = 0): number {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return date.getTime() * 1000;
}

const asked = ({ from, to, ...rest }: LogSearch) => ({
  ...rest,
  ...(from ? { since: midnight(from) } : {}),
  ...(to ? { until: midnight(to, 1) } : {}),
});

interface LogViewProps {
  /** null: of the whole server. */
  project: string | null;
  search: LogSearch;
  /** Who may be chosen: id and name. */
  people: readonly (readonly [number, string])[];
  /** Likewise, where the log is of the whole server. */
  projects?: readonly (readonly [string, string])[];
}

export function LogView({ project, search, people, projects = [] }: LogViewProps) {
  const navigate = useNavigate();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: project === null ? ["log", search] : ["project", project, "people", "log", search],
    queryFn: ({ pageParam }) =>
      log.page(project, { ...asked(search), ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.before,
  });
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const set = (part: { [name in keyof LogSearch]: LogSearch[name] | undefined }) => {
    const next = { ...search, ...part };
    const kept = Object.entries(next).filter(([, value]) => value !== undefined);
    void navigate({ to: ".", search: Object.fromEntries(kept), replace: true });
  };
  const filtered = Object.keys(search).length > 0;
  return (
    <section className="chapter">
      <p className="muted">{t("log.text")}</p>
      <div className="tools log__tools">
        <Select
          label={t("log.who")}
          value={`${search.actor ?? ""}`}
          options={[["", t("log.everybody")], ...people.map(([id, name]) => [`${id}`, name] as const)]}
          onChange={(event) => set({ actor: event.target.value ? Number(event.target.value) : undefined })}
        />
        <Select
          label={t("log.what")}
          value={search.action ?? ""}
          options={[
            ["", t("log.everything")],
            ...KINDS.map((kind) => [kind, t(`log.kind.${kind}`)] as const),
          ]}
          onChange={(event) => set({ action: event.target.value || undefined })}
        />
        {project === null && (
          <Select
            label={t("log.project")}
            value={search.project ?? ""}
            options={[["", t("log.all_projects")], ...projects]}
            onChange={(event) => set({ project: event.target.value || undefined })}
          />
        )}
        <Field
          label={t("log.from")}
          type="date"
          max={search.to}
          value={search.from ?? ""}
          onChange={(event) => set({ from: event.target.value || undefined })}
        />
        <Field
          label={t("log.to")}
          type="date"
          min={search.from}
          value={search.to ?? ""}
          onChange={(event) => set({ to: event.target.value || undefined })}
        />
        {filtered && (
          <Button look="quiet" onClick={() => void navigate({ to: ".", search: {}, replace: true })}>
            {t("log.clear")}
          </Button>
        )}
      </div>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton width="100%" height={120} />
      ) : entries.length === 0 ? (
        <p className="muted">{t("log.none")}</p>
      ) : (
        <ol className="log">
          {byDay(entries).map(([day, some]) => (
            <li key={day}>
              <h2 className="log__day">{day}</h2>
              <ol>
                {some.map((entry) => (
                  <Line key={entry.id} entry={entry} everywhere={project === null} />
                ))}
              </ol>
            </li>
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("log.older")}
        </Button>
      )}
    </section>
  );
}

function Line({ entry, everywhere }: { entry: Entry; everywhere: boolean }) {
  const details = detailsOf(entry);
  return (
    <li className="log__line">
      <time className="muted" dateTime={new Date(entry.at / 1000).toISOString()} title={formatDate(entry.at)}>
        {clock(entry.at)}
      </time>
      <span>
        <b>{entry.actor ?? t("log.server")}</b> {said(entry)}
        <About entry={entry} everywhere={everywhere} />
      </span>
      {details && (
        <details className="log__more">
          <summary aria-label={t("log.details")}>…</summary>
          <code>{details}</code>
        </details>
      )}
    </li>
  );
}

/** The item and the project, each with the way there. */
function About({ entry: { project, item, target }, everywhere }: { entry: Entry; everywhere: boolean }) {
  if (!project) return null;
  return (
    <>
      {item && (
        <>
          {" · "}
          <Link to="/p/$project/data/$item" params={{ project, item: target }}>
            {t("log.item", { item })}
          </Link>
        </>
      )}
      {everywhere && (
        <>
          {" · "}
          <Link to="/p/$project" params={{ project }}>
            {project}
          </Link>
        </>
      )}
    </>
  );
}

function byDay(entries: readonly Entry[]): [string, Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

const dayOf = (at: number) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "full" }).format(new Date(at / 1000));
const clock = (at: number) =>
  new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(at / 1000));
