// One stream of news per tab, while the tab is looked at. A hidden tab lets go of its connection (browsers allow six
// to a server) and asks for what it missed when it is back.

import { Signal } from "../core/signal";

/** What changed, by topic; topics that one may not know of never come. */
export interface Change {
  progress?: { [counter: string]: number };
  project?: { schema_version: number; guideline_version: number; title: string };
  jobs?: readonly { id: number; kind: string; state: string; done: number; total: number | null }[];
  presence?: readonly string[];
  bell?: { unread: number; newest: number };
  releases?: unknown;
  people?: unknown;
  review?: unknown;
  comments?: unknown;
  measured?: unknown;
}

/** `fresh`: the first of a stream, which tells how things stand rather than what changed. */
export type OnChange = (change: Change, fresh: boolean) => void;

const HIDDEN_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Whether news arrive: pages that would otherwise look now and then need not. */
export const listening = new Signal(false);

export class Live {
  private source: EventSource | null = null;
  private last = "";
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly project: string,
    private readonly onChange: OnChange,
  ) {
    document.addEventListener("visibilitychange", this.onVisibility);
    if (!document.hidden) this.open();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.onVisibility);
    clearTimeout(this.timer);
    this.letGo();
  }

  private onVisibility = (): void => {
    clearTimeout(this.timer);
    if (document.hidden) this.timer = setTimeout(() => this.letGo(), HIDDEN_MS);
    else if (!this.source) this.open();
  };

  private letGo(): void {
    this.source?.close();
    this.source = null;
    listening.set(false);
  }

  private open(): void {
    if (typeof EventSource === "undefined") return;
    const since = this.last ? `?since=${encodeURIComponent(this.last)}` : "";
    const source = new EventSource(`/api/projects/${encodeURIComponent(this.project)}/events${since}`);
    this.source = source;
    source.addEventListener("change", (event) => this.hear(event as MessageEvent<string>));
    source.addEventListener("open", () => {
      this.wait = FIRST_WAIT_MS;
      listening.set(true);
    });
    source.addEventListener("error", () => {
      listening.set(false);
      // A broken line the browser mends by itself; a refusal (signed out, no longer a member) it does not try again.
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.source = null;
      this.timer = setTimeout(() => {
        if (!document.hidden) this.open();
      }, this.wait);
      this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
    });
  }

  private hear(event: MessageEvent<string>): void {
    const fresh = this.last === "";
    this.last = event.lastEventId;
    this.onChange(JSON.parse(event.data) as Change, fresh);
  }
}
