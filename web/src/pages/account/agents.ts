import { t } from "../../i18n";

/** In this order: Edge and Opera also call themselves Chrome, which calls itself Safari. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const match = (list: readonly [RegExp, string][], text: string) => list.find(([one]) => one.test(text))?.[1];

/** "Firefox on Linux", from what a browser calls itself. */
export function browserOf(agent: string): string {
  const browser = match(BROWSERS, agent);
  const system = match(SYSTEMS, agent);
  if (browser && system) return t("session.on", { browser, system });
  return browser ?? system ?? (agent.slice(0, 40) || t("session.unknown"));
}
