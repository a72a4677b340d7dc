// Times, dates and shares as the overview says them, in the app's language.

import { locale } from "../../i18n";

const MINUTE = 60;
const HOUR = 3600;

/** "12 s", "4 min", "3 h 20 min"; long work in whole hours. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return unit(Math.round(seconds * 10) / 10, "second");
  if (seconds < 100) return unit(Math.round(seconds), "second");
  if (seconds < HOUR) return unit(Math.round(seconds / MINUTE), "minute");
  if (seconds >= 10 * HOUR) return unit(Math.round(seconds / HOUR), "hour");
  const minutes = Math.round((seconds % HOUR) / MINUTE);
  const whole = Math.floor(seconds / HOUR) + (minutes === 60 ? 1 : 0);
  return minutes % 60 === 0 ? unit(whole, "hour") : `${unit(whole, "hour")} ${unit(minutes, "minute")}`;
}

function unit(value: number, name: "second" | "minute" | "hour" | "day"): string {
  return new Intl.NumberFormat(locale(), { style: "unit", unit: name, unitDisplay: "short" }).format(value);
}

/** "5 days", in the words of the language. */
export function formatDays(days: number): string {
  const rounded = days < 2 ? Math.round(days * 10) / 10 : Math.round(days);
  const style = { style: "unit", unit: "day", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale(), style).format(rounded);
}

/** A day, with its year once it is far off. */
export function formatDay(at: Date): string {
  const far = Math.abs(at.getTime() - Date.now()) > 300 * 86_400_000;
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    ...(far ? { year: "numeric" } : {}),
  }).format(at);
}

export function formatHour(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" }).format(at);
}

/** "3 hours ago", "yesterday". */
export function formatAgo(at: Date, now = new Date()): string {
  const hours = (at.getTime() - now.getTime()) / 3_600_000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (hours > -1) return format.format(0, "hour");
  if (hours > -24) return format.format(Math.round(hours), "hour");
  return format.format(Math.round(hours / 24), "day");
}

/** α, F1 and the like: two decimals. */
export function formatScore(value: number): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    value,
  );
}

export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);
}
