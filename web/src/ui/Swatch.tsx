import type { CSSProperties } from "react";

import type { Ink } from "../core/options";

/** A label's colour, with its pattern; always beside the label's name. */
export function Swatch({ ink }: { ink: Ink }) {
  return (
    <span
      className={ink.pattern ? `swatch swatch--${ink.pattern}` : "swatch"}
      aria-hidden="true"
      style={{ "--ink": ink.colour } as CSSProperties}
    />
  );
}
