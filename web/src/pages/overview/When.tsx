import type { Forecast, Overview } from "../../api/overview";
import { formatNumber, t } from "../../i18n";
import { Line, type Point } from "../../ui/plot/Line";
import { byDay, hourDate } from "./days";
import { formatDay, formatDays, formatDuration, formatHour } from "./words";

const DAY_MS = 86_400_000;
/** Points of a line: with fewer it would be straight by itself. */
const FEWEST = 4;

export function When({ overview }: { overview: Overview }) {
  const { forecast, hours, before, wanted } = overview;
  const now = new Date(overview.at / 1000);
  const days = byDay(hours, now);
  const short = days.length < 3;
  const points = growth(overview, now);
  const named = (at: number) => (short ? formatHour(new Date(at)) : formatDay(new Date(at)));
  const on = (inDays: number) => now.getTime() + inDays * DAY_MS;
  const likely = forecast.likely === null ? null : on(forecast.likely);
  const ahead =
    likely === null || forecast.early === null
      ? null
      : {
          likely,
          early: on(forecast.early),
          late: forecast.late === null ? null : on(forecast.late),
          text: t("over.ahead", {
            date: formatDay(new Date(likely)),
            early: formatDay(new Date(on(forecast.early))),
            late: forecast.late === null ? "…" : formatDay(new Date(on(forecast.late))),
          }),
        };
  const words = said(overview, forecast, now, days.filter(({ answers }) => answers > 0).length);
  const enough = points.length >= FEWEST;
  const goal = Math.max(wanted, before + 1);
  return (
    <Line
      title={t("over.when")}
      summary={enough ? words : null}
      points={points.map((point) => ({
        ...point,
        text: t("over.point", { date: named(point.at), value: point.value, goal }),
      }))}
      goal={goal}
      goalName={t("over.wanted", { count: wanted })}
      ahead={ahead}
      nameOf={(at) => (short && !ahead ? formatHour(new Date(at)) : formatDay(new Date(at)))}
      tooLittle={enough ? null : words}
      table={{
        columns: [t("over.column_date"), t("over.column_answers")],
        rows: points.map(({ at, value }) => [new Date(at).toISOString(), value]),
      }}
    />
  );
}

/** The running total: at the end of each day, or of each hour while there are few days. */
function growth({ hours, before }: Overview, now: Date): Point[] {
  const first = hours[0];
  if (!first) return [];
  const days = byDay(hours, now);
  const steps =
    days.length >= 3
      ? days.map(({ at, answers }) => ({ at: Math.min(at.getTime() + DAY_MS, now.getTime()), answers }))
      : hours.map(([hour, answers]) => ({
          at: Math.min(hourDate(hour + 1).getTime(), now.getTime()),
          answers,
        }));
  const start = days.length >= 3 ? (days[0]?.at.getTime() ?? 0) : hourDate(first[0]).getTime();
  let total = before;
  const out: Point[] = [{ at: start, value: total, text: "" }];
  for (const { at, answers } of steps) {
    total += answers;
    out.push({ at, value: total, text: "" });
  }
  const last = out[out.length - 1];
  if (last && last.at < now.getTime()) out.push({ ...last, at: now.getTime() });
  return out;
}

function said(overview: Overview, forecast: Forecast, now: Date, active: number): string {
  if (forecast.note === "done") return t("over.when_done");
  const day = (inDays: number) => formatDay(new Date(now.getTime() + inDays * DAY_MS));
  const median = overview.measured?.all_seconds.median ?? null;
  const work =
    median === null ? "" : ` ${t("over.when_work", { work: formatDuration(forecast.left * median) })}`;
  if (forecast.likely === null || forecast.early === null) {
    return t("over.when_little", { count: active }) + work;
  }
  const words = {
    likely: formatDays(forecast.likely),
    date: day(forecast.likely),
    days: forecast.days,
    pace: formatNumber(Math.round((forecast.per_day ?? 0) * 10) / 10),
    early: day(forecast.early),
    late: day(forecast.late ?? 0),
  };
  return t(forecast.late === null ? "over.when_open" : "over.when_likely", words) + work;
}
