// A new password: how strong it is is said while it is typed, and it can be looked at.

import { useId, useState } from "react";

import { type Strength, strength } from "../core/strength";
import { t } from "../i18n";
import { Button } from "./Button";

export const LEAST = 10;

interface NewPasswordProps {
  value: string;
  onChange(value: string): void;
  problem?: string | null;
  /** Name and address: a password made of them is easily guessed. */
  about?: readonly string[];
}

export function NewPassword({ value, onChange, problem, about = [] }: NewPasswordProps) {
  const [seen, setSeen] = useState(false);
  const id = useId();
  const missing = LEAST - [...value].length;
  const how: Strength | null = value !== "" && missing <= 0 ? strength(value, about) : null;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {t("password.new")}
      </label>
      <div className="new-password">
        <input
          id={id}
          className="input"
          type={seen ? "text" : "password"}
          name="new-password"
          autoComplete="new-password"
          required
          minLength={LEAST}
          maxLength={1000}
          value={value}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-how`}
          onChange={(event) => onChange(event.target.value)}
        />
        <Button onClick={() => setSeen(!seen)}>{t(seen ? "password.hide" : "password.show")}</Button>
      </div>
      <span className="new-password__how" id={`${id}-how`} data-how={how ?? "none"} aria-live="polite">
        <span className="new-password__bar" aria-hidden="true" />
        {problem ? (
          <span className="field__problem">{problem}</span>
        ) : value === "" ? (
          t("auth.password_hint")
        ) : how === null ? (
          t("password.short", { count: missing })
        ) : (
          t(`password.${how}`)
        )}
      </span>
    </div>
  );
}
