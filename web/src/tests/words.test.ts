import { expect, test } from "vitest";

import { t } from "../i18n";
import { en } from "../i18n/en";

const sources = import.meta.glob<string>(
  ["../**/*.ts", "../**/*.tsx", "!../tests/**", "!../**/*.gen.ts", "!../i18n/**"],
  {
    query: "?raw",
    import: "default",
    eager: true,
  },
);

/** `t("key")`, and keys that are handed on as data; a `${…}` in one stands for any ending. */
function usedKeys(): { exact: Set<string>; beginnings: Set<string> } {
  const exact = new Set<string>();
  const beginnings = new Set<string>();
  for (const source of Object.values(sources)) {
    for (const [, key] of source.matchAll(/["'`]([a-z]+\.[a-z_.]+)["'`]/g)) if (key) exact.add(key);
    for (const [, start] of source.matchAll(/`([a-z]+\.(?:[a-z_.]+\.)?)\$\{/g))
      if (start) beginnings.add(start);
  }
  return { exact, beginnings };
}

test("every key that code asks for has words", () => {
  const asked = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/\bt\(\s*["']([^"']+)["']/g)].map(([, key]) => key),
  );
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !((key ?? "") in en))).toEqual([]);
});

test("no words that nothing asks for", () => {
  const { exact, beginnings } = usedKeys();
  const idle = Object.keys(en).filter(
    (key) => !exact.has(key) && ![...beginnings].some((start) => key.startsWith(start)),
  );
  expect(idle).toEqual([]);
});

test("words are filled in, counted and left alone", () => {
  expect(t("label.position", { done: 3, total: 1500 })).toBe("3 of 1,500");
  expect(t("data.count", { count: 1 })).toBe("1 item");
  expect(t("data.count", { count: 2 })).toBe("2 items");
});

test("tone: no exclamation marks, no please, no oops", () => {
  const all = Object.values(en).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );
  expect(all.filter((words) => /!|\bplease\b|\boops\b/i.test(words))).toEqual([]);
});
