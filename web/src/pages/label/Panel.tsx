// The right panel: the questions that are asked now, and the regions there are.

import type { Bench, Hands } from "../../core/bench";
import { askedAbout } from "../../core/conditions";
import { type Body, ITEM } from "../../core/model";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { QuestionView } from "./QuestionView";
import { RegionList } from "./RegionList";
import { endsOf, isDirected, RelationList } from "./RelationList";
import type { ValueKeys } from "./valueKeys";

/** With more questions than fit on a screen, how many are answered is said. */
const MANY = 6;

interface PanelProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  values: ValueKeys;
  onHover(id: string | null): void;
  /** Opens the guideline at a question. */
  onGuide(question: string): void;
}

export function Panel({ bench, body, hands, values, onHover, onGuide }: PanelProps) {
  const { region, questions } = bench.questionsNow();
  const relation = bench.relation(region?.id ?? null);
  const canJoin = bench.linking.possible && region !== null && !relation && body.regions.length > 1;
  const about = askedAbout(bench.schema, body, ITEM, null);
  return (
    <aside className="panel" aria-label={t("label.panel")}>
      {(questions.length > 0 || region) && (
        <section className="panel__part">
          <header className="panel__head">
            {region ? (
              <h2 className="panel__region">
                <Swatch ink={planeOf(bench, region).ink} />
                {bench.group.several
                  ? t("group.selected", { count: bench.group.ids.length })
                  : planeOf(bench, region).label || t(relation ? "relation.this" : "label.region_questions")}
              </h2>
            ) : (
              <h2>{t("label.questions")}</h2>
            )}
            {!region && questions.length > MANY && (
              <span className="panel__answered">
                {t("panel.answered", {
                  done: questions.filter((one) => bench.answer(one.id, null) !== null).length,
                  total: questions.length,
                })}
              </span>
            )}
            {canJoin && (
              <Button
                look="quiet"
                icon
                keepFocus
                tip={t("relation.join")}
                data-tip-side="end"
                command="join"
                shortcut="j"
                onClick={() => bench.linking.begin()}
              >
                <Icon name="link" />
              </Button>
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
          {relation && <Ends bench={bench} id={relation.id} />}
          {questions.map((question) => (
            <QuestionView
              key={`${region?.id ?? ""}/${question.id}/${bench.task.task}`}
              bench={bench}
              question={question}
              region={region}
              hands={hands}
              values={values}
              alone={questions.length === 1}
              onGuide={onGuide}
            />
          ))}
        </section>
      )}
      {bench.schema.region_sets.length > 0 && (
        <RegionList bench={bench} body={body} hands={hands} onHover={onHover} />
      )}
      {bench.linking.possible && <RelationList bench={bench} body={body} hands={hands} />}
    </aside>
  );
}

function Ends({ bench, id }: { bench: Bench; id: string }) {
  const relation = bench.relation(id);
  if (!relation) return null;
  const [from, to] = endsOf(bench, relation);
  return (
    <p className="relation-ends">
      <button type="button" className="relation-ends__end" onClick={() => bench.select(relation.from_id)}>
        {from}
      </button>
      <span aria-hidden="true">{isDirected(bench, relation) ? "→" : "–"}</span>
      <button type="button" className="relation-ends__end" onClick={() => bench.select(relation.to_id)}>
        {to}
      </button>
    </p>
  );
}
