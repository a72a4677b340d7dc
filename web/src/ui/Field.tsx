import type { ComponentProps } from "react";

import { Labelled, type Labelling } from "./Labelled";

/** A labelled line of text. */
export function Field({ label, hint, problem, ...input }: Labelling & ComponentProps<"input">) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(tied) => <input {...tied} {...input} />}
    </Labelled>
  );
}
