// Colours against what they stand on (WCAG 1.4.3, 1.4.6, 1.4.11): of the tokens, in every theme.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { PALETTE } from "../core/options";

type Tokens = { [name: string]: string };
type Side = 0 | 1;

const css = readFileSync("src/styles/tokens.css", "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

function block(selector: string): Tokens {
  const at = css.indexOf(`${selector} {`);
  if (at < 0) throw new Error(`no ${selector}`);
  const body = css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

const plain = block(":root");
const THEMES: [string, Tokens, Side, number][] = [
  ["light", plain, 0, 4.5],
  ["dark", plain, 1, 4.5],
  ["high contrast, light", { ...plain, ...block(':root[data-theme="contrast"]') }, 0, 7],
  ["high contrast, dark", { ...plain, ...block(':root[data-theme="contrast"]') }, 1, 7],
  ["contrast as the system says, light", { ...plain, ...block(":root:not([data-theme])") }, 0, 7],
  ["contrast as the system says, dark", { ...plain, ...block(":root:not([data-theme])") }, 1, 7],
];

function colour(tokens: Tokens, side: Side, name: string): string {
  const value = (tokens[name] ?? name).trim();
  const both = /^light-dark\((#\w+),\s*(#\w+)\)$/.exec(value);
  if (both) return both[side + 1] as string;
  const other = /^var\(--([\w-]+)\)$/.exec(value);
  return other ? colour(tokens, side, other[1] as string) : value;
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** As `.swatch` in ui.css mixes its edge. */
function mixed(ink: string, fg: string): string {
  const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(part(ink, at) * 0.55 + part(fg, at) * 0.45));
  return `#${parts.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

const GROUNDS = ["bg", "bg-sunk", "bg-raised"];
const TEXTS = ["fg", "fg-2", "fg-3", "accent", "bad", "warn", "good"];
const PAIRS: [string, string][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ["fg", "bg-hover"],
  ["fg-2", "bg-hover"],
  ["fg", "bg-press"],
  ["fg-2", "bg-press"],
  ["fg", "accent-soft"],
  ["accent", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["fg", "bad-soft"],
  ["fg", "warn-soft"],
];

describe.each(THEMES)("%s", (_name, tokens, side, least) => {
  const weak = (pairs: [string, string][], wanted: number) =>
    pairs
      .map(
        ([one, other]) =>
          [one, other, ratio(colour(tokens, side, one), colour(tokens, side, other))] as const,
      )
      .filter(([, , found]) => found < wanted)
      .map(([one, other, found]) => `${one} on ${other}: ${found.toFixed(2)}`);

  it("text is read", () => expect(weak(PAIRS, least)).toEqual([]));

  it("the focus and the edges of controls are seen", () => {
    const edges = ["focus", "line-strong"].flatMap((edge) =>
      GROUNDS.map((ground): [string, string] => [edge, ground]),
    );
    expect(weak(edges, 3)).toEqual([]);
  });

  it("label colours are seen by the edge of their swatches", () => {
    const fg = colour(tokens, side, "fg");
    const edges = PALETTE.flatMap((ink) =>
      ["bg", "bg-raised"].map((on): [string, string] => [mixed(ink, fg), on]),
    );
    expect(weak(edges, 3)).toEqual([]);
  });
});
