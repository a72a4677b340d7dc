// The rows in sight of a list of any length, and the way there. Up to MOST pixels the browser scrolls as ever. A
// browser makes nothing taller: beyond, the scrollbar stands for the whole list, while wheel and keys still move row
// by row. A frame costs one change of a transform, and rows only where new ones came into sight.

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

const MOST = 8_000_000;
/** Rows over and under those in sight. */
const MORE = 8;
/** The rows that are there change by so many at once. */
const STEP = 4;
/** Rows lie this many to a block, so that their places stay small numbers: a transform is precise to 1 in 16 million. */
const BLOCK = 10_000;

export interface Sight {
  first: number;
  /** After the last. */
  end: number;
}

/** The rows to draw when `view` pixels are seen from `offset` on. */
export function sightOf(offset: number, view: number, height: number, count: number): Sight {
  const first = Math.floor(offset / height / STEP) * STEP - MORE;
  const end = Math.ceil((offset + view) / height / STEP) * STEP + MORE;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}

/** Where the list must stand for a row to be seen whole, from `offset` with as little movement as may be. */
export function towards(offset: number, index: number, view: number, height: number): number {
  return Math.min(index * height, Math.max(offset, (index + 1) * height - view));
}

export interface Scrolled extends Sight {
  /** Height of the element that holds the rows. */
  tall: number;
  /** Where a row lies in the sheet. */
  topOf(index: number): number;
  /** Moves as little as it takes to see the row. */
  show(index: number): void;
  toStart(): void;
}

/** `sheet` holds the rows and is moved as a whole; `host` scrolls and has a head of `head` pixels that stays. */
export function useScrolled(
  host: RefObject<HTMLDivElement | null>,
  sheet: RefObject<HTMLDivElement | null>,
  { count, height, head }: { count: number; height: number; head: number },
): Scrolled {
  const [sight, setSight] = useState<Sight>({ first: 0, end: Math.min(count, 60) });
  const offset = useRef(0);
  const own = useRef<number | null>(null);
  const whole = count * height + head;
  const now = useRef({ count, height, head, whole });
  now.current = { count, height, head, whole };
  const base = Math.floor(sight.first / BLOCK) * BLOCK;

  const place = useCallback(
    (first: number) => {
      const { height, whole } = now.current;
      const block = Math.floor(first / BLOCK) * BLOCK * height;
      const moved = whole > MOST ? Math.round((host.current?.scrollTop ?? 0) - offset.current) : 0;
      if (sheet.current) sheet.current.style.transform = `translateY(${block + moved}px)`;
    },
    [host, sheet],
  );

  const look = useCallback(
    (at: "once" | "later") => {
      const area = host.current;
      if (!area) return;
      const { count, height, head } = now.current;
      const next = sightOf(offset.current, area.clientHeight - head, height, count);
      const change = () => setSight((old) => (old.first === next.first && old.end === next.end ? old : next));
      // In the frame that scrolls: rows are never late.
      if (at === "once") flushSync(change);
      else change();
      place(next.first);
    },
    [host, place],
  );

  const span = useCallback(() => {
    const view = host.current?.clientHeight ?? 0;
    const { whole } = now.current;
    return { real: Math.max(1, Math.min(whole, MOST) - view), all: Math.max(1, whole - view) };
  }, [host]);

  const to = useCallback(
    (wanted: number, at: "once" | "later") => {
      const area = host.current;
      if (!area) return;
      const { real, all } = span();
      offset.current = Math.min(Math.max(0, wanted), now.current.whole > area.clientHeight ? all : 0);
      own.current = now.current.whole > MOST ? Math.round((offset.current / all) * real) : offset.current;
      area.scrollTop = own.current;
      look(at);
    },
    [host, span, look],
  );

  useEffect(() => {
    const area = host.current;
    if (!area) return;
    const wheel = (event: WheelEvent) => {
      if (now.current.whole <= MOST || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      to(offset.current + (event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY), "once");
    };
    const scrolled = () => {
      const top = area.scrollTop;
      // What we set ourselves stands for an exact place; what the hand dragged, for a share of the list.
      const ours = own.current !== null && Math.abs(own.current - top) <= 1;
      own.current = null;
      if (ours) return;
      const { real, all } = span();
      offset.current = now.current.whole > MOST ? (top / real) * all : top;
      look("once");
    };
    const sized = new ResizeObserver(() => look("later"));
    area.addEventListener("wheel", wheel, { passive: false });
    area.addEventListener("scroll", scrolled, { passive: true });
    sized.observe(area);
    return () => {
      area.removeEventListener("wheel", wheel);
      area.removeEventListener("scroll", scrolled);
      sized.disconnect();
    };
  }, [host, to, look, span]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, or rows of another height.
  useLayoutEffect(() => look("later"), [look, count, height]);

  const view = () => (host.current?.clientHeight ?? 400) - head;
  return {
    first: Math.min(sight.first, count),
    end: Math.min(sight.end, count),
    tall: Math.min(whole, MOST) - head,
    topOf: (index) => (index - base) * height,
    show: (index) => to(towards(offset.current, index, view(), height), "later"),
    toStart: () => to(0, "later"),
  };
}
