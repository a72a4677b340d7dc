import { describe, expect, test } from "vitest";

import type { MaskValue } from "../catalog.gen";
import { mask } from "../shapes/mask";
import { ringsOf } from "../shapes/rings";
import { areaOf, pack, packed, stretchesOf, strokePixels, unpack } from "../shapes/runs";

const [HEIGHT, WIDTH] = [20, 30];
const SIZE = { width: WIDTH, height: HEIGHT };

function of(covered: (x: number, y: number) => boolean): MaskValue {
  const list: number[] = [];
  for (let x = 0; x < WIDTH; x++)
    for (let y = 0; y < HEIGHT; y++) if (covered(x, y)) list.push(x * HEIGHT + y, x * HEIGHT + y + 1);
  const joined = list.filter((at, i) => !(at === list[i - 1] || at === list[i + 1]));
  return packed(joined, HEIGHT, WIDTH);
}
const covered = (value: MaskValue, x: number, y: number) =>
  mask.hit(value, { x: x + 0.5, y: y + 0.5 }, 0)?.on === "inside";
const stroke = (less: boolean, radius: number, ...points: [number, number][]) => ({
  points: points.map(([x, y]) => ({ x, y })),
  radius,
  less,
});

test("run lengths are packed as COCO does it", () => {
  expect(pack([460, 9, 21, 9, 20, 11, 670])).toBe("\\>9e00O2Zd0");
  for (const runs of [[0, 600], [600], [5, 1, 268435456 - 6], [1, 40, 1, 3, 200, 1]])
    expect(unpack(pack(runs))).toEqual(runs);
});

test("a round brush covers the pixels whose middles it passes over", () => {
  const points: [number, number][] = [
    [6.3, 5.1],
    [20.7, 12.4],
    [22, 3],
  ];
  const found = packed(strokePixels(stroke(false, 3.2, ...points), HEIGHT, WIDTH), HEIGHT, WIDTH);
  const apart = (x: number, y: number) =>
    Math.min(
      ...points.slice(1).map(([bx, by], i) => {
        const [ax, ay] = points[i] as [number, number];
        const share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
        const on = Math.max(0, Math.min(1, share));
        return Math.hypot(x - ax - on * (bx - ax), y - ay - on * (by - ay));
      }),
    );
  expect(found).toEqual(of((x, y) => apart(x + 0.5, y + 0.5) <= 3.2));
});

describe("strokes", () => {
  const disc = mask.brushed?.(null, stroke(false, 4, [10, 10]), SIZE) as MaskValue;

  test("add to a mask and take away from it", () => {
    const more = mask.brushed?.(disc, stroke(false, 2, [10, 10], [20, 10]), SIZE) as MaskValue;
    expect([covered(disc, 19, 10), covered(more, 19, 10), covered(more, 8, 10)]).toEqual([false, true, true]);
    const less = mask.brushed?.(more, stroke(true, 2, [10, 10]), SIZE) as MaskValue;
    expect([covered(less, 10, 10), covered(less, 19, 10)]).toEqual([false, true]);
    expect(mask.brushed?.(disc, stroke(true, 9, [10, 10]), SIZE)).toBe(null);
    expect(mask.brushed?.(null, stroke(true, 9, [10, 10]), SIZE)).toBe(null);
  });

  test("a mask is moved by whole pixels and stays in its picture", () => {
    const moved = mask.move(disc, { x: 3.4, y: -2.2 });
    const [before, after] = [mask.bounds(disc), mask.bounds(moved)];
    expect(after).toEqual({ ...before, x: before.x + 3, y: before.y - 2 });
    expect(mask.move(moved, { x: -3, y: 2 })).toEqual(disc);
    const corner = mask.move(disc, { x: 500, y: 500 });
    expect(mask.bounds(corner)).toEqual({ ...before, x: WIDTH - before.width, y: HEIGHT - before.height });
    expect(areaOf(stretchesOf(corner))).toBe(areaOf(stretchesOf(disc)));
  });

  test("near its edge it is hit too, further off not", () => {
    expect(mask.hit(disc, { x: 15, y: 10 }, 2)?.on).toBe("edge");
    expect(mask.hit(disc, { x: 19, y: 10 }, 2)).toBe(null);
  });
});

test("rings hold the area, holes run the other way", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let round = 0; round < 40; round++) {
    const bits = Array.from({ length: HEIGHT * WIDTH }, () => random() < 0.3 + round / 100);
    const value = of((x, y) => bits[x * HEIGHT + y] === true);
    const sum = ringsOf(value).reduce(
      (all, ring) =>
        all +
        ring.reduce((part, { x, y }, i) => {
          const next = ring[(i + 1) % ring.length] as { x: number; y: number };
          return part + (x * next.y - next.x * y) / 2;
        }, 0),
      0,
    );
    expect(sum).toBe(areaOf(stretchesOf(value)));
  }
  const frame = of((x, y) => x >= 2 && x < 9 && y >= 2 && y < 9 && !(x === 5 && y === 5));
  expect(ringsOf(frame).map((ring) => ring.length)).toEqual([4, 4]);
});
