import { describe, expect, it, vi } from "vitest";

import { Desk, type DeskCase, type DeskDecision } from "../core/desk";
import type { Body, Schema } from "../core/model";

const SCHEMA = {
  fields: [{ id: "text", name: "text", medium: "text", source: "text" }],
  region_sets: [{ id: "names", name: "names", field: "text", shapes: ["span"] }],
  questions: [
    {
      id: "tone",
      name: "tone",
      kind: "choice",
      about: "item",
      required: true,
      config: {
        values: [
          { id: "good", name: "good" },
          { id: "bad", name: "bad" },
        ],
      },
    },
  ],
} as unknown as Schema;

const tone = (value: string): Body => ({
  regions: [],
  answers: [{ question: "tone", kind: "choice", version: 1, value }],
});

const drawn = (id: string): Body => ({
  ...tone("good"),
  regions: [{ id, set: "names", shape: "span", version: 1, value: { start: 0, end: 3 } }],
});

function found(item: string, change: Partial<DeskCase> = {}): DeskCase {
  return {
    item,
    revision: 1,
    data: { text: "some text" },
    media: {},
    resolution: { id: 7, state: "tie", body: { regions: [], answers: [] } },
    annotations: [
      { annotation: "11", revision: 1, body: tone("good") },
      { annotation: "12", revision: 2, body: drawn("r1") },
    ],
    ...change,
  };
}

function desk(queue: string[], decide?: (item: string) => Promise<{ review: number }>) {
  const sent: [string, DeskDecision][] = [];
  const waiting = [...queue];
  const api = {
    next: vi.fn(async (without: readonly unknown[]) => {
      const item = waiting.find((one) => !without.includes(one) && !sent.some(([id]) => id === one));
      return item ? found(item) : null;
    }),
    open: vi.fn(async (item: unknown) => found(`${item}`)),
    decide: vi.fn(async (item: unknown, decision: DeskDecision) => {
      if (decide) return decide(`${item}`);
      sent.push([`${item}`, decision]);
      return { review: sent.length };
    }),
    sendBack: vi.fn(async () => ({ review: 99 })),
    undo: vi.fn(async () => {
      const [item] = sent.pop() ?? [""];
      return { item };
    }),
    letGo: vi.fn(async () => undefined),
  };
  const made = new Desk<DeskCase>({
    schema: SCHEMA,
    schemaVersion: 1,
    api,
    wrong: () => null,
    clock: { restart: () => undefined, seconds: 3.14 },
  });
  return { made, api, sent };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("a reviewer's desk", () => {
  it("decides on what was seen and shows the next at once", async () => {
    const { made, sent } = desk(["1", "2"]);
    await made.begin();
    await settled();
    expect(made.item).toBe("1");
    expect(made.snapshot().ready).toBe(true);
    expect(made.decide()).toBe(false);
    made.take("11");
    made.write(" clear ");
    expect(made.decide()).toBe(true);
    expect(made.item).toBe("2");
    await settled();
    expect(sent[0]).toEqual([
      "1",
      {
        act: "decide",
        body: tone("good"),
        note: "clear",
        seen: 7,
        saw: [
          [11, 1],
          [12, 2],
        ],
        based_on: 11,
        seconds: 3.1,
      },
    ]);
  });

  it("mixes: one question of one labeler, one region of another, and takes it back", async () => {
    const { made } = desk(["1"]);
    await made.begin();
    const bench = made.snapshot().open?.bench;
    const question = SCHEMA.questions[0];
    if (!bench || !question) throw new Error("nothing is open");
    made.takeAnswer("11", question);
    made.takeRegion("12", "r1");
    expect(bench.body.answers[0]?.value).toBe("good");
    expect(bench.body.regions).toHaveLength(1);
    made.takeRegion("12", "r1");
    expect(bench.body.regions).toHaveLength(0);
    made.take("12");
    expect(bench.body.regions).toHaveLength(1);
    bench.undo();
    expect(bench.body.regions).toHaveLength(0);
  });

  it("accepts a label that stands as it is", async () => {
    const { made, api, sent } = desk(["1"]);
    api.next.mockResolvedValueOnce(
      found("1", { resolution: { id: 7, state: "resolved", body: tone("bad") } }),
    );
    await made.begin();
    expect(made.accepts()).toBe(true);
    made.take("11");
    expect(made.accepts()).toBe(false);
    made.snapshot().open?.bench.undo();
    made.decide();
    await settled();
    expect(sent[0]?.[1].act).toBe("accept");
  });

  it("brings a refused decision back with the work that was done", async () => {
    const refusal = new Error("answers changed meanwhile");
    const { made } = desk(["1", "2"], () => Promise.reject(refusal));
    await made.begin();
    await settled();
    made.take("11");
    made.write("because");
    made.decide();
    await settled();
    const { open, refused, decided } = made.snapshot();
    expect(open?.case.item).toBe("1");
    expect([open?.bench.body, open?.note, refused, decided]).toEqual([tone("good"), "because", refusal, 0]);
    expect(made.held).toContain("2");
  });

  it("takes the last decision back, then goes on where it was", async () => {
    const { made } = desk(["1", "2", "3"]);
    await made.begin();
    await settled();
    made.take("11");
    made.decide();
    await settled();
    expect(made.item).toBe("2");
    expect(await made.undo()).toBe(true);
    expect(made.item).toBe("1");
    expect(made.snapshot().open?.bench.body).toEqual(tone("good"));
    expect(made.snapshot().canUndo).toBe(false);
    made.decide();
    expect(made.item).toBe("2");
    expect(await made.undo()).toBe(true);
  });

  it("skips, ends, and comes to the skipped ones again", async () => {
    const { made, api } = desk(["1"]);
    await made.begin();
    await made.skip();
    expect([made.snapshot().phase, made.snapshot().skipped]).toEqual(["empty", ["1"]]);
    expect(api.letGo).toHaveBeenCalledWith(["1"]);
    await made.again();
    expect(made.item).toBe("1");
    made.close();
    expect(api.letGo).toHaveBeenLastCalledWith(["1"]);
  });
});
