import { describe, expect, it } from "vitest";

import type { Region, Schema } from "../core/model";
import { relationLines } from "../pages/review/joined";
import { setLines, type Voice } from "../pages/review/voices";

const schema = (directed: boolean) =>
  ({
    fields: [{ id: "text", name: "text", medium: "text", source: "text" }],
    region_sets: [{ id: "names", name: "names", field: "text", shapes: ["span"] }],
    relation_sets: [{ id: "links", name: "links", from_sets: ["names"], to_sets: ["names"], directed }],
    questions: [],
  }) as unknown as Schema;

const span = (id: string, start: number, end: number): Region => ({
  id,
  set: "names",
  shape: "span",
  version: 1,
  value: { start, end },
});

/** Two people drew the same two names under ids of their own. */
const voice = (id: string, relations: [string, string][], value?: string): Voice =>
  ({
    id,
    name: id,
    stale: false,
    body: {
      regions: [span(`${id}1`, 0, 4), span(`${id}2`, 10, 14)],
      answers: value ? [{ question: "kind", kind: "choice", version: 1, value, region: `${id}-r0` }] : [],
      relations: relations.map(([from, to], at) => ({
        id: `${id}-r${at}`,
        set: "links",
        from_id: `${id}${from}`,
        to_id: `${id}${to}`,
      })),
    },
  }) as unknown as Voice;

function compared(directed: boolean, ...voices: Voice[]) {
  const task = schema(directed);
  const [found] = relationLines(task, voices, setLines(task, voices));
  return found;
}

describe("relations of several labelers", () => {
  it("are the same where they join the same things, whatever the ids", () => {
    const found = compared(true, voice("a", [["1", "2"]]), voice("b", [["1", "2"]]));
    expect(found?.lines).toHaveLength(1);
    expect(found?.differs).toBe(false);
    expect([...(found?.lines[0]?.cells.keys() ?? [])]).toEqual(["a", "b"]);
  });

  it("differ by direction where it counts, and only there", () => {
    const turned = [voice("a", [["1", "2"]]), voice("b", [["2", "1"]])] as const;
    expect(compared(true, ...turned)?.lines).toHaveLength(2);
    expect(compared(true, ...turned)?.differs).toBe(true);
    expect(compared(false, ...turned)?.lines).toHaveLength(1);
    expect(compared(false, ...turned)?.differs).toBe(false);
  });

  it("differ where one is missing, or said to be something else", () => {
    expect(compared(true, voice("a", [["1", "2"]]), voice("b", []))?.differs).toBe(true);
    const other = compared(true, voice("a", [["1", "2"]], "owns"), voice("b", [["1", "2"]], "knows"));
    expect(other?.lines).toHaveLength(1);
    expect(other?.differs).toBe(true);
  });

  it("are not spoken of where nobody drew one", () => {
    expect(compared(true, voice("a", []), voice("b", []))).toBeUndefined();
  });
});
