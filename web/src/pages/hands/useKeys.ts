import { useEffect } from "react";

import { begins, type Command, commandFor, type Focus, keysOf } from "../../core/commands";
import { registry } from "../../core/registry";
import { dialogIsOpen } from "../../ui/Dialog";

/** How long the second of two keys ("g p") may take. */
const SECOND_KEY_MS = 1200;

/** Keys of the whole page, read from the commands as they are at that moment. */
export function useKeys(): void {
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      // An input method is composing: the keys are its own. A dialog is open: they are the dialog's.
      if (event.isComposing || event.defaultPrevented || dialogIsOpen()) return;
      if (["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
      const focus = focusOf(event.target);
      const keys = keysOf(event);
      const before = first && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.key} ` : "";
      first = null;
      const command =
        meant(
          keys.map((key) => before + key),
          focus,
        ) ?? (before ? meant(keys, focus) : null);
      if (command) return obey(command, event);
      const opening =
        focus === "free" || focus === "button" ? keys.find((key) => begins(registry.commands, key)) : null;
      if (opening && !before) first = { key: opening, at: event.timeStamp };
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function meant(keys: readonly string[], focus: Focus): Command | null {
  for (const key of keys) {
    const command = commandFor(registry.commands, key, focus);
    if (command) return command;
  }
  return null;
}

function obey(command: Command, event: KeyboardEvent): void {
  // Arrows that nothing takes up still move the caret and scroll.
  if (passes(command, event)) {
    if (command.run()) event.preventDefault();
    return;
  }
  event.preventDefault();
  command.run();
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
  if (target.closest("select, [role=listbox], [role=grid], [role=tablist], [role=tree]")) return "widget";
  if (target.closest("button, a[href], summary, [role=button], [role=menuitem]")) return "button";
  return target instanceof HTMLElement && target.isContentEditable ? "area" : "free";
}
