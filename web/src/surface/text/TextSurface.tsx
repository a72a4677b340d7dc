// Text with spans. The text is one node in a box that has a caret but takes no input: moving and selecting by
// mouse, touch, keyboard and screen reader are the browser's own, in every script. Spans are drawn under it.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import { Offsets } from "../../core/offsets";
import type { Brush, BrushOption, Ink } from "../../core/options";
import { snapToCharacters, snapToWords, stepCharacter, stepWord } from "../../core/words";
import { t } from "../../i18n";
import { useLatest } from "../../ui/use";
import type { SurfaceHandle } from "../handle";
import type { SurfaceLink } from "../links";
import { ArcLayer } from "./ArcLayer";
import { FindBar } from "./FindBar";
import { lanesOf, spansAt } from "./lanes";
import { MarkMenu } from "./MarkMenu";
import { indexAt, type Line, letGoOfSelection, linesOf, selectionIn } from "./measure";
import { SpanLayer } from "./SpanLayer";
import { scrollToLine } from "./scroll";
import { wholeWords } from "./snapping";
import "./text.css";
import { useReadOnly } from "./useReadOnly";

export interface TextItem {
  id: string;
  start: number;
  end: number;
  ink: Ink;
  label: string;
  /** Drawn dashed: proposed by a machine, not yet anybody's answer. */
  suggestion?: boolean;
}

export interface CodeSpan {
  start: number;
  end: number;
}

export interface Mark extends CodeSpan {
  whole?: CodeSpan;
}

export interface TextSurfaceProps {
  text: string;
  name: string;
  items: readonly TextItem[];
  links?: readonly SurfaceLink[];
  selected: string | null;
  others?: readonly string[];
  /** With `whole`, a region of it is made of its whole words. */
  marked: Mark | null;
  markable: boolean;
  /** A label is in hand: marking makes a region at once. */
  armed: boolean;
  brushes: readonly BrushOption[];
  onSelect(id: string | null): void;
  onMark(span: Mark | null): void;
  onMake(span: CodeSpan, brush?: Brush): void;
  onMakeAll?(spans: readonly CodeSpan[]): void;
  onChange(id: string, span: CodeSpan, merge?: string): void;
  onHandle(handle: SurfaceHandle | null): void;
}

const NONE: readonly string[] = [];

export type Edge = "start" | "end";

export function TextSurface(props: TextSurfaceProps) {
  const { text, items, selected, markable } = props;
  const offsets = useMemo(() => new Offsets(text), [text]);
  const host = useRef<HTMLDivElement>(null);
  const latest = useLatest({ ...props, offsets });
  const [hovered, setHovered] = useState<string | null>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [finding, setFinding] = useState(false);
  // Selected with Alt: exactly that, and not whole words.
  const exact = useRef(false);
  // A drag that made a region ends in a click, which is no click on what lies there.
  const madeByDrag = useRef(false);
  const lanes = useMemo(() => lanesOf(items), [items]);
  const arcs = props.links ?? [];
  // Room for one lane from the start, so that nothing jumps at the first span.
  const depth = Math.max(markable ? 1 : 0, ...[...lanes.values()].map((lane) => lane + 1));
  const { lines, origin, node } = useLines(host, items, offsets, arcs.length > 0 ? depth + 100 : depth);

  useReadOnly(host, text);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another region, another edge.
  useEffect(() => setEdge(null), [selected]);

  // What is selected in the browser is what is marked here, however it was selected.
  useEffect(() => {
    if (!markable) return;
    const changed = () => {
      const { current } = latest;
      const area = host.current;
      const textNode = node();
      if (!area || !textNode) return;
      const found = selectionIn(textNode, area);
      if (found) {
        const whole = snapToCharacters(current.text, found.start, found.end) ?? found;
        const grown =
          exact.current || !wholeWords.snapshot() ? null : snapToWords(current.text, found.start, found.end);
        current.onMark({
          ...toCode(current.offsets, whole),
          ...(grown && { whole: toCode(current.offsets, grown) }),
        });
      } else if (document.activeElement === area) current.onMark(null);
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [markable, latest, node]);

  const make = useCallback(
    (brush?: Brush) => {
      const { current } = latest;
      if (!current.marked) return;
      current.onMake(current.marked.whole ?? current.marked, brush);
      letGoOfSelection();
    },
    [latest],
  );

  const released = (event: React.PointerEvent) => {
    const area = host.current;
    const textNode = node();
    if (!area || !textNode || !markable) return;
    const found = selectionIn(textNode, area);
    if (!found) return;
    exact.current = event.altKey === wholeWords.snapshot();
    // A drag means words, a drag with Alt exactly what was dragged over (or the other way round, as somebody
    // prefers). Double clicks give words anyway.
    const snapped = exact.current ? found : (snapToWords(text, found.start, found.end) ?? found);
    if (snapped !== found)
      document.getSelection()?.setBaseAndExtent(textNode, snapped.start, textNode, snapped.end);
    const span = toCode(offsets, snapped);
    props.onMark(span);
    if (props.armed) {
      madeByDrag.current = true;
      props.onMake(span);
      letGoOfSelection();
    }
  };

  const clicked = (event: React.MouseEvent) => {
    if (madeByDrag.current) {
      madeByDrag.current = false;
      return;
    }
    const textNode = node();
    if (!textNode || document.getSelection()?.isCollapsed === false) return;
    const index = indexAt(textNode, event.clientX, event.clientY);
    const here = index === null ? [] : spansAt(items, offsets.toCodePoint(index));
    // Clicking again where several lie goes from the inner to the outer ones, and round.
    const at = here.findIndex(({ id }) => id === selected);
    props.onSelect(here[(at + 1) % Math.max(1, here.length)]?.id ?? null);
  };

  const pull = useCallback(
    (id: string, side: Edge, index: number, merge?: string) => {
      const { current } = latest;
      const item = current.items.find((one) => one.id === id);
      if (!item) return;
      const at = current.offsets.toCodePoint(index);
      const span = side === "start" ? { start: at, end: item.end } : { start: item.start, end: at };
      if (span.start < span.end && (span.start !== item.start || span.end !== item.end))
        current.onChange(id, span, merge);
    },
    [latest],
  );

  useSurfaceHandle(host, props.onHandle, {
    cancel() {
      if (edge !== null) {
        setEdge(null);
        return true;
      }
      if (latest.current.marked) letGoOfSelection();
      return false;
    },
    walkHandles: (forward) => setEdge((now) => next(now, forward)),
    reveal(id) {
      const line = lines.get(id)?.[0];
      if (host.current && line) scrollToLine(host.current, line);
    },
    find() {
      setFinding(true);
      return true;
    },
    arrow(by, fast) {
      const item = items.find(({ id }) => id === selected);
      if (!item || edge === null || by.x === 0) return false;
      const from = offsets.toUtf16(item[edge]);
      const step = fast ? stepWord : stepCharacter;
      pull(item.id, edge, step(text, from, by.x > 0), `pull ${item.id} ${edge}`);
      return true;
    },
    place() {
      if (!latest.current.marked) return false;
      make();
      return true;
    },
    hover: setHovered,
  });

  const show = ({ start, end }: CodeSpan) => {
    const textNode = node();
    const line = textNode && linesOf(textNode, start, end, origin())[0];
    if (line && host.current) scrollToLine(host.current, line);
  };

  const marked = props.marked && node();
  const markedLines =
    marked && props.marked
      ? linesOf(marked, offsets.toUtf16(props.marked.start), offsets.toUtf16(props.marked.end), origin())
      : [];
  return (
    <>
      {/* Before the text and not in it: spans are placed from the text’s own corner. */}
      {finding && (
        <FindBar
          text={text}
          markable={markable && props.onMakeAll !== undefined}
          node={node}
          onShow={show}
          onClose={(found) => {
            setFinding(false);
            host.current?.focus({ preventScroll: true });
            const textNode = node();
            if (found && textNode)
              document.getSelection()?.setBaseAndExtent(textNode, found.start, textNode, found.end);
          }}
          onMarkAll={(found) => {
            setFinding(false);
            props.onMakeAll?.(found.map((one) => toCode(offsets, one)));
            host.current?.focus({ preventScroll: true });
          }}
        />
      )}
      <div className="text" data-arcs={arcs.length > 0} style={{ "--depth": depth } as React.CSSProperties}>
        <SpanLayer
          items={items}
          lines={lines}
          lanes={lanes}
          selected={selected}
          others={props.others ?? NONE}
          hovered={hovered}
          edge={edge}
          onSelect={props.onSelect}
          onPull={(id, side, x, y) => {
            const textNode = node();
            const index = textNode && indexAt(textNode, x, y);
            if (index !== null) pull(id, side, index as number, `drag ${id} ${side}`);
          }}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a real text field cannot show spans in place. */}
        <div
          ref={host}
          className="text__body"
          data-surface="text"
          role="textbox"
          aria-readonly="true"
          aria-multiline="true"
          aria-label={markable ? `${props.name}. ${t("tool.text_label")}` : props.name}
          tabIndex={0}
          dir="auto"
          contentEditable={markable}
          suppressContentEditableWarning
          inputMode="none"
          spellCheck={false}
          autoCorrect="off"
          onPointerDown={(event) => {
            exact.current = event.altKey;
            madeByDrag.current = false;
          }}
          onKeyDown={() => {
            exact.current = false;
          }}
          onPointerUp={released}
          onClick={clicked}
        >
          {text}
        </div>
        {arcs.length > 0 && (
          <ArcLayer links={arcs} lines={lines} selected={selected} onSelect={props.onSelect} />
        )}
        {props.marked && markedLines.length > 0 && !props.armed && props.brushes.length > 0 && (
          <MarkMenu line={markedLines.at(-1) as Line} brushes={props.brushes} onChoose={make} />
        )}
      </div>
    </>
  );
}

const next = (edge: Edge | null, forward: boolean): Edge | null => {
  const order: (Edge | null)[] = [null, "end", "start"];
  return order[(order.indexOf(edge) + (forward ? 1 : 2)) % 3] ?? null;
};

const toCode = (offsets: Offsets, { start, end }: CodeSpan): CodeSpan => ({
  start: offsets.toCodePoint(start),
  end: offsets.toCodePoint(end),
});

/** The lines of every span, measured anew when the text is laid out anew; a span is measured once per layout. */
function useLines(
  host: React.RefObject<HTMLDivElement | null>,
  items: readonly TextItem[],
  offsets: Offsets,
  depth: number,
) {
  const [lines, setLines] = useState<ReadonlyMap<string, Line[]>>(new Map());
  const [layout, setLayout] = useState(0);
  const known = useRef(new Map<string, Line[]>());
  const node = useCallback(() => {
    const first = host.current?.firstChild;
    return first instanceof Text ? first : null;
  }, [host]);
  const origin = useCallback(() => (host.current as HTMLElement).getBoundingClientRect(), [host]);

  useEffect(() => {
    const area = host.current;
    if (!area) return;
    const observer = new ResizeObserver(() => {
      known.current.clear();
      setLayout((n) => n + 1);
    });
    observer.observe(area);
    return () => observer.disconnect();
  }, [host]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text or line height moves everything.
  useLayoutEffect(() => known.current.clear(), [offsets, depth]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `layout` and `depth` say that the lines moved.
  useLayoutEffect(() => {
    const textNode = node();
    if (!textNode) return;
    const box = origin();
    const fresh = new Map<string, Line[]>();
    for (const { id, start, end } of items) {
      const key = `${start} ${end}`;
      const found =
        known.current.get(key) ?? linesOf(textNode, offsets.toUtf16(start), offsets.toUtf16(end), box);
      known.current.set(key, found);
      fresh.set(id, found);
    }
    setLines(fresh);
  }, [items, offsets, layout, depth, node, origin]);

  return { lines, node, origin };
}

function useSurfaceHandle(
  host: React.RefObject<HTMLDivElement | null>,
  onHandle: (handle: SurfaceHandle | null) => void,
  handle: Omit<SurfaceHandle, "focus">,
): void {
  const latest = useLatest({ handle, onHandle });
  useEffect(() => {
    const now = () => latest.current.handle;
    latest.current.onHandle({
      focus: () => host.current?.focus(),
      cancel: () => now().cancel?.() ?? false,
      walkHandles: (forward) => now().walkHandles?.(forward),
      arrow: (by, fast, size) => now().arrow?.(by, fast, size) ?? false,
      place: () => now().place?.() ?? false,
      hover: (id) => now().hover?.(id),
      reveal: (id) => now().reveal?.(id),
      find: () => now().find?.() ?? false,
    });
    const { current } = latest;
    return () => current.onHandle(null);
  }, [host, latest]);
}
