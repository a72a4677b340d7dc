// The one dialog: the browser's own, which keeps the focus inside, gives it back, and needs no style from scripts.

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

import { t } from "../i18n";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { Spoken } from "./Toast";

const FIRST =
  ".dialog__body :is([data-first], input:checked, input:not([type=email]), textarea, button), .dialog__foot .btn--main";

interface DialogProps {
  title: string;
  text?: string;
  open: boolean;
  onClose: () => void;
  wide?: boolean;
  /** Buttons at the foot; the main one last. */
  foot?: ReactNode;
  /** False: only its own buttons close it. */
  dismissable?: boolean;
  children?: ReactNode;
}

export function Dialog(props: DialogProps) {
  // Closed, it is not there at all: what it holds begins afresh when it opens again.
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ title, text, onClose, wide, foot, dismissable = true, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before anything else can happen: a key pressed right after belongs to the dialog, not to the page behind it.
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // Into what it was opened for, not onto its close button.
      dialog.querySelector<HTMLElement>(FIRST)?.focus();
    }
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, through `cancel`.
    <dialog
      ref={element}
      className={wide ? "dialog dialog--wide" : "dialog"}
      aria-labelledby={`${id}-title`}
      aria-describedby={text ? `${id}-text` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissable) onClose();
      }}
      onClick={(event) => {
        // Only the backdrop is the dialog itself; everything else lies inside.
        if (dismissable && event.target === element.current) onClose();
      }}
    >
      <div className="dialog__inside">
        <header className="dialog__head">
          <div>
            <h2 id={`${id}-title`}>{title}</h2>
            {text && (
              <p id={`${id}-text`} className="muted">
                {text}
              </p>
            )}
          </div>
          {dismissable && (
            <Button look="quiet" icon tip={t("app.close")} onClick={onClose}>
              <Icon name="close" />
            </Button>
          )}
        </header>
        <div className="dialog__body">{children}</div>
        {foot && <footer className="dialog__foot">{foot}</footer>}
        <Spoken />
      </div>
    </dialog>
  );
}

/** Whether some dialog is open: keys are then its own. */
export const dialogIsOpen = (): boolean => document.querySelector("dialog[open]") !== null;
