import { expect, test } from "vitest";

const styles = import.meta.glob<string>(["../**/*.css"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../tests/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

const bare = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, "");

// surface/: what lies on an item and behind it is no colour of the app.
test("colours stand in tokens.css alone", () => {
  const RAW = /#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl|oklch)a?\(|light-dark\(/i;
  const wrong = Object.entries(styles)
    .filter(([path]) => !/\/tokens\.css$|\/surface\//.test(path))
    .flatMap(([path, css]) =>
      bare(css)
        .split("\n")
        .filter((line) => RAW.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(Object.values(styles).join("").length).toBeGreaterThan(10_000);
  expect(wrong).toEqual([]);
});

test("every style is of something that is drawn", () => {
  const code = Object.values(sources).join("\n");
  const beginnings = [...code.matchAll(/([\w-]+(?:--|__|-))\$\{/g)].map(([, start]) => start as string);
  const names = new Set(
    Object.values(styles).flatMap((css) =>
      [...bare(css).matchAll(/\.([a-z][\w-]*)(?=[^{}]*\{)/g)].map(([, name]) => name as string),
    ),
  );
  const idle = [...names].filter(
    (name) =>
      !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(code) &&
      !beginnings.some((start) => name.startsWith(start)),
  );
  expect(idle).toEqual([]);
});
