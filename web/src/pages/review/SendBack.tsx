import { useState } from "react";

import type { Case } from "../../api/review";
import { t } from "../../i18n";
import { Area } from "../../ui/Area";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

interface SendBackProps {
  found: Case;
  onClose(): void;
  onSend(annotation: string, note: string): Promise<void>;
}

/** Whose answer goes back, and what its author is to look at. */
export function SendBack({ found, onClose, onSend }: SendBackProps) {
  const authors = found.annotations.filter(
    ({ annotation, kind, purpose }) =>
      kind === "person" && purpose === "label" && !found.sent_back.includes(annotation),
  );
  const [whose, setWhose] = useState(authors[0]?.annotation ?? "");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const send = () => {
    setProblem(null);
    onSend(whose, note.trim()).catch((error: Error) => setProblem(error.message));
  };
  const ready = whose !== "" && note.trim() !== "";
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("review.send_back_title")}
      text={t("review.send_back_text")}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" disabled={!ready} shortcut="mod+enter" onClick={send}>
            {t("review.send_back")}
          </Button>
        </>
      }
    >
      <form
        className="send-back"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && ready) send();
        }}
      >
        <fieldset className="options">
          <legend className="field__label">{t("review.whose")}</legend>
          {authors.map(({ annotation, name }) => (
            <label key={annotation} className="option" data-checked={whose === annotation}>
              <input
                type="radio"
                name="whose"
                checked={whose === annotation}
                onChange={() => setWhose(annotation)}
              />
              <span className="option__name">{name}</span>
            </label>
          ))}
        </fieldset>
        <Area
          label={t("review.what_to_look_at")}
          rows={3}
          value={note}
          problem={problem}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
