// What a person prefers is kept with their account, and in each browser for the time before sign-in.

import type { QueryClient } from "@tanstack/react-query";

import { auth, type Me } from "../../api";
import { choose, language } from "../../i18n/languages";
import { DENSITIES, type Density, density, THEMES, type Theme, theme } from "../theme";

export interface Looks {
  language?: string;
  theme?: Theme;
  density?: Density;
}

/** The server calls "as the system" `auto`. */
const stored = (one: Theme) => (one === "system" ? "auto" : one);

/** At sign-in: as this person chose on whatever machine; what they never chose stays as it is here. */
export function applyPreferences({ preferences }: Me): void {
  const { language: code, theme: look, density: dense } = (preferences ?? {}) as { [name: string]: unknown };
  const wanted = look === "auto" ? "system" : (look as Theme);
  if (THEMES.includes(wanted) && theme.snapshot() !== wanted) theme.set(wanted);
  if (DENSITIES.includes(dense as Density) && density.snapshot() !== dense) density.set(dense as Density);
  if (typeof code === "string" && code !== language.snapshot()) void choose(code);
}

/** Holds at once here, and from the next sign-in on elsewhere. */
export async function savePreferences(client: QueryClient, looks: Looks): Promise<void> {
  if (looks.theme) theme.set(looks.theme);
  if (looks.density) density.set(looks.density);
  if (looks.language) await choose(looks.language);
  saving = saving.catch(() => undefined).then(() => write(client, looks));
  await saving;
}

/** One after the other: of two quick choices the later write would know nothing of the earlier. */
let saving: Promise<void> = Promise.resolve();

async function write(client: QueryClient, looks: Looks): Promise<void> {
  // All preferences are written as one, so what others changed meanwhile is read first.
  const now = await auth.me();
  const part = { ...looks, ...(looks.theme ? { theme: stored(looks.theme) } : {}) };
  client.setQueryData(["me"], await auth.change({ preferences: { ...now.preferences, ...part } }));
}
