// One question with its control, what is missing, and what a machine suggests for it.

import { useEffect, useRef } from "react";

import { answerUI } from "../../catalog";
import type { Bench, Hands, Part } from "../../core/bench";
import type { Question } from "../../core/model";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { useSignal } from "../../ui/use";
import { reveal } from "./reveal";
import { SuggestedAnswer } from "./SuggestionBar";
import type { ValueKeys } from "./valueKeys";

interface QuestionViewProps {
  bench: Bench;
  question: Question;
  region: Part | null;
  hands: Hands;
  values: ValueKeys;
  alone: boolean;
  /** Opens the guideline at a question. */
  onGuide(question: string): void;
}

export function QuestionView({ bench, question, region, hands, values, alone, onGuide }: QuestionViewProps) {
  const ui = answerUI(question.kind);
  const { Control } = ui;
  const place = region?.id ?? null;
  const missing = hands.missing.find((one) => one.question === question.id && one.region === place);
  const active = !alone && !bench.labelsByNumber() && bench.active()?.id === question.id;
  const name = question.text || question.name;
  useSignal(bench.suggestions.ignored);
  const offered = bench.suggestions
    .open()
    .filter(({ part }) => part.kind === "answer" && part.answer.question === question.id);
  const guided = isGuided(question);
  const view = useRef<HTMLElement>(null);
  const before = useRef(active);
  useEffect(() => {
    // Where the keys are is in sight, in questionnaires longer than the screen too. An item that was just opened
    // begins at its top: on a phone the questions come under it.
    if (active && !before.current) reveal(view.current);
    before.current = active;
  }, [active]);
  const id = `question-${question.id}-${place ?? "item"}`;
  return (
    <section
      ref={view}
      className={`question${active ? " question--active" : ""}${missing ? " question--missing" : ""}`}
      aria-labelledby={`${id}-name`}
      onFocus={() => bench.focus(question.id)}
    >
      <h3 id={`${id}-name`} className="question__head">
        <span dir="auto">
          {name}
          {question.required === false && <span className="question__optional"> {t("app.optional")}</span>}
        </span>
        {guided && (
          <button
            type="button"
            className="question__guide"
            aria-label={t("guide.about", { name })}
            title={t("guide.about", { name })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onGuide(question.id)}
          >
            <Icon name="book" />
          </button>
        )}
      </h3>
      {question.description && (
        <p className="question__more" dir="auto">
          {question.description}
        </p>
      )}
      {place === null &&
        offered.map((one) => (
          <SuggestedAnswer key={one.id} bench={bench} question={question} proposal={one} />
        ))}
      <Control
        id={id}
        name={name}
        value={bench.answer(question.id, place)}
        config={question.config}
        data={bench.task.data}
        invalid={missing !== undefined}
        set={(value, merge) => bench.give(question, place, value, merge)}
        keyFor={(value) => values.forAnswer(question.id, value)}
      />
      {missing && (
        <p className="question__problem">
          <Icon name="warn" />
          {missing.message ?? t("check.needed")}
        </p>
      )}
    </section>
  );
}

/** Whether its values are explained anywhere, so that there is something to open. */
function isGuided(question: Question): boolean {
  const values = question.config.values;
  return (
    !!question.description ||
    (Array.isArray(values) && values.some((one) => !!(one as { description?: string }).description))
  );
}
