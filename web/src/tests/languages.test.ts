import { describe, expect, test } from "vitest";

import { en, type MessageKey, speak, t } from "../i18n";
import { LANGUAGES } from "../i18n/languages";

type Entry = string | { [form: string]: string };

/** Words that are right as in English: formats and names, and what a language really writes the same. */
const NAMES = ["JSON", "CSV", "YAML", "F", "PNG", "SVG", "OK", "LLM", "Python", "goldlabel", "α", "s"];
const SAME: { [code: string]: readonly string[] } = {
  de: (
    "Name Version Label Labels Text text in Markdown Format Gold Import Export Region Relation Polygon Ellipse App Admin " +
    "Crowd Audit Training Normal Revision Release Releases Job Jobs Token Tokens Person"
  ).split(" "),
  es: ["Panel", "No", "Normal", "General", "Hash", "Token", "Tokens"],
  // Names in a schema are of plain letters.
  zh: ["text", "regions", "relations"],
  ar: ["text", "regions", "relations"],
};

/** Opening and closing marks of each language; the English ones are wrong in some. */
const QUOTES: { [code: string]: readonly [string, string] } = {
  de: ["„", "“"],
  es: ["«", "»"],
  zh: ["“", "”"],
  ar: ["«", "»"],
};

const others = LANGUAGES.filter(({ code }) => code !== "en");
const forms = (entry: Entry | undefined): { [form: string]: string } =>
  entry === undefined ? {} : typeof entry === "string" ? { other: entry } : entry;
const texts = (words: { [key: string]: Entry }) =>
  Object.entries(words).flatMap(([key, entry]) =>
    Object.values(forms(entry)).map((text) => [key, text] as const),
  );
const blanks = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const bare = (text: string) => text.replace(/\{\w+\}/g, "");

function integerForms(code: string): string[] {
  const rules = new Intl.PluralRules(code);
  const numbers = [...Array(201).keys(), 1000, 1001, 10_000, 100_000, 1_000_000, 2_000_000];
  return [...new Set(["other", ...numbers.map((number) => rules.select(number))])].sort();
}

const folders = import.meta.glob<{ [name: string]: { [key: string]: Entry } }>("../i18n/*/index.ts");

describe.each(others.map((one) => [one.code, one] as const))("%s", (code, { load }) => {
  const own = async () => {
    const folder = await folders[`../i18n/${code}/index.ts`]?.();
    return folder?.[code] ?? {};
  };
  const english = en as { [key: string]: Entry };

  test("the same keys as English, and the app loads them", async () => {
    const words = await own();
    expect(Object.keys(english).filter((key) => !(key in words))).toEqual([]);
    expect(Object.keys(words).filter((key) => !(key in english))).toEqual([]);
    expect(await load()).toEqual({ ...en, ...words });
  });

  test("the same blanks to fill in", async () => {
    const wrong = Object.entries(await own()).filter(([key, entry]) => {
      const wanted = blanks(forms(english[key]).other ?? "");
      return Object.entries(forms(entry)).some(([form, text]) => {
        const there = blanks(text);
        // "One item", "two items": forms for one number may say it in words.
        const needed = form === "other" ? wanted : wanted.filter((blank) => blank !== "{count}");
        return (
          needed.some((blank) => !there.includes(blank)) || there.some((blank) => !wanted.includes(blank))
        );
      });
    });
    expect(wrong).toEqual([]);
  });

  test("every plural form the language has, and no other", async () => {
    const wanted = integerForms(code);
    const wrong = Object.entries(await own()).filter(([key, entry]) => {
      if (typeof entry === "string") return typeof english[key] !== "string" && wanted.length > 1;
      return Object.keys(entry).sort().join() !== wanted.join();
    });
    expect(wrong).toEqual([]);
  });

  test("nothing left in English", async () => {
    const allowed = new Set([...NAMES, ...(SAME[code] ?? [])]);
    const foreign = (text: string) => (bare(text).match(/\p{L}+/gu) ?? []).some((word) => !allowed.has(word));
    const left = Object.entries(await own()).filter(
      ([key, entry]) =>
        JSON.stringify(entry) === JSON.stringify(english[key]) && Object.values(forms(entry)).some(foreign),
    );
    expect(left).toEqual([]);
  });

  test("tone and marks of the language", async () => {
    const all = texts(await own());
    expect(all.filter(([, text]) => /[!！¡]/.test(text))).toEqual([]);
    expect(
      all.filter(([key, text]) => text.includes('"') && !JSON.stringify(english[key]).includes('\\"')),
    ).toEqual([]);
    expect(all.filter(([, text]) => text.trim() === "" || text !== text.trim())).toEqual([]);
    const [open, close] = QUOTES[code] ?? ["“", "”"];
    const foreign = [..."“”„«»"].filter((mark) => mark !== open && mark !== close);
    const wrong = all.filter(
      ([, text]) =>
        text.split(open).length !== text.split(close).length || foreign.some((mark) => text.includes(mark)),
    );
    expect(wrong).toEqual([]);
  });
});

test("Arabic has its own comma, semicolon and question mark", async () => {
  const words = (await folders["../i18n/ar/index.ts"]?.())?.ar ?? {};
  expect(texts(words).filter(([, text]) => /\p{Script=Arabic}\s?[,;?]|[;?]\s/u.test(text))).toEqual([]);
});

test("names in a sentence from right to left keep to themselves", () => {
  const key: MessageKey = "projects.open";
  speak("ar-u-nu-latn", en, true);
  expect(t(key, { name: "cars (v2)" })).toBe("Open \u2068cars (v2)\u2069");
  speak("en", en);
  expect(t(key, { name: "cars (v2)" })).toBe("Open cars (v2)");
});
