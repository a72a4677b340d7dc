// Of a long list, the rows that are in sight: the others take their room and are not there.

import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

export interface Rows {
  first: number;
  /** After the last. */
  end: number;
}

/** Rows over and under those in sight, so that a fast scroll finds them there. */
const MORE = 8;
/** Shorter lists are all there. */
const FEW = 120;

/** Which of `count` rows of `height` pixels to draw in `list`, whoever scrolls it. Changes in steps of some rows. */
export function useWindow(list: RefObject<HTMLElement | null>, count: number, height: number): Rows {
  const [rows, setRows] = useState<Rows>({ first: 0, end: Math.min(count, 60) });
  const long = count > FEW;

  const measure = () => {
    const box = list.current?.getBoundingClientRect();
    if (!box) return;
    const from = Math.floor(-box.top / height / MORE) * MORE - MORE;
    const first = Math.max(0, Math.min(from, count - 1));
    const end = Math.min(count, first + Math.ceil(window.innerHeight / height / MORE) * MORE + 3 * MORE);
    setRows((old) => (old.first === first && old.end === end ? old : { first, end }));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another length is another window.
  useLayoutEffect(() => {
    if (long) measure();
  }, [long, count]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `measure` reads what is there when it is called.
  useEffect(() => {
    if (!long) return;
    let frame = 0;
    const later = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        measure();
      });
    };
    // Captured: scrolling does not bubble, and it may be any element around.
    window.addEventListener("scroll", later, { capture: true, passive: true });
    window.addEventListener("resize", later);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", later, { capture: true });
      window.removeEventListener("resize", later);
    };
  }, [long, count, height]);

  return long
    ? { first: Math.min(rows.first, count), end: Math.min(rows.end, count) }
    : { first: 0, end: count };
}
