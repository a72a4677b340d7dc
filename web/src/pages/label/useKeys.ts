import { useEffect } from "react";

import { type Command, commandFor, type Focus, keyOf } from "../../core/commands";
import { dialogIsOpen } from "../../ui/Dialog";
import { useLatest } from "../../ui/use";

/** Keys of the whole page, read from the command list as it is at that moment. */
export function useKeys(commands: readonly Command[]): void {
  const latest = useLatest(commands);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // An input method is composing: the keys are its own. A dialog is open: they are the dialog's.
      if (event.isComposing || event.defaultPrevented || dialogIsOpen()) return;
      const focus = focusOf(event.target);
      const command = commandFor(latest.current, keyOf(event), focus);
      if (!command) return;
      // Arrows that nothing takes up still move the caret and scroll.
      if (passes(command, event)) {
        if (command.run() as unknown) event.preventDefault();
        return;
      }
      event.preventDefault();
      command.run();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [latest]);
}

const passes = (command: Command, event: KeyboardEvent) =>
  event.key.startsWith("Arrow") || (event.key === " " && command.id === "press");

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return "free";
  if (target.closest("[data-surface]")) return "free";
  if (target instanceof HTMLTextAreaElement) return "area";
  if (target instanceof HTMLInputElement) {
    return ["radio", "checkbox", "range", "button"].includes(target.type) ? "widget" : "line";
  }
  if (target.closest("button, a[href], summary, [role=button], [role=menuitem]")) return "button";
  return target instanceof HTMLElement && target.isContentEditable ? "area" : "free";
}
