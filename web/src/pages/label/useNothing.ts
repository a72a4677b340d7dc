// An item where something could be marked and nothing was touched is not submitted by one press: the second says it.

import { useEffect, useRef, useState } from "react";

import type { Bench } from "../../core/bench";
import { untouched } from "../../core/missing";
import { t } from "../../i18n";
import { announce } from "../../ui/Toast";

const HELD = ["Shift", "Control", "Alt", "Meta"];

/** `asking` while the question stands; `ask` puts it and says whether it has to be answered first. */
export function useNothing(bench: Bench, revised: boolean): { asking: boolean; ask(): boolean } {
  const [asked, setAsked] = useState<Bench | null>(null);
  const now = useRef(asked);
  now.current = asked;
  const open = !revised && untouched(bench);
  const asking = asked === bench && open;
  useEffect(() => {
    if (!asking) return;
    const reset = (event: Event) => {
      const press = event instanceof KeyboardEvent;
      // A key that is held down is no second press.
      if (press && event.repeat && event.key === "Enter") {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      if (press && (event.key === "Enter" || HELD.includes(event.key))) return;
      if (event.target instanceof Element && event.target.closest(".bottom__submit")) {
        if (!press || event.key === " ") return;
      }
      // After the key did what it does: whoever gave Submit another key answers with that one.
      setTimeout(() => setAsked((one) => (one === bench ? null : one)));
    };
    const scope = new AbortController();
    const { signal } = scope;
    window.addEventListener("keydown", reset, { capture: true, signal });
    window.addEventListener("pointerdown", reset, { capture: true, signal });
    return () => scope.abort();
  }, [asking, bench]);
  return {
    asking,
    ask() {
      if (revised || !untouched(bench) || now.current === bench) return false;
      if (bench.check().length > 0) return false;
      setAsked(bench);
      announce(t("label.nothing_marked"));
      return true;
    },
  };
}
