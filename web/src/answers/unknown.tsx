// A kind this app has no screen for (a plugin without one, or one that is gone): its value as JSON, never dropped.

import { useState } from "react";

import type { Json } from "../core/model";
import { t } from "../i18n";
import type { AnswerUI, ControlProps } from "./contract";

function Control({ id, name, value, set }: ControlProps<Json, unknown>) {
  const [typed, setTyped] = useState(value === null ? "" : JSON.stringify(value, null, 1));
  const [broken, setBroken] = useState(false);
  return (
    <div className="field">
      <label className="field__hint" htmlFor={id}>
        {t("answer.json")}
      </label>
      <textarea
        id={id}
        className="input"
        rows={3}
        spellCheck={false}
        aria-label={`${name}, ${t("answer.json")}`}
        aria-invalid={broken}
        value={typed}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          try {
            set(next.trim() === "" ? null : (JSON.parse(next) as Json), `json ${id}`);
            setBroken(false);
          } catch {
            setBroken(true);
          }
        }}
      />
      {broken && <span className="field__problem">{t("answer.json_wrong")}</span>}
    </div>
  );
}

export const unknown: AnswerUI<Json, unknown> = {
  Control,
  Summary: ({ value }) => JSON.stringify(value),
};
