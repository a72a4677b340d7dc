import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { readNumber } from "../answers/number";
import { moved, orderOf } from "../answers/ranking";
import { withPath } from "../answers/tree";
import { answers, answerUI } from "../catalog";
import { kinds } from "../catalog.gen";
import { Markdown } from "../ui/Markdown";
import { answerExamples } from "./kit";

const all = Object.entries(answerExamples).flatMap(([kind, examples]) =>
  examples.map((example, i) => [`${kind} ${i + 1}`, { kind, example }] as const),
);

test("every answer kind of the server has its file", () =>
  expect(Object.keys(answers)).toEqual(Object.keys(kinds.answers)));

describe.each(all)("%s", (_, { kind, example }) => {
  const ui = answerUI(kind);
  const { config, data, valid } = example;

  test("draws and names every valid value, and has nothing against it", () => {
    for (const value of valid) {
      const { Control, Summary } = ui;
      const { container, unmount } = render(
        <>
          <Control
            id="q"
            name="Question"
            value={value}
            config={config}
            data={data}
            set={() => undefined}
            keyFor={() => undefined}
            invalid={false}
          />
          <p data-testid="summary">
            <Summary value={value} config={config} data={data} />
          </p>
        </>,
      );
      expect(container.querySelectorAll("input, textarea, select, button").length).toBeGreaterThan(0);
      if (JSON.stringify(value) !== '""') expect(screen.getByTestId("summary").textContent).not.toBe("");
      expect(ui.wrong?.(value, config) ?? null).toBeNull();
      unmount();
    }
  });

  test("keys give values that the examples know, and take them back", () => {
    for (const { apply } of ui.keys?.(config, data) ?? []) {
      const given = apply(null);
      expect(given).not.toBeNull();
      expect(apply(given)).toBeNull();
    }
  });
});

test("what the server would refuse is said before sending", () => {
  const refused: [string, unknown, { [key: string]: unknown }][] = [
    ["number", -0.1, { min: 0 }],
    ["number", 0.35, { min: 0, step: 0.1 }],
    ["number", 1.5, { integer: true }],
    ["choices", [], { min: 1 }],
    ["choices", ["a", "b", "c"], { max: 2 }],
    ["text", "   ", {}],
    ["text", "two\nlines", {}],
    ["text", "👵🏽👵🏽", { max_length: 3 }],
  ];
  for (const [kind, value, config] of refused)
    expect(answerUI(kind).wrong?.(value as never, config)).toBeTypeOf("string");
  expect(answerUI("text").wrong?.("👵🏽", { max_length: 2 })).toBeNull();
});

test("numbers as people type them", () => {
  expect(["4,5", " 12 ", "-3", "−3", ".5", "1e3"].map(readNumber)).toEqual([4.5, 12, -3, -3, 0.5, 1000]);
  expect(["", "-", "1.2.3", "abc", "0x10"].map(readNumber)).toEqual([null, null, null, null, null]);
});

test("tree: one place never stands twice, nor with what implies it", () => {
  expect(withPath([["animal"]], ["animal", "dog"], true)).toEqual([["animal", "dog"]]);
  expect(withPath([["animal", "dog"]], ["plant"], true)).toEqual([["animal", "dog"], ["plant"]]);
  expect(withPath([["animal", "dog"]], ["plant"], false)).toEqual([["plant"]]);
  expect(withPath([["plant"]], ["plant"], false)).toBeNull();
});

test("an unknown kind is edited as JSON", () => {
  const { Control } = answerUI("from-a-plugin");
  render(
    <Control
      id="q"
      name="Q"
      value={{ a: 1 }}
      config={{}}
      data={{}}
      set={() => undefined}
      keyFor={() => undefined}
      invalid={false}
    />,
  );
  expect((screen.getByRole("textbox") as HTMLTextAreaElement).value).toContain('"a"');
});

test("guidelines: emphasis within emphasis", () => {
  const { container } = render(
    <Markdown
      text={
        "*Dr. **Amara Okafor***; ***University of Leeds*** is one. snake_case_name, _so_, 2 * 3 * 4, **a *b* c**"
      }
    />,
  );
  expect(container.querySelector("p")?.innerHTML).toBe(
    "<em>Dr. <strong>Amara Okafor</strong></em>; <strong><em>University of Leeds</em></strong> is one. " +
      "snake_case_name, <em>so</em>, 2 * 3 * 4, <strong>a <em>b</em> c</strong>",
  );
});

test("guidelines: structure is drawn, code is not run", () => {
  const text = [
    "# Head",
    "A **bold** and *soft* word with `code`.",
    "- one",
    "  - inner",
    "- two",
    "",
    "| a | b |",
    "| - | - |",
    "| 1 | 2 |",
    "[bad](javascript:alert(1)) [good](https://example.org) ![out](https://tracker.example/x.png) ![in](/media/p/x.png)",
    "<img src=x onerror=alert(1)>",
  ].join("\n");
  const { container } = render(<Markdown text={text} />);
  expect(container.querySelector("h2")?.textContent).toBe("Head");
  expect(container.querySelectorAll("li")).toHaveLength(3);
  expect(container.querySelectorAll("td")).toHaveLength(2);
  expect([...container.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual([
    "https://example.org",
  ]);
  expect([...container.querySelectorAll("img")].map((img) => img.getAttribute("src"))).toEqual([
    "/media/p/x.png",
  ]);
  expect(container.textContent).toContain("<img src=x");
});

test("an order: moved within its ends, and mended when what is offered changed", () => {
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "c", -4)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "a", 9)).toEqual(["b", "c", "a"]);
  expect(orderOf(["a", "b", "c"], null)).toEqual(["a", "b", "c"]);
  expect(orderOf(["a", "b", "d"], ["c", "b", "a"])).toEqual(["b", "a", "d"]);
});
