// The stretch of a long text that is near what is in sight, whoever scrolls it.

import { type RefObject, startTransition, useEffect, useState } from "react";

export interface Band {
  top: number;
  bottom: number;
}

/** In pixels from the top of `layer`; moves in steps of half a screen, so that scrolling seldom draws anything anew. */
export function useBand(layer: RefObject<HTMLElement | null>, wanted: boolean): Band {
  const [band, setBand] = useState<Band>({ top: -1000, bottom: 2000 });
  useEffect(() => {
    if (!wanted) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      const box = layer.current?.getBoundingClientRect();
      if (!box) return;
      const step = Math.max(200, window.innerHeight / 2);
      const top = (Math.floor(-box.top / step) - 1) * step;
      const bottom = top + window.innerHeight + 3 * step;
      // Not at once: there is a screen's room at both ends, and scrolling goes first.
      startTransition(() =>
        setBand((old) => (old.top === top && old.bottom === bottom ? old : { top, bottom })),
      );
    };
    const later = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    window.addEventListener("scroll", later, { capture: true, passive: true });
    window.addEventListener("resize", later);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", later, { capture: true });
      window.removeEventListener("resize", later);
    };
  }, [layer, wanted]);
  return band;
}
