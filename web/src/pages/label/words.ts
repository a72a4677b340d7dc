import type { Missing } from "../../core/bench";
import { t } from "../../i18n";

export function missingWord({ kind, name, limit = 0, message, region, relation }: Missing): string {
  if (kind === "wrong") return `${name}: ${message}`;
  if (kind === "few") return t("check.few", { name, limit });
  if (kind === "many") return t("check.many", { name, limit });
  if (relation) return t("check.required_relation", { name });
  return t(region === null ? "check.required" : "check.required_region", { name });
}

/** All that is missing in one line: how many things, and the first. */
export function missingWords(missing: readonly Missing[]): string {
  const first = missing[0];
  return first ? t("check.summary", { count: missing.length, first: missingWord(first) }) : "";
}
