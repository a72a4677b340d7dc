import { expect, test } from "vitest";

import { byDay, spread } from "../pages/overview/days";
import { asCsv } from "../ui/plot/save";
import { linear, roundUp, ticksOf } from "../ui/plot/scale";
import { cut } from "../ui/plot/text";

test("axes end and are marked at round numbers", () => {
  expect([1, 3, 99, 144, 480, 12_001].map((most) => roundUp(most))).toEqual([1, 3, 100, 150, 600, 15_000]);
  expect(ticksOf(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticksOf(-0.2, 1, 5)).toEqual([0, 0.5, 1]);
  expect(ticksOf(5, 5, 4)).toEqual([5]);
  const place = linear(0, 10, 100, 0);
  expect([place(0), place(5), place(10)]).toEqual([100, 50, 0]);
});

test("a table becomes CSV that spreadsheets read as text, never run", () => {
  const rows = [
    ["plain", 1, null],
    ['a "b", c', 0.5, 2],
    ["=1+1", 3, 4],
  ];
  expect(asCsv({ columns: ["name", "a", "b"], rows })).toBe(
    'name,a,b\r\nplain,1,\r\n"a ""b"", c",0.5,2\r\n\'=1+1,3,4\r\n',
  );
});

test("answers by the hour fall into local days without a gap", () => {
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime() / 3_600_000;
  const now = new Date(2026, 2, 31, 12);
  const hours = [
    [at(27, 23), 4, 1],
    [at(28, 0), 6, 2],
    [at(30, 9), 1, 1],
  ] as const;
  expect(byDay(hours, now).map(({ at, answers }) => [at.getDate(), answers])).toEqual([
    [27, 4],
    [28, 6],
    [29, 0],
    [30, 1],
    [31, 0],
  ]);
  expect(spread(hours, now).by).toBe("day");
  const few = spread([[at(31, 9), 5, 1]], now);
  expect([few.by, few.counts.map(({ answers }) => answers)]).toEqual(["hour", [5, 0, 0, 0]]);
  expect(spread([], now).counts).toEqual([]);
});

test("names are cut to the room they have", () => {
  expect(cut("Technical", 200)).toBe("Technical");
  expect(cut("Technical", 40)).toHaveLength(6);
});
