// What every part of a task looks like in the form: one line that opens, and the tools for the whole of it.

import { type ReactNode, useId } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useTask } from "./context";

interface CardProps {
  id: string;
  /** Its place in the schema; problems inside are counted at its head. */
  where: string;
  name: string;
  about: ReactNode;
  onMove?(by: -1 | 1): void;
  onDuplicate?(): void;
  onRemove?(): void;
  children: ReactNode;
}

export function Card({ id, where, name, about, onMove, onDuplicate, onRemove, children }: CardProps) {
  const { open, toggle, state } = useTask();
  const shown = open.has(id);
  const body = useId();
  const wrong =
    state.from === "form" && state.problems.some((one) => one.where === where || isInside(one.where, where));
  return (
    <section className={wrong ? "card card--wrong" : "card"} aria-label={name}>
      <header className="card__head">
        <button
          type="button"
          className="card__open"
          aria-expanded={shown}
          aria-controls={body}
          data-where={shown ? undefined : where}
          onClick={() => toggle(id)}
        >
          <Icon name={shown ? "down" : "next"} />
          <span className="card__name">{name}</span>
          <span className="card__about">{about}</span>
          {wrong && (
            <span className="card__wrong">
              <Icon name="warn" />
              <span className="sr-only">{t("task.has_problem")}</span>
            </span>
          )}
        </button>
        {onMove && (
          <>
            <Button look="quiet" icon tip={t("task.up")} data-tip-side="end" onClick={() => onMove(-1)}>
              <Icon path="m4 10 4-4 4 4" />
            </Button>
            <Button look="quiet" icon tip={t("task.down")} data-tip-side="end" onClick={() => onMove(1)}>
              <Icon name="down" />
            </Button>
          </>
        )}
        {onDuplicate && (
          <Button look="quiet" icon tip={t("task.duplicate")} data-tip-side="end" onClick={onDuplicate}>
            <Icon path="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
          </Button>
        )}
        {onRemove && (
          <Button look="quiet" icon tip={t("task.remove")} data-tip-side="end" onClick={onRemove}>
            <Icon name="trash" />
          </Button>
        )}
      </header>
      {shown && (
        <div className="card__body" id={body}>
          {children}
        </div>
      )}
    </section>
  );
}

const isInside = (place: string, where: string) =>
  place.startsWith(`${where}.`) || place.startsWith(`${where}[`);
