import { type FormEvent, useId, useRef, useState } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

const REASONS = ["unclear", "broken", "language", "offensive", "other"] as const;

interface SkipDialogProps {
  open: boolean;
  onClose: () => void;
  onSkip: (reason: string) => Promise<void>;
}

export function SkipDialog({ open, onClose, onSkip }: SkipDialogProps) {
  const [reason, setReason] = useState<(typeof REASONS)[number]>("unclear");
  const [more, setMore] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useId();
  const words = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    // A reason of its own must be said.
    if (reason === "other" && !more.trim()) {
      setProblem(t("skip.required"));
      words.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await onSkip([t(`skip.${reason}`), more.trim()].filter(Boolean).join(": "));
    } catch (error) {
      setProblem((error as Error).message || t("error.offline_title"));
    }
    setBusy(false);
  };

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("skip.title")}
      text={t("skip.text")}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form={form} look="main" disabled={busy} shortcut="enter">
            {t("skip.action")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="skip"
        onSubmit={submit}
        onKeyDown={(event) => {
          // The same hands: a number chooses the reason, unless text is being typed.
          const chosen = REASONS[Number(event.key) - 1];
          if (!chosen || (event.target as HTMLElement).matches("[type=text]")) return;
          event.preventDefault();
          setReason(chosen);
          setProblem(null);
          if (chosen === "other") return words.current?.focus();
          event.currentTarget.querySelectorAll<HTMLElement>("[type=radio]")[REASONS.indexOf(chosen)]?.focus();
        }}
      >
        <div className="options__list" role="radiogroup" aria-label={t("skip.reason")}>
          {REASONS.map((one, i) => (
            <label
              key={one}
              className="option"
              data-checked={reason === one}
              onPointerUp={() => {
                // After the click, which takes the focus to the choice itself.
                if (one === "other") setTimeout(() => words.current?.focus());
              }}
            >
              <input
                type="radio"
                name="reason"
                checked={reason === one}
                onChange={() => {
                  setReason(one);
                  setProblem(null);
                }}
              />
              <span className="option__name">{t(`skip.${one}`)}</span>
              <span className="kbd" aria-hidden="true">
                {i + 1}
              </span>
            </label>
          ))}
        </div>
        <input
          ref={words}
          className="input"
          type="text"
          aria-required={reason === "other"}
          aria-invalid={problem === t("skip.required") || undefined}
          placeholder={t("skip.more")}
          aria-label={t("skip.more")}
          maxLength={900}
          value={more}
          onChange={(event) => {
            setMore(event.target.value);
            setProblem(null);
          }}
        />
        {problem && (
          <p className="field__problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}
