// A person's own keys over the commands' first ones.

import { type Command, SCOPES, type Scope } from "./commands";
import { Signal } from "./signal";

export interface Keymap {
  /** By `slug` of the command. `NONE`: no key at all. */
  own: { readonly [command: string]: string };
  /** False: keys that type a character count only together with Ctrl, ⌘ or Alt (WCAG 2.1.4). */
  singles: boolean;
}

export const NONE = "none";

export const keymap = new Signal<Keymap>({ own: {}, singles: true });

/** A command's name in the settings. */
export const slug = (id: string): string => id.toLowerCase().replace(/[^a-z0-9_.:-]/g, ":");

/** Whether the key types a character: somebody who dictates would set it off by talking. */
export const isSingle = (key: string): boolean =>
  key.split(" ").every((one) => [...one.replace(/^shift\+(?=.)/, "")].length === 1);

export function keysFor(id: string, keys: readonly string[], { own, singles }: Keymap): readonly string[] {
  const mine = own[slug(id)];
  const wanted = mine === undefined ? keys : mine === NONE ? [] : [mine];
  return singles ? wanted : wanted.filter((key) => !isSingle(key));
}

export function withOwnKeys(commands: readonly Command[], map: Keymap): readonly Command[] {
  if (map.singles && Object.keys(map.own).length === 0) return commands;
  return commands.map((command) => {
    const keys = command.scope === "values" ? fixed(command, map) : keysFor(command.id, command.keys, map);
    if (keys === command.keys) return command;
    // With Ctrl a key types nothing, so one that somebody chose works in text fields as the first one did.
    const typing = command.typingKeys && keys.filter((key) => /mod\+|^escape$/.test(key));
    return { ...command, keys, ...(typing ? { typingKeys: typing } : {}) };
  });
}

const fixed = ({ keys }: Command, { singles }: Keymap) =>
  singles ? keys : keys.filter((key) => !isSingle(key));

/** Taken by browsers or screen readers; a page that takes them too breaks what people rely on. */
const RESERVED =
  /^(tab|shift\+tab|f\d+|capslock|insert|contextmenu|mod\+(shift\+)?[acfhjlnopqrtvwx]|mod\+shift\+[bi]|mod\+[\d+=-]|mod\+f\d+|alt\+(d|e|f|left|right|home|f4)|mod\+alt\+.*|dead|unidentified|process)$/;

export const isReserved = (key: string): boolean => RESERVED.test(key);

interface Claim {
  id: string;
  name: string;
  scope: Scope;
}

export interface Clash extends Claim {
  /** `same`: both would answer. `hides`: the new key hides this one's. `hidden`: this one hides the new key. */
  how: "same" | "hides" | "hidden";
}

type Keyed = Pick<Command, "id" | "name" | "scope" | "keys">;

/** Which commands get in the way if `id` of `scope` takes `key`; also those of other scopes that are open with it. */
export function clashesWith(
  commands: readonly Keyed[],
  id: string,
  scope: Scope,
  key: string,
  map: Keymap,
): Clash[] {
  const clashing = (other: string) =>
    other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `);
  return commands.flatMap((command): Clash[] => {
    if (command.id === id || !keysFor(command.id, command.keys, map).some(clashing)) return [];
    const { name } = command;
    const inner = SCOPES.indexOf(scope) - SCOPES.indexOf(command.scope);
    // The pages of a project and the label screen are never open together.
    if ([scope, command.scope].includes("page") && [scope, command.scope].includes("label")) return [];
    return [
      {
        id: command.id,
        name,
        scope: command.scope,
        how: inner === 0 ? "same" : inner > 0 ? "hides" : "hidden",
      },
    ];
  });
}

/** The settings as a file, and back; null for what is none. */
export function readKeys(text: string): Keymap | null {
  try {
    const { keys, single_keys: singles = true } = JSON.parse(text) as {
      keys?: unknown;
      single_keys?: unknown;
    };
    if (typeof keys !== "object" || keys === null || typeof singles !== "boolean") return null;
    const own = Object.entries(keys).filter(
      ([id, key]) => slug(id) === id && typeof key === "string" && key !== "",
    );
    return own.length === Object.keys(keys).length ? { own: Object.fromEntries(own), singles } : null;
  } catch {
    return null;
  }
}

export const writeKeys = ({ own, singles }: Keymap): string =>
  JSON.stringify({ keys: own, single_keys: singles }, null, 2);
