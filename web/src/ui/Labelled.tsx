import { type ReactNode, useId } from "react";

/** What every labelled field takes beside what its element does. */
export interface Labelling {
  label: string;
  hint?: ReactNode;
  problem?: string | null | undefined;
}

/** What ties the element to its label, hint and problem. */
export interface Tied {
  id: string;
  className: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

/** A label over an element; hint and problem stand below and are read with it. */
export function Labelled({
  label,
  hint,
  problem,
  children,
}: Labelling & { children(tied: Tied): ReactNode }) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: "input",
        "aria-invalid": problem ? true : undefined,
        "aria-describedby": notes || undefined,
      })}
      {hint && (
        <span className="field__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem && (
        <span className="field__problem" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
