// The languages of the app. English is always there; the others are loaded when somebody wants them.

import { Signal } from "../core/signal";
import { en, type Messages, speak } from ".";

export interface Language {
  code: string;
  /** In its own words: who cannot read the page finds theirs. */
  name: string;
  rtl?: boolean;
  /** For Intl, where it is not the code. */
  locale?: string;
  load: () => Promise<Messages>;
}

// A line and a folder each: the words are fetched when somebody wants them, and lie over the English ones.
export const LANGUAGES: readonly Language[] = [
  { code: "en", name: "English", load: async () => en },
  { code: "de", name: "Deutsch", load: async () => ({ ...en, ...(await import("./de")).de }) },
  { code: "es", name: "Español", load: async () => ({ ...en, ...(await import("./es")).es }) },
  { code: "zh", name: "简体中文", load: async () => ({ ...en, ...(await import("./zh")).zh }) },
  {
    code: "ar",
    name: "العربية",
    rtl: true,
    // Digits as on the keys and in the data.
    locale: "ar-u-nu-latn",
    load: async () => ({ ...en, ...(await import("./ar")).ar }),
  },
];

const KEY = "goldlabel.language";
const ENGLISH = LANGUAGES[0] as Language;

/** What the app speaks now; the root draws everything anew when it changes. */
export const language = new Signal<string>("en");

const find = (code: string): Language | undefined =>
  LANGUAGES.find((one) => one.code === code) ??
  LANGUAGES.find((one) => one.code === code.toLowerCase().split("-")[0]);

/** What this browser chose last, else the first of the person's languages that there is. */
export function preferred(): string {
  const wanted = [kept() ?? "", ...navigator.languages];
  return wanted.map(find).find((one) => one !== undefined)?.code ?? "en";
}

/** Speaks another language; one that cannot be loaded (no network) leaves the present one. */
export async function choose(code: string): Promise<void> {
  const wanted = find(code) ?? ENGLISH;
  try {
    localStorage.setItem(KEY, wanted.code);
  } catch {
    // Private windows may forbid it: the choice then lasts for this visit.
  }
  const messages = await wanted.load().catch(() => null);
  if (!messages) return;
  speak(wanted.locale ?? wanted.code, messages, wanted.rtl);
  document.documentElement.lang = wanted.code;
  document.documentElement.dir = wanted.rtl ? "rtl" : "ltr";
  language.set(wanted.code);
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
