// Short messages that ask for nothing. What must not be missed is shown in the page itself, not here.

import { useState, useSyncExternalStore } from "react";

import { Signal } from "../core/signal";

export interface Message {
  id: number;
  text: string;
  action?: { name: string; run: () => void };
}

const shownMessages = new Signal<readonly Message[]>([]);
const spoken = new Signal("");
let next = 1;

/** Shows a message for a few seconds; with an action, somewhat longer. Returns what takes it away before. */
export function toast(text: string, action?: Message["action"]): () => void {
  const id = next++;
  shownMessages.update((list) => [...list.slice(-2), { id, text, ...(action ? { action } : {}) }]);
  announce(text);
  setTimeout(() => dismiss(id), action ? 9000 : 4500);
  return () => dismiss(id);
}

/** Says something to screen readers only. */
export function announce(text: string): void {
  // The same words twice must be read twice: a changing, silent character makes them differ.
  spoken.set(spoken.snapshot() === text ? `${text}\u00a0` : text);
}

function dismiss(id: number): void {
  shownMessages.update((list) => list.filter((message) => message.id !== id));
}

/** Where announcements are heard. Once more inside an open dialog: what lies behind that is not heard. */
export function Spoken() {
  const words = useSyncExternalStore(spoken.subscribe, spoken.snapshot);
  const [before] = useState(words);
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {words === before ? "" : words}
    </div>
  );
}

export function Toasts() {
  const list = useSyncExternalStore(shownMessages.subscribe, shownMessages.snapshot);
  return (
    <>
      <Spoken />
      <div className="toasts">
        {list.map(({ id, text, action }) => (
          <div className="toast" key={id}>
            {text}
            {action && (
              <button
                type="button"
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.name}
              </button>
            )}
          </div>
        ))}
      </div>
    </>
  );
}
