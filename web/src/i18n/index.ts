// Words for the screen. `t` is plain code, not a hook: commands and core messages use it too.

import { en, type Forms, type MessageKey, type Messages } from "./en";

export { en, type MessageKey, type Messages } from "./en";

type Params = { readonly [name: string]: string | number };

let messages: Messages = en;
let spoken = "en";
let isolate = (text: string) => text;
let plurals = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");
const formats = new Map<string, unknown>();

/** Changes the language; the caller draws the app anew. */
export function speak(locale: string, catalog: Messages, rtl = false): void {
  messages = catalog;
  spoken = locale;
  // A Latin name in an Arabic sentence would take the signs beside it along: each is kept apart (FSI, PDI).
  isolate = rtl ? (text) => `\u2068${text}\u2069` : (text) => text;
  plurals = new Intl.PluralRules(locale);
  numbers = new Intl.NumberFormat(locale);
  formats.clear();
}

/** What to hand to Intl for dates, lists and units. */
export const locale = (): string => spoken;

export function t(key: MessageKey, params: Params = {}): string {
  const entry = messages[key];
  const text =
    typeof entry === "string"
      ? entry
      : ((entry as Forms)[plurals.select(Number(params.count ?? 0))] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.format(value) : isolate(value);
  });
}

/** A key made from data (a role's name): its words if there are any, else the data itself. */
export function tOr(key: string, otherwise: string): string {
  return key in messages ? t(key as MessageKey) : otherwise;
}

export const formatNumber = (value: number): string => numbers.format(value);

/** To make a format takes a hundred times as long as to use it: each is made once a language. */
export function formatOf<T>(name: string, make: (locale: string) => T): T {
  let format = formats.get(name) as T | undefined;
  if (format === undefined) {
    format = make(spoken);
    formats.set(name, format);
  }
  return format;
}

export function formatDate(value: number | string): string {
  // The server counts microseconds; ISO strings are taken as they are.
  const date = new Date(typeof value === "number" ? value / 1000 : value);
  const style = { dateStyle: "medium", timeStyle: "short" } as const;
  return formatOf("date and time", (locale) => new Intl.DateTimeFormat(locale, style)).format(date);
}

export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${whole % 60}`.padStart(2, "0");
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
