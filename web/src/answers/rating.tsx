import type { RatingConfig, RatingValue } from "../catalog.gen";
import { t } from "../i18n";
import { Kbd } from "../ui/Kbd";
import type { AnswerUI } from "./contract";

function stepsOf({ min = 1, max = 5 }: RatingConfig): number[] {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

/** The words for a step: every step has its own, or only the ends have. */
function labelOf(config: RatingConfig, step: number): string {
  const labels = config.labels ?? [];
  const steps = stepsOf(config);
  if (labels.length === steps.length) return labels[step - (config.min ?? 1)] ?? "";
  if (labels.length !== 2) return "";
  return step === steps[0] ? (labels[0] as string) : step === steps.at(-1) ? (labels[1] as string) : "";
}

export const rating: AnswerUI<RatingValue, RatingConfig> = {
  Control({ id, name, value, config, set, keyFor }) {
    const steps = stepsOf(config);
    const every = (config.labels ?? []).length === steps.length;
    return (
      <div className="rating" role="radiogroup" aria-label={name}>
        <div className={every ? "rating__steps rating__steps--named" : "rating__steps"}>
          {steps.map((step) => {
            const label = labelOf(config, step);
            const shortcut = keyFor(step);
            return (
              <label key={step} className="rating__step" data-checked={value === step}>
                <input
                  type="radio"
                  name={id}
                  checked={value === step}
                  aria-label={label ? `${step}: ${label}` : `${step}`}
                  onChange={() => set(step)}
                  onClick={() => value === step && set(null)}
                />
                <span>{step}</span>
                {every && <span className="rating__label">{label}</span>}
                {shortcut && shortcut !== `${step}` && <Kbd keys={shortcut} />}
              </label>
            );
          })}
        </div>
        {!every && (config.labels ?? []).length === 2 && (
          <div className="rating__ends muted" aria-hidden="true">
            <span>{config.labels?.[0]}</span>
            <span>{config.labels?.[1]}</span>
          </div>
        )}
      </div>
    );
  },
  Summary: ({ value, config }) => {
    const label = labelOf(config, value);
    return label ? `${value} (${label})` : `${value} / ${config.max ?? 5}`;
  },
  keys: (config) =>
    stepsOf(config).map((step) => ({
      // Where a step is one digit, its key is that digit: 3 is 3, also when the scale begins at 0.
      key: (config.min ?? 1) >= 0 && (config.max ?? 5) <= 9 ? `${step}` : null,
      name: labelOf(config, step) || t("answer.range", { min: step, max: config.max ?? 5 }),
      value: step,
      apply: (before) => (before === step ? null : step),
    })),
  single: true,
};
