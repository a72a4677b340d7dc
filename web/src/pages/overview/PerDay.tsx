import { t } from "../../i18n";
import { Columns } from "../../ui/plot/Columns";
import { spread } from "./days";
import { formatDay, formatHour } from "./words";

type Hours = readonly (readonly [number, number, number?])[];

/** `own`: one person's answers, in words that say so. */
export function PerDay({ hours, own = false }: { hours: Hours; own?: boolean }) {
  const { by, counts } = spread(hours, new Date());
  const name = by === "day" ? formatDay : formatHour;
  const [day, hour] = own
    ? (["over.mine_per_day", "over.mine_per_hour"] as const)
    : (["over.per_day", "over.per_hour"] as const);
  return (
    <Columns
      title={t(by === "day" ? day : hour)}
      columns={counts.map(({ at, answers, people }) => {
        const when = by === "day" ? formatDay(at) : `${formatDay(at)} ${formatHour(at)}`;
        const text = t("over.column", { count: answers, date: when });
        return {
          name: name(at),
          id: `${at.getTime()}`,
          value: answers,
          text: people > 0 && by === "hour" ? t("over.column_by", { text, count: people }) : text,
        };
      })}
      tooLittle={counts.length === 0 ? t("over.none_yet") : null}
      table={{
        columns: [t("over.column_date"), t("over.column_answers")],
        rows: counts.map(({ at, answers }) => [by === "day" ? isoDay(at) : at.toISOString(), answers]),
      }}
    />
  );
}

/** The day as it is here, not in Greenwich. */
function isoDay(at: Date): string {
  const two = (value: number) => `${value}`.padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
