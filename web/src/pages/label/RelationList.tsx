import { memo, useEffect, useMemo, useRef } from "react";

import type { Bench, Hands } from "../../core/bench";
import { shown } from "../../core/commands";
import type { Body, Relation } from "../../core/model";
import type { Ink } from "../../core/options";
import { relationsOf } from "../../core/relations";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { IS_MAC } from "../../ui/Kbd";
import { Swatch } from "../../ui/Swatch";
import { nameOf } from "./LinkHint";
import { reveal } from "./reveal";

interface RelationListProps {
  bench: Bench;
  body: Body;
  hands: Hands;
}

/** What is joined with what, and what each relation says. */
export function RelationList({ bench, body, hands }: RelationListProps) {
  const relations = relationsOf(body);
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels and names are in the body.
  const rows = useMemo(() => relations.map((relation) => shownAs(bench, relation)), [bench, body]);
  const missing = new Set(hands.missing.map((one) => one.region));
  return (
    <section className="panel__part">
      <header className="panel__head">
        <h2>{t("relation.count", { count: relations.length })}</h2>
        <Button
          look="quiet"
          keepFocus
          command="join"
          shortcut="j"
          aria-disabled={body.regions.length < 2}
          onClick={() => bench.linking.begin()}
        >
          <Icon name="link" />
          {t("relation.join_short")}
        </Button>
      </header>
      {relations.length === 0 ? (
        <p className="muted">{t("relation.none", { key: shown("j", IS_MAC) })}</p>
      ) : (
        <ul className="regions">
          {rows.map(({ id, ...shown }) => (
            <Row
              key={id}
              bench={bench}
              id={id}
              {...shown}
              selected={hands.selected === id}
              missing={missing.has(id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface Shown {
  id: string;
  ink: Ink;
  label: string;
  from: string;
  to: string;
  directed: boolean;
}

function shownAs(bench: Bench, relation: Relation): Shown {
  const [from, to] = endsOf(bench, relation);
  const { ink, label } = planeOf(bench, relation);
  return { id: relation.id, ink, label, from, to, directed: isDirected(bench, relation) };
}

interface RowProps extends Shown {
  bench: Bench;
  selected: boolean;
  missing: boolean;
}

const Row = memo(function Row(props: RowProps) {
  const { bench, id, ink, label, from, to, directed, selected, missing } = props;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) reveal(row.current);
  }, [selected]);
  const name = label || t("label.unlabelled");
  return (
    <li ref={row} className="region" data-selected={selected}>
      <button
        type="button"
        className="region__name"
        aria-pressed={selected}
        aria-label={t("relation.name", { from, to, label: name })}
        onClick={(event) => {
          bench.select(selected ? null : id);
          if (event.detail > 0) document.getElementById("content")?.focus({ preventScroll: true });
        }}
      >
        <Swatch ink={ink} />
        <span className={label ? "region__label" : "region__label muted"}>{name}</span>
        <span className="region__more">
          {from} <span aria-hidden="true">{directed ? "→" : "–"}</span> {to}
        </span>
        {missing && <Icon name="warn" />}
      </button>
      <button
        type="button"
        className="region__act"
        aria-label={t("label.remove_region", { name })}
        title={t("label.remove_region", { name })}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => bench.remove(id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
});

export function endsOf(bench: Bench, relation: Relation): [string, string] {
  const [a, b] = [bench.region(relation.from_id), bench.region(relation.to_id)];
  return [a ? nameOf(bench, a) : "?", b ? nameOf(bench, b) : "?"];
}

export const isDirected = (bench: Bench, { set }: Relation): boolean =>
  bench.schema.relation_sets?.find((one) => one.id === set)?.directed !== false;
