import { describe, expect, test } from "vitest";

import { kinds } from "../catalog.gen";
import { planeShapes, shapes } from "../shapes";
import { shapeExamples } from "./kit";

/** Moved by whole pixels, inside their picture: mask.test.ts. */
const WHOLE = new Set(["mask"]);

const plane = Object.entries(planeShapes).flatMap(([name, shape]) =>
  (shapeExamples[name] ?? []).flatMap((example) =>
    example.valid.map((value) => ({ name, shape, value, example })),
  ),
);

describe.each(plane.map((one) => [`${one.name} ${JSON.stringify(one.value).slice(0, 60)}`, one] as const))(
  "%s",
  (_, one) => {
    const { shape, value } = one;

    test("finds its own handles", () => {
      for (const handle of shape.handles(value)) {
        const hit = shape.hit(value, handle.at, 1);
        expect(hit?.on).toBe("handle");
        // Where two lie on one spot, either will do; it must be at that spot.
        const found = shape.handles(value).find(({ id }) => hit?.on === "handle" && id === hit.handle);
        expect(found?.at.x).toBeCloseTo(handle.at.x, 6);
        expect(found?.at.y).toBeCloseTo(handle.at.y, 6);
      }
    });

    test.skipIf(WHOLE.has(one.name))("moving there and back changes nothing", () => {
      const by = { x: 12.5, y: -7.25 };
      expect(shape.move(shape.move(value, by), { x: -by.x, y: -by.y })).toEqual(value);
    });

    test.skipIf(WHOLE.has(one.name))("moving takes its bounds along", () => {
      const [before, after] = [shape.bounds(value), shape.bounds(shape.move(value, { x: 12.5, y: -7.25 }))];
      expect(after.x).toBeCloseTo(before.x + 12.5, 6);
      expect(after.y).toBeCloseTo(before.y - 7.25, 6);
      expect(after.width).toBeCloseTo(before.width, 6);
      expect(after.height).toBeCloseTo(before.height, 6);
    });

    test("pulling a handle to where it is changes nothing", () => {
      for (const handle of shape.handles(value).filter(({ look }) => look !== "middle")) {
        const pulled = shape.pull(value, handle.id, handle.at);
        for (const [at, before] of numbers(pulled).map((n, i) => [n, numbers(value)[i]] as const)) {
          expect(at).toBeCloseTo(before as number, 6);
        }
      }
    });

    test("its handles follow when pulled", () => {
      for (const handle of shape.handles(value).filter(({ look }) => look === "vertex")) {
        const to = { x: handle.at.x + 3, y: handle.at.y + 2 };
        const after = shape.handles(shape.pull(value, handle.id, to)).find(({ id }) => id === handle.id);
        expect(after?.at).toEqual(to);
      }
    });

    test("its bounds hold what it paints", () => {
      const bounds = shape.bounds(value);
      const seen: { x: number; y: number }[] = [];
      shape.paint(value, {
        rect: ({ x, y, width, height }) => seen.push({ x, y }, { x: x + width, y: y + height }),
        ring: (points) => seen.push(...points),
        line: (points) => (one.name === "rotated_box" ? undefined : seen.push(...points)),
        dot: (at) => seen.push(at),
        rings: (list) => seen.push(...list.flat()),
      });
      for (const { x, y } of seen) {
        expect(x).toBeGreaterThanOrEqual(bounds.x - 1e-6);
        expect(y).toBeLessThanOrEqual(bounds.y + bounds.height + 1e-6);
      }
    });

    test("is sound", () => expect(shape.sound(value)).toBe(true));
  },
);

test("every shape of the server has its file, and can be placed by keys", () => {
  expect(Object.keys(shapes)).toEqual(Object.keys(kinds.shapes));
  const room = { x: 10, y: 20, width: 300, height: 200 };
  for (const shape of Object.values(planeShapes)) {
    const placed = shape.place(room, { width: 400, height: 300 });
    expect(shape.sound(placed)).toBe(true);
    const bounds = shape.bounds(placed);
    expect(bounds.x).toBeGreaterThanOrEqual(room.x);
    expect(bounds.y + bounds.height).toBeLessThanOrEqual(room.y + room.height);
    if (shape.grip) expect(shape.handles(placed).map(({ id }) => id)).toContain(shape.grip);
  }
});

test("what has no area or a point twice is not sound", () => {
  expect(planeShapes.box?.sound({ x: 1, y: 1, width: 0, height: 4 })).toBe(false);
  expect(
    planeShapes.polygon?.sound({
      parts: [
        [
          [0, 0],
          [5, 5],
          [9, 9],
        ],
      ],
    }),
  ).toBe(false);
  expect(
    planeShapes.polygon?.sound({
      parts: [
        [
          [0, 0],
          [5, 0],
          [5, 5],
          [0, 0],
        ],
      ],
    }),
  ).toBe(false);
  expect(
    planeShapes.polyline?.sound({
      points: [
        [1, 1],
        [1, 1],
      ],
    }),
  ).toBe(false);
});

test("a middle becomes a vertex, a vertex can be dropped", () => {
  const polygon = planeShapes.polygon as NonNullable<(typeof planeShapes)[string]>;
  const square = {
    parts: [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ],
    ],
  };
  const more = polygon.pull(square, "0/1+", { x: 14, y: 5 });
  expect(more.parts[0]).toEqual([
    [0, 0],
    [10, 0],
    [14, 5],
    [10, 10],
    [0, 10],
  ]);
  expect(polygon.held?.("0/1+")).toBe("0/2");
  expect(polygon.drop?.(more, "0/2")).toEqual(square);
  expect(
    polygon.drop?.(
      {
        parts: [
          [
            [0, 0],
            [10, 0],
            [10, 10],
          ],
        ],
      },
      "0/0",
    ),
  ).toBeNull();
});

test("a box pulled across itself turns over, a regular pull keeps it square", () => {
  const value = { x: 10, y: 10, width: 20, height: 10 };
  expect(planeShapes.box?.pull(value, "se", { x: 0, y: 5 })).toEqual({ x: 0, y: 5, width: 10, height: 5 });
  expect(planeShapes.box?.pull(value, "se", { x: 40, y: 12 }, true)).toEqual({
    x: 10,
    y: 10,
    width: 30,
    height: 30,
  });
});

function numbers(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbers) : [];
}
