import { type ComponentProps, type ReactNode, useId } from "react";

interface AreaProps extends ComponentProps<"textarea"> {
  label: string;
  hint?: ReactNode;
  problem?: string | null;
}

/** A labelled text of several lines. */
export function Area({ label, hint, problem, ...area }: AreaProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="input"
        aria-invalid={problem ? true : undefined}
        aria-describedby={notes || undefined}
        {...area}
      />
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
