// Colours (light, dark, high contrast, or as the system says) and density. Kept in this browser, for the time before
// somebody signs in; account/preferences.ts brings along what a person chose elsewhere.

import { Signal } from "../core/signal";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** A choice of one, remembered by the browser. */
function remembered<T extends string>(key: string, all: readonly [T, ...T[]]): Signal<T> {
  const signal = new Signal<T>(read(key, all));
  signal.subscribe(() => {
    applyTheme();
    try {
      localStorage.setItem(key, signal.snapshot());
    } catch {
      // Private windows may forbid it: the choice then lasts for this visit.
    }
  });
  return signal;
}

function read<T extends string>(key: string, all: readonly [T, ...T[]]): T {
  try {
    const found = localStorage.getItem(key) as T | null;
    return found && all.includes(found) ? found : all[0];
  } catch {
    return all[0];
  }
}

export const theme = remembered<Theme>("goldlabel.theme", THEMES);
export const density = remembered<Density>("goldlabel.density", DENSITIES);

export function applyTheme(): void {
  const { dataset } = document.documentElement;
  const look = theme.snapshot();
  if (look === "system") delete dataset.theme;
  else dataset.theme = look;
  if (density.snapshot() === "compact") dataset.density = "compact";
  else delete dataset.density;
}
