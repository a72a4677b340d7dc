import type { ComponentProps, ReactNode } from "react";

import { Kbd } from "./Kbd";

interface Look {
  look?: "plain" | "main" | "quiet";
  icon?: boolean;
}

const classes = ({ look = "plain", icon = false }: Look, more = "") =>
  `btn btn--${look}${icon ? " btn--icon" : ""} ${more}`.trim();

export interface ButtonProps extends ComponentProps<"button">, Look {
  /** The shortcut shown beside the name. */
  shortcut?: string;
  /** Stays where the focus is when clicked with the mouse: hands on the keys go on typing there. */
  keepFocus?: boolean;
  children: ReactNode;
}

export function Button({ look, icon, shortcut, keepFocus, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes({ look, icon }, className)}
      onPointerDown={keepFocus ? (event) => event.preventDefault() : undefined}
      onMouseDown={keepFocus ? (event) => event.preventDefault() : undefined}
      {...rest}
    >
      {children}
      {shortcut && <Kbd keys={shortcut} />}
    </button>
  );
}

/** The class names of a button, for links that look like one. */
export const buttonClass = classes;
