// Everything that this browser keeps and the server has not: why, and what can be done with it.

import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { draftShelf, type KeptRow } from "../api/shelf";
import type { Task } from "../core/model";
import { otherVersion } from "../core/otherVersion";
import type { Outbox, Pending, Refused } from "../core/outbox";
import { formatDate, t } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Technical } from "../ui/States";
import { saveText } from "../ui/saveText";
import { toast } from "../ui/Toast";
import { useSignal } from "../ui/use";
import { type Reopening, toReopen } from "./label/reopen";

interface KeptWorkProps {
  open: boolean;
  box: Outbox;
  drafts: readonly KeptRow[];
  onChange(): void;
  onClose(): void;
}

export function KeptWork({ open, box, drafts, onChange, onClose }: KeptWorkProps) {
  const { refused } = useSignal(box);
  const navigate = useNavigate();
  const bring = (what: Reopening) => {
    onClose();
    toReopen.set(what);
    void navigate({ to: "/p/$project/label", params: { project: what.project } });
  };
  const waiting = box.entries.filter((entry) => !refused.some((one) => one.entry === entry));
  const all = [...box.entries, ...drafts.map((row) => ({ ...row, item: row.task.item }))].map(asFile);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title={t("kept.title")}
      text={t("kept.text")}
      foot={
        <Button aria-disabled={all.length === 0} onClick={() => saveText(json(all), "goldlabel-work.json")}>
          {t("kept.save_all")}
        </Button>
      }
    >
      {refused.map((one) => (
        <Entry
          key={one.entry.id}
          entry={one.entry}
          // What is wrong with an answer only the server knows; the other reasons have words of their own.
          why={one.status === 422 ? `${t(reasonOf(one))} ${one.message}` : t(reasonOf(one))}
          more={<Technical error={one.detail} />}
          bad
        >
          <RefusedActions refused={one} box={box} onOpen={bring} onClose={onClose} />
        </Entry>
      ))}
      {waiting.map((entry) => (
        <Entry key={entry.id} entry={entry} why={t("kept.waiting")} />
      ))}
      {drafts.map((row) => (
        <Entry
          key={row.key}
          entry={{ ...row, item: row.task.item, origin: row.task }}
          why={`${t("kept.draft")}, ${formatDate(row.at * 1000)}`}
        >
          <Button
            look="main"
            onClick={() =>
              bring({
                project: row.project,
                origin: { ...row.task, draft_version: row.on.draft, revision: row.on.revision },
                body: row.body,
                unsent: true,
                other: null,
                opened: onChange,
              })
            }
          >
            {t("kept.open")}
          </Button>
          <Button
            onClick={() => {
              void draftShelf.remove(row.user, row.project, row.task.task).then(onChange);
              onClose();
              toast(t("kept.gone"), {
                name: t("kept.undo"),
                run: () => void draftShelf.put(row.user, row.project, row).then(onChange),
              });
            }}
          >
            {t("kept.let_go")}
          </Button>
        </Entry>
      ))}
      {all.length === 0 && <p className="muted">{t("state.saved")}</p>}
    </Dialog>
  );
}

type Kept = Pick<Pending, "project" | "item" | "body"> & { origin?: Task };

const SHORT = 60;

/** What people know an item by: its first words or its file; its number where neither is kept. */
function called({ item, origin }: Kept): string {
  const file = Object.values(origin?.media ?? {}).find(({ name }) => name)?.name;
  const text = Object.values(origin?.data ?? {}).find(
    (value): value is string => typeof value === "string" && value.trim() !== "",
  );
  const name = (file ?? text ?? `${item}`).trim().replace(/\s+/g, " ");
  return name.length > SHORT ? `${name.slice(0, SHORT)}…` : name;
}

function Entry({
  entry,
  why,
  bad,
  more,
  children,
}: {
  entry: Kept;
  why: string;
  bad?: boolean;
  more?: ReactNode;
  children?: ReactNode;
}) {
  const text = json(asFile(entry));
  return (
    <section className={bad ? "notice notice--bad" : "notice"}>
      <div>
        <h3>{t("kept.where", { project: entry.project, item: called(entry) })}</h3>
        <p>{why}</p>
        <div className="empty__actions">
          {children}
          <Button
            onClick={() => void navigator.clipboard?.writeText(text).then(() => toast(t("app.copied")))}
          >
            {t("kept.copy")}
          </Button>
          <Button onClick={() => saveText(text, `goldlabel-item-${entry.item}.json`)}>
            {t("kept.save")}
          </Button>
        </div>
        {more}
      </div>
    </section>
  );
}

interface ActionsProps {
  refused: Refused;
  box: Outbox;
  onOpen(what: Reopening): void;
  onClose(): void;
}

function RefusedActions({ refused, box, onOpen, onClose }: ActionsProps) {
  const { entry, status, detail } = refused;
  const { project, origin, body } = entry;
  return (
    <>
      {status === 409 || status === 422 ? (
        <Button
          look="main"
          onClick={() =>
            onOpen({ project, origin, body, unsent: true, other: otherVersion(detail), refused: entry.id })
          }
        >
          {status === 409 ? t("clash.compare") : t("refused.open")}
        </Button>
      ) : (
        <Button look="main" onClick={() => box.resend(entry.id)}>
          {t("kept.again")}
        </Button>
      )}
      <Button
        onClick={() => {
          void box.settle(entry.id);
          // What lies over the page would keep the hand off the way back.
          onClose();
          toast(t("kept.gone"), { name: t("kept.undo"), run: () => void box.restore(refused) });
        }}
      >
        {t("kept.let_go")}
      </Button>
    </>
  );
}

const reasonOf = ({ status }: Refused) =>
  status === 409 ? "refused.conflict" : status === 422 ? "refused.invalid" : "refused.gone";

const asFile = ({ project, item, body }: Kept) => ({ project, item, body });

const json = (value: unknown) => JSON.stringify(value, null, 1);
