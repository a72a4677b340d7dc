// Who is signed in, and this person's outbox. One of each per tab.

import { useQuery } from "@tanstack/react-query";

import { ApiError, auth, label, type Me, onSignInNeeded } from "../api";
import { shelf } from "../api/shelf";
import type { Id } from "../core/model";
import { type Failure, Outbox } from "../core/outbox";
import { Signal } from "../core/signal";

/** True while somebody who was signed in must do so again; the work stays on screen behind the dialog. */
export const signInAgain = new Signal(false);

let current: Me | null = null;

onSignInNeeded(() => {
  if (current) signInAgain.set(true);
});

export function useMe() {
  return useQuery({
    queryKey: ["me"],
    queryFn: async () => {
      const me = await auth.me();
      current = me;
      return me;
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => !(error instanceof ApiError && error.status > 0) && count < 2,
  });
}

export const whoIsHere = (): Me | null => current;

/** Forgets the person; what waits in their outbox stays on the shelf under their id. */
export function leave(): void {
  current = null;
  outbox?.box.close();
  outbox = null;
}

let outbox: { user: Id; box: Outbox } | null = null;

export function outboxOf(user: Id): Outbox {
  if (outbox?.user === user) return outbox.box;
  outbox?.box.close();
  const box = new Outbox({ user, shelf, send: label.submit, failure: sorted });
  outbox = { user, box };
  void box.open();
  return box;
}

window.addEventListener("online", () => outbox?.box.retry());

/** A closing tab with work that only this browser has asks before it goes. */
window.addEventListener("beforeunload", (event) => {
  const state = outbox?.box.snapshot();
  if (state && state.waiting > 0 && state.state !== "sending") event.preventDefault();
});

function sorted(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { kind: "offline" };
  const { status, message, detail } = error;
  if (status === 401) return { kind: "sign-in" };
  // Nobody decided against it: the way there was blocked, or the server is busy or broken just now.
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500)
    return { kind: "offline", busy: status !== 0 };
  return { kind: "refused", status, message, detail: { detail, problems: error.problems } };
}
