import { expect, test } from "vitest";

import { crc32, zip } from "../core/zip";
import { asOne, pasted } from "../pages/import/given";
import { moved, optionsOf, targetsOf } from "../pages/import/targets";

const schema = {
  fields: [
    { id: "f1", name: "Review", medium: "text", source: "text" },
    { id: "f2", name: "Photo", medium: "image", source: "photo" },
  ],
  questions: [{ id: "mood", name: "Mood", kind: "choice", about: "item" }],
  region_sets: [{ id: "rs", name: "Parts", field: "f1", shapes: ["span"] }],
  relation_sets: [],
} as unknown as Parameters<typeof targetsOf>[2];

test("columns go where the options say, and the options are found again", () => {
  const columns = ["nr", "text", "Body", "sentiment", "spans", "junk", "more"];
  const options = {
    key: "nr",
    fields: { Body: "f2" },
    labels: { sentiment: "mood", spans: "Parts" },
    meta: ["more"],
    leave_out: ["junk"],
    encoding: "cp1252",
  };
  const targets = targetsOf(columns, options, schema);
  expect(targets).toEqual({
    nr: "key",
    text: "field:Review",
    Body: "field:Photo",
    sentiment: "label:Mood",
    spans: "label:Parts",
    junk: "out",
    more: "meta",
  });
  const again = optionsOf(targets, options, schema);
  expect(again).toEqual({
    ...options,
    fields: { Body: "Photo" },
    labels: { sentiment: "Mood", spans: "Parts" },
  });
  expect(targetsOf(columns, again, schema)).toEqual(targets);
});

test("a place that another column takes is given up, without filling a field by its name", () => {
  const targets = targetsOf(["text", "body", "id"], { key: "id" }, schema);
  const next = moved(targets, "body", "field:Review", schema);
  expect(next).toEqual({ text: "meta", body: "field:Review", id: "key" });
  expect(moved(next, "text", "key", schema).id).toBe("data");
});

test.each([
  ["text\tmood\nfine\tgood", "tsv"],
  ["text,mood\nfine,good", "csv"],
  ['{"text": "a"}\n{"text": "b"}', "jsonl"],
  ['[{"text": "a"}]', "json"],
  ["Well, that was good.\nNo, it was not.", "txt"],
  ["one line", "txt"],
])("pasted %j is %s", (text, ending) => {
  expect(pasted(text).name).toBe(`pasted.${ending}`);
});

test("CRC-32 as everywhere", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("several files become one archive, the same bytes whatever their order; one stays itself", async () => {
  const files = [
    { path: "set/b.txt", file: new Blob(["two"]) },
    { path: "set/ä.txt", file: new Blob(["one"]) },
  ];
  const bytes = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];
  expect(await bytes(await zip(files))).toEqual(await bytes(await zip([...files].reverse())));
  const packed = await asOne(files, () => undefined);
  expect(packed.name).toBe("set.zip");
  expect((await asOne(files.slice(0, 1), () => undefined)).name).toBe("b.txt");
});
