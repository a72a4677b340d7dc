// What happened to the item, newest first: data that changed (with the difference), answers and their revisions,
// labels, reviews, skips.

import { type ReactNode, useMemo } from "react";

import type { History, Item } from "../../../api/items";
import { answerUI } from "../../../catalog";
import type { Body, Json, Schema } from "../../../core/model";
import { t, tOr } from "../../../i18n";
import { Skeleton } from "../../../ui/States";
import { When } from "../../../ui/When";
import { inWords } from "../columns";
import { sourceName } from "./ItemPanel";

interface HistoryListProps {
  item: Item;
  history: History | undefined;
  schema: Schema;
}

interface Happened {
  id: string;
  at: number;
  what: string;
  more: ReactNode;
}

export function HistoryList({ item, history, schema }: HistoryListProps) {
  const all = useMemo(() => (history ? happenings(history, schema, item) : null), [history, schema, item]);
  return (
    <section className="item__part" aria-labelledby="item-history">
      <h2 id="item-history">{t("item.history")}</h2>
      {!all ? (
        <Skeleton width="60%" />
      ) : (
        <ol className="happened">
          {all.map(({ id, at, what, more }) => (
            <li key={id} className="happened__one">
              <span className="happened__at">
                <When at={at} />
              </span>
              <div className="happened__what">
                {what}
                {more}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function happenings(history: History, schema: Schema, item: Item): Happened[] {
  const { revisions, annotations, resolutions, reviews, skips } = history;
  const out: Happened[] = [
    ...revisions.map((one, at): Happened => {
      const before = revisions[at + 1];
      return {
        id: `i${one.revision}`,
        at: one.at,
        what: before ? t("item.did_change", { revision: one.revision }) : t("item.did_add"),
        more: before ? (
          <Changes before={{ ...before.data, ...before.meta }} after={{ ...one.data, ...one.meta }} />
        ) : null,
      };
    }),
    ...annotations.map((one): Happened => {
      const words = { name: one.labeler, revision: one.revision };
      const verb = one.revision > 1 ? t("item.did_revise", words) : t("item.did_answer", words);
      return {
        id: `a${one.annotation}/${one.revision}`,
        at: one.at,
        what: one.purpose === "label" ? verb : `${verb} · ${tOr(`side.purpose.${one.purpose}`, one.purpose)}`,
        more: <Said body={one.body} schema={schema} data={item.data} />,
      };
    }),
    ...resolutions.map(
      (one): Happened => ({
        id: `r${one.revision}`,
        at: one.at,
        what:
          one.state === "tie"
            ? t("item.did_tie")
            : one.by
              ? t("item.did_decide", { name: one.by })
              : t("item.did_resolve", { source: sourceName(one.source) }),
        more: null,
      }),
    ),
    ...reviews.map(
      (one, n): Happened => ({
        id: `v${n}`,
        at: one.at,
        what: t("item.did_review", { name: one.by, act: tOr(`item.act.${one.act}`, one.act) }),
        more: one.note ? <p className="muted">{one.note}</p> : null,
      }),
    ),
    ...skips.map(
      (one, n): Happened => ({
        id: `s${n}`,
        at: one.at,
        what: t("item.did_skip", { name: one.by }),
        more: one.reason ? <p className="muted">{one.reason}</p> : null,
      }),
    ),
  ];
  return out.toSorted((a, b) => b.at - a.at);
}

function Said({ body, schema, data }: { body: Body; schema: Schema; data: { [source: string]: Json } }) {
  const answers = body.answers.filter((one) => !one.region);
  return (
    <p className="muted">
      {answers.map((one) => {
        const question = schema.questions.find(({ id }) => id === one.question);
        const { Summary } = answerUI(one.kind);
        return (
          <span key={one.question} className="happened__answer">
            {question?.name ?? one.question}:{" "}
            <Summary value={one.value} config={question?.config ?? {}} data={data} />
          </span>
        );
      })}
      {body.regions.length > 0 && t("side.regions", { count: body.regions.length })}
    </p>
  );
}

interface ChangesProps {
  before: { [name: string]: Json };
  after: { [name: string]: Json };
}

/** What is different between two revisions of the data, name by name. */
function Changes({ before, after }: ChangesProps) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return (
    <dl className="item-changes">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before[name] !== undefined && <del>{inWords(before[name])}</del>}
            {after[name] !== undefined && <ins>{inWords(after[name])}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
