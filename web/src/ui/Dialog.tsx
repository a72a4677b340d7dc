// The one dialog. Focus goes in, stays in, and comes back to where it was.

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { t } from "../i18n";
import { Button } from "./Button";
import { Icon } from "./Icon";

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

export function Dialog({
  title,
  text,
  open,
  onClose,
  wide,
  foot,
  dismissable = true,
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && dismissable && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={wide ? "dialog dialog--wide" : "dialog"}
          {...(text ? {} : { "aria-describedby": undefined })}
          onInteractOutside={dismissable ? undefined : (event) => event.preventDefault()}
        >
          <header className="dialog__head">
            <div>
              <Radix.Title>{title}</Radix.Title>
              {text && <Radix.Description className="muted">{text}</Radix.Description>}
            </div>
            {dismissable && (
              <Button look="quiet" icon aria-label={t("app.close")} title={t("app.close")} onClick={onClose}>
                <Icon name="close" />
              </Button>
            )}
          </header>
          <div className="dialog__body">{children}</div>
          {foot && <footer className="dialog__foot">{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
