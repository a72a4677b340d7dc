// The relations of one set, a row each: which two things were joined, and who joined them.

import type { Json, Region, Schema } from "../../core/model";
import { namingQuestion } from "../../core/options";
import { t } from "../../i18n";
import type { RelationCell, RelationLine, RelationLines } from "./joined";
import type { Voice } from "./voices";
import { labelOf, quoteOf, RowHead, Value } from "./words";

interface RelationRowsProps {
  found: RelationLines;
  schema: Schema;
  data: { [source: string]: Json };
  voices: readonly Voice[];
  /** What a region on a picture is called in its own row. */
  numberOf(region: string): string;
}

export function RelationRows({ found, schema, data, voices, numberOf }: RelationRowsProps) {
  const endOf = (region: Region) =>
    (region.shape === "span" && quoteOf(region, schema, data)) || numberOf(region.id);
  const sorted = found.lines.toSorted((a, b) => Number(b.differs) - Number(a.differs));
  return (
    <tbody>
      <tr
        className={found.differs ? "side__row side__row--set side__row--differs" : "side__row side__row--set"}
      >
        <RowHead name={found.name} differs={found.differs} />
        {voices.map(({ id, stale }) => (
          <td key={id} className={stale ? "side__stale" : undefined}>
            {t("side.relations", { count: found.counts.get(id) ?? 0 })}
          </td>
        ))}
      </tr>
      {sorted.map((line: RelationLine) => (
        <tr key={line.id} className={line.differs ? "side__row side__row--differs" : "side__row"}>
          <RowHead
            name={t(found.directed ? "side.joined_to" : "side.joined_with", {
              from: endOf(line.from),
              to: endOf(line.to),
            })}
            differs={line.differs}
          />
          {voices.map(({ id, stale }) => (
            <td key={id} className={stale ? "side__stale" : undefined}>
              <Said cell={line.cells.get(id)} set={found.set} schema={schema} data={data} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

interface SaidProps {
  cell: RelationCell | undefined;
  set: string;
  schema: Schema;
  data: { [source: string]: Json };
}

function Said({ cell, set, schema, data }: SaidProps) {
  if (!cell)
    return (
      <span className="side__none" title={t("side.not_joined")}>
        –<span className="sr-only">{t("side.not_joined")}</span>
      </span>
    );
  const naming = namingQuestion(schema, set);
  const others = schema.questions.filter(
    (one) => one.id !== naming?.id && cell.answers[one.id] !== undefined,
  );
  return (
    <>
      {labelOf(naming, cell.answers, data) || t("side.joined")}
      {others.map((question) => (
        <span key={question.id} className="side__facts">
          {question.name}: <Value question={question} value={cell.answers[question.id]} data={data} />
        </span>
      ))}
    </>
  );
}
