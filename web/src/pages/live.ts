// News of the project on screen: what pages show is brought up to date as it changes at the server.

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Project } from "../api";
import { type Change, Live } from "../api/live";
import { Signal } from "../core/signal";

/** Who labels now in the project on screen, by name; only leads and reviewers hear of it. */
export const present = new Signal<readonly string[]>([]);

const OFTEN_MS = 2_000;
/** Topic to the queries that show it, after ["project", name]. */
const SHOWN: { [topic in keyof Change]?: readonly string[] } = {
  jobs: ["jobs"],
  releases: ["releases"],
  people: ["members", "people", "invites"],
  presence: ["members"],
  review: ["review", "overview"],
  comments: ["comments", "overview"],
  measured: ["overview"],
};

export function useLive(name: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const overview = slowly(() => void client.invalidateQueries({ queryKey: ["project", name, "overview"] }));
    const live = new Live(name, (change, fresh) => apply(client, name, change, fresh, overview));
    return () => {
      live.close();
      overview.stop();
      present.set([]);
    };
  }, [client, name]);
}

function apply(client: QueryClient, name: string, change: Change, fresh: boolean, overview: Slowly): void {
  if (change.presence) present.set(change.presence);
  if (change.bell) void client.invalidateQueries({ queryKey: ["bell"] });
  const known = client.getQueryData<Project>(["project", name]);
  if (known && change.progress) {
    const progress = { ...known.progress, ...change.progress };
    client.setQueryData<Project>(["project", name], { ...known, progress });
  }
  if (known && change.project && outdated(known, change.project)) {
    void client.invalidateQueries({ queryKey: ["project", name] });
    return;
  }
  if (fresh) return;
  if (change.progress) overview.soon();
  for (const [topic, queries] of Object.entries(SHOWN)) {
    if (!(topic in change)) continue;
    for (const query of queries) {
      if (query === "overview") overview.soon();
      else void client.invalidateQueries({ queryKey: ["project", name, query] });
    }
  }
  if (change.releases) void client.invalidateQueries({ queryKey: ["releases", name] });
}

function outdated(known: Project, now: NonNullable<Change["project"]>): boolean {
  return (
    known.schema_version !== now.schema_version ||
    known.guideline_version !== now.guideline_version ||
    known.title !== now.title
  );
}

interface Slowly {
  soon(): void;
  stop(): void;
}

/** Now, and then at most every two seconds, however often it is asked for. */
function slowly(act: () => void): Slowly {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const run = () => {
    act();
    again = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (again) run();
    }, OFTEN_MS);
  };
  return {
    soon: () => {
      again = true;
      if (timer === undefined) run();
    },
    stop: () => clearTimeout(timer),
  };
}
