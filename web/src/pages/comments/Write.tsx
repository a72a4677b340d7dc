import { type ReactNode, useState } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";

interface WriteProps {
  label: string;
  action: string;
  hint?: ReactNode;
  onSend(body: string): Promise<void>;
  onLeave?: () => void;
  focus?: boolean;
}

/** A few words to be sent; what could not be sent stays here. */
export function Write({ label, action, hint, onSend, onLeave, focus = true }: WriteProps) {
  const [body, setBody] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async () => {
    if (busy || !body.trim()) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSend(body.trim());
      setBody("");
    } catch (error) {
      const message = (error as Error).message;
      setProblem([t("comments.kept"), message].filter(Boolean).join(" "));
    }
    setBusy(false);
  };
  return (
    <form
      className="write"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        className="input"
        rows={3}
        maxLength={5000}
        aria-label={label}
        placeholder={label}
        value={body}
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody wants to write here.
        autoFocus={focus}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            // Here it sends the words; outside it would submit the item.
            event.stopPropagation();
            void send();
          } else if (event.key === "Escape" && onLeave && !body) {
            event.stopPropagation();
            onLeave();
          }
        }}
      />
      {hint}
      {problem && (
        <p className="field__problem" role="alert">
          {problem}
        </p>
      )}
      <p className="write__acts">
        {onLeave && (
          <Button look="quiet" onClick={onLeave}>
            {t("app.cancel")}
          </Button>
        )}
        <Button type="submit" look="main" disabled={busy || !body.trim()} shortcut="mod+enter">
          {action}
        </Button>
      </p>
    </form>
  );
}
