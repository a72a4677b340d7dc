// The right panel: the questions that are asked now, and the regions there are.

import { answerUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import { askedAbout } from "../../core/conditions";
import { type Body, ITEM, type Question, type Region } from "../../core/model";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { RegionList } from "./RegionList";
import type { ValueKeys } from "./valueKeys";

interface PanelProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  values: ValueKeys;
  onHover(id: string | null): void;
}

export function Panel({ bench, body, hands, values, onHover }: PanelProps) {
  const { region, questions } = bench.questionsNow();
  const about = askedAbout(bench.schema, body, ITEM, null);
  return (
    <aside className="panel" aria-label={t("label.panel")}>
      {(questions.length > 0 || region) && (
        <section className="panel__part">
          <header className="panel__head">
            {region ? (
              <h2 className="panel__region">
                <Swatch ink={planeOf(bench, region).ink} />
                {planeOf(bench, region).label || t("label.region_questions")}
              </h2>
            ) : (
              <h2>{t("label.questions")}</h2>
            )}
            {region && about.length > 0 && (
              <Button
                look="quiet"
                keepFocus
                command="back"
                shortcut="escape"
                onClick={() => bench.select(null)}
              >
                {t("label.back_to_item")}
              </Button>
            )}
          </header>
          {questions.map((question) => (
            <QuestionView
              key={`${region?.id ?? ""}/${question.id}/${bench.task.task}`}
              bench={bench}
              question={question}
              region={region}
              hands={hands}
              values={values}
              alone={questions.length === 1}
            />
          ))}
        </section>
      )}
      {bench.schema.region_sets.length > 0 && (
        <RegionList bench={bench} body={body} hands={hands} onHover={onHover} />
      )}
    </aside>
  );
}

interface QuestionViewProps {
  bench: Bench;
  question: Question;
  region: Region | null;
  hands: Hands;
  values: ValueKeys;
  alone: boolean;
}

function QuestionView({ bench, question, region, hands, values, alone }: QuestionViewProps) {
  const ui = answerUI(question.kind);
  const { Control } = ui;
  const place = region?.id ?? null;
  const missing = hands.missing.find((one) => one.question === question.id && one.region === place);
  const active = !alone && !bench.labelsByNumber() && bench.active()?.id === question.id;
  const name = question.text || question.name;
  const id = `question-${question.id}-${place ?? "item"}`;
  return (
    <section
      className={`question${active ? " question--active" : ""}${missing ? " question--missing" : ""}`}
      aria-labelledby={`${id}-name`}
      onFocus={() => bench.focus(question.id)}
    >
      <h3 id={`${id}-name`}>
        {name}
        {question.required === false && <span className="question__optional"> {t("app.optional")}</span>}
      </h3>
      {question.description && <p className="question__more">{question.description}</p>}
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
