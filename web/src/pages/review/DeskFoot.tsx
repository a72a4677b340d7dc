import type { RefObject } from "react";

import type { Missing } from "../../core/bench";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { missingWords } from "../label/words";

interface DeskFootProps {
  note: RefObject<HTMLInputElement | null>;
  text: string;
  onNote(text: string): void;
  /** The decision is the label as it stands. */
  accepts: boolean;
  canUndo: boolean;
  missing: readonly Missing[];
  /** Whether Enter is asked for once more, as nothing is marked. */
  asking: boolean;
  nobody: boolean;
  actions: { submit(): void; skip(): void; undo(): void };
  sendBack(): void;
}

export function DeskFoot(props: DeskFootProps) {
  const { note, text, onNote, accepts, canUndo, missing, asking, nobody, actions, sendBack } = props;
  return (
    <footer className="bottom desk__foot">
      <Button
        look="quiet"
        icon
        keepFocus
        tip={t("label.undo")}
        command="undo"
        shortcut="mod+z"
        data-tip-side="above"
        aria-disabled={!canUndo}
        onClick={actions.undo}
      >
        <Icon name="undo" />
      </Button>
      <Button look="quiet" keepFocus command="skip" shortcut="x" onClick={actions.skip}>
        {t("review.skip")}
      </Button>
      <Button look="quiet" keepFocus command="send_back" shortcut="t" disabled={nobody} onClick={sendBack}>
        {t("review.send_back")}
      </Button>
      {missing.length > 0 ? (
        <span className="bottom__middle">
          <span className="bottom__missing" role="alert">
            <Icon name="warn" />
            {missingWords(missing)}
          </span>
        </span>
      ) : (
        <input
          ref={note}
          className="input desk__note"
          aria-label={t("review.note")}
          aria-keyshortcuts="y"
          placeholder={`${t("review.note_hint")} (Y)`}
          maxLength={4000}
          value={text}
          onChange={(event) => onNote(event.target.value)}
        />
      )}
      {asking && <span className="bottom__ask">{t("label.nothing_marked")}</span>}
      <Button
        look="main"
        keepFocus
        className="bottom__submit"
        command="submit"
        shortcut="enter"
        disabled={nobody}
        onClick={actions.submit}
      >
        {accepts ? t("review.accept") : t("review.decide")}
      </Button>
    </footer>
  );
}
