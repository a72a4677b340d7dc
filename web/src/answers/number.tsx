import { useState } from "react";

import type { NumberConfig, NumberValue } from "../catalog.gen";
import { formatNumber, t } from "../i18n";
import type { AnswerUI, ControlProps } from "./contract";

/** "4,5" and " 4.5 " are numbers too; what is none yet is kept as typed and counts as no answer. */
export function readNumber(typed: string): number | null {
  const tidy = typed.trim().replace(",", ".").replace("−", "-");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(tidy)) return null;
  const value = Number(tidy);
  return Number.isFinite(value) ? value : null;
}

function Control({ id, name, value, config, set, invalid }: ControlProps<NumberValue, NumberConfig>) {
  const [typed, setTyped] = useState(value === null ? "" : `${value}`);
  // Undo or a draft changed the answer underneath: what is shown follows, unless it says the same already.
  const shown = readNumber(typed) === value ? typed : value === null ? "" : `${value}`;
  const step = config.step ?? (config.integer ? 1 : null);
  const nudge = (by: number) => {
    const from = value ?? config.min ?? 0;
    const next = Number((from + by * (step ?? 1)).toPrecision(12));
    const low = config.min ?? Number.NEGATIVE_INFINITY;
    set(Math.min(Math.max(next, low), config.max ?? Number.POSITIVE_INFINITY), `number ${id}`);
    setTyped(`${next}`);
  };
  const range = config.min != null && config.max != null;
  return (
    <div className="number">
      <input
        id={id}
        className="input num"
        inputMode="decimal"
        autoComplete="off"
        aria-label={config.unit ? `${name} (${config.unit})` : name}
        aria-invalid={invalid || (shown !== "" && readNumber(shown) === null)}
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value);
          set(readNumber(event.target.value), `number ${id}`);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          nudge(event.key === "ArrowUp" ? 1 : -1);
        }}
      />
      {config.unit && <span className="muted">{config.unit}</span>}
      {range && (
        <span className="muted number__range">
          {t("answer.range", { min: config.min as number, max: config.max as number })}
        </span>
      )}
    </div>
  );
}

export const number: AnswerUI<NumberValue, NumberConfig> = {
  Control,
  Summary: ({ value, config }) => `${formatNumber(value)} ${config.unit ?? ""}`.trim(),
  wrong(value, { min, max, step, integer }) {
    if (min != null && value < min) return t("check.number_min", { limit: min });
    if (max != null && value > max) return t("check.number_max", { limit: max });
    if (integer && !Number.isInteger(value)) return t("check.integer");
    if (step != null) {
      const steps = (value - (min ?? 0)) / step;
      if (Math.abs(steps) < 2 ** 53 && Math.abs(steps - Math.round(steps)) > 1e-6)
        return t("check.step", { step });
    }
    return null;
  },
};
