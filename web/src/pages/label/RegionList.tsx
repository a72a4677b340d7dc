import { memo, useEffect, useRef } from "react";

import { answerUI, shapeUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import { askedAbout } from "../../core/conditions";
import type { Body, Json, Region } from "../../core/model";
import { Offsets } from "../../core/offsets";
import { type Ink, namingQuestion } from "../../core/options";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";

interface RegionListProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  onHover(id: string | null): void;
}

export function RegionList({ bench, body, hands, onHover }: RegionListProps) {
  const { regions } = body;
  const missing = new Set(hands.missing.map((one) => one.region));
  return (
    <section className="panel__part panel__part--grows">
      <header className="panel__head">
        <h2>{t("label.regions_count", { count: regions.length })}</h2>
      </header>
      {regions.length === 0 ? (
        <p className="muted">{t("label.no_regions")}</p>
      ) : (
        <ul className="regions">
          {regions.map((region, i) => (
            <Row
              key={region.id}
              bench={bench}
              id={region.id}
              {...shownAs(bench, region)}
              number={i + 1}
              selected={hands.selected === region.id}
              missing={missing.has(region.id)}
              onHover={onHover}
            />
          ))}
        </ul>
      )}
    </section>
  );
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
  selected: boolean;
  missing: boolean;
  onHover(id: string | null): void;
}

/** Drawn anew only when what it shows changes: there may be thousands. */
const Row = memo(function Row({ bench, id, ink, label, more, number, selected, missing, onHover }: RowProps) {
  const name = label || t("label.unlabelled");
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <li
      ref={row}
      className="region"
      data-selected={selected}
      onPointerEnter={() => onHover(id)}
      onPointerLeave={() => onHover(null)}
    >
      <button
        type="button"
        className="region__name"
        aria-pressed={selected}
        aria-label={t("label.region_name", { label: `${name} ${more}`.trim(), number })}
        onClick={(event) => {
          bench.select(selected ? null : id);
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
      <button
        type="button"
        className="region__remove"
        aria-label={t("label.remove_region", { name })}
        title={t("label.remove_region", { name })}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => bench.remove(id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
});

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
