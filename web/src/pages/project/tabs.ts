// The pages of a project, in the order of its tabs.

import type { ComponentType } from "react";

import type { MessageKey } from "../../i18n";
import { ReviewCount } from "../review/ReviewCount";
import { LEADS, REVIEWS, SEES_ANSWERS } from "./roles";

/** Addresses of router.tsx; another one does not compile. */
type Address =
  | "/p/$project"
  | "/p/$project/data"
  | "/p/$project/review"
  | "/p/$project/releases"
  | "/p/$project/jobs"
  | "/p/$project/people"
  | "/p/$project/task"
  | "/p/$project/guideline"
  | "/p/$project/settings";

export interface Tab {
  to: Address;
  name: MessageKey;
  /** Who is offered it; absent: every member. */
  roles?: readonly string[];
  /** Only this very address, not those below it. */
  exact?: boolean;
  /** What waits there, beside its name. */
  Count?: ComponentType<{ project: string }>;
}

export const TABS: readonly Tab[] = [
  { to: "/p/$project", name: "tab.overview", exact: true },
  { to: "/p/$project/data", name: "tab.data", roles: SEES_ANSWERS },
  { to: "/p/$project/review", name: "tab.review", roles: REVIEWS, Count: ReviewCount },
  { to: "/p/$project/releases", name: "tab.releases", roles: SEES_ANSWERS },
  { to: "/p/$project/people", name: "tab.people", roles: LEADS },
  { to: "/p/$project/task", name: "tab.task" },
  { to: "/p/$project/guideline", name: "tab.guideline" },
  { to: "/p/$project/jobs", name: "tab.jobs", roles: SEES_ANSWERS },
  { to: "/p/$project/settings", name: "tab.settings", roles: LEADS },
];
