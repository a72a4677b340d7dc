// All commands there are right now: each part of the screen adds its own while it is there.

import type { Command } from "./commands";
import { type Keymap, keymap, withOwnKeys } from "./keymap";
import { Signal } from "./signal";

export interface Source {
  commands: readonly Command[];
  /** What only the palette offers: places to go, regions, values. Asked for when it opens. */
  places?: () => readonly Command[];
}

/** What the settings know of a command whose page is not open. */
export type Known = Pick<Command, "id" | "name" | "group" | "scope" | "keys">;

export class Registry {
  /** Counts up when parts of the screen come and go. */
  readonly changes = new Signal(0);
  private readonly sources = new Map<symbol, Source>();
  private readonly seen = new Map<string, Known>();
  private made: { map: Keymap; list: readonly Command[] } | null = null;

  put(owner: symbol, source: Source): void {
    this.sources.set(owner, source);
    this.made = null;
    this.changes.update((count) => count + 1);
    for (const { id, name, group, scope, keys, silent } of source.commands) {
      if (scope !== "values" && !silent) this.seen.set(id, { id, name, group, scope, keys });
    }
  }

  remove(owner: symbol): void {
    this.sources.delete(owner);
    this.made = null;
    this.changes.update((count) => count + 1);
  }

  /** Every command with the keys this person gave it. */
  get commands(): readonly Command[] {
    const map = keymap.snapshot();
    if (this.made?.map !== map) {
      const list = [...this.sources.values()].flatMap(({ commands }) => commands);
      this.made = { map, list: withOwnKeys(list, map) };
    }
    return this.made.list;
  }

  get places(): readonly Command[] {
    return [...this.sources.values()].flatMap(({ places }) => places?.() ?? []);
  }

  /** Those met since the app was opened. */
  get known(): readonly Known[] {
    return [...this.seen.values()];
  }
}

export const registry = new Registry();
