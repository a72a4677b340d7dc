import { useMemo } from "react";

import type { Region } from "../core/model";
import { t } from "../i18n";
import { type TextItem, TextSurface } from "../surface/text/TextSurface";
import { announce } from "../ui/Toast";
import type { FieldProps, MediumUI } from "./contract";
import { useSame } from "./regions";
import { useSeen } from "./shown";

const isSpan = (region: Region) => region.shape === "span";

function Field({ bench, body, hands, field, value, sets, onHandle }: FieldProps) {
  const own = useMemo(() => new Set(sets.map((set) => set.id)), [sets]);
  const { seen, links } = useSeen(bench, body, sets, isSpan, hands.selected);
  const fresh = useMemo(
    () =>
      seen.map(
        ({ id, ink, label, region, suggestion }): TextItem => ({
          id,
          ink,
          label,
          suggestion,
          ...(region.value as { start: number; end: number }),
        }),
      ),
    [seen],
  );
  const items = useSame(fresh);
  return (
    <TextSurface
      text={typeof value === "string" ? value : JSON.stringify(value)}
      name={field.label || field.name}
      items={items}
      links={links}
      selected={hands.selected}
      others={hands.others}
      marked={hands.marked?.field === field.id ? hands.marked : null}
      markable={sets.some((set) => set.shapes.includes("span"))}
      armed={hands.brush !== null && own.has(hands.brush.set)}
      brushes={bench.brushes.filter((brush) => own.has(brush.set))}
      onSelect={(id) => bench.select(id)}
      onMark={(span) => bench.mark(span && { field: field.id, ...span })}
      onMake={(span, brush) => {
        if (brush) bench.make(field.id, "span", { start: span.start, end: span.end }, brush);
        else bench.make(field.id, "span", { start: span.start, end: span.end });
      }}
      onMakeAll={(spans) => {
        const values = spans.map(({ start, end }) => ({ start, end }));
        announce(t("find.marked", { count: bench.group.makeAll(field.id, "span", values) }));
      }}
      onChange={(id, span, merge) => bench.reshape(id, { start: span.start, end: span.end }, merge)}
      onHandle={onHandle}
    />
  );
}

export const text: MediumUI = {
  Field,
  fills: false,
  sample: () => ({ value: t("task.sample_text") }),
};
