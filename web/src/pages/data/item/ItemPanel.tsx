// One item beside the table, at its own address: the item with everybody's regions, all answers side by side, its
// label with the evidence, its history, the raw document.

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";

import { type Item, items } from "../../../api/items";
import type { Schema } from "../../../core/model";
import { formatDate, t, tOr } from "../../../i18n";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { ErrorState, Skeleton } from "../../../ui/States";
import { useTitle } from "../../../ui/use";
import { Comments } from "../../comments/Comments";
import { useProject } from "../../project/ProjectShell";
import { ReadItem } from "../../review/ReadItem";
import { SideBySide } from "../../review/SideBySide";
import type { Voice } from "../../review/voices";
import { inWords } from "../columns";
import { Evidence } from "./Evidence";
import { HistoryList } from "./HistoryList";
import { Raw } from "./Raw";
import "./item.css";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";

export function ItemPanel() {
  const { name, title, schema } = useProject();
  const { item } = useParams({ from: "/signed-in/p/$project/pages/data/$item" });
  const search = useSearch({ from: "/signed-in/p/$project/pages/data" });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ["project", name, "item", item],
    queryFn: () => items.get(name, item),
  });
  const { data: history } = useQuery({
    queryKey: ["project", name, "item", item, "history"],
    queryFn: () => items.history(name, item),
  });
  useTitle(`${data?.key ?? item} · ${title || name} · ${t("app.name")}`);
  const host = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item begins at its top.
  useEffect(() => {
    host.current?.scrollTo({ top: 0 });
  }, [item]);
  // Where keys go after opening; the table keeps its place.
  useLayoutEffect(() => host.current?.focus({ preventScroll: true }), []);
  const close = () => {
    void navigate({ to: "/p/$project/data", params: { project: name }, search });
    document.querySelector<HTMLElement>(".grid")?.focus({ preventScroll: true });
  };
  const open = (id: string | null | undefined) => {
    if (id) void navigate({ to: "/p/$project/data/$item", params: { project: name, item: id }, search });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches(TYPING)) return;
    if (event.key === "Escape") close();
    else if (event.key === "j") open(history?.after);
    else if (event.key === "k") open(history?.before);
    else return;
    event.preventDefault();
  };
  return (
    <aside ref={host} className="item" aria-label={t("item.title")} tabIndex={-1} onKeyDown={keys}>
      <header className="item__head">
        <Button
          look="quiet"
          icon
          tip={t("item.before")}
          shortcut="k"
          data-tip-side="start"
          disabled={!history?.before}
          onClick={() => open(history?.before)}
        >
          <Icon name="back" />
        </Button>
        <Button
          look="quiet"
          icon
          tip={t("item.after")}
          shortcut="j"
          disabled={!history?.after}
          onClick={() => open(history?.after)}
        >
          <Icon name="next" />
        </Button>
        <h1 className="item__key">{data?.key ?? (error ? item : <Skeleton width={140} />)}</h1>
        <Button look="quiet" icon tip={t("app.close")} shortcut="Escape" data-tip-side="end" onClick={close}>
          <Icon name="close" />
        </Button>
      </header>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data ? (
        <Whole key={data.item} item={data} schema={schema}>
          <section className="item__part" aria-label={t("data.comments")}>
            <Comments project={name} item={data.item} />
          </section>
          <HistoryList item={data} history={history} schema={schema} />
        </Whole>
      ) : (
        <div className="item__part" aria-busy="true">
          <Skeleton width="100%" height={220} />
          <Skeleton width="70%" />
        </div>
      )}
    </aside>
  );
}

export const voicesOf = (item: Item): Voice[] =>
  item.annotations.map((one) => ({
    id: one.annotation,
    name: one.labeler,
    kind: one.labeler_kind,
    purpose: one.purpose,
    body: one.body,
    counted: one.counted,
    stale: one.item_revision !== item.revision,
    at: one.created_at,
    seconds: one.seconds,
    revision: one.revision,
    schemaVersion: one.schema_version,
    guidelineVersion: one.guideline_version,
  }));

function Whole({ item, schema, children }: { item: Item; schema: Schema; children: ReactNode }) {
  const voices = useMemo(() => voicesOf(item), [item]);
  const current = useMemo(() => voices.filter((voice) => !voice.stale), [voices]);
  const [selected, setSelected] = useState<string | null>(null);
  const meta = Object.entries(item.meta);
  return (
    <>
      <div className="item__part">
        <ReadItem
          schema={schema}
          item={item.item}
          data={item.data}
          media={item.media}
          voices={voices.length === current.length ? voices : current}
          selected={selected}
        />
      </div>
      <section className="item__part" aria-labelledby="item-label">
        <h2 id="item-label">{t("item.label")}</h2>
        <Evidence item={item} schema={schema} />
      </section>
      <section className="item__part" aria-labelledby="item-answers">
        <h2 id="item-answers">{t("item.answers")}</h2>
        <SideBySide
          schema={schema}
          data={item.data}
          voices={voices}
          onRegion={(voice, region) => setSelected(`${voice}/${region}`)}
        />
      </section>
      <section className="item__part" aria-labelledby="item-facts">
        <h2 id="item-facts">{t("item.facts")}</h2>
        <dl className="item-facts">
          <dt>{t("item.revision")}</dt>
          <dd>{item.revision}</dd>
          <dt>{t("data.added")}</dt>
          <dd>{formatDate(item.created_at)}</dd>
          {meta.map(([name, value]) => (
            <div key={name} className="item-facts__pair">
              <dt>{name}</dt>
              <dd>{inWords(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {children}
      <Raw item={item} />
    </>
  );
}

export const sourceName = (source: string) => tOr(`item.source.${source}`, source);

export function DecideLink({ project, item, tie }: { project: string; item: string; tie: boolean }) {
  return (
    <Link
      to="/p/$project/review/$item"
      params={{ project, item }}
      search={{ queue: "ties" }}
      className={tie ? "btn btn--main" : "btn btn--plain"}
    >
      {t("item.decide")}
    </Link>
  );
}
