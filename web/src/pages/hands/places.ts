// Where one can go: projects, and the pages of the project that is open.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

import { type Project, type ProjectRow, projects } from "../../api";
import type { Command } from "../../core/commands";
import { t } from "../../i18n";
import { projectQuery } from "../project/query";
import { LABELS, LEADS, REVIEWS, RUNS } from "../project/roles";
import { TABS, type Tab } from "../project/tabs";
import { useCommands } from "./useCommands";

/** Letters after `g`; a page that is not named here gets the first free letter of its address. */
const LETTERS: { readonly [page: string]: string } = {
  "": "o",
  data: "d",
  review: "r",
  releases: "e",
  label: "l",
};
const HOME = "h";

/** The two keys that lead to each tab. */
export function tabKeys(tabs: readonly Pick<Tab, "to">[]): Map<string, string> {
  const taken = new Set([HOME, ...Object.values(LETTERS)]);
  return new Map(
    tabs.map(({ to }) => {
      const page = pageOf(to);
      const letter = LETTERS[page] ?? [...page].find((one) => /[a-z]/.test(one) && !taken.has(one));
      if (letter) taken.add(letter);
      return [to, letter ? `g ${letter}` : ""];
    }),
  );
}

const pageOf = (to: string) => to.split("/")[3] ?? "";

export function usePlaces(project: string | undefined): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  // Known once the project's own page has asked; the palette may be open by then.
  // Only looked at, but with the same way to ask: what an observer gives counts for all that watch the query.
  const { data } = useQuery<Project>({ ...projectQuery(project ?? ""), enabled: false });
  const role = data?.role ?? "";
  const pages = useMemo(() => {
    if (project === undefined) return [];
    return pageCommands(
      role,
      (to, search) => void navigate({ to, search: search ?? {}, params: { project } }),
    );
  }, [project, role, navigate]);
  useCommands(pages, () => {
    const list = client.getQueryData<readonly ProjectRow[]>(["projects"]);
    // Not asked for yet (somebody came straight to a page): there by the time of the next look.
    if (!list) void client.prefetchQuery({ queryKey: ["projects"], queryFn: projects.list });
    return (list ?? []).map(
      (row): Command => ({
        id: `project ${row.name}`,
        name: row.title || row.name,
        group: t("group.projects"),
        scope: "app",
        keys: [],
        words: row.name,
        run: () => navigate({ to: "/p/$project", params: { project: row.name } }),
      }),
    );
  });
}

const idOf = (to: string) => `go.${pageOf(to) || "overview"}`;

type To = Tab["to"] | "/p/$project/label" | "/p/$project/import" | "/p/$project/comments";
type Go = (to: To, search?: { show: "export" }) => void;

export function pageCommands(role: string, go: Go): Command[] {
  const keys = tabKeys(TABS);
  const page = { group: t("group.pages"), scope: "page" as const };
  return [
    ...TABS.map(
      ({ to, name, roles }): Command => ({
        ...page,
        id: idOf(to),
        name: t(name),
        keys: [keys.get(to) ?? ""].filter(Boolean),
        enabled: () => !roles || roles.includes(role),
        run: () => go(to),
      }),
    ),
    {
      ...page,
      id: "go.label",
      name: t("projects.label"),
      keys: ["g l"],
      enabled: () => LABELS.includes(role),
      run: () => go("/p/$project/label"),
    },
    // Behind other pages, and still what people ask for by name.
    {
      ...page,
      id: "go.export",
      name: t("releases.show.export"),
      keys: [],
      enabled: () => RUNS.includes(role),
      run: () => go("/p/$project/releases", { show: "export" }),
    },
    {
      ...page,
      id: "go.import",
      name: t("import.title"),
      keys: [],
      enabled: () => LEADS.includes(role),
      run: () => go("/p/$project/import"),
    },
    {
      ...page,
      id: "go.comments",
      name: t("comments.title"),
      keys: [],
      enabled: () => REVIEWS.includes(role),
      run: () => go("/p/$project/comments"),
    },
  ];
}
