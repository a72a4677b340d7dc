import { useEffect, useRef, useSyncExternalStore } from "react";

import type { Observable } from "../core/signal";

/** The value of something in core/, drawn anew when it changes. */
export function useSignal<T>(signal: Observable<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.snapshot);
}

/** The newest value, readable from listeners that are set up once. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
