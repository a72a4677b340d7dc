import type { ComponentProps, ReactNode } from "react";

import { shown } from "../core/commands";
import { keymap, keysFor } from "../core/keymap";
import { IS_MAC, Kbd } from "./Kbd";
import { useSignal } from "./use";

interface Look {
  look?: "plain" | "main" | "quiet";
  icon?: boolean;
}

const classes = ({ look = "plain", icon = false }: Look, more = "") =>
  `btn btn--${look}${icon ? " btn--icon" : ""} ${more}`.trim();

export interface ButtonProps extends ComponentProps<"button">, Look {
  /** The shortcut: shown beside the name, or in the tip of a button that is only an icon. */
  shortcut?: string;
  /** The id of the command that it runs: a person's own key for it is then shown instead of `shortcut`. */
  command?: string;
  /** The name of a button that shows only an icon; also what is said on hover and focus. */
  tip?: string;
  /** Stays where the focus is when clicked with the mouse: hands on the keys go on typing there. */
  keepFocus?: boolean;
  children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { look, icon, shortcut: first, command, tip, keepFocus, className, children, ...rest } = props;
  const shortcut = useShortcut(first, command);
  return (
    <button
      type="button"
      className={classes({ look, icon }, className)}
      onMouseDown={keepFocus ? (event) => event.preventDefault() : undefined}
      aria-label={tip}
      {...tipped(tip, shortcut)}
      {...rest}
    >
      {children}
      {shortcut && !tip && <Kbd keys={shortcut} />}
    </button>
  );
}

function useShortcut(first: string | undefined, command: string | undefined): string | undefined {
  const map = useSignal(keymap);
  return first === undefined || command === undefined ? first : keysFor(command, [first], map)[0];
}

/** A name and its key on hover and focus, drawn by CSS. The name is also the control's own, so it is not read twice. */
export function tipped(tip: string | undefined, shortcut?: string): { "data-tip"?: string } {
  if (!tip) return {};
  return { "data-tip": shortcut ? `${tip}   ${shown(shortcut, IS_MAC)}` : tip };
}

/** The class names of a button, for links that look like one. */
export const buttonClass = classes;
