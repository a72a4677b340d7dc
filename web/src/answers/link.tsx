// An entry of a knowledge base: typed for, chosen from what fits, shown with what tells it from its namesakes.

import { useId, useMemo, useState } from "react";

import type { LinkConfig, LinkValue } from "../catalog.gen";
import { likeness } from "../core/fuzzy";
import type { Json } from "../core/model";
import { t } from "../i18n";
import { Button, buttonClass } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { json } from "./choice";
import type { AnswerUI, ControlProps } from "./contract";

const SHOWN = 50;
const NONE = "none";

interface Entry {
  id: string;
  name: string;
  description: string;
  /** Other names it is found by. */
  others: readonly string[];
}

export function entriesOf(config: LinkConfig, data: { [key: string]: Json }): Entry[] {
  const raw = config.entries_from ? data[config.entries_from] : json(config).entries;
  const out: Entry[] = [];
  for (const one of Array.isArray(raw) ? raw : []) {
    if (typeof one === "string" || typeof one === "number")
      out.push({ id: `${one}`, name: `${one}`, description: "", others: [] });
    else if (one && typeof one === "object" && !Array.isArray(one)) {
      const { id, name, description, examples } = one as { [key: string]: Json };
      const word = id ?? name;
      if (typeof word !== "string") continue;
      out.push({
        id: word,
        name: typeof name === "string" ? name : word,
        description: typeof description === "string" ? description : "",
        others: Array.isArray(examples) ? examples.map(String) : [],
      });
    }
  }
  if (config.none) out.push({ id: NONE, name: config.none, description: "", others: [] });
  return out;
}

/** What fits the typed words, best first: by its name, its other names, its id. */
export function search(entries: readonly Entry[], typed: string): Entry[] {
  if (typed.trim() === "") return entries.slice(0, SHOWN);
  const scored: { entry: Entry; score: number }[] = [];
  for (const entry of entries) {
    const scores = [entry.name, ...entry.others, entry.id].map((name, at) => {
      const score = likeness(typed, name);
      // Letters spread over a long name fit by chance; what was found by its own name comes first.
      return score === null || score < 0 ? Number.NEGATIVE_INFINITY : score - at;
    });
    const score = Math.max(...scores);
    if (score > Number.NEGATIVE_INFINITY) scored.push({ entry, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}

function Control({ id, name, value, config, data, set, invalid }: ControlProps<LinkValue, LinkConfig>) {
  const entries = useMemo(() => entriesOf(config, data), [config, data]);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const list = useId();
  const fitting = useMemo(() => (open ? search(entries, typed) : []), [entries, typed, open]);
  const chosen = value === null ? undefined : entries.find((one) => one.id === value);
  const choose = (entry: Entry) => {
    set(entry.id);
    setTyped("");
    setOpen(false);
  };
  if (entries.length === 0) return <p className="muted">{t("answer.no_values")}</p>;
  const active = fitting[Math.min(at, fitting.length - 1)];
  return (
    <div className="link">
      {value !== null && (
        <div className="link__chosen">
          <span className="link__entry" dir="auto">
            <strong>{chosen?.name ?? value}</strong>
            {value !== NONE && chosen?.name !== value && <span className="muted link__id">{value}</span>}
            {chosen?.description && <span className="option__more">{chosen.description}</span>}
          </span>
          {config.address && value !== NONE && (
            <a
              className={buttonClass({ look: "quiet", icon: true })}
              href={config.address.replaceAll("{id}", encodeURIComponent(value))}
              target="_blank"
              rel="noreferrer noopener"
              aria-label={t("answer.link_open", { name: chosen?.name ?? value })}
              title={t("answer.link_open", { name: chosen?.name ?? value })}
            >
              <Icon name="out" />
            </a>
          )}
          <Button icon look="quiet" tip={t("answer.link_clear")} onClick={() => set(null)}>
            <Icon name="close" />
          </Button>
        </div>
      )}
      <input
        id={id}
        className="input"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        aria-label={name}
        aria-invalid={invalid || undefined}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && active ? `${list}-${active.id}` : undefined}
        placeholder={t("answer.link_find", { count: entries.length })}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (!open) setOpen(true);
            else if (fitting.length > 0) {
              const step = event.key === "ArrowDown" ? 1 : -1;
              setAt((Math.min(at, fitting.length - 1) + step + fitting.length) % fitting.length);
            }
          } else if (event.key === "Enter" && open && active && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            event.stopPropagation();
            choose(active);
          } else if (event.key === "Escape" && open) {
            event.preventDefault();
            event.stopPropagation();
            setOpen(false);
          }
        }}
      />
      <div id={list} role="listbox" aria-label={name} className="link__list" hidden={!open}>
        {fitting.map((entry) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus (aria-activedescendant).
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field.
          <div
            key={entry.id}
            id={`${list}-${entry.id}`}
            role="option"
            aria-selected={entry === active}
            className="link__option"
            dir="auto"
            ref={entry === active ? (node) => node?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(entry)}
          >
            {entry.name}
            {entry.name !== entry.id && entry.id !== NONE && (
              <span className="muted link__id">{entry.id}</span>
            )}
            {entry.description && <span className="option__more">{entry.description}</span>}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {open ? t("answer.link_found", { count: fitting.length }) : ""}
      </p>
      {open && fitting.length === 0 && <p className="muted">{t("answer.no_match")}</p>}
    </div>
  );
}

export const link: AnswerUI<LinkValue, LinkConfig> = {
  Control,
  Summary: ({ value, config, data }) => entriesOf(config, data).find(({ id }) => id === value)?.name ?? value,
};
