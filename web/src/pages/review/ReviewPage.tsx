// What waits for a reviewer, queue by queue; each item has its address.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { COUNTED_QUERY, type Queue, reviews, type Waiting } from "../../api/review";
import type { Body, Json, Schema } from "../../core/model";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { formatShare } from "../../ui/percent";
import { Segments } from "../../ui/Segments";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { When } from "../../ui/When";
import { LabelChips } from "../data/LabelChips";
import { useProject } from "../project/ProjectShell";
import { COUNTED, namesOf } from "./cases";
import { isQueue, NEXT, SHOWS, type Show, showOf } from "./shows";
import "../../ui/sheet.css";
import "./desk.css";

const counted = (count: number) => (count >= COUNTED ? `${COUNTED - 1}+` : `${count}`);

export function ReviewPage() {
  const project = useProject();
  const search = useSearch({ from: "/signed-in/p/$project/pages/review" });
  // The router hands on what the address says even if it is none of these.
  const { show = "ties" } = showOf(search.show);
  const navigate = useNavigate();
  // Beside the lists, which are asked for afresh: counts of seconds ago would contradict them.
  const { data: counts } = useQuery({ ...COUNTED_QUERY(project.name), staleTime: 0 });
  const name = (one: Show) =>
    one === "done"
      ? t("review.show.done")
      : t(`review.show.${one}`, { count: counts ? counted(counts[one]) : "…" });
  return (
    <div className="page">
      <div className="page__head">
        <h1>{t("tab.review")}</h1>
        <div className="segments--scroll">
          <Segments
            label={t("review.queue")}
            value={show}
            options={SHOWS.map((one) => [one, name(one)] as const)}
            onChange={(one) =>
              void navigate({
                to: "/p/$project/review",
                params: { project: project.name },
                search: { show: one },
                replace: true,
              })
            }
          />
        </div>
        {isQueue(show) && (counts?.[show] ?? 0) > 0 && (
          <Link
            to="/p/$project/review/$item"
            params={{ project: project.name, item: NEXT }}
            search={{ queue: show }}
            className={buttonClass({ look: "main" })}
          >
            {t("review.start")}
          </Link>
        )}
      </div>
      <p className="muted queue__text">{t(`review.text.${show}`)}</p>
      {isQueue(show) ? (
        <QueueTable key={show} project={project.name} schema={project.schema} queue={show} />
      ) : show === "done" ? (
        <DoneTable project={project.name} schema={project.schema} />
      ) : (
        <SentBackTable project={project.name} />
      )}
    </div>
  );
}

interface QueueTableProps {
  project: string;
  schema: Schema;
  queue: Queue;
}

function QueueTable({ project, schema, queue }: QueueTableProps) {
  const found = useInfiniteQuery({
    queryKey: ["project", project, "review", queue],
    queryFn: ({ pageParam }) => reviews.list(project, queue, pageParam),
    initialPageParam: "",
    getNextPageParam: ({ after }) => after ?? undefined,
  });
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  if (!found.data) return <Loading error={found.error} retry={() => void found.refetch()} />;
  if (rows.length === 0) return <None show={queue} />;
  return (
    <>
      <Table
        head={[t("review.item"), t("review.about"), t("review.agreed"), t("review.answers"), ""]}
        numbers={[2, 3]}
      >
        {rows.map((one) => (
          <Row key={one.item} project={project} schema={schema} queue={queue} one={one} />
        ))}
      </Table>
      {found.hasNextPage && (
        <Button
          className="sheet__more"
          disabled={found.isFetching}
          onClick={() => void found.fetchNextPage()}
        >
          {t("review.more")}
        </Button>
      )}
    </>
  );
}

function Row({ project, schema, queue, one }: QueueTableProps & { one: Waiting }) {
  return (
    <tr className="sheet__opens">
      <ItemCell project={project} item={one.item} queue={queue} name={one.key}>
        <Preview words={one.preview} />
      </ItemCell>
      <td data-name={t("review.about")}>{namesOf(one.at_odds, schema).join(", ")}</td>
      <td className="num" data-name={t("review.agreed")}>
        {one.state === "tie" ? "–" : formatShare(one.support)}
      </td>
      <td className="num" data-name={t("review.answers")}>
        {one.answers}
      </td>
      <td className="muted">{one.held_by && t("review.open_by", { name: one.held_by })}</td>
    </tr>
  );
}

function Preview({ words }: { words: string }) {
  if (!words) return null;
  return (
    <span className="queue__preview" dir="auto">
      {words}
    </span>
  );
}

function DoneTable({ project, schema }: { project: string; schema: Schema }) {
  const found = useInfiniteQuery({
    queryKey: ["project", project, "review", "done"],
    queryFn: ({ pageParam }) => reviews.done(project, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ before }) => before ?? undefined,
  });
  const rows = found.data?.pages.flatMap(({ done }) => done) ?? [];
  if (!found.data) return <Loading error={found.error} retry={() => void found.refetch()} />;
  if (rows.length === 0) return <None show="done" />;
  return (
    <>
      <Table
        head={[
          t("review.item"),
          t("review.act"),
          t("review.label"),
          t("review.by"),
          t("review.why"),
          t("review.when"),
        ]}
      >
        {rows.map((one) => (
          <tr key={one.review} className="sheet__opens">
            <ItemCell project={project} item={one.item} queue="ties" name={one.key}>
              <Preview words={one.preview} />
            </ItemCell>
            <td>{t(`review.act.${one.act as "accept" | "decide" | "send_back"}`)}</td>
            <td>
              {one.label && (
                <LabelChips
                  schema={schema}
                  label={one.label as unknown as Body}
                  data={one.data as { [source: string]: Json }}
                />
              )}
            </td>
            <td>{one.by}</td>
            <td>{one.note}</td>
            <td className="muted">
              <When at={one.created_at} />
            </td>
          </tr>
        ))}
      </Table>
      {found.hasNextPage && (
        <Button
          className="sheet__more"
          disabled={found.isFetching}
          onClick={() => void found.fetchNextPage()}
        >
          {t("review.more")}
        </Button>
      )}
    </>
  );
}

function SentBackTable({ project }: { project: string }) {
  const found = useQuery({
    queryKey: ["project", project, "review", "sent_back"],
    queryFn: () => reviews.sentBack(project),
  });
  if (!found.data) return <Loading error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) return <None show="sent_back" />;
  return (
    <Table head={[t("review.item"), t("review.author"), t("review.what_to_look_at"), t("review.when")]}>
      {found.data.map((one) => (
        <tr key={one.review} className="sheet__opens">
          <ItemCell project={project} item={one.item} queue="ties" name={one.key} />
          <td>{one.author}</td>
          <td>{one.note}</td>
          <td className="muted">
            <When at={one.created_at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

interface ItemCellProps {
  project: string;
  item: string;
  queue: Queue;
  name: string;
  children?: ReactNode;
}

function ItemCell({ project, item, queue, name, children }: ItemCellProps) {
  return (
    <th scope="row">
      <Link
        to="/p/$project/review/$item"
        params={{ project, item }}
        search={{ queue }}
        preload={false}
        className="sheet__link"
      >
        {name}
      </Link>
      {children}
    </th>
  );
}

function Table({
  head,
  numbers = [],
  children,
}: {
  head: string[];
  numbers?: number[];
  children: ReactNode;
}) {
  return (
    <div className="table-scroll">
      <table className="sheet queue__table">
        <thead>
          <tr>
            {head.map((name, place) => (
              <th key={name || "more"} scope="col" className={numbers.includes(place) ? "num" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Loading({ error, retry }: { error: unknown; retry: () => void }) {
  if (error) return <ErrorState error={error} retry={retry} />;
  return (
    <div className="queue__wait" aria-busy="true">
      {[70, 62, 66].map((width) => (
        <Skeleton key={width} width={`${width}%`} height={18} />
      ))}
    </div>
  );
}

function None({ show }: { show: Show }) {
  return (
    <Empty inside title={t(`review.none.${show}`)}>
      {isQueue(show) && <p>{t("review.none_more")}</p>}
    </Empty>
  );
}
