import { expect, test } from "vitest";

import { strength } from "../core/strength";
import { detailsOf, said } from "../pages/log/sentences";
import { addressesIn } from "../pages/people/addresses";
import { namesIn } from "../pages/settings/SettingsPage";

test("addresses are found however they are pasted", () => {
  const text = 'Ann Lee <Ann@x.org>, "Ray, Bob" <bob@x.org>; eve@x.org\nann@x.org\tzoe@x.org';
  expect(addressesIn(text)).toEqual({
    good: ["ann@x.org", "bob@x.org", "eve@x.org", "zoe@x.org"],
    bad: [],
  });
  expect(addressesIn("ann, bob@ , @x.org")).toEqual({ good: [], bad: ["ann", "bob@", "@x.org"] });
  expect(addressesIn("  \n ")).toEqual({ good: [], bad: [] });
});

test("a password's strength is told by what makes it guessable", () => {
  expect(strength("0123456789")).toBe("weak");
  expect(strength("abcabcabcabcabc")).toBe("weak");
  expect(strength("password-2026-summer")).toBe("weak");
  expect(strength("annlee-works-here", ["AnnLee"])).toBe("weak");
  expect(strength("trq9fw2mzk")).toBe("fair");
  expect(strength("lamps sing low")).toBe("good");
  expect(strength("seven green lamps sing")).toBe("strong");
});

const entry = (action: string, target: string, detail = {}) => ({
  id: 1,
  at: 0,
  actor: "Ann",
  actor_id: 1,
  project: null,
  item: null,
  action,
  target,
  detail,
});

test("the log speaks in sentences and hides nothing", () => {
  expect(said(entry("member.set", "bob@x.org", { role: "reviewer" }))).toBe(
    "gave bob@x.org the role of Reviewer",
  );
  expect(said(entry("member.assign", "bob@x.org", { items: 1 }))).toBe("kept 1 item for bob@x.org");
  expect(said(entry("person.admin", "bob@x.org", { admin: false }))).toBe(
    "took the admin rights of bob@x.org",
  );
  expect(said(entry("some.new_deed", "thing"))).toBe("some.new_deed thing");
  expect(detailsOf(entry("project.change", "p", { settings: { overlap: 2 }, title: "" }))).toBe(
    'settings: {"overlap":2}',
  );
});

test("names of fields are read from a line", () => {
  expect(namesIn(" source, language ,source,, ")).toEqual(["source", "language"]);
  expect(namesIn("")).toEqual([]);
});
