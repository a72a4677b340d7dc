// Commands as data: shortcuts, help sheet, palette and buttons are all made from one list, so that what the
// screen says and what a key does cannot differ.

/** Where a command's keys count. A later scope in this list hides the same key of an earlier one. */
export type Scope = (typeof SCOPES)[number];
export const SCOPES = ["app", "page", "label", "values"] as const;

export interface Command {
  id: string;
  /** What it is called, already in the person's language. */
  name: string;
  group: string;
  scope: Scope;
  /** In the form of `keyOf`: "mod+z", "shift+a", "enter"; "g p" is one after the other. The first is the one shown. */
  keys: readonly string[];
  /** False: the key is left to others, and menus show the command greyed. */
  enabled?: () => boolean;
  /** Its keys that count while a text field has the focus too: those that type nothing. */
  typingKeys?: readonly string[];
  /** Kept out of menus and the palette: keys that only make sense as keys. */
  silent?: boolean;
  /** More words to find it by in the palette. */
  words?: string;
  /** Arrows and space say whether they did something; if not, the browser does with the key what it always does. */
  run: () => unknown;
}

export interface KeyPress {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMES: { [key: string]: string } = {
  " ": "space",
  esc: "escape",
  arrowleft: "left",
  arrowright: "right",
  arrowup: "up",
  arrowdown: "down",
  del: "delete",
};

/** A key press as one word. Shift is left out where the character already says it: "?" and not "shift+?". */
export function keyOf(event: KeyPress): string {
  const raw = event.key.toLowerCase();
  let name = NAMES[raw] ?? raw;
  // With Alt, layouts give other characters ("≈" for alt+x): take the key's place on the keyboard instead.
  const place = event.altKey ? placeOf(event) : null;
  if (place) name = place;
  return word(event, name);
}

/**
 * What a press may mean, the likeliest first. Keyboards of other scripts ("я") and rows of digits that need Shift
 * ("é" on a French one) also count by the key's place.
 */
export function keysOf(event: KeyPress): readonly string[] {
  const first = keyOf(event);
  const place = placeOf(event);
  if (!place || event.altKey) return [first];
  const foreign = event.key === "Dead" || (event.key.length === 1 && event.key > "\u007f");
  const digit = /\d/.test(place) && !event.shiftKey && event.key !== place;
  if (digit) return [word(event, place), first];
  return foreign ? [first, word(event, place)] : [first];
}

/** The letter or digit that a US keyboard has there. */
function placeOf({ code }: KeyPress): string | null {
  return /^(?:Key|Digit)(.)$/.exec(code ?? "")?.[1]?.toLowerCase() ?? null;
}

function word({ ctrlKey, metaKey, altKey, shiftKey }: KeyPress, name: string): string {
  const named = name.length > 1 || /\p{L}/u.test(name);
  const parts: string[] = [];
  if (ctrlKey || metaKey) parts.push("mod");
  if (altKey) parts.push("alt");
  if (shiftKey && named) parts.push("shift");
  return [...parts, name].join("+");
}

/** A key as people write it: `shown("mod+z", true)` is "⌘Z". */
export function shown(key: string, mac: boolean): string {
  if (/\S \S/.test(key))
    return key
      .split(" ")
      .map((one) => shown(one, mac))
      .join(" ");
  const parts = key.split("+").filter((part) => part !== "");
  const last = key.endsWith("+") ? "+" : (parts.pop() ?? "");
  const symbols: { [part: string]: string } = mac
    ? { mod: "⌘", alt: "⌥", shift: "⇧" }
    : { mod: "Ctrl+", alt: "Alt+", shift: mac ? "⇧" : "Shift+" };
  const keys: { [part: string]: string } = {
    enter: "⏎",
    escape: "Esc",
    delete: "Del",
    backspace: "⌫",
    left: "←",
    right: "→",
    up: "↑",
    down: "↓",
    space: "Space",
    tab: "Tab",
  };
  const word = keys[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  return parts.map((part) => symbols[part] ?? part).join("") + word;
}

export interface Clash {
  key: string;
  scope: Scope;
  commands: string[];
}

/** Keys that two commands of one scope both claim. A test keeps this empty; the settings show it. */
export function clashes(commands: readonly Command[]): Clash[] {
  const claims = new Map<string, string[]>();
  for (const command of commands) {
    for (const key of command.keys) {
      const place = `${command.scope} ${key}`;
      claims.set(place, [...(claims.get(place) ?? []), command.id]);
    }
  }
  return [...claims]
    .filter(([, ids]) => ids.length > 1)
    .map(([place, ids]) => {
      const [scope, key] = place.split(" ") as [Scope, string];
      return { key, scope, commands: ids };
    });
}

/** What has the focus decides which keys are its own. */
export type Focus = "free" | "button" | "widget" | "line" | "area";

const OWN_KEYS: { [focus in Focus]: readonly string[] } = {
  free: [],
  button: ["enter", "space"],
  widget: ["up", "down", "left", "right", "space", "home", "end"],
  // Text fields keep every key; Enter in one line of text is free, as in any form.
  line: [],
  area: [],
};

/** The command a key press means: of the innermost scope that has it enabled. */
export function commandFor(commands: readonly Command[], key: string, focus: Focus): Command | null {
  if (OWN_KEYS[focus].includes(key)) return null;
  const typing = focus === "area" || (focus === "line" && key !== "enter");
  let best: Command | null = null;
  for (const command of commands) {
    if (!command.keys.includes(key)) continue;
    if (typing && !command.typingKeys?.includes(key)) continue;
    if (command.enabled && !command.enabled()) continue;
    if (best === null || SCOPES.indexOf(command.scope) > SCOPES.indexOf(best.scope)) best = command;
  }
  return best;
}

/** Whether `key` begins keys that are pressed one after the other, such as "g p". */
export const begins = (commands: readonly Command[], key: string): boolean =>
  commands.some(
    ({ keys, enabled }) => keys.some((one) => one.startsWith(`${key} `)) && (enabled?.() ?? true),
  );
