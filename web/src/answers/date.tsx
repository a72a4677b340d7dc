import type { DateConfig, DateValue } from "../catalog.gen";
import { t } from "../i18n";
import type { AnswerUI } from "./contract";

/** The browser's own field: it knows the order of day and month here, and has a calendar. */
export const date: AnswerUI<DateValue, DateConfig> = {
  Control: ({ id, name, value, config, set, invalid }) => (
    <input
      id={id}
      className="input date"
      type={config.time ? "datetime-local" : "date"}
      aria-label={name}
      aria-invalid={invalid}
      // Without a bound, years of six digits could be typed.
      min={bound(config.earliest, config.time, "00:00")}
      max={bound(config.latest, config.time, "23:59") ?? (config.time ? "9999-12-31T23:59" : "9999-12-31")}
      value={value ?? ""}
      onChange={(event) => set(event.target.value.slice(0, 16) || null, `date ${id}`)}
    />
  ),
  Summary: ({ value }) => inWords(value),
  wrong(value, { earliest, latest }) {
    if (earliest && value < earliest.slice(0, value.length))
      return t("check.date_early", { limit: inWords(earliest) });
    if (latest && value.slice(0, latest.length) > latest)
      return t("check.date_late", { limit: inWords(latest) });
    return null;
  },
};

function bound(day: string | null | undefined, time: boolean | undefined, hour: string): string | undefined {
  if (!day) return undefined;
  return time ? `${day.slice(0, 10)}T${day.slice(11) || hour}` : day.slice(0, 10);
}

/** ISO is read everywhere, and is what files hold. */
const inWords = (value: string): string => value.replace("T", " ");
