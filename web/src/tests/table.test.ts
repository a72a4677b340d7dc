// The data table's rows: which are drawn, and which are asked for.

import { describe, expect, it } from "vitest";

import type { ItemPage } from "../api/items";
import { type Load, PAGE, Rows } from "../pages/data/rows";
import { sightOf, towards } from "../pages/data/scroll";

const HEIGHT = 44;
const VIEW = 600;
const later = () => new Promise((done) => setTimeout(done));

describe("the rows in sight", () => {
  it.each([0, 1, 43, 44, 1_000, 500_123, 43_999_400])("are all drawn, and few more, from %i on", (offset) => {
    const { first, end } = sightOf(offset, VIEW, HEIGHT, 1_000_000);
    expect(first * HEIGHT).toBeLessThanOrEqual(offset);
    expect(end * HEIGHT).toBeGreaterThanOrEqual(Math.min(offset + VIEW, 1_000_000 * HEIGHT));
    expect(end - first).toBeLessThan(VIEW / HEIGHT + 28);
  });

  it("stay the same while little is scrolled", () => {
    const before = sightOf(44_000, VIEW, HEIGHT, 5000);
    expect(sightOf(44_030, VIEW, HEIGHT, 5000)).toEqual(before);
    expect(sightOf(44_400, VIEW, HEIGHT, 5000)).not.toEqual(before);
  });

  it("end where the list does", () => {
    expect(sightOf(0, VIEW, HEIGHT, 3)).toEqual({ first: 0, end: 3 });
    expect(sightOf(9_999, VIEW, HEIGHT, 3)).toEqual({ first: 3, end: 3 });
    expect(sightOf(0, VIEW, HEIGHT, 0)).toEqual({ first: 0, end: 0 });
  });

  it("move as little as it takes to see a row", () => {
    expect(towards(1000, 30, VIEW, HEIGHT)).toBe(1000);
    expect(towards(1000, 2, VIEW, HEIGHT)).toBe(2 * HEIGHT);
    expect(towards(1000, 99, VIEW, HEIGHT)).toBe(100 * HEIGHT - VIEW);
  });
});

class Server {
  asked: number[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly total: number) {}

  load: Load = ({ after, offset }) => {
    const from = after === undefined ? (offset ?? 0) : Number(after);
    this.asked.push(from / PAGE);
    const items = Array.from({ length: Math.min(PAGE, this.total - from) }, (_, n) => ({
      item: `${from + n}`,
    }));
    const page = { items, after: `${from + items.length}`, search: null } as unknown as ItemPage;
    return new Promise((answer) => this.waiting.push(() => answer(page)));
  };

  async answers(): Promise<void> {
    for (const one of this.waiting.splice(0)) one();
    await later();
  }
}

async function opened(total: number): Promise<[Server, Rows]> {
  const server = new Server(total);
  const rows = new Rows(server.load, async () => total);
  void rows.start();
  await server.answers();
  server.asked.length = 0;
  return [server, rows];
}

describe("the rows asked for", () => {
  it("are those near the ones in sight, once", async () => {
    const [server, rows] = await opened(1000);
    rows.need(20, 60);
    expect(server.asked).toEqual([]);
    rows.need(40, 80);
    rows.need(44, 84);
    expect(server.asked).toEqual([1]);
    await server.answers();
    expect(rows.at(140)?.item).toBe("140");
    expect(server.asked).toEqual([1]);
  });

  it("are what is in sight in the end, not all that was passed on the way", async () => {
    const [server, rows] = await opened(1_000_000);
    for (let row = 10_040; row <= 600_040; row += 10_000) rows.need(row, row + 20);
    expect(server.asked).toEqual([100, 200, 300]);
    await server.answers();
    expect(server.asked).toEqual([100, 200, 300, 6000]);
    await server.answers();
    expect(rows.at(600_060)?.item).toBe("600060");
  });

  it("are none once the list is left", async () => {
    const [server, rows] = await opened(1000);
    rows.need(500, 520);
    const { length } = server.asked;
    rows.dispose();
    rows.need(700, 720);
    await server.answers();
    expect(server.asked).toHaveLength(length);
  });
});
