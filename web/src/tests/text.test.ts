import { describe, expect, test } from "vitest";
import { Offsets } from "../core/offsets";
import { snapToCharacters, snapToWords, stepCharacter, stepWord } from "../core/words";
import { occurrences } from "../surface/text/find";
import { lanesOf, spansAt } from "../surface/text/lanes";

const TEXTS = {
  plain: "Ada met Charles.",
  emoji: "a 👩‍👩‍👧‍👦 b 🇩🇪 c 👵🏽",
  marks: "e\u0301a\u0308 Zoe\u0308",
  crlf: "one\r\ntwo\r\n",
  rtl: "قال محمد في بغداد עם שלום",
  astral: "𝒜𝒹𝒶 𠮷野家",
  empty: "",
};

describe.each(Object.entries(TEXTS))("offsets in %s", (_, text) => {
  const offsets = new Offsets(text);
  const points = [...text];

  test("every code point there and back", () => {
    let unit = 0;
    points.forEach((point, i) => {
      expect(offsets.toCodePoint(unit)).toBe(i);
      expect(offsets.toUtf16(i)).toBe(unit);
      unit += point.length;
    });
    expect(offsets.length).toBe(points.length);
    expect(offsets.toUtf16(points.length)).toBe(text.length);
    expect(offsets.toCodePoint(text.length)).toBe(points.length);
  });

  test("slices are Python's slices", () => {
    for (let start = 0; start <= points.length; start++) {
      for (let end = start; end <= points.length; end++) {
        expect(offsets.slice(start, end)).toBe(points.slice(start, end).join(""));
      }
    }
  });
});

test("inside a pair counts as before it, outside the text as its ends", () => {
  const offsets = new Offsets("a😀b");
  expect(offsets.toCodePoint(2)).toBe(1);
  expect(offsets.toCodePoint(99)).toBe(3);
  expect(offsets.toUtf16(-3)).toBe(0);
});

test("selections snap to words and never cut a character", () => {
  const text = "Angela Merkel met 👩‍👩‍👧‍👦 and e\u0301tudes.";
  expect(slice(text, snapToWords(text, 2, 9))).toBe("Angela Merkel");
  expect(slice(text, snapToWords(text, 13, 15))).toBe("met");
  expect(snapToWords(text, 6, 7)).toBeNull();
  const family = text.indexOf("👩");
  expect(slice(text, snapToCharacters(text, family + 2, family + 3))).toBe("👩‍👩‍👧‍👦");
  const accent = text.indexOf("\u0301");
  expect(slice(text, snapToCharacters(text, accent, accent + 1))).toBe("e\u0301");
  expect(stepCharacter(text, family, true)).toBe(family + "👩‍👩‍👧‍👦".length);
  expect(stepCharacter("a\r\nb", 1, true)).toBe(3);
  expect(stepWord("one, two", 0, true)).toBe(3);
  expect(stepWord("one, two", 8, false)).toBe(5);
});

test("words far into a long text", () => {
  const text = `${"lorem ipsum ".repeat(5000)}Schifffahrt`;
  expect(slice(text, snapToWords(text, text.length - 4, text.length - 2))).toBe("Schifffahrt");
});

test("nested and crossing spans never share a lane where they overlap; the inner lies nearer", () => {
  const spans = [
    { id: "long", start: 0, end: 30 },
    { id: "left", start: 0, end: 10 },
    { id: "crossing", start: 8, end: 16 },
    { id: "right", start: 20, end: 25 },
  ];
  const lanes = lanesOf(spans);
  expect(lanes.get("right")).toBe(0);
  expect(lanes.get("long")).toBe(2);
  for (const a of spans) {
    for (const b of spans) {
      if (a.id < b.id && a.start < b.end && b.start < a.end)
        expect(lanes.get(a.id)).not.toBe(lanes.get(b.id));
    }
  }
  expect(spansAt(spans, 9).map(({ id }) => id)).toEqual(["crossing", "left", "long"]);
});

const slice = (text: string, span: { start: number; end: number } | null) =>
  span ? text.slice(span.start, span.end) : null;

test("words are found whatever their case, signs as they are, letters that grow at their place", () => {
  expect(occurrences("Ann, ANN (ann)", "ann")).toEqual([
    { start: 0, end: 3 },
    { start: 5, end: 8 },
    { start: 10, end: 13 },
  ]);
  expect(occurrences("a.b a+b (a)", "a+b")).toEqual([{ start: 4, end: 7 }]);
  expect(occurrences("\u0130x \u0130stanbul", "stan")).toEqual([{ start: 4, end: 8 }]);
  expect(occurrences("aaaa", "aa")).toHaveLength(2);
  expect(occurrences("text", "")).toEqual([]);
});
