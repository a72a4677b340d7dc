// The datasheet drawn: what the labels say, how far people agree, who they were, what is not in it.

import type { ReactNode } from "react";

import type { AskedFacts, Datasheet, Span } from "../../api/releases";
import type { Schema } from "../../core/model";
import { Inks } from "../../core/options";
import { formatClock, formatDate, formatNumber, t, tOr } from "../../i18n";
import { formatShare } from "../../ui/percent";
import { Bars } from "../../ui/plot/Bars";

interface DatasheetProps {
  sheet: Datasheet;
  schema: Schema;
}

export function DatasheetView({ sheet, schema }: DatasheetProps) {
  const { rows, project } = sheet;
  return (
    <>
      <Part title={t("sheet.numbers")}>
        <dl className="sheet-numbers">
          <One name={t("releases.items")} value={formatNumber(rows.items)} />
          <One name={t("sheet.annotations")} value={formatNumber(rows.annotations)} />
          <One name={t("sheet.labelers")} value={formatNumber(rows.labelers.length)} />
          {rows.seconds.count > 0 && <One name={t("sheet.hours")} value={formatClock(rows.seconds.sum)} />}
          {rows.seconds.mean !== null && (
            <One name={t("sheet.per_annotation")} value={number(rows.seconds.mean)} />
          )}
          {rows.media_files > 0 && <One name={t("sheet.files")} value={formatNumber(rows.media_files)} />}
        </dl>
        <p className="muted">
          {t("sheet.version", { schema: project.schema_version, guideline: project.guideline_version })}.{" "}
          {rows.time.first !== null &&
            rows.time.last !== null &&
            t("sheet.when", { first: formatDate(rows.time.first), last: formatDate(rows.time.last) })}
        </p>
      </Part>
      <Part title={t("sheet.labels")}>
        <div className="sheet-plots">
          {Object.entries(rows.questions).map(([id, asked]) => (
            <Asked key={id} id={id} asked={asked} schema={schema} />
          ))}
          {Object.entries(rows.region_sets).map(([id, set]) => (
            <p key={id}>
              <strong>{set.name}</strong> {t("sheet.regions", { count: set.regions, mean: number(set.mean) })}
            </p>
          ))}
        </div>
      </Part>
      <Agreement found={rows.agreement} />
      <Part title={t("sheet.who")}>
        <Rows
          head={[t("sheet.labeler"), t("sheet.kind"), t("sheet.annotations"), t("sheet.hours")]}
          numbers={[2, 3]}
          rows={rows.labelers.map((one) => [
            one.labeler,
            tOr(`side.kind.${one.kind}`, one.kind),
            formatNumber(one.annotations),
            formatClock(one.seconds),
          ])}
        />
      </Part>
      <Part title={t("sheet.sources")}>
        <Rows
          head={["", t("releases.items")]}
          numbers={[1]}
          rows={Object.entries(rows.sources).map(([source, count]) => [
            tOr(`sheet.source.${source}`, source),
            formatNumber(count),
          ])}
        />
      </Part>
      <LeftOut sheet={sheet} />
    </>
  );
}

function Asked({ id, asked, schema }: { id: string; asked: AskedFacts; schema: Schema }) {
  const question = schema.questions.find((one) => one.id === id);
  const title = t("sheet.question", {
    question: asked.name,
    answered: formatNumber(asked.answered),
    targets: formatNumber(asked.targets),
  });
  if (!asked.values) return <Numbers title={title} span={asked.numbers ?? asked.length ?? null} />;
  const inks = new Inks(schema, {});
  const bars = Object.entries(asked.values).map(([value, { name, count, share }]) => ({
    name,
    value: count,
    shown: `${formatNumber(count)} · ${formatShare(share)}`,
    text: t("sheet.bar", { name, count, share: formatShare(share) }),
    ...(question?.about && question.about !== "item" ? { ink: inks.of(question.about, value) } : {}),
  }));
  return (
    <Bars
      title={title}
      bars={bars}
      table={{
        columns: [t("sheet.value"), t("sheet.count"), t("sheet.share")],
        rows: Object.values(asked.values).map(({ name, count, share }) => [name, count, share]),
      }}
    />
  );
}

function Numbers({ title, span }: { title: string; span: Span | null }) {
  return (
    <div>
      <h3>{title}</h3>
      {span && (
        <p className="muted">
          {t("sheet.span", {
            min: number(span.min),
            max: number(span.max),
            mean: number(span.mean),
            count: span.count,
          })}
        </p>
      )}
    </div>
  );
}

function Agreement({ found }: { found: Datasheet["rows"]["agreement"] }) {
  const asked = Object.values(found.questions).map((one) => [
    one.name,
    number(one.value),
    one.agreement === null ? "–" : formatShare(one.agreement),
    formatNumber(one.units),
    one.note,
  ]);
  const sets = Object.values(found.region_sets).map((one) => [
    one.name,
    t("sheet.f_score", { value: number(one.f1) }),
    "–",
    formatNumber(one.matched),
    one.note,
  ]);
  return (
    <Part title={t("sheet.agreement")}>
      <p className="muted">
        {found.items > 0 ? t("sheet.agreement_text", { count: found.items }) : t("sheet.agreement_none")}
      </p>
      {found.items > 0 && (
        <Rows
          head={[t("sheet.asked"), t("sheet.alpha"), t("sheet.equal"), t("sheet.units"), t("sheet.note")]}
          numbers={[1, 2, 3]}
          rows={[...asked, ...sets]}
        />
      )}
    </Part>
  );
}

function LeftOut({ sheet: { project, losses } }: { sheet: Datasheet }) {
  const out = Object.entries({ ...project.left_out, ...project.not_counted }).filter(
    ([, count]) => count > 0,
  );
  return (
    <Part title={t("sheet.out")}>
      {out.length === 0 ? (
        <p className="muted">{t("sheet.out_none")}</p>
      ) : (
        <Rows
          head={["", t("sheet.count")]}
          numbers={[1]}
          rows={out.map(([why, count]) => [tOr(`sheet.out.${why}`, why), formatNumber(count)])}
        />
      )}
      {losses.length === 0 ? (
        <p className="muted">{t("sheet.losses_none")}</p>
      ) : (
        <>
          <h3>{t("sheet.losses")}</h3>
          <Rows
            head={[t("export.lost_what"), t("export.lost_why"), t("sheet.count")]}
            numbers={[2]}
            rows={losses.map(({ what, why, count }) => [what, why, formatNumber(count)])}
          />
        </>
      )}
    </Part>
  );
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="sheet-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function One({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface RowsProps {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns of numbers. */
  numbers?: readonly number[];
}

/** A small table whose first column names the row. */
export function Rows({ head, rows, numbers = [] }: RowsProps) {
  const kind = (place: number) => (numbers.includes(place) ? "num" : undefined);
  return (
    <div className="table-scroll">
      <table className="plain-table">
        {head.some(Boolean) && (
          <thead>
            <tr>
              {head.map((name, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
                <th key={place} scope="col" className={kind(place)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in their places.
            <tr key={line}>
              {cells.map((cell, place) =>
                place === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
                  <th key={place} scope="row">
                    {cell}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
                  <td key={place} className={kind(place)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Three digits, as the datasheet rounds them. */
export function number(value: number | null): string {
  if (value === null) return "–";
  return formatNumber(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
