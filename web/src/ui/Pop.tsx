// A button that opens a small panel under it; a click elsewhere and Escape close it.

import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";

import { buttonClass } from "./Button";
import { useLatest } from "./use";
import "./pop.css";

interface PopProps {
  /** What the button shows. */
  button: ReactNode;
  /** Its name where that is not its text. */
  name?: string;
  look?: "plain" | "main" | "quiet";
  className?: string;
  side?: "start" | "end";
  /** Opens above the button: for a bar at the foot of the page. */
  above?: boolean;
  startOpen?: boolean;
  disabled?: boolean;
  onClose?(): void;
  children(close: () => void): ReactNode;
}

export function Pop(props: PopProps) {
  const { button, name, look, className, side = "start", above, startOpen, disabled, children } = props;
  const [open, setOpen] = useState(startOpen ?? false);
  const host = useRef<HTMLDivElement>(null);
  const id = useId();
  const onClose = useLatest(props.onClose);
  const close = () => {
    setOpen(false);
    onClose.current?.();
    host.current?.querySelector<HTMLElement>(":scope > button")?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (!open) return;
    host.current?.querySelector<HTMLElement>("[data-first], .pop__panel :is(input, select, button)")?.focus();
    const outside = (event: PointerEvent) => {
      if (host.current?.contains(event.target as Node)) return;
      setOpen(false);
      onClose.current?.();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open, onClose]);
  const place = ["pop__panel", side === "end" ? "pop__panel--end" : "", above ? "pop__panel--above" : ""];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes, from anywhere inside.
    <div
      ref={host}
      className="pop"
      onBlur={({ relatedTarget }) => {
        // Tab leads on to what the panel would cover.
        if (!open || !relatedTarget || host.current?.contains(relatedTarget)) return;
        setOpen(false);
        onClose.current?.();
      }}
      onKeyDown={(event) => {
        if (!open || event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        type="button"
        className={buttonClass({ look: look ?? "plain" }, className)}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={name}
        disabled={disabled}
        onClick={() => (open ? close() : setOpen(true))}
      >
        {button}
      </button>
      {open && (
        <div id={id} className={place.filter(Boolean).join(" ")}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
