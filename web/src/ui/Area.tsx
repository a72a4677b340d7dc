import type { ComponentProps } from "react";

import { Labelled, type Labelling } from "./Labelled";

/** A labelled text of several lines. */
export function Area({ label, hint, problem, ...area }: Labelling & ComponentProps<"textarea">) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(tied) => <textarea {...tied} {...area} />}
    </Labelled>
  );
}
