import { memo, type RefObject, useEffect, useMemo, useRef } from "react";

import { answerUI, shapeUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import { askedAbout } from "../../core/conditions";
import type { Body, Json, Region } from "../../core/model";
import { Offsets } from "../../core/offsets";
import { type Ink, namingQuestion } from "../../core/options";
import { labelKey, listed, ORDERS, type Order } from "../../core/regionView";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Icon, type IconName } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { useLatest, useSignal } from "../../ui/use";
import { useWindow } from "../../ui/useWindow";
import { reveal } from "./reveal";

interface RegionListProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  onHover(id: string | null): void;
}

export function RegionList({ bench, body, hands, onHover }: RegionListProps) {
  const { regions } = body;
  const view = useSignal(bench.view);
  const missing = new Set(hands.missing.map((one) => one.region));
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels are answers of the body.
  const rows = useMemo(() => listed(bench, regions, view), [bench, body, view]);
  const list = useRef<HTMLUListElement>(null);
  const { first, end } = useWindow(list, rows.length, ROW);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const shown = useMemo(
    () => rows.slice(first, end).map((region) => shownAs(bench, region)),
    [bench, body, rows, first, end],
  );
  useInSight(list, hands.selected, rows, first, end);
  const allHidden = regions.length > 0 && regions.every(({ id }) => view.hidden.has(id));
  return (
    <section className="panel__part panel__part--grows">
      <header className="panel__head">
        <h2>{t("label.regions_count", { count: regions.length })}</h2>
        {regions.length > 1 && <RegionTools bench={bench} body={body} allHidden={allHidden} />}
      </header>
      {regions.length === 0 ? (
        <p className="muted">
          {t("label.no_regions")}
          <br />
          {howTo(bench)}
        </p>
      ) : (
        <ul
          ref={list}
          className="regions"
          style={{ paddingBlock: `${first * ROW}px ${(rows.length - end) * ROW}px` }}
        >
          {rows.slice(first, end).map((region, i) => (
            <Row
              key={region.id}
              bench={bench}
              id={region.id}
              {...(shown[i] as Shown)}
              number={first + i + 1}
              total={rows.length}
              selected={hands.selected === region.id || hands.others.includes(region.id)}
              missing={missing.has(region.id)}
              hidden={view.hidden.has(region.id)}
              locked={view.locked.has(region.id)}
              onHover={onHover}
            />
          ))}
        </ul>
      )}
      {rows.length < regions.length && (
        <button type="button" className="regions__rest" onClick={() => bench.view.filter(null)}>
          {t("region.elsewhere", { count: regions.length - rows.length })}
        </button>
      )}
    </section>
  );
}

/** How the first one is made, for who sees the screen for the first time. */
function howTo({ brushes, schema }: Bench): string {
  const [first] = brushes;
  const text = schema.region_sets.find(({ id }) => id === first?.set)?.shapes.includes("span");
  const keys = brushes.length > 1 ? `1–${Math.min(brushes.length, 9)}` : "1";
  return t(text ? "label.how_text" : "label.how_picture", { keys });
}

/** A row's height in pixels, as label.css has it. */
const ROW = 30;

/** What is selected elsewhere is brought to where its row will be, if it is not one of those that are there. */
function useInSight(
  list: RefObject<HTMLElement | null>,
  selected: string | null,
  rows: readonly Region[],
  first: number,
  end: number,
): void {
  const there = useLatest({ rows, first, end });
  useEffect(() => {
    const { current } = there;
    const at = selected === null ? -1 : current.rows.findIndex(({ id }) => id === selected);
    if (at < 0 || (at >= current.first && at < current.end)) return;
    const around = list.current?.closest(".panel");
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const shift = top + at * ROW - window.innerHeight / 2;
    around?.scrollBy({ top: shift });
  }, [selected, list, there]);
}

interface RegionToolsProps {
  bench: Bench;
  body: Body;
  allHidden: boolean;
}

/** Not drawn anew when only the hands move: counting thousands of labels takes its time. */
const RegionTools = memo(function RegionTools({ bench, body, allHidden }: RegionToolsProps) {
  const view = useSignal(bench.view);
  const counts = useMemo(() => labelCounts(bench, body), [bench, body]);
  return (
    <span className="region-tools">
      <select
        className="region-tools__select"
        aria-label={t("region.filter")}
        value={view.only ?? ""}
        onChange={(event) => bench.view.filter(event.target.value || null)}
      >
        <option value="">{t("region.all_labels")}</option>
        {[...counts].map(([key, { name, count }]) => (
          <option key={key} value={key}>
            {t("region.label_count", { name, count })}
          </option>
        ))}
      </select>
      <select
        className="region-tools__select"
        aria-label={t("region.order")}
        value={view.order}
        onChange={(event) => bench.view.sort(event.target.value as Order)}
      >
        {ORDERS.map((order) => (
          <option key={order} value={order}>
            {t(`region.order.${order}`)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="region__act"
        aria-label={t("region.hide_all")}
        aria-pressed={allHidden}
        title={t("region.hide_all")}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => bench.view.hide(...body.regions.map(({ id }) => id))}
      >
        <Icon name={allHidden ? "eye_off" : "eye"} />
      </button>
    </span>
  );
});

function labelCounts(bench: Bench, body: Body): Map<string, { name: string; count: number }> {
  const counts = new Map<string, { name: string; count: number }>();
  for (const region of body.regions) {
    const key = labelKey(bench, region);
    const name = planeOf(bench, region).label || t("label.unlabelled");
    counts.set(key, { name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return counts;
}

interface Shown {
  ink: Ink;
  label: string;
  more: string;
}

function shownAs(bench: Bench, region: Region): Shown {
  const { ink, label } = planeOf(bench, region);
  return { ink, label, more: excerpt(bench, region) };
}

interface RowProps extends Shown {
  bench: Bench;
  id: string;
  number: number;
  total: number;
  selected: boolean;
  missing: boolean;
  hidden: boolean;
  locked: boolean;
  onHover(id: string | null): void;
}

/** Drawn anew only when what it shows changes: there may be thousands. */
const Row = memo(function Row(props: RowProps) {
  const { bench, id, ink, label, more, number, total, selected, missing, hidden, locked, onHover } = props;
  const name = label || t("label.unlabelled");
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) reveal(row.current);
  }, [selected]);
  return (
    <li
      ref={row}
      className="region"
      aria-setsize={total}
      aria-posinset={number}
      data-selected={selected}
      data-hidden={hidden}
      onPointerEnter={() => onHover(id)}
      onPointerLeave={() => onHover(null)}
    >
      <button
        type="button"
        className="region__name"
        aria-pressed={selected}
        aria-label={t("label.region_name", { label: `${name} ${more}`.trim(), number })}
        onClick={(event) => {
          if (event.shiftKey) bench.group.toggle(id);
          else bench.select(bench.hands.snapshot().chosen && selected && !bench.group.several ? null : id);
          // By mouse: the hands stay on the keys, where Enter submits. By key: the focus stays in the list.
          if (event.detail > 0) document.getElementById("content")?.focus({ preventScroll: true });
        }}
        onFocus={() => onHover(id)}
        onBlur={() => onHover(null)}
      >
        <Swatch ink={ink} />
        <span className={label ? "region__label" : "region__label muted"}>{name}</span>
        <span className="region__more">{more}</span>
        {missing && <Icon name="warn" />}
      </button>
      {bench.linking.possible && (
        <Act name="link" words={t("relation.join")} run={() => joinFrom(bench, id)} />
      )}
      <Act
        name={hidden ? "eye_off" : "eye"}
        words={t("region.hide")}
        on={hidden}
        run={() => bench.view.hide(id)}
      />
      <Act
        name={locked ? "lock" : "unlock"}
        words={t("region.lock")}
        on={locked}
        run={() => bench.view.lock(id)}
      />
      <Act name="close" words={t("label.remove_region", { name })} run={() => bench.remove(id)} />
    </li>
  );
});

function joinFrom(bench: Bench, id: string): void {
  bench.linking.cancel();
  bench.select(id);
  bench.linking.begin();
}

interface ActProps {
  name: IconName;
  words: string;
  /** Stays in sight, as a state of the region. */
  on?: boolean;
  run(): void;
}

function Act({ name, words, on, run }: ActProps) {
  return (
    <button
      type="button"
      className="region__act"
      aria-label={words}
      aria-pressed={on}
      title={words}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      <Icon name={name} />
    </button>
  );
}

/** What tells this region from its neighbours: its words, its attributes, or its shape. */
export function excerpt(bench: Bench, region: Region): string {
  if (region.shape === "span") {
    const field = bench.schema.region_sets.find((set) => set.id === region.set)?.field;
    const source = bench.schema.fields.find((one) => one.id === field)?.source;
    const text = source === undefined ? "" : bench.task.data[source];
    const { start, end } = region.value as { start: number; end: number };
    if (typeof text === "string") return `“${offsetsOf(text).slice(start, Math.min(end, start + 60))}”`;
  }
  const naming = namingQuestion(bench.schema, region.set)?.id;
  const attributes = askedAbout(bench.schema, bench.body, region.set, region.id)
    .filter((question) => question.id !== naming)
    .map((question) => {
      const value = bench.answer(question.id, region.id);
      return value === null ? "" : summary(question.kind, value, question.config, bench.task.data);
    })
    .filter(Boolean);
  if (attributes.length > 0) return attributes.join(", ");
  const shape = shapeUI(region.shape);
  return shape ? t(shape.name).toLowerCase() : region.shape;
}

function summary(
  kind: string,
  value: Json,
  config: { [key: string]: Json },
  data: { [key: string]: Json },
): string {
  const words = answerUI(kind).Summary({ value, config, data });
  return typeof words === "string" ? words : "";
}

// Lists redraw often while the text stays the same.
let lastOffsets: Offsets | null = null;
function offsetsOf(text: string): Offsets {
  if (lastOffsets?.text !== text) lastOffsets = new Offsets(text);
  return lastOffsets as Offsets;
}
