// Work of the browser's that somebody chose to open, on its way to the label screen.

import type { Other } from "../../core/drafts";
import type { Body, Task } from "../../core/model";
import { Signal } from "../../core/signal";

export interface Reopening {
  project: string;
  origin: Task;
  body: Body;
  /** The server has it not, or nobody knows: it is kept there anew. */
  unsent: true;
  /** What the server has instead, if it told. */
  other: Other | null;
  /** The submit that it was; it waits in the outbox until its maker decided. */
  refused?: string;
  /** Once it is on the screen. */
  opened?(): void;
}

export const toReopen = new Signal<Reopening | null>(null);
