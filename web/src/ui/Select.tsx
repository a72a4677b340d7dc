import type { ComponentProps } from "react";

import { Labelled, type Labelling } from "./Labelled";

interface SelectProps extends Labelling, ComponentProps<"select"> {
  /** Value and name, in order. */
  options: readonly (readonly [string, string])[];
}

/** A labelled choice of one. */
export function Select({ label, hint, problem, options, ...select }: SelectProps) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(tied) => (
        <select {...tied} {...select}>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
