// Ties a Session to this tab: the server, what the browser keeps, visibility, heartbeat.

import { useEffect, useMemo } from "react";

import { ApiError, label, type Me, type Project, projects } from "../../api";
import { draftShelf } from "../../api/shelf";
import { mediumUI, wrongWith } from "../../catalog";
import { ActiveClock } from "../../core/clock";
import type { Task } from "../../core/model";
import { otherVersion } from "../../core/otherVersion";
import { Session, type Session as SessionType } from "../../core/session";
import { outboxOf, signInAgain } from "../account";
import { toReopen } from "./reopen";

const HEARTBEAT_MS = 30_000;
const LOOK_AGAIN_MS = 20_000;
const RETRY_MS = 2000;
const LAST_BYTES = 60_000;

export interface Sitting {
  session: SessionType;
  clock: ActiveClock;
}

export function useSession(me: Me, project: Project): Sitting {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one sitting per person and project; refetches keep it.
  const sitting = useMemo(() => makeSession(me, project), [me.id, project.name]);
  useEffect(() => attend(sitting), [sitting]);
  return sitting;
}

function makeSession(me: Me, project: Project): Sitting {
  const { name } = project;
  const clock = new ActiveClock();
  const session = new Session({
    user: me.id,
    project: name,
    schema: project.schema,
    schemaVersion: project.schema_version,
    outbox: outboxOf(me.id),
    clock,
    wrong: wrongWith,
    api: {
      next: (count, holding) => label.next(name, count, holding),
      skip: (task, reason) => label.skip(name, task, reason),
      draft: (task, body, on) => label.draft(name, task, body, on),
      lastDraft: (task, body, on) => {
        // Browsers let a page that goes away send this much and no more.
        if (JSON.stringify(body).length < LAST_BYTES)
          void label.draft(name, task, body, on, true).catch(() => undefined);
      },
      otherVersion: (error) =>
        error instanceof ApiError && error.status === 409 ? otherVersion(error.detail) : null,
      giveBack: (tasks) => label.giveBack(name, tasks),
      heartbeat: (tasks) => label.heartbeat(name, tasks),
      schema: async (version) => (await projects.schema(name, version)).schema,
      prefetch: (task) => prefetch(project, task),
      keepDraft: (kept) => draftShelf.put(me.id, name, kept),
      keptDraft: (task) => draftShelf.get(me.id, name, task),
      dropDraft: (task) => draftShelf.remove(me.id, name, task),
    },
  });
  return { session, clock };
}

function prefetch(project: Project, task: Task): void {
  for (const field of project.schema.fields) {
    const value = task.data[field.source];
    if (value !== undefined) mediumUI(field.medium)?.prefetch?.(value, task.media[field.source]);
  }
}

/** Starts the sitting and listens for what happens to the tab; returns what ends it. */
function attend({ session, clock }: Sitting): () => void {
  const scope = new AbortController();
  const { signal } = scope;
  const on = (target: EventTarget, types: string, listener: (event: Event) => void) => {
    for (const type of types.split(" "))
      target.addEventListener(type, listener, { signal, passive: true, capture: true });
  };
  on(window, "pointerdown pointermove keydown wheel", () => clock.input());
  on(document, "visibilitychange", () => {
    clock.show(!document.hidden);
    if (document.hidden) session.saveNow();
    else void session.fill();
  });
  on(window, "pagehide", () => session.pause());
  on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && void session.fill());
  on(window, "online", () => void session.fill());
  // Leases of a hidden tab or of somebody who went for lunch run out, and the items go to others.
  const beat = setInterval(() => {
    if (document.hidden || !clock.active || session.held.length === 0) return;
    void session.beat().catch(() => undefined);
  }, HEARTBEAT_MS);
  const look = setInterval(() => {
    const { phase } = session.snapshot();
    if (!document.hidden && (phase === "empty" || phase === "failed")) void session.fill();
  }, LOOK_AGAIN_MS);
  // Without a way to the server, the page goes on as soon as there is one again.
  const retry = setInterval(() => {
    const { phase, error } = session.snapshot();
    const unreached = error instanceof ApiError && error.status === 0;
    if (!document.hidden && phase === "failed" && unreached) void session.fill();
  }, RETRY_MS);
  session.start();
  const reopen = () => {
    const wanted = toReopen.snapshot();
    if (!wanted || wanted.project !== session.project) return;
    toReopen.set(null);
    void session.reopen(wanted, wanted.other).then(() => wanted.opened?.());
  };
  const stop = toReopen.subscribe(reopen);
  reopen();
  const unlisten = signInAgain.subscribe(() => !signInAgain.snapshot() && void session.fill());
  return () => {
    scope.abort();
    stop();
    unlisten();
    clearInterval(beat);
    clearInterval(look);
    clearInterval(retry);
    session.close();
  };
}
