import type { Measured } from "../../api/overview";
import { formatNumber, t } from "../../i18n";
import { type Dot, Dots } from "../../ui/plot/Dots";
import { formatScore } from "./words";

type Question = Measured["agreement"]["questions"][number];
type Alpha = Pick<Question, "value" | "low" | "high" | "units" | "note">;

export function Agree({ measured, measuring }: { measured: Measured | null; measuring: boolean }) {
  const agreement = measured?.agreement;
  const dots = agreement
    ? [...agreement.questions.flatMap(rowsOf), ...agreement.sets.filter(({ drawn }) => drawn > 0).map(ofSet)]
    : [];
  const nothing = !agreement || agreement.items === 0 || dots.length === 0;
  const sampled = agreement && agreement.items < agreement.of;
  return (
    <Dots
      title={t("over.agree")}
      summary={
        nothing ? "" : t(sampled ? "over.agree_sample" : "over.agree_what", { items: agreement.items })
      }
      dots={dots}
      tooLittle={measuring ? t("over.measuring") : nothing ? t("over.agree_none") : null}
      legend={
        agreement && agreement.sets.length > 0 ? <p className="plot__legend">{t("over.agree_f")}</p> : null
      }
      table={{
        columns: [
          t("over.column_question"),
          "α / F1",
          t("over.column_low"),
          t("over.column_high"),
          t("over.column_units"),
        ],
        rows: dots.map(({ name, value, low, high, units }) => [name, value, low, high, units]),
      }}
    />
  );
}

/** A question; under each guideline version by itself, once there are two to compare. */
function rowsOf(question: Question): (Dot & { units: number })[] {
  if (question.versions.length < 2) return [row(question.name, question)];
  return question.versions.map((one) =>
    row(`${question.name} · ${t("over.agree_version", { version: one.guideline })}`, one),
  );
}

function row(name: string, { value, low, high, units }: Alpha): Dot & { units: number } {
  const words = { name, count: formatNumber(units), value: value === null ? "–" : formatScore(value) };
  return {
    name,
    value,
    low,
    high,
    units,
    note: units < 10 ? t("over.agree_little", { count: units }) : t("over.agree_same"),
    text:
      low === null || high === null
        ? t("over.agree_plain", words)
        : t("over.agree_dot", { ...words, low: formatScore(low), high: formatScore(high) }),
  };
}

function ofSet({ name, f1, drawn }: Measured["agreement"]["sets"][number]): Dot & { units: number } {
  return {
    name: t("over.agree_regions", { name }),
    value: f1,
    low: null,
    high: null,
    units: drawn,
    note: "",
    text: t("over.agree_set", { name, value: f1 === null ? "–" : formatScore(f1), count: drawn }),
    other: true,
  };
}
