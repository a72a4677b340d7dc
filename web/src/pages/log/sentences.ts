// What the log says of each deed: "Ann paused bob@example.org". A deed without words is shown by its name.

import type { Entry } from "../../api/team";
import { en, type MessageKey, t, tOr } from "../../i18n";

export const KINDS = [
  "sign_in",
  "member",
  "invite",
  "person",
  "token",
  "project",
  "schema",
  "guideline",
  "items",
  "import",
  "export",
  "release",
  "review",
  "job",
] as const;

type Params = { [name: string]: string | number };

export function said({ action, target, detail }: Entry): string {
  const key = action === "person.admin" && detail.admin === false ? "did.person.not_admin" : `did.${action}`;
  if (!(key in en)) return [action, target].filter(Boolean).join(" ");
  return t(key as MessageKey, params(target, detail));
}

function params(target: string, detail: Entry["detail"]): Params {
  const role = typeof detail.role === "string" ? tOr(`role.${detail.role}`, detail.role) : "";
  const count = detail.items ?? detail.sessions;
  return { target, role, count: typeof count === "number" ? count : 0 };
}

const SAID = new Set(["role", "items", "sessions", "admin"]);

/** What the sentence leaves out, as it stands in the log. */
export function detailsOf({ detail }: Entry): string {
  return Object.entries(detail)
    .filter(([name, value]) => !SAID.has(name) && value !== null && value !== "" && !isEmpty(value))
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

const isEmpty = (value: unknown) =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;
