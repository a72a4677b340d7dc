// One's own items: found by their words, with what became of each, and the way back to any of them.

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Project } from "../../api";
import { type Mine, mine, type Skipped } from "../../api/comments";
import { type Body, EMPTY } from "../../core/model";
import type { Session } from "../../core/session";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Segments } from "../../ui/Segments";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { When } from "../../ui/When";

type Which = "done" | "skipped";
const WHICH: readonly Which[] = ["done", "skipped"];

interface HistoryListProps {
  project: Project;
  session: Session;
  /** The annotation that is open now. */
  open: string | null;
}

export function HistoryList({ project, session, open }: HistoryListProps) {
  const [which, setWhich] = useState<Which>("done");
  return (
    <div className="history">
      <Segments
        label={t("history.which")}
        value={which}
        options={WHICH.map((one): readonly [Which, string] => [one, t(`history.${one}`)])}
        onChange={(one) => setWhich(one as Which)}
      />
      {which === "done" ? (
        <Done project={project} session={session} open={open} />
      ) : (
        <SkippedOnes project={project} session={session} />
      )}
    </div>
  );
}

function Done({ project, session, open }: HistoryListProps) {
  const [search, setSearch] = useState("");
  const { name } = project;
  const query = useInfiniteQuery({
    queryKey: ["project", name, "mine", search],
    queryFn: ({ pageParam }) => mine.done(name, search, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
    // It grows with every submit.
    staleTime: 0,
  });
  const rows = query.data?.pages.flatMap((page) => page.annotations) ?? [];
  const again = async ({ annotation }: Mine) => {
    try {
      const task = await mine.open(name, annotation);
      await session.reopen({ origin: task, body: task.draft ?? EMPTY });
      toast(t("history.opened"));
    } catch (error) {
      toast((error as Error).message || t("error.offline_title"));
    }
  };
  return (
    <>
      <input
        className="input"
        type="search"
        placeholder={t("history.search")}
        aria-label={t("history.search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton width="100%" height={44} />
      ) : (
        rows.length === 0 && <p className="muted">{t(search ? "history.none_found" : "history.none")}</p>
      )}
      <ul className="history__list">
        {rows.map((row) => (
          <li key={row.annotation}>
            <button
              type="button"
              className="history__row"
              aria-current={row.annotation === open}
              onClick={() => void again(row)}
            >
              <span className="history__title">{row.title || t("history.untitled", { item: row.item })}</span>
              <span className="history__state">
                <When at={row.updated_at} />
                {row.annotation === open && <span>{t("history.now")}</span>}
                <State row={row} />
              </span>
              {row.note && <span className="history__note">{row.note}</span>}
            </button>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("history.more")}
        </Button>
      )}
    </>
  );
}

function State({ row: { state, comments } }: { row: Mine }) {
  return (
    <>
      {state === "counted" && <span>{t("history.counted")}</span>}
      {state === "surplus" && <span title={t("history.surplus_hint")}>{t("history.surplus")}</span>}
      {state === "changed" && (
        <span className="history__warn" title={t("history.changed_hint")}>
          {t("history.changed")}
        </span>
      )}
      {state === "sent_back" && <span className="history__warn">{t("history.sent_back")}</span>}
      {comments === "open" && <span>{t("history.comment_open")}</span>}
      {comments === "answered" && <span className="history__new">{t("history.comment_answered")}</span>}
    </>
  );
}

function SkippedOnes({ project, session }: Omit<HistoryListProps, "open">) {
  const { name } = project;
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ["project", name, "skipped"],
    queryFn: ({ pageParam }) => mine.skipped(name, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
    staleTime: 0,
  });
  const rows = query.data?.pages.flatMap((page) => page.skipped) ?? [];
  const take = async ({ task }: Skipped) => {
    await takeBack(name, session, task);
    await client.invalidateQueries({ queryKey: ["project", name, "skipped"] });
  };
  return (
    <>
      {query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton width="100%" height={44} />
      ) : (
        rows.length === 0 && <p className="muted">{t("history.none_skipped")}</p>
      )}
      <ul className="history__list">
        {rows.map((row) => (
          <li key={row.task} className="history__skipped">
            <span className="history__title">{row.title || t("history.untitled", { item: row.item })}</span>
            <span className="history__note">{row.reason}</span>
            {row.open ? (
              <Button keepFocus onClick={() => void take(row)}>
                {t("history.take_back")}
              </Button>
            ) : (
              <span className="history__state">{t("history.taken")}</span>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("history.more")}
        </Button>
      )}
    </>
  );
}

/** A skipped item becomes the open one again, with what was said (`body`); what was open waits as the next. */
export async function takeBack(
  project: string,
  session: Session,
  task: string,
  body: Body | null = null,
): Promise<void> {
  try {
    const again = await mine.takeBack(project, task);
    await session.reopen({ origin: again, body: body ?? again.draft ?? EMPTY });
    toast(t("history.taken_back"));
  } catch (error) {
    toast((error as Error).message || t("error.offline_title"));
  }
}
