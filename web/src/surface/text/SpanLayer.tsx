import { type CSSProperties, memo, useMemo, useRef } from "react";

import { type Band, useBand } from "./band";
import type { Line } from "./measure";
import type { Edge, TextItem } from "./TextSurface";

interface SpanLayerProps {
  items: readonly TextItem[];
  lines: ReadonlyMap<string, Line[]>;
  lanes: ReadonlyMap<string, number>;
  selected: string | null;
  others: readonly string[];
  hovered: string | null;
  edge: Edge | null;
  onSelect(id: string): void;
  onPull(id: string, edge: Edge, x: number, y: number): void;
}

/** The drawn side of spans: a tint behind the text, a line under it in the span's lane, its label below. */
export function SpanLayer({
  items,
  lines,
  lanes,
  selected,
  others,
  hovered,
  edge,
  onSelect,
  onPull,
}: SpanLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const band = useBand(layer, items.length > FEW);
  const seen = useMemo(
    () => (items.length > FEW ? items.filter((item) => touches(lines.get(item.id), band)) : items),
    [items, lines, band],
  );
  const together = useMemo(() => new Set(others), [others]);
  const chosen = together.size > 0 ? undefined : items.find((item) => item.id === selected);
  const chosenLines = chosen && lines.get(chosen.id);
  return (
    <div ref={layer} className="spans" aria-hidden="true">
      {seen.map((item) => {
        const own = lines.get(item.id);
        if (!own) return null;
        const state =
          item.id === selected || together.has(item.id) ? "selected" : item.id === hovered ? "hovered" : "";
        return (
          <Span
            key={item.id}
            item={item}
            lines={own}
            lane={lanes.get(item.id) ?? 0}
            state={state}
            onSelect={onSelect}
          />
        );
      })}
      {chosen && chosenLines && chosenLines.length > 0 && (
        <>
          <Grip
            at={chosenLines[0] as Line}
            side="start"
            item={chosen}
            focused={edge === "start"}
            onPull={onPull}
          />
          <Grip
            at={chosenLines.at(-1) as Line}
            side="end"
            item={chosen}
            focused={edge === "end"}
            onPull={onPull}
          />
        </>
      )}
    </div>
  );
}

/** Up to this many spans are all there; of more, those near what is in sight. */
const FEW = 200;

const touches = (lines: readonly Line[] | undefined, band: Band): boolean => {
  const [first, last] = [lines?.[0], lines?.at(-1)];
  return first !== undefined && last !== undefined && first.top <= band.bottom && last.top >= band.top;
};

interface SpanProps {
  item: TextItem;
  lines: readonly Line[];
  lane: number;
  state: string;
  onSelect(id: string): void;
}

const Span = memo(function Span({ item, lines, lane, state, onSelect }: SpanProps) {
  const ink = { "--ink": item.ink.colour, "--lane": lane } as CSSProperties;
  return (
    <>
      {lines.map(({ left, top, width, height }, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their order.
          key={i}
          className={`span span--pattern-${item.ink.pattern}`}
          data-state={state}
          data-suggestion={item.suggestion}
          style={{ ...ink, left, top, width, height }}
        >
          {i === 0 && (
            // Also reachable through the region list, which is what keys and screen readers use.
            <button type="button" tabIndex={-1} className="span__label" onClick={() => onSelect(item.id)}>
              {item.label || "?"}
            </button>
          )}
        </div>
      ))}
    </>
  );
});

interface GripProps {
  at: Line;
  side: Edge;
  item: TextItem;
  focused: boolean;
  onPull(id: string, edge: Edge, x: number, y: number): void;
}

function Grip({ at, side, item, focused, onPull }: GripProps) {
  return (
    <div
      className="span__grip"
      data-focused={focused}
      style={
        {
          "--ink": item.ink.colour,
          left: side === "start" ? at.left : at.left + at.width,
          top: at.top,
          height: at.height,
        } as CSSProperties
      }
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        // The grip itself is under the pointer: look through it.
        event.currentTarget.style.pointerEvents = "none";
        onPull(item.id, side, event.clientX, event.clientY);
        event.currentTarget.style.pointerEvents = "";
      }}
    />
  );
}
