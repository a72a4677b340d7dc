import { type ComponentProps, type ReactNode, useId } from "react";

interface SelectProps extends ComponentProps<"select"> {
  label: string;
  hint?: ReactNode;
  problem?: string | null;
  /** Value and name, in order. */
  options: readonly (readonly [string, string])[];
}

/** A labelled choice of one; hint and problem are read with it. */
export function Select({ label, hint, problem, options, ...select }: SelectProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        aria-invalid={problem ? true : undefined}
        aria-describedby={notes || undefined}
        {...select}
      >
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {hint && (
        <span className="field__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem && (
        <span className="field__problem" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </div>
  );
}
