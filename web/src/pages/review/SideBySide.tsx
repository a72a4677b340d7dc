// What all labelers said about an item, a column each, with what they differ in marked. Also for adjudication.

import { type ReactNode, useMemo, useState } from "react";

import { answerUI } from "../../catalog";
import type { Json, Question, Region, Schema } from "../../core/model";
import { namingQuestion, optionsOf } from "../../core/options";
import { t, tOr } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { When } from "../../ui/When";
import {
  inkOf,
  type Line,
  questionLines,
  type RegionCell,
  type SetLines,
  setLines,
  type Voice,
} from "./voices";
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
  const different = [...questions, ...sets].filter(({ differs }) => differs).length;
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
              onRegion={onRegion}
            />
          ))}
        </table>
      </section>
    </div>
  );
}

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

function RowHead({ name, differs, more }: { name: string; differs: boolean; more?: string }) {
  return (
    <th scope="row" className="side__question">
      <span>{name}</span>
      {more && <span className="side__facts">{more}</span>}
      {differs && (
        <span className="side__differs">
          <Icon name="warn" />
          {t("side.differs")}
        </span>
      )}
    </th>
  );
}

interface ValueProps {
  question: Question;
  value: Json | undefined;
  data: { [source: string]: Json };
}

/** A given value in words. */
export function Value({ question, value, data }: ValueProps) {
  if (value === undefined || value === null)
    return (
      <span className="side__none" title={t("side.no_answer")}>
        –<span className="sr-only">{t("side.no_answer")}</span>
      </span>
    );
  const { Summary } = answerUI(question.kind);
  return <Summary value={value} config={question.config} data={data} />;
}

interface SetRowsProps extends Pick<SideBySideProps, "schema" | "data" | "voices" | "onRegion"> {
  lines: SetLines;
}

function SetRows({ lines: { set, counts, lines, differs }, schema, data, voices, onRegion }: SetRowsProps) {
  const [all, setAll] = useState(false);
  const name = schema.region_sets.find(({ id }) => id === set)?.name ?? set;
  // What they differ in comes first, so that nobody has to look for it among what is the same.
  const sorted = lines?.toSorted((a, b) => Number(b.differs) - Number(a.differs)) ?? [];
  const shown = all ? sorted : sorted.slice(0, SHOWN_AT_FIRST);
  return (
    <tbody>
      <tr className={differs ? "side__row side__row--set side__row--differs" : "side__row side__row--set"}>
        <RowHead name={name} differs={differs} />
        {voices.map(({ id, stale }) => (
          <td key={id} className={stale ? "side__stale" : undefined}>
            {t("side.regions", { count: counts.get(id) ?? 0 })}
          </td>
        ))}
      </tr>
      {shown.map((line, at) => (
        <tr key={line.id} className={line.differs ? "side__row side__row--differs" : "side__row"}>
          <RowHead
            name={whereOf(line, schema, data) || t("side.region", { number: at + 1 })}
            differs={line.differs}
          />
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

export function quoteOf(region: Region, schema: Schema, data: { [source: string]: Json }): string {
  const set = schema.region_sets.find(({ id }) => id === region.set);
  const text = data[schema.fields.find(({ id }) => id === set?.field)?.source ?? ""];
  if (typeof text !== "string") return "";
  const { start, end } = region.value as { start: number; end: number };
  const words = [...text.slice(0, end * 2)].slice(start, end).join("");
  return words.length > 60 ? `${words.slice(0, 58)}…` : words;
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

/** What a region is called: the words of the value that names it. */
export function labelOf(
  naming: Question | null,
  answers: { [question: string]: Json },
  data: { [source: string]: Json },
): string {
  const value = naming ? answers[naming.id] : undefined;
  if (!naming || value === undefined || value === null) return "";
  const end = Array.isArray(value) ? (value[0] as Json[] | undefined)?.at(-1) : value;
  return optionsOf(naming.config, data).find(({ id }) => id === end)?.name ?? String(end ?? "");
}
