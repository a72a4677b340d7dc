// Scrolling through more rows than a browser can make tall. Up to MOST pixels the browser scrolls as ever. Beyond,
// the scrollbar stands for the whole list, while wheel and keys still move row by row.

import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";

const MOST = 8_000_000;

export interface Scaled {
  /** Height of the scrolled element. */
  height: number;
  /** How far rows lie above or below where their place in the list says. */
  shift(): number;
  observe(
    instance: Virtualizer<HTMLDivElement, Element>,
    heard: (offset: number, scrolling: boolean) => void,
  ): () => void;
  scrollTo(offset: number): void;
}

export function useScaled(host: RefObject<HTMLDivElement | null>, whole: number): Scaled {
  const offset = useRef(0);
  const own = useRef<number | null>(null);
  const heardBy = useRef<(offset: number, scrolling: boolean) => void>(() => undefined);
  const size = useRef(whole);
  size.current = whole;

  const span = useCallback(() => {
    const view = host.current?.clientHeight ?? 0;
    const height = Math.min(size.current, MOST);
    return { real: Math.max(1, height - view), virtual: Math.max(1, size.current - view) };
  }, [host]);

  const scrollTo = useCallback(
    (to: number) => {
      const area = host.current;
      if (!area) return;
      const { real, virtual } = span();
      offset.current = Math.min(Math.max(0, to), Math.max(0, virtual));
      const top = size.current > MOST ? Math.round((offset.current / virtual) * real) : offset.current;
      own.current = top;
      area.scrollTop = top;
      heardBy.current(offset.current, false);
    },
    [host, span],
  );

  useEffect(() => {
    const area = host.current;
    if (!area) return;
    const wheel = (event: WheelEvent) => {
      if (size.current <= MOST || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const pixels = event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY;
      scrollTo(offset.current + pixels);
    };
    area.addEventListener("wheel", wheel, { passive: false });
    return () => area.removeEventListener("wheel", wheel);
  }, [host, scrollTo]);

  return useMemo(
    () => ({
      height: Math.min(whole, MOST),
      shift: () => (size.current > MOST ? (host.current?.scrollTop ?? 0) - offset.current : 0),
      scrollTo,
      observe: (_instance, heard) => {
        heardBy.current = heard;
        const area = host.current;
        if (!area) return () => undefined;
        let quiet = 0;
        const scrolled = () => {
          const { real, virtual } = span();
          const top = area.scrollTop;
          // What we set ourselves stands for an exact place; what the hand dragged, for a share of the list.
          if (size.current <= MOST) offset.current = top;
          else if (own.current === null || Math.abs(own.current - top) > 1)
            offset.current = (top / real) * virtual;
          own.current = null;
          heard(offset.current, true);
          clearTimeout(quiet);
          quiet = window.setTimeout(() => heard(offset.current, false), 120);
        };
        area.addEventListener("scroll", scrolled, { passive: true });
        heard(offset.current, false);
        return () => {
          clearTimeout(quiet);
          area.removeEventListener("scroll", scrolled);
        };
      },
    }),
    [whole, host, scrollTo, span],
  );
}
