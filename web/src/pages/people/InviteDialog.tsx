// Several addresses at once; each gets a link that is shown this once.

import { type FormEvent, useId, useState } from "react";

import type { InviteMade } from "../../api/team";
import { t } from "../../i18n";
import { Area } from "../../ui/Area";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { CopyButton, Once } from "../../ui/Once";
import { addressesIn, linkFrom } from "./addresses";

/** What somebody may be invited as: its value, name and what it means. */
export type Offer = readonly [string, string, string];

interface InviteDialogProps {
  open: boolean;
  onClose(): void;
  offers: readonly Offer[];
  send(email: string, as: string): Promise<InviteMade>;
  onSent(): void;
}

interface Sent {
  email: string;
  url: string | null;
  problem?: string;
}

export function InviteDialog(props: InviteDialogProps) {
  return props.open ? <Inside {...props} /> : null;
}

function Inside({ onClose, offers, send, onSent }: InviteDialogProps) {
  const [sent, setSent] = useState<readonly Sent[] | null>(null);
  if (sent) return <Links sent={sent} onClose={onClose} />;
  return (
    <Dialog open title={t("invite.title")} text={t("invite.text")} onClose={onClose}>
      <Ask
        offers={offers}
        onClose={onClose}
        onAsk={async (emails, as) => {
          const out: Sent[] = [];
          for (const email of emails) out.push(await one(email, () => send(email, as)));
          onSent();
          setSent(out);
        }}
      />
    </Dialog>
  );
}

async function one(email: string, send: () => Promise<InviteMade>): Promise<Sent> {
  try {
    const made = await send();
    return { email: made.email, url: made.url && linkFrom(made.url) };
  } catch (error) {
    return { email, url: null, problem: (error as Error).message };
  }
}

interface AskProps {
  offers: readonly Offer[];
  onClose(): void;
  onAsk(emails: readonly string[], as: string): Promise<void>;
}

function Ask({ offers, onClose, onAsk }: AskProps) {
  const [text, setText] = useState("");
  const [as, setAs] = useState(offers[0]?.[0] ?? "");
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState(false);
  const name = useId();
  const { good, bad } = addressesIn(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || good.length === 0 || bad.length > 0) return;
    setBusy(true);
    void onAsk(good, as);
  };
  const wrong =
    bad.length > 0 && (left || /[\s,;]$/.test(text))
      ? t("invite.not_addresses", { count: bad.length, names: bad.slice(0, 5).join(", ") })
      : null;
  return (
    <form className="people__form" onSubmit={submit}>
      <Area
        label={t("invite.addresses")}
        hint={t("invite.addresses_hint")}
        problem={wrong}
        rows={3}
        data-first
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setLeft(false);
        }}
        onBlur={() => setLeft(true)}
      />
      <fieldset className="picks">
        <legend className="field__label">{t("invite.as")}</legend>
        {offers.map(([value, words, meaning]) => (
          <label key={value} className="picks__one">
            <input type="radio" name={name} checked={as === value} onChange={() => setAs(value)} />
            <span>
              <b>{words}</b>
              <span className="muted">{meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="dialog__foot">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button type="submit" look="main" disabled={busy || good.length === 0 || bad.length > 0}>
          {busy
            ? t("invite.busy")
            : good.length === 0
              ? t("invite.go_none")
              : t("invite.go", { count: good.length })}
        </Button>
      </div>
    </form>
  );
}

function Links({ sent, onClose }: { sent: readonly Sent[]; onClose: () => void }) {
  const links = sent.filter(({ url }) => url !== null);
  return (
    <Dialog
      open
      wide
      dismissable={false}
      title={t(links.length > 0 ? "invite.done_title" : "invite.added_title")}
      {...(links.length > 0 ? { text: t("invite.once") } : {})}
      onClose={onClose}
      foot={
        <>
          {links.length > 1 && (
            <CopyButton
              what={t("invite.copy_all")}
              name={t("invite.copy_all")}
              text={links.map(({ email, url }) => `${email}\t${url}`).join("\n")}
            />
          )}
          <Button look="main" onClick={onClose}>
            {t("invite.finish")}
          </Button>
        </>
      }
    >
      <ul className="people__links">
        {sent.map(({ email, url, problem }) => (
          <li key={email}>
            <b>{email}</b>
            {url ? (
              <Once label={t("invite.link_of", { email })} text={url} />
            ) : problem ? (
              <span className="field__problem">{problem}</span>
            ) : (
              <span className="muted">{t("invite.member_now")}</span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
