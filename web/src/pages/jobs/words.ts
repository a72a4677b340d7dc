// Jobs in words.

import type { Job } from "../../api";
import { formatClock, formatNumber, t, tOr } from "../../i18n";

export const runs = ({ state }: Pick<Job, "state">): boolean => state === "waiting" || state === "running";

export const kindOf = ({ kind }: Pick<Job, "kind">): string => tOr(`jobs.kind.${kind}`, kind);
export const stateOf = ({ state }: Pick<Job, "state">): string => tOr(`jobs.state.${state}`, state);

/** How long it took, or takes so far. */
export function tookOf(job: Pick<Job, "started_at" | "ended_at">, now = Date.now() * 1000): string {
  if (job.started_at === null) return "–";
  const seconds = Math.max(0, ((job.ended_at ?? now) - job.started_at) / 1e6);
  if (seconds < 1) return t("jobs.at_once");
  if (seconds < 10) return t("jobs.seconds", { seconds: Number(seconds.toFixed(1)) });
  return formatClock(seconds);
}

/** What a setting or a number of a job is called; a new one of the server as it is written there. */
const wordOf = (name: string): string => tOr(`jobs.word.${name}`, name.replaceAll("_", " "));

/** Values that have words elsewhere too. */
const VALUES: { readonly [name: string]: string } = { select: "export.select", purpose: "import.purpose" };

function said(name: string, value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return t(value ? "jobs.yes" : "jobs.no");
  return VALUES[name] ? tOr(`${VALUES[name]}.${value}`, `${value}`) : `${value}`;
}

const INNER = new Set(["names", "columns"]);

/** What it was started with, a line each; what says nothing is left out. */
export function paramsOf({ params }: Pick<Job, "params">): [string, string][] {
  return Object.entries(params as { [name: string]: unknown }).flatMap(
    ([name, value]): [string, string][] => {
      if (value === null || value === "" || (INNER.has(name) && value === false)) return [];
      if (typeof value === "object") {
        const text = JSON.stringify(value);
        return text === "{}" || text === "[]" ? [] : [[wordOf(name), text]];
      }
      return [[wordOf(name), said(name, value)]];
    },
  );
}

/** Numbers that came of it. */
export function resultOf({ result }: Pick<Job, "result">): [string, string][] {
  return Object.entries((result ?? {}) as { [name: string]: unknown }).flatMap(
    ([name, value]): [string, string][] =>
      (typeof value === "number" && !name.endsWith("_at")) || (typeof value === "string" && value !== "")
        ? [[wordOf(name), said(name, value)]]
        : [],
  );
}
