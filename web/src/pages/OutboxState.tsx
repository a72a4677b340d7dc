// What waits for the network, and what the server would not take: in sight on every page.

import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import type { Refused } from "../core/outbox";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { Technical } from "../ui/States";
import { useSignal } from "../ui/use";
import { outboxOf, signInAgain } from "./account";
import { toReopen } from "./label/reopen";
import { useUser } from "./SignedIn";

export function OutboxState() {
  const me = useUser();
  const box = outboxOf(me.id);
  const { waiting, state, refused } = useSignal(box);
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();

  if (refused.length > 0) {
    return (
      <>
        <button type="button" className="state state--bad" onClick={() => setOpen(true)}>
          <Icon name="warn" />
          {t("state.refused", { count: refused.length })}
        </button>
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title={t("refused.title", { count: refused.length })}
          text={t("refused.text")}
        >
          {refused.map((one) => (
            <RefusedEntry
              key={one.entry.id}
              refused={one}
              onOpen={() => {
                setOpen(false);
                toReopen.set(one);
                void navigate({ to: "/p/$project/label", params: { project: one.entry.project } });
              }}
              onDiscard={() => void box.settle(one.entry.id)}
            />
          ))}
        </Dialog>
      </>
    );
  }
  if (waiting === 0) return null;
  if (state === "sign-in") {
    return (
      <button type="button" className="state state--warn" onClick={() => signInAgain.set(true)}>
        <Icon name="user" />
        {t("state.sign_in", { count: waiting })}
      </button>
    );
  }
  if (state === "offline") {
    return (
      <button
        type="button"
        className="state state--warn"
        title={`${t("state.hint_local")} ${t("app.retry")}`}
        onClick={() => box.retry()}
      >
        <Icon name="cloud" />
        {t("state.offline", { count: waiting })}
      </button>
    );
  }
  return null;
}

interface EntryProps {
  refused: Refused;
  onOpen: () => void;
  onDiscard: () => void;
}

function RefusedEntry({ refused, onOpen, onDiscard }: EntryProps) {
  const { entry, status, message, detail } = refused;
  const reason = status === 409 ? "refused.conflict" : status === 422 ? "refused.invalid" : "refused.gone";
  return (
    <section className="notice notice--bad">
      <div>
        <h3>{t("refused.item", { item: `${entry.item}` })}</h3>
        <p>
          {t(reason)} {message}
        </p>
        <div className="empty__actions">
          <Button look="main" onClick={onOpen}>
            {t("refused.open")}
          </Button>
          <Button onClick={onDiscard}>{t("refused.discard")}</Button>
        </div>
        <Technical error={detail} />
      </div>
    </section>
  );
}
