import { type KeyboardEvent, useRef } from "react";

import type { RankingConfig, RankingValue } from "../catalog.gen";
import { optionsOf } from "../core/options";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { focusNow } from "../ui/focus";
import { Icon } from "../ui/Icon";
import { announce } from "../ui/Toast";
import { json } from "./choice";
import type { AnswerUI, ControlProps } from "./contract";

/** `id` at another place, the others in their order. */
export function moved(order: readonly string[], id: string, to: number): string[] {
  const others = order.filter((one) => one !== id);
  const at = Math.min(Math.max(to, 0), others.length);
  return [...others.slice(0, at), id, ...others.slice(at)];
}

/** What was answered, without what is no longer offered, then what has no place yet. */
export function orderOf(offered: readonly string[], value: readonly string[] | null): string[] {
  const kept = (value ?? []).filter((id) => offered.includes(id));
  return [...kept, ...offered.filter((id) => !kept.includes(id))];
}

/** A list whose rows are dragged, or moved by their buttons, or by Alt and the arrows. */
function Control({ id, name, value, config, data, set }: ControlProps<RankingValue, RankingConfig>) {
  const options = optionsOf(json(config), data);
  const names = new Map(options.map((option) => [option.id, option.name]));
  const order = orderOf(
    options.map((option) => option.id),
    value,
  );
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<string | null>(null);
  const move = (one: string, to: number) => {
    const next = moved(order, one, to);
    set(next, `ranking ${id}`);
    const place = next.indexOf(one);
    announce(t("answer.rank_moved", { name: names.get(one) ?? one, place: place + 1, count: next.length }));
    focusNow(() => list.current?.querySelectorAll<HTMLElement>(".ranking__row")[place] ?? null);
  };
  const byKey = (event: KeyboardEvent, one: string, at: number) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) return move(one, at + by);
    list.current?.querySelectorAll<HTMLElement>(".ranking__row")[at + by]?.focus();
  };
  return (
    <div className="ranking" data-open={value === null}>
      <ol ref={list} aria-label={name}>
        {order.map((one, at) => (
          <li
            key={one}
            className="ranking__row"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a row takes the arrow keys.
            tabIndex={0}
            draggable
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
            onKeyDown={(event) => byKey(event, one, at)}
            onDragStart={(event) => {
              dragged.current = one;
              event.dataTransfer.effectAllowed = "move";
            }}
            onDragOver={(event) => {
              if (dragged.current === null) return;
              event.preventDefault();
              if (dragged.current !== one) set(moved(order, dragged.current, at), `ranking ${id}`);
            }}
            onDragEnd={() => {
              dragged.current = null;
            }}
          >
            <span className="ranking__place num">{value === null ? "–" : at + 1}</span>
            <span className="ranking__name" dir="auto">
              {names.get(one) ?? one}
            </span>
            <Button
              look="quiet"
              icon
              tip={t("answer.rank_up", { name: names.get(one) ?? one })}
              disabled={at === 0}
              onClick={() => move(one, at - 1)}
            >
              <Icon name="up" />
            </Button>
            <Button
              look="quiet"
              icon
              tip={t("answer.rank_down", { name: names.get(one) ?? one })}
              disabled={at === order.length - 1}
              onClick={() => move(one, at + 1)}
            >
              <Icon name="down" />
            </Button>
          </li>
        ))}
      </ol>
      {value === null && <Button onClick={() => set(order)}>{t("answer.rank_as_is")}</Button>}
      {order.length === 0 && <p className="muted">{t("answer.rank_nothing")}</p>}
    </div>
  );
}

export const ranking: AnswerUI<RankingValue, RankingConfig> = {
  Control,
  Summary: ({ value, config, data }) => {
    const names = new Map(optionsOf(json(config), data).map(({ id, name }) => [id, name]));
    return value.map((id) => names.get(id) ?? id).join(" > ");
  },
};
