// The pages of a project, in the order of its tabs.

import type { MessageKey } from "../../i18n";

/** Addresses of router.tsx; another one does not compile. */
type Address = "/p/$project" | "/p/$project/task" | "/p/$project/guideline";

export interface Tab {
  to: Address;
  name: MessageKey;
  /** Who is offered it; absent: every member. */
  roles?: readonly string[];
  /** Only this very address, not those below it. */
  exact?: boolean;
}

export const TABS: readonly Tab[] = [
  { to: "/p/$project", name: "tab.overview", exact: true },
  { to: "/p/$project/task", name: "tab.task" },
  { to: "/p/$project/guideline", name: "tab.guideline" },
];
