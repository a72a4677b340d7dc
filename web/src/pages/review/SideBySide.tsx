// What all labelers said about an item, a column each, with what they differ in marked. Also for adjudication.

import { type ReactNode, useMemo, useState } from "react";

import type { Json, Question, Schema } from "../../core/model";
import { namingQuestion } from "../../core/options";
import { t, tOr } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { When } from "../../ui/When";
import { relationLines } from "./joined";
import { RelationRows } from "./RelationRows";
import {
  inkOf,
  type Line,
  questionLines,
  type RegionCell,
  type SetLines,
  setLines,
  type Voice,
} from "./voices";
import { labelOf, quoteOf, RowHead, Value } from "./words";
import "./review.css";

export interface SideBySideProps {
  schema: Schema;
  data: { [source: string]: Json };
  /** In columns, in this order; the same order gives overlay and columns the same colours. */
  voices: readonly Voice[];
  /** Under a voice's name: "start from this". */
  action?(voice: Voice): ReactNode;
  /** A value was chosen here. */
  onAnswer?(voice: string, question: Question): void;
  /** A region was pointed at or chosen here. */
  onRegion?(voice: string, region: string): void;
}

const SHOWN_AT_FIRST = 40;

export function SideBySide({ schema, data, voices, action, onAnswer, onRegion }: SideBySideProps) {
  const questions = useMemo(() => questionLines(schema, voices), [schema, voices]);
  const sets = useMemo(() => setLines(schema, voices), [schema, voices]);
  const relations = useMemo(() => relationLines(schema, voices, sets), [schema, voices, sets]);
  const numbers = useMemo(() => numbersOf(sets), [sets]);
  const numberOf = (region: string) => t("side.region", { number: numbers.get(region) ?? 0 });
  const different = [...questions, ...sets.flatMap(rowsOf), ...relations].filter(
    ({ differs }) => differs,
  ).length;
  if (voices.length === 0) return <p className="muted">{t("side.nobody")}</p>;
  return (
    <div className="side">
      {voices.filter((voice) => !voice.stale).length > 1 && (
        <p className={different > 0 ? "side__verdict side__verdict--differ" : "side__verdict"}>
          <Icon name={different > 0 ? "warn" : "check"} />
          {different > 0 ? t("side.differ", { count: different }) : t("side.agree")}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="side__scroll" aria-label={t("side.title")} tabIndex={0}>
        <table className="side__table">
          <thead>
            <tr>
              <td />
              {voices.map((voice, place) => (
                <VoiceHead key={voice.id} voice={voice} place={place} action={action} />
              ))}
            </tr>
          </thead>
          <tbody>
            {questions.map((line) => (
              <tr key={line.id} className={line.differs ? "side__row side__row--differs" : "side__row"}>
                <RowHead name={line.question.text || line.question.name} differs={line.differs} />
                {voices.map(({ id, stale }) => (
                  <td key={id} className={stale ? "side__stale" : undefined}>
                    <Chosen
                      choose={onAnswer && line.cells.has(id) ? () => onAnswer(id, line.question) : undefined}
                    >
                      <Value question={line.question} value={line.cells.get(id)} data={data} />
                    </Chosen>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {sets.map((lines) => (
            <SetRows
              key={lines.set}
              lines={lines}
              schema={schema}
              data={data}
              voices={voices}
              numberOf={numberOf}
              onRegion={onRegion}
            />
          ))}
          {relations.map((found) => (
            <RelationRows
              key={found.set}
              found={found}
              schema={schema}
              data={data}
              voices={voices}
              numberOf={numberOf}
            />
          ))}
        </table>
      </section>
    </div>
  );
}

/** What is counted as a place: each region, or the set where there are too many to match. */
const rowsOf = (found: SetLines): readonly { differs: boolean }[] => found.lines ?? [found];

/** Rows of regions by their first region: numbered in reading order in each set, the same wherever they are named. */
const numbersOf = (sets: readonly SetLines[]): ReadonlyMap<string, number> =>
  new Map(sets.flatMap(({ lines }) => (lines ?? []).map(({ id }, at) => [id, at + 1] as const)));

function Chosen({ choose, children }: { choose: (() => void) | undefined; children: ReactNode }) {
  if (!choose) return children;
  return (
    <button type="button" className="side__region" onClick={choose}>
      {children}
    </button>
  );
}

function VoiceHead({
  voice,
  place,
  action,
}: {
  voice: Voice;
  place: number;
  action: SideBySideProps["action"];
}) {
  return (
    <th scope="col" className={voice.stale ? "side__voice side__stale" : "side__voice"}>
      <span className="side__name">
        <Swatch ink={inkOf(place)} />
        {voice.name}
      </span>
      <span className="side__facts">
        {[voice.kind === "person" ? "" : tOr(`side.kind.${voice.kind}`, voice.kind), purposeOf(voice)]
          .filter(Boolean)
          .map((word) => (
            <span key={word} className="side__mark">
              {word}
            </span>
          ))}
        {voice.stale && <span className="side__mark side__mark--warn">{t("side.stale")}</span>}
      </span>
      <span className="side__facts">
        <When at={voice.at} />
        {voice.seconds !== null && ` · ${t("side.seconds", { seconds: Math.round(voice.seconds) })}`}
      </span>
      <span className="side__facts">
        {t("side.versions", { schema: voice.schemaVersion, guideline: voice.guidelineVersion })}
        {voice.revision > 1 && ` · ${t("side.revision", { revision: voice.revision })}`}
      </span>
      {action?.(voice)}
    </th>
  );
}

/** Ordinary labels need no word; whatever is outside the count says so. */
function purposeOf({ purpose, counted, stale }: Voice): string {
  if (purpose === "label") return counted || stale ? "" : t("side.surplus");
  return tOr(`side.purpose.${purpose}`, purpose);
}

interface SetRowsProps extends Pick<SideBySideProps, "schema" | "data" | "voices" | "onRegion"> {
  lines: SetLines;
  numberOf(region: string): string;
}

function SetRows({ lines: found, schema, data, voices, numberOf, onRegion }: SetRowsProps) {
  const { set, counts, lines, differs } = found;
  const [all, setAll] = useState(false);
  const name = schema.region_sets.find(({ id }) => id === set)?.name ?? set;
  // Else the rows below say it, each for itself.
  const unmatched = differs && lines === null;
  // What they differ in comes first, so that nobody has to look for it among what is the same.
  const sorted = lines?.toSorted((a, b) => Number(b.differs) - Number(a.differs)) ?? [];
  const shown = all ? sorted : sorted.slice(0, SHOWN_AT_FIRST);
  return (
    <tbody>
      <tr className={unmatched ? "side__row side__row--set side__row--differs" : "side__row side__row--set"}>
        <RowHead name={name} differs={unmatched} />
        {voices.map(({ id, stale }) => (
          <td key={id} className={stale ? "side__stale" : undefined}>
            {t("side.regions", { count: counts.get(id) ?? 0 })}
          </td>
        ))}
      </tr>
      {shown.map((line) => (
        <tr key={line.id} className={line.differs ? "side__row side__row--differs" : "side__row"}>
          <RowHead name={whereOf(line, schema, data) || numberOf(line.id)} differs={line.differs} />
          {voices.map(({ id, stale }) => (
            <td key={id} className={stale ? "side__stale" : undefined}>
              <RegionSaid cell={line.cells.get(id)} voice={id} {...{ schema, data, onRegion }} />
            </td>
          ))}
        </tr>
      ))}
      {sorted.length > shown.length && (
        <tr>
          <td colSpan={voices.length + 1}>
            <Button look="quiet" onClick={() => setAll(true)}>
              {t("side.show_all", { count: sorted.length })}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The words a span stands on; shapes on pictures are told apart by their number alone. */
function whereOf(line: Line<RegionCell>, schema: Schema, data: { [source: string]: Json }): string {
  const region = [...line.cells.values()][0]?.region;
  return region?.shape === "span" ? quoteOf(region, schema, data) : "";
}

interface RegionSaidProps extends Pick<SideBySideProps, "schema" | "data" | "onRegion"> {
  cell: RegionCell | undefined;
  voice: string;
}

function RegionSaid({ cell, voice, schema, data, onRegion }: RegionSaidProps) {
  if (!cell)
    return (
      <span className="side__none" title={t("side.not_marked")}>
        –<span className="sr-only">{t("side.not_marked")}</span>
      </span>
    );
  const { region, answers } = cell;
  const naming = namingQuestion(schema, region.set);
  const label = labelOf(naming, answers, data) || t("side.marked");
  const others = schema.questions.filter((one) => one.id !== naming?.id && answers[one.id] !== undefined);
  const words = (
    <>
      {label}
      {region.shape === "span" && <span className="side__facts">{quoteOf(region, schema, data)}</span>}
      {others.map((question) => (
        <span key={question.id} className="side__facts">
          {question.name}: <Value question={question} value={answers[question.id]} data={data} />
        </span>
      ))}
    </>
  );
  if (!onRegion) return words;
  return (
    <button type="button" className="side__region" onClick={() => onRegion(voice, region.id)}>
      {words}
    </button>
  );
}
