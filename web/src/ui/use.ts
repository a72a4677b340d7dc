import { useEffect, useRef, useSyncExternalStore } from "react";

import type { Observable } from "../core/signal";

/** The value of something in core/, drawn anew when it changes. */
export function useSignal<T>(signal: Observable<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.snapshot);
}

/** Of that value the part that matters: drawn anew when this one changes. `part` gives the same until it does. */
export function useSignalPart<T, P>(signal: Observable<T>, part: (value: T) => P): P {
  return useSyncExternalStore(signal.subscribe, () => part(signal.snapshot()));
}

/** The newest value, readable from listeners that are set up once. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}

interface Title {
  title: string;
  rank: number;
}
const titles = new Set<Title>();

/** The window's title. A shell's (rank 0) stands where the page inside sets none of its own. */
export function useTitle(title: string, rank: 0 | 1 = 1): void {
  useEffect(() => {
    const mine = { title, rank };
    titles.add(mine);
    nameWindow();
    return () => {
      titles.delete(mine);
      nameWindow();
    };
  }, [title, rank]);
}

function nameWindow(): void {
  const all = [...titles];
  const found = all.findLast((one) => one.rank === 1) ?? all.at(-1);
  if (found) document.title = found.title;
}
