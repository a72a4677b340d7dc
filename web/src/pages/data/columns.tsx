// The columns a table can have: what each shows of a row, and whether its numbers can be sorted by.

import type { ReactNode } from "react";

import type { ItemRow, Said } from "../../api/items";
import { mediumUI } from "../../catalog";
import type { Json, Question, Schema } from "../../core/model";
import { optionsOf } from "../../core/options";
import { formatNumber, t, tOr } from "../../i18n";
import { formatShare } from "../../ui/percent";
import { When } from "../../ui/When";
import { LabelChips } from "./LabelChips";

export interface Column {
  id: string;
  name: string;
  width: number;
  /** Numbers stand at the end. */
  number?: boolean;
  /** What the server sorts by. */
  sort?: string;
  cell(row: ItemRow): ReactNode;
}

export const FIRST = "item";
export const SHOWN_AT_FIRST = [FIRST, "state", "label", "agreement", "labels", "labelers", "changed"];

export function columnsOf(schema: Schema, indexed: readonly string[], extra: readonly string[]): Column[] {
  const first = schema.fields[0];
  const fixed: Column[] = [
    {
      id: FIRST,
      name: t("data.item"),
      width: 340,
      sort: "key",
      cell: (row) => <First row={row} schema={schema} />,
    },
    { id: "state", name: t("data.state"), width: 128, cell: (row) => <State row={row} /> },
    { id: "label", name: t("data.label"), width: 220, cell: (row) => <Label row={row} schema={schema} /> },
    {
      id: "agreement",
      name: t("data.agreement"),
      width: 96,
      number: true,
      cell: (row) => (row.agreement === null ? "" : formatShare(row.agreement)),
    },
    {
      id: "labels",
      name: t("data.labels"),
      width: 84,
      number: true,
      cell: (row) => t("data.done_of", { done: row.done, wanted: row.wanted }),
    },
    { id: "labelers", name: t("data.labelers"), width: 160, cell: (row) => row.labelers.join(", ") },
    {
      id: "comments",
      name: t("data.comments"),
      width: 100,
      number: true,
      cell: (row) => (row.comments > 0 ? formatNumber(row.comments) : ""),
    },
    {
      id: "priority",
      name: t("data.priority"),
      width: 84,
      number: true,
      cell: (row) => formatShare(row.priority),
    },
    { id: "changed", name: t("data.changed"), width: 140, cell: (row) => <When at={row.changed_at} /> },
    {
      id: "added",
      name: t("data.added"),
      width: 140,
      sort: "id",
      cell: (row) => <When at={row.created_at} />,
    },
  ];
  const data = extra.map((id): Column => {
    const [place = "", ...rest] = id.split(".");
    const name = rest.join(".");
    return {
      id,
      name: place === "meta" ? t("data.meta_name", { name }) : name,
      width: 160,
      ...(place === "data" && indexed.includes(name) ? { sort: name } : {}),
      cell: (row) => inWords((place === "meta" ? row.meta : row.data)[name]),
    };
  });
  return [
    ...fixed,
    ...data.filter(({ id }) => id !== `data.${first?.source}` || indexed.includes(first?.source ?? "")),
  ];
}

export const inWords = (value: Json | undefined): string => {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "string" ? value : JSON.stringify(value);
};

function First({ row, schema }: { row: ItemRow; schema: Schema }) {
  const picture = schema.fields
    .map(({ source }) => row.media[source])
    .find((file) => file?.mime.startsWith("image/"));
  const file = schema.fields.map(({ source }) => row.media[source]).find(Boolean);
  const text = schema.fields
    .filter(({ source }) => !row.media[source])
    .map(
      ({ source, medium }) =>
        mediumUI(medium)?.words?.(row.data[source] ?? null) ?? inWords(row.data[source]),
    )
    .find(Boolean);
  return (
    <span className="cell-first">
      {picture && (
        <img className="cell-first__picture" src={picture.url} alt="" loading="lazy" decoding="async" />
      )}
      <span className="cell-first__words">
        <span className="cell-first__key">{row.key}</span>
        <span className="cell-first__text">{text ?? file?.name ?? ""}</span>
      </span>
    </span>
  );
}

/** The one word that says most: what waits for a person before what is settled. */
export function stateOf(row: ItemRow): string {
  if (row.resolution === "tie" || row.state === "parked") return row.resolution === "tie" ? "tie" : "parked";
  if (row.resolution === "resolved") return "resolved";
  return row.working > 0 && row.state === "open" ? "working" : row.state;
}

function State({ row }: { row: ItemRow }) {
  const state = stateOf(row);
  return <span className={`item-state item-state--${state}`}>{tOr(`data.state.${state}`, state)}</span>;
}

export const valueName = (question: Question, key: string, data: { [source: string]: Json }): string => {
  const names = new Map(optionsOf(question.config, data).map(({ id, name }) => [id, name]));
  if (question.kind === "yes_no") {
    const { yes, no } = question.config as { yes?: string; no?: string };
    return key === "true" ? (yes ?? t("data.yes")) : (no ?? t("data.no"));
  }
  return key
    .split("|")
    .map((one) => names.get(one.split("/").at(-1) ?? one) ?? one)
    .join(", ");
};

/** The label as it stands; while there is none, faintly what was said so far. */
function Label({ row, schema }: { row: ItemRow; schema: Schema }) {
  if (row.resolution === "resolved" && row.label)
    return <LabelChips schema={schema} label={row.label} data={row.data} />;
  return (
    <span className="chips">
      {row.said.slice(0, 6).map((said) => (
        <SaidChip key={`${said.question} ${said.key}`} said={said} schema={schema} data={row.data} />
      ))}
    </span>
  );
}

function SaidChip({ said, schema, data }: { said: Said; schema: Schema; data: { [source: string]: Json } }) {
  const question = schema.questions.find(({ id }) => id === said.question);
  if (!question) return null;
  const value = valueName(question, said.key, data);
  return (
    <span className="chip chip--said" title={question.name}>
      {said.count > 1 ? t("data.said", { value, count: said.count }) : value}
    </span>
  );
}
