import type { TextConfig, TextValue } from "../catalog.gen";
import { t } from "../i18n";
import type { AnswerUI } from "./contract";

/** Lengths count code points, as the server does. */
const lengthOf = (text: string) => [...text].length;

export const text: AnswerUI<TextValue, TextConfig> = {
  Control({ id, name, value, config, set, invalid }) {
    const max = config.max_length ?? 10_000;
    const common = {
      id,
      className: "input",
      dir: "auto" as const,
      "aria-label": name,
      "aria-invalid": invalid || undefined,
      value: value ?? "",
      onChange: (event: { target: { value: string } }) => {
        const typed = event.target.value;
        // Nothing typed is no answer, unless an empty text may be one: then it stays until it is cleared by undo.
        set(typed === "" && (config.min_length ?? 1) > 0 ? null : typed, `text ${id}`);
      },
    };
    return (
      <div className="text-answer">
        {config.multiline ? (
          <textarea rows={4} {...common} />
        ) : (
          <input type="text" autoComplete="off" {...common} />
        )}
        {value !== null && lengthOf(value) > max * 0.8 && (
          <span className="muted num">{t("answer.characters", { count: lengthOf(value), max })}</span>
        )}
      </div>
    );
  },
  Summary: ({ value }) => value,
  wrong(value, { min_length: least = 1, max_length: most = 10_000, multiline }) {
    const length = lengthOf(value);
    if (length < least || (least > 0 && value.trim() === "")) return t("check.short", { count: least });
    if (length > most) return t("check.long", { count: most });
    if (!multiline && /[\r\n]/.test(value)) return t("check.one_line");
    return null;
  },
};
