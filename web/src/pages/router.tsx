// Every page has its own address. Pages load when they are opened; the label screen is a bundle of its own.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";

import { QUEUES, type Queue } from "../api/review";
import { readSearch } from "./data/search";
import { Crash, NotFound } from "./errors";
import type { GuidelineSearch } from "./guideline/GuidelinePage";
import type { ImportSearch } from "./import/ImportPage";
import { Root } from "./Root";
import { type ReviewSearch, showOf } from "./review/shows";

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crash });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: { to?: string }): { to?: string } =>
    // Only our own pages: an address from outside must not send people elsewhere.
    typeof search.to === "string" && /^\/(?!\/)/.test(search.to) ? { to: search.to } : {},
  component: lazyRouteComponent(() => import("./auth/SignIn"), "SignIn"),
});

const invite = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite",
  component: lazyRouteComponent(() => import("./auth/Invite"), "Invite"),
});

const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: lazyRouteComponent(() => import("./SignedIn"), "SignedIn"),
});

const projects = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  validateSearch: (search: { q?: unknown }): { q?: string } =>
    typeof search.q === "string" && search.q ? { q: search.q } : {},
  component: lazyRouteComponent(() => import("./Projects"), "Projects"),
});

const VIEWS = ["form", "both", "yaml"] as const;
const viewOf = ({ view }: { view?: unknown }): { view?: (typeof VIEWS)[number] } =>
  VIEWS.includes(view as "form") ? { view: view as "form" } : {};

const newProject = createRoute({
  getParentRoute: () => signedIn,
  path: "/new",
  validateSearch: (search: {
    [name: string]: unknown;
  }): { from?: string; find?: string; view?: (typeof VIEWS)[number] } => ({
    ...(typeof search.from === "string" ? { from: search.from } : {}),
    ...(typeof search.find === "string" ? { find: search.find } : {}),
    ...viewOf(search),
  }),
  component: lazyRouteComponent(() => import("./task/NewProject"), "NewProject"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/AccountShell"), "AccountShell"),
});

const accountPages = [
  createRoute({
    getParentRoute: () => account,
    path: "/",
    component: lazyRouteComponent(() => import("./account/Profile"), "Profile"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/security",
    component: lazyRouteComponent(() => import("./account/Security"), "Security"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/tokens",
    component: lazyRouteComponent(() => import("./account/Tokens"), "Tokens"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/shortcuts",
    component: lazyRouteComponent(() => import("./account/Shortcuts"), "ShortcutsPage"),
  }),
] as const;

const findOf = (search: { [name: string]: unknown }): { find?: string } =>
  typeof search.find === "string" ? { find: search.find } : {};

const logOf = ({ actor, action }: { [name: string]: unknown }): { actor?: number; action?: string } => ({
  ...(Number.isSafeInteger(actor) ? { actor: actor as number } : {}),
  ...(typeof action === "string" ? { action } : {}),
});

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin",
  component: lazyRouteComponent(() => import("./admin/AdminShell"), "AdminShell"),
});

const adminPages = [
  createRoute({
    getParentRoute: () => admin,
    path: "/",
    component: lazyRouteComponent(() => import("./admin/About"), "About"),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: "/people",
    validateSearch: findOf,
    component: lazyRouteComponent(() => import("./admin/Accounts"), "Accounts"),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: "/log",
    validateSearch: logOf,
    component: lazyRouteComponent(() => import("./admin/AdminLog"), "AdminLog"),
  }),
] as const;

const project = createRoute({
  getParentRoute: () => signedIn,
  path: "/p/$project",
  component: Outlet,
});

/** Bar and tabs around all of a project's pages but the label screen. Each page is a tab in project/tabs.ts. */
const shell = createRoute({
  getParentRoute: () => project,
  id: "pages",
  component: lazyRouteComponent(() => import("./project/ProjectShell"), "ProjectShell"),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("./overview/Overview"), "Overview"),
});

const importRoute = createRoute({
  getParentRoute: () => shell,
  path: "/import",
  validateSearch: (search: { [name: string]: unknown }): ImportSearch => ({
    ...(typeof search.upload === "string" ? { upload: search.upload } : {}),
    ...(typeof search.url === "string" ? { url: search.url } : {}),
    ...(typeof search.storage === "string" ? { storage: search.storage } : {}),
    ...(typeof search.path === "string" ? { path: search.path } : {}),
    ...(Number.isSafeInteger(search.job) ? { job: search.job as number } : {}),
  }),
  component: lazyRouteComponent(() => import("./import/ImportPage"), "ImportPage"),
});

const commentsRoute = createRoute({
  getParentRoute: () => shell,
  path: "/comments",
  component: lazyRouteComponent(() => import("./comments/CommentsPage"), "CommentsPage"),
});

const taskRoute = createRoute({
  getParentRoute: () => shell,
  path: "/task",
  validateSearch: (search: { [name: string]: unknown }) => viewOf(search),
  component: lazyRouteComponent(() => import("./task/TaskPage"), "TaskPage"),
});

const guidelineRoute = createRoute({
  getParentRoute: () => shell,
  path: "/guideline",
  validateSearch: (search: { [name: string]: unknown }): GuidelineSearch => ({
    ...(["edit", "versions", "readers"].includes(`${search.show}`)
      ? { show: search.show as "edit" | "versions" | "readers" }
      : {}),
    ...(Number.isSafeInteger(search.version) ? { version: search.version as number } : {}),
    ...(Number.isSafeInteger(search.against) ? { against: search.against as number } : {}),
  }),
  component: lazyRouteComponent(() => import("./guideline/GuidelinePage"), "GuidelinePage"),
});

/** The data table; an item opens beside it. */
const dataRoute = createRoute({
  getParentRoute: () => shell,
  path: "/data",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./data/DataPage"), "DataPage"),
});

const itemRoute = createRoute({
  getParentRoute: () => dataRoute,
  path: "$item",
  component: lazyRouteComponent(() => import("./data/item/ItemPanel"), "ItemPanel"),
});

const peopleRoute = createRoute({
  getParentRoute: () => shell,
  path: "/people",
  validateSearch: findOf,
  component: lazyRouteComponent(() => import("./people/PeoplePage"), "PeoplePage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/SettingsShell"), "SettingsShell"),
});

const settingsPages = [
  createRoute({
    getParentRoute: () => settingsRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: "/log",
    validateSearch: logOf,
    component: lazyRouteComponent(() => import("./settings/ProjectLog"), "ProjectLog"),
  }),
] as const;

const labelRoute = createRoute({
  getParentRoute: () => project,
  path: "/label",
  component: lazyRouteComponent(() => import("./label/LabelPage"), "LabelPage"),
});

const reviewRoute = createRoute({
  getParentRoute: () => shell,
  path: "/review",
  validateSearch: (search: { [name: string]: unknown }): ReviewSearch => showOf(search.show),
  component: lazyRouteComponent(() => import("./review/ReviewPage"), "ReviewPage"),
});

const releasesRoute = createRoute({
  getParentRoute: () => shell,
  path: "/releases",
  validateSearch: (search: { [name: string]: unknown }): { show?: "export"; release?: number } => ({
    ...(search.show === "export" ? { show: "export" } : {}),
    ...(Number.isSafeInteger(search.release) ? { release: search.release as number } : {}),
  }),
  component: lazyRouteComponent(() => import("./releases/ReleasesPage"), "ReleasesPage"),
});

const releaseRoute = createRoute({
  getParentRoute: () => shell,
  path: "/releases/$number",
  validateSearch: (search: { [name: string]: unknown }): { with?: number } =>
    Number.isSafeInteger(search.with) ? { with: search.with as number } : {},
  component: lazyRouteComponent(() => import("./releases/ReleasePage"), "ReleasePage"),
});

const jobsRoute = createRoute({
  getParentRoute: () => shell,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./jobs/JobsPage"), "JobsPage"),
});

const jobRoute = createRoute({
  getParentRoute: () => shell,
  path: "/jobs/$job",
  component: lazyRouteComponent(() => import("./jobs/JobPage"), "JobPage"),
});

const reviewItem = createRoute({
  getParentRoute: () => project,
  path: "/review/$item",
  validateSearch: (search: { [name: string]: unknown }): { queue: Queue } => ({
    queue: QUEUES.find((one) => one === search.queue) ?? "ties",
  }),
  component: lazyRouteComponent(() => import("./review/ReviewItem"), "ReviewItem"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signIn,
    invite,
    signedIn.addChildren([
      projects,
      newProject,
      account.addChildren([...accountPages]),
      admin.addChildren([...adminPages]),
      project.addChildren([
        shell.addChildren([
          home,
          dataRoute.addChildren([itemRoute]),
          reviewRoute,
          releasesRoute,
          releaseRoute,
          jobsRoute,
          jobRoute,
          importRoute,
          commentsRoute,
          taskRoute,
          guidelineRoute,
          peopleRoute,
          settingsRoute.addChildren([...settingsPages]),
        ]),
        labelRoute,
        reviewItem,
      ]),
    ]),
  ]),
  // What validateSearch refused must not reach a page all the same.
  search: { strict: true },
  defaultPreload: "intent",
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
