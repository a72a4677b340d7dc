import { expect, test } from "vitest";

import { diffLines, type Line } from "../core/diff";

const written = (lines: readonly Line[]) =>
  lines.map(({ kind, pieces }) => {
    const sign = { same: " ", old: "-", new: "+" }[kind];
    return (
      sign + pieces.map(({ text, changed }) => (changed && kind !== "same" ? `[${text}]` : text)).join("")
    );
  });

test("a changed line shows its words; what is around stays", () => {
  expect(written(diffLines("a\nthey come again\nz", "a\nthey would come again\nz"))).toEqual([
    " a",
    "-they come again",
    "+they [would ]come again",
    " z",
  ]);
});

test("lines that have nothing in common are taken out and put in whole", () => {
  expect(written(diffLines("x\nold words here\ny", "x\nsomething else\nand more\ny"))).toEqual([
    " x",
    "-[old words here]",
    "+[something else]",
    "+[and more]",
    " y",
  ]);
});

test("the kept and new lines are the new text, the kept and old ones the old, whatever the texts", () => {
  const texts = ["", "a", "a\nb\nc", "c\nb\na", "a\nx\nb\nc\n", "b\nb\nb", "🙂 ü\n\n\na"];
  for (const before of texts)
    for (const after of texts) {
      const lines = diffLines(before, after);
      const side = (kind: string) =>
        lines
          .filter((line) => line.kind === "same" || line.kind === kind)
          .map(({ pieces }) => pieces.map(({ text }) => text).join(""))
          .join("\n");
      expect(side("old")).toBe(before);
      expect(side("new")).toBe(after);
    }
});

test("texts of a hundred thousand characters take no time to speak of", () => {
  const lines = Array.from({ length: 4000 }, (_, i) => `line ${i} of a long guideline`);
  const turned = [...lines].reverse();
  const started = performance.now();
  diffLines(lines.join("\n"), turned.join("\n"));
  expect(performance.now() - started).toBeLessThan(2000);
});
