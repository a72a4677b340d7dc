import { describe, expect, it } from "vitest";

import { rowsOf } from "../pages/task/rows";

const data = (text: string) => rowsOf(text).map((row) => row.data);

describe("rows to try a task on", () => {
  it.each([",", ";", "\t", "|"])("are cut at %j", (mark) => {
    const rows = [
      ["id", "text"],
      ["1", "a"],
      ["2", "b"],
    ];
    expect(data(rows.map((row) => row.join(mark)).join("\n"))).toEqual([
      { id: "1", text: "a" },
      { id: "2", text: "b" },
    ]);
  });

  it("are cut at semicolons though texts hold commas and a heading does too", () => {
    expect(data("id;text, as written\n1;good, cheap\n2;bad, slow, dear\n3;fine")).toEqual([
      { id: "1", "text, as written": "good, cheap" },
      { id: "2", "text, as written": "bad, slow, dear" },
      { id: "3", "text, as written": "fine" },
    ]);
  });

  it("are cut though a heading is empty, and lines of prose stay lines", () => {
    expect(data("id;text;\n1;a;\n2;b;")[0]).toEqual({ id: "1", text: "a", column_3: "" });
    expect(data("Good.\nFine, really; yes.")).toEqual([{ text: "Good." }, { text: "Fine, really; yes." }]);
  });
});
