// What concerns me: answers to my comments, items sent back, long work that ended, a changed guideline.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef } from "react";

import { bell, type Notification } from "../api/overview";
import { t, tOr } from "../i18n";
import { Icon } from "../ui/Icon";
import { When } from "../ui/When";
import { type Place, usePlaces } from "./overview/places";

const LOOK_AGAIN_MS = 60_000;
const LEADS_TO: { [kind: string]: Place } = {
  comment: "comments",
  written: "comments",
  assigned: "label",
  sent_back: "label",
  job_done: "jobs",
  job_failed: "jobs",
  guideline: "guideline",
};

export function Bell() {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ["bell"], queryFn: bell.list, refetchInterval: LOOK_AGAIN_MS });
  const unread = data?.unread ?? 0;
  const list = data?.notifications ?? [];
  const read = (done: Promise<unknown>) =>
    void done.then(() => client.invalidateQueries({ queryKey: ["bell"] }));
  const name = unread > 0 ? t("bell.unread", { count: unread }) : t("bell.name");
  return (
    <>
      <button type="button" className="btn btn--quiet btn--icon bell" popoverTarget={id} aria-label={name}>
        <Icon path="M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8zM6.6 14.2a1.5 1.5 0 0 0 2.8 0" />
        {unread > 0 && (
          <span className="bell__count" aria-hidden="true">
            {unread > 99 ? "99+" : unread}
          </span>
        )}
      </button>
      <div id={id} ref={menu} className="menu bell__list" popover="auto">
        <div className="bell__head">
          <h2>{t("bell.name")}</h2>
          {unread > 0 && list[0] && (
            <button
              type="button"
              className="btn btn--quiet"
              onClick={() => list[0] && read(bell.readAll(list[0].id))}
            >
              {t("bell.read_all")}
            </button>
          )}
        </div>
        {list.length === 0 && <p className="muted bell__empty">{t("bell.empty")}</p>}
        <ul>
          {list.map((one) => (
            <Entry
              key={one.id}
              one={one}
              open={() => {
                menu.current?.hidePopover();
                if (one.read_at === null) read(bell.readOne(one.id));
              }}
            />
          ))}
        </ul>
      </div>
    </>
  );
}

function Entry({ one, open }: { one: Notification; open(): void }) {
  const navigate = useNavigate();
  const placeOf = usePlaces();
  const go = () => {
    open();
    if (!one.project) return;
    const place = LEADS_TO[one.kind];
    const to = (place && placeOf(place)) ?? "/p/$project";
    void navigate({ to, params: { project: one.project } });
  };
  return (
    <li>
      <button type="button" className="menu__item bell__entry" onClick={go}>
        <span className={one.read_at === null ? "bell__what bell__what--new" : "bell__what"}>
          {words(one)}
          {one.read_at === null && <span className="sr-only"> {t("bell.new")}</span>}
        </span>
        <span className="muted bell__where">
          {one.title || one.project} · <When at={one.created_at} />
        </span>
      </button>
    </li>
  );
}

function words({ kind, about }: Notification): string {
  const what = tOr(`bell.what.${about.what}`, `${about.what ?? ""}`);
  switch (kind) {
    case "comment":
      return t("bell.comment");
    case "written":
      return t("bell.written");
    case "assigned":
      return t("bell.assigned");
    case "sent_back":
      return t("bell.sent_back");
    case "job_done":
      return t("bell.job_done", { what });
    case "job_failed":
      return t("bell.job_failed", { what });
    case "guideline":
      return t("bell.guideline", { version: Number(about.version ?? 0) });
    default:
      return kind;
  }
}
