// Comments to the lead on the open item, maybe about the region in hand.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Project } from "../../api";
import { comments, type Thread } from "../../api/comments";
import type { Bench, Hands } from "../../core/bench";
import { t } from "../../i18n";
import { ErrorState, Skeleton } from "../../ui/States";
import { announce } from "../../ui/Toast";
import { aboutOf } from "../comments/Comments";
import { Talk } from "../comments/Talk";
import { Write } from "../comments/Write";
import { Drawer } from "./Drawer";
import { nameOf } from "./LinkHint";
import "../comments/comments.css";

interface CommentsPanelProps {
  project: Project;
  bench: Bench;
  hands: Hands;
  onClose(): void;
}

export function CommentsPanel({ project, bench, hands, onClose }: CommentsPanelProps) {
  const { name } = project;
  const item = Number(bench.task.item);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ["project", name, "comments", { item }],
    queryFn: () => comments.list(name, { item, limit: 100 }),
  });
  // Answers on other items: the number on the button must lead somewhere.
  const news = useQuery({
    queryKey: ["project", name, "comments", "news"],
    queryFn: () => comments.list(name, { state: "waiting", limit: 50 }),
    staleTime: 0,
  });
  const [pinned, setPinned] = useState(true);
  const region = bench.region(hands.selected) ?? null;

  // What is on screen has been read.
  useEffect(() => {
    const fresh = news.data?.threads.map(({ id }) => id) ?? [];
    if (fresh.length > 0)
      void comments
        .seen(name, fresh)
        .then(() => client.invalidateQueries({ queryKey: ["project", name, "comments", "waiting"] }))
        .catch(() => undefined);
  }, [news.data, name, client]);

  const send = async (body: string) => {
    await comments.begin(name, bench.task.item, body, pinned ? region : null);
    announce(t("comments.send"));
    await client.invalidateQueries({ queryKey: ["project", name, "comments"] });
  };

  const elsewhere = news.data?.threads.filter((thread) => Number(thread.item) !== item) ?? [];
  return (
    <Drawer title={t("comments.title")} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <div className="drawer__text" tabIndex={0}>
        <Write
          key={`${bench.task.task}`}
          label={t("comments.write")}
          action={t("comments.send")}
          hint={
            region ? (
              <label className="write__pin">
                <input
                  type="checkbox"
                  checked={pinned}
                  onChange={(event) => setPinned(event.target.checked)}
                />
                {t("comments.about_region", { name: nameOf(bench, region) })}
              </label>
            ) : (
              <p className="muted write__hint">{t("comments.write_hint")}</p>
            )
          }
          onSend={send}
        />
        {elsewhere.length > 0 && <h3>{t("comments.news")}</h3>}
        {elsewhere.map((thread) => (
          <Talk key={thread.id} project={name} thread={thread} about={aboutOf(thread, undefined)} />
        ))}
        {elsewhere.length > 0 && <h3>{t("comments.here")}</h3>}
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Skeleton width="100%" height={64} />
        ) : data.threads.length === 0 ? (
          <p className="muted">{t("comments.none_here")}</p>
        ) : (
          data.threads.map((thread) => (
            <Talk key={thread.id} project={name} thread={thread} onPin={(one) => showPin(bench, one)} />
          ))
        )}
      </div>
    </Drawer>
  );
}

function showPin(bench: Bench, { region }: Thread): void {
  const id = region?.id;
  if (typeof id === "string" && bench.region(id)) bench.select(id);
}
