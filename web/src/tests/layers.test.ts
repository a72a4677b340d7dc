import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../tests/**", "!../**/*.gen.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** What each folder may import besides itself; arrows only point down. */
const MAY: { [folder: string]: string[] } = {
  core: ["catalog.gen"],
  i18n: ["core"],
  api: ["core"],
  ui: ["core", "i18n"],
  surface: ["core", "i18n", "ui"],
  shapes: ["core", "surface", "catalog.gen"],
  answers: ["core", "i18n", "ui", "catalog.gen"],
  media: ["core", "i18n", "ui", "surface", "shapes"],
};

function folderOf(path: string): string {
  const parts = path.replace(/^\.\.\//, "").split("/");
  return parts.length > 1 ? (parts[0] as string) : (parts[0] as string).replace(/\.tsx?$/, "");
}

function importsOf(path: string, source: string): string[] {
  return [...source.matchAll(/^(?:import|export)[^"']*?["'](\.[^"']+)["']/gm)].map(([, target]) => {
    const folder = new URL(target as string, `http://x/${path.replace(/^\.\.\//, "")}`).pathname.slice(1);
    return folderOf(folder);
  });
}

test("arrows only point down", () => {
  const wrong = Object.entries(sources).flatMap(([path, source]) => {
    const own = folderOf(path);
    const allowed = MAY[own];
    if (!allowed) return [];
    return importsOf(path, source)
      .filter((target) => target !== own && !allowed.includes(target))
      .map((target) => `${path} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("core knows neither React nor the page", () => {
  const wrong = Object.entries(sources)
    .filter(
      ([path, source]) =>
        path.startsWith("../core/") && /from "react|\b(document|window|localStorage)\./.test(source),
    )
    .map(([path]) => path);
  expect(wrong).toEqual([]);
});

test("files stay small enough to read", () => {
  const long = Object.entries(sources)
    .map(([path, source]) => [path, source.split("\n").length] as const)
    .filter(([path, lines]) => lines > 400 && !path.includes("/i18n/"));
  expect(long).toEqual([]);
});
