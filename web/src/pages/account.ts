// Who is signed in, and this person's outbox. One of each per tab.

import { useQuery } from "@tanstack/react-query";

import { ApiError, actAs, auth, label, type Me, onSignInNeeded } from "../api";
import { shelf } from "../api/shelf";
import type { Id } from "../core/model";
import { alreadyStored } from "../core/otherVersion";
import { type Failure, Outbox, type Pending, type Receipt } from "../core/outbox";
import { Signal } from "../core/signal";
import { t } from "../i18n";
import { toast } from "../ui/Toast";

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
      actAs(me.id);
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
  actAs(null);
  outbox?.box.close();
  outbox = null;
}

let outbox: { user: Id; box: Outbox } | null = null;

export function outboxOf(user: Id): Outbox {
  if (outbox?.user === user) return outbox.box;
  outbox?.box.close();
  const box = new Outbox({ user, shelf, send, failure: sorted, refused: () => toast(t("refused.said")) });
  outbox = { user, box };
  void box.open();
  return box;
}

/** Sends one, and says what is worth knowing about where it went. */
async function send(entry: Pending): Promise<Receipt> {
  const { annotation, revision, stale } = await label.submit(entry);
  if (stale) toast(t("state.stale"));
  return { annotation, revision };
}

window.addEventListener("online", () => outbox?.box.retry());

/** Another tab of this person may have gone with work still to send. */
const takeUp = () => !document.hidden && void outbox?.box.adopt();
document.addEventListener("visibilitychange", takeUp);
setInterval(takeUp, 30_000);

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
  const stored = status === 409 ? alreadyStored(detail) : undefined;
  return {
    kind: "refused",
    status,
    message,
    detail: { detail, problems: error.problems },
    ...(stored === undefined ? {} : { stored }),
  };
}
