// What waits for the network, and what the server would not take: in sight on every page.

import { useEffect, useState } from "react";

import { draftShelf, type KeptRow } from "../api/shelf";
import type { Command } from "../core/commands";
import { t } from "../i18n";
import { Icon, type IconName } from "../ui/Icon";
import { useSignal } from "../ui/use";
import { outboxOf, signInAgain } from "./account";
import { useCommands } from "./hands/useCommands";
import { KeptWork } from "./KeptWork";
import { useUser } from "./SignedIn";

export function OutboxState() {
  const me = useUser();
  const box = outboxOf(me.id);
  const { waiting, unkept, state, refused } = useSignal(box);
  const [open, setOpen] = useState(false);
  const [drafts, lookAgain] = useKeptDrafts(me.id);
  const show = () => {
    lookAgain();
    setOpen(true);
  };
  const [commands] = useState(() => [keptCommand(show)]);
  useCommands(commands);

  const chip = ((): [string, IconName, string, string, () => void] | null => {
    if (refused.length > 0) return ["bad", "warn", t("state.refused", { count: refused.length }), "", show];
    if (unkept > 0)
      return ["bad", "warn", t("state.unkept", { count: unkept }), t("state.unkept_hint"), show];
    if (waiting > 0 && state === "sign-in")
      return ["warn", "user", t("state.sign_in", { count: waiting }), "", () => signInAgain.set(true)];
    if (waiting > 0 && state === "offline") {
      const hint = `${t("state.hint_local")} ${t("app.retry")}`;
      return ["warn", "cloud", t("state.offline", { count: waiting }), hint, () => box.retry()];
    }
    return drafts.length > 0 ? ["warn", "wait", t("state.drafts", { count: drafts.length }), "", show] : null;
  })();
  return (
    <>
      {chip && (
        <button type="button" className={`state state--${chip[0]}`} title={chip[3]} onClick={chip[4]}>
          <Icon name={chip[1]} />
          {chip[2]}
        </button>
      )}
      <KeptWork open={open} box={box} drafts={drafts} onChange={lookAgain} onClose={() => setOpen(false)} />
    </>
  );
}

const keptCommand = (run: () => void): Command => ({
  id: "kept",
  name: t("kept.command"),
  group: t("group.app"),
  scope: "app",
  keys: [],
  run,
});

/** Drafts that only this browser has and that no page of this visit is at: their item may never come by again. */
function useKeptDrafts(user: number): [KeptRow[], () => void] {
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<KeptRow[]>([]);
  useEffect(() => {
    let here = true;
    const older = ({ at }: KeptRow) => at < Date.now() - STILL_MS;
    const look = () =>
      void draftShelf.all(user).then(
        (rows) =>
          here && setFound((now) => (now.length === 0 && rows.length === 0 ? now : rows.filter(older))),
        () => undefined,
      );
    // At first the label screen takes up what belongs to its items.
    const soon = setTimeout(look, turn === 0 ? FIRST_LOOK_MS : 0);
    const often = setInterval(look, LOOK_MS);
    return () => {
      here = false;
      clearTimeout(soon);
      clearInterval(often);
    };
  }, [user, turn]);
  return [found, () => setTurn((now) => now + 1)];
}

/** A draft younger than this is somebody's who is just working. */
const STILL_MS = 60_000;
const FIRST_LOOK_MS = 4000;
const LOOK_MS = 30_000;
