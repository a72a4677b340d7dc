import { formatDate, formatOf, t } from "../i18n";

const LONG_GONE = 14 * 86_400;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago", "in 6 days"; a date when it is long gone. `at` in the server's microseconds. */
export function formatSince(at: number, now = Date.now()): string {
  const seconds = (at / 1000 - now) / 1000;
  if (seconds < -LONG_GONE)
    return formatOf("date", (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium" })).format(
      at / 1000,
    );
  const format = formatOf("since", (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  return t("when.now");
}

/** How long ago (or till then), with the very moment on hover. */
export function When({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at / 1000).toISOString()} title={formatDate(at)}>
      {formatSince(at)}
    </time>
  );
}
