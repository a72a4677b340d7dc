import type { Hands } from "../../core/bench";
import type { HistoryState } from "../../core/history";
import type { SessionState } from "../../core/session";
import { t, tOr } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import type { LabelActions } from "./commands";
import { missingWords } from "./words";

interface BottomBarProps {
  state: SessionState;
  hands: Hands;
  history: HistoryState;
  /** It was submitted before: this is a change of it. */
  revised: boolean;
  /** Whether nothing at all is meant: another Enter says so. */
  asking: boolean;
  actions: LabelActions;
}

export function BottomBar({ state, hands, history, revised, asking, actions }: BottomBarProps) {
  const words = (key: string | null) => (key === null ? "" : tOr(key, key));
  const undo =
    history.undo !== null
      ? t("label.undo_what", { what: words(history.undo) })
      : state.canReturn
        ? t("label.undo_submit")
        : t("label.undo");
  const redo = history.redo === null ? t("label.redo") : t("label.redo_what", { what: words(history.redo) });
  const { missing } = hands;
  return (
    <footer className="bottom">
      <Button
        look="quiet"
        icon
        keepFocus
        tip={undo}
        command="undo"
        shortcut="mod+z"
        data-tip-side="above"
        aria-disabled={history.undo === null && !state.canReturn}
        onClick={actions.undo}
      >
        <Icon name="undo" />
      </Button>
      <Button
        look="quiet"
        icon
        keepFocus
        tip={redo}
        command="redo"
        shortcut="mod+shift+z"
        data-tip-side="above"
        aria-disabled={history.redo === null && !state.canAdvance}
        onClick={actions.redo}
      >
        <Icon name="redo" />
      </Button>
      <Button look="quiet" keepFocus command="skip" shortcut="x" onClick={actions.skip}>
        {t("label.skip")}
      </Button>
      <span className="bottom__middle">
        {missing.length > 0 && (
          <span className="bottom__missing" role="alert">
            <Icon name="warn" />
            {missingWords(missing)}
          </span>
        )}
      </span>
      {asking ? (
        <span className="bottom__ask">{t("label.nothing_marked")}</span>
      ) : (
        <span className="bottom__next muted">
          {state.ready > 0 ? t("label.next_ready") : t("label.last")}
        </span>
      )}
      <Button
        look="main"
        keepFocus
        className="bottom__submit"
        command="submit"
        shortcut="enter"
        onClick={actions.submit}
      >
        {revised ? t("label.submit_change") : t("label.submit")}
      </Button>
    </footer>
  );
}
