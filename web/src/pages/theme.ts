// Light, dark, high contrast, or as the system says. Kept in this browser.

import { Signal } from "../core/signal";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "goldlabel.theme";

function stored(): Theme {
  try {
    const found = localStorage.getItem(KEY) as Theme | null;
    return found && THEMES.includes(found) ? found : "system";
  } catch {
    return "system";
  }
}

export const theme = new Signal<Theme>(stored());

export function applyTheme(): void {
  const now = theme.snapshot();
  if (now === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
}

theme.subscribe(() => {
  applyTheme();
  try {
    localStorage.setItem(KEY, theme.snapshot());
  } catch {
    // Private windows may forbid it: the choice then lasts for this visit.
  }
});
