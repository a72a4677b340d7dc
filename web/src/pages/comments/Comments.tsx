// The lead's list of comments: of a project, or of one item.

import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { comments, type Thread, type ThreadState } from "../../api/comments";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Segments } from "../../ui/Segments";
import { ErrorState, Skeleton } from "../../ui/States";
import { Talk } from "./Talk";
import "./comments.css";

interface CommentsProps {
  project: string;
  /** Only those on this item. */
  item?: string;
  /** How many at a time. */
  limit?: number;
  /** A way to a thread's item, around its title. */
  link?: (item: string, title: string) => ReactNode;
}

type Choice = readonly [Listed, string];
type Listed = Exclude<ThreadState, "waiting">;
const STATES: readonly Listed[] = ["open", "resolved", "all"];

export function Comments({ project, item, limit = 20, link }: CommentsProps) {
  const [state, setState] = useState<Listed>(item === undefined ? "open" : "all");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["project", project, "comments", { item, state, limit }],
    queryFn: ({ pageParam }) =>
      comments.list(project, {
        state,
        limit,
        ...(item === undefined ? {} : { item: Number(item) }),
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.before,
  });
  const threads = data?.pages.flatMap((page) => page.threads) ?? [];
  return (
    <section className="comments">
      <Segments
        label={t("comments.state")}
        value={state}
        options={STATES.map((one): Choice => [one, t(`comments.state.${one}`)])}
        onChange={(one) => setState(one as Listed)}
      />
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton width="100%" height={96} />
      ) : threads.length === 0 ? (
        <div className="comments__none">
          <p>{t("comments.none")}</p>
          <p className="muted">{t("comments.none_text")}</p>
        </div>
      ) : (
        threads.map((thread) => (
          <Talk
            key={thread.id}
            project={project}
            thread={thread}
            about={item === undefined && aboutOf(thread, link)}
          />
        ))
      )}
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("comments.more")}
        </Button>
      )}
    </section>
  );
}

/** What a thread is about, in words; with `link` as a way there. */
export function aboutOf({ item, title }: Thread, link: CommentsProps["link"]): ReactNode {
  const words = title ? t("comments.on_item", { title }) : t("comments.on_number", { item });
  return link ? link(item, words) : words;
}
