// The values a question offers, as rows: Enter adds one, several pasted lines become several, Alt and arrows move.

import { type ClipboardEvent, type CSSProperties, type KeyboardEvent, memo, useState } from "react";

import { ITEM, type Question, type Value } from "../../core/model";
import { PALETTE } from "../../core/options";
import { consistent, freshId } from "../../core/task/edit";
import {
  at,
  changeValue,
  childrenOf,
  everyValue,
  indent,
  insertAfter,
  moveValue,
  outdent,
  type Place,
  removeValue,
  valuesOf,
  withValues,
} from "../../core/task/values";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useEdit, useTask } from "./context";
import { focusAt } from "./focus";
import { Problem } from "./Line";
import { ValueMore } from "./ValueMore";

const named = (name: string): Value => ({ id: freshId(), name });
const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** `questions[1].config.values[0].children[2]` */
const pathOf = (where: string, place: Place) =>
  place.reduce((path, index, depth) => `${path}${depth === 0 ? "" : ".children"}[${index}]`, where);

export function ValuesEditor({ question, where }: { question: Question; where: string }) {
  const edit = useEdit();
  const { state } = useTask();
  const tree = question.kind === "tree";
  const values = valuesOf(question.config);
  const path = `${where}.config.values`;
  const put = (change: (values: readonly Value[]) => readonly Value[], merge?: string, tidy = false) =>
    edit((schema) => {
      const questions = schema.questions.map((one) =>
        one.id === question.id ? withValues(one, change(valuesOf(one.config))) : one,
      );
      // Conditions that ask for a removed value go with it.
      return tidy ? consistent({ ...schema, questions }) : { ...schema, questions };
    }, merge && `${question.id}/${merge}`);
  const add = (after: Place | null, names: readonly string[]) => {
    // One that waits for its name is enough.
    const last = values.at(-1);
    if (!after && last?.name === "" && childrenOf(last).length === 0) {
      focusAt(`${pathOf(path, [values.length - 1])}.name`);
      return;
    }
    put((now) => (after ? insertAfter(now, after, names.map(named)) : [...now, ...names.map(named)]));
    const place = after
      ? [...after.slice(0, -1), (after.at(-1) ?? 0) + names.length]
      : [values.length + names.length - 1];
    focusAt(`${pathOf(path, place)}.name`);
  };
  const wrong = new Map(
    (state.from === "form" ? state.problems : []).map((one) => [one.where, one.message] as const),
  );
  const coloured = question.about !== undefined && question.about !== ITEM;
  return (
    <div className="values">
      <ol className="values__list" aria-label={t("task.values")}>
        {[...everyValue(values)].map(([place, value], nth) => {
          const own = pathOf(path, place);
          return (
            <Row
              key={value.id}
              value={value}
              place={place}
              tree={tree}
              colour={value.colour ?? (coloured ? (PALETTE[nth % PALETTE.length] as string) : undefined)}
              last={at(values, [...place.slice(0, -1), (place.at(-1) ?? 0) + 1]) === undefined}
              where={own}
              problem={wrong.get(`${own}.name`) ?? wrong.get(own)}
              keyProblem={wrong.get(`${own}.key`)}
              put={put}
              add={(names) => add(place, names)}
              remove={() => put((now) => removeValue(now, place), undefined, true)}
            />
          );
        })}
      </ol>
      <Problem where={path} />
      <Problem where={`${where}.config`} />
      <div>
        <Button look="quiet" onClick={() => add(null, [""])}>
          <Icon name="plus" />
          {t("task.add_value")}
        </Button>
        {values.every((one) => one.name === "") && <span className="muted">{t("task.paste_values")}</span>}
      </div>
    </div>
  );
}

interface RowProps {
  value: Value;
  place: Place;
  tree: boolean;
  colour: string | undefined;
  /** Nothing comes after it among its siblings. */
  last: boolean;
  where: string;
  problem: string | undefined;
  keyProblem: string | undefined;
  put(change: (values: readonly Value[]) => readonly Value[], merge?: string): void;
  add(names: readonly string[]): void;
  remove(): void;
}

/** Typing in one of hundreds of rows draws that one. Its functions mean the same as long as its place is the same. */
const Row = memo(RowOf, (a, b) =>
  (["value", "where", "tree", "colour", "last", "problem", "keyProblem"] as const).every(
    (key) => a[key] === b[key],
  ),
);

function RowOf({ value, place, tree, colour, last, where, problem, keyProblem, put, add, remove }: RowProps) {
  const [more, setMore] = useState(false);
  const index = place.at(-1) ?? 0;
  const change = (part: Partial<Value>, merge: string) =>
    put((now) => changeValue(now, place, part), `${value.id}/${merge}`);
  const move = (by: number) => {
    if (index + by < 0 || (by > 0 && last)) return;
    put((now) => moveValue(now, place, by));
    focusAt(`${where.replace(/\[\d+\]$/, `[${index + by}]`)}.name`);
  };
  const drop = () => {
    remove();
    focusAt(`${where.replace(/\[\d+\]$/, `[${Math.max(0, index - 1)}]`)}.name`);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      if (value.name.trim() !== "") add([""]);
    } else if (event.key === "Backspace" && value.name === "" && childrenOf(value).length === 0) drop();
    else if (event.altKey && event.key === "ArrowUp") move(-1);
    else if (event.altKey && event.key === "ArrowDown") move(1);
    else if (tree && event.altKey && event.key === "ArrowRight") put((now) => indent(now, place));
    else if (tree && event.altKey && event.key === "ArrowLeft") put((now) => outdent(now, place));
    else return;
    event.preventDefault();
  };
  const paste = (event: ClipboardEvent) => {
    const names = lines(event.clipboardData.getData("text"));
    if (names.length < 2) return;
    event.preventDefault();
    if (value.name === "") put((now) => changeValue(now, place, { name: names.shift() ?? "" }));
    add(names);
  };
  return (
    <li className="value" style={{ "--depth": place.length - 1 } as CSSProperties}>
      <div className="value__row">
        <button
          type="button"
          className="value__colour"
          aria-label={t("task.value_more", { name: value.name })}
          aria-expanded={more}
          onClick={() => setMore(!more)}
          style={colour ? ({ "--ink": colour } as CSSProperties) : undefined}
          data-set={colour !== undefined}
        />
        <input
          className="input value__name"
          value={value.name}
          aria-label={t("task.value_name", { number: index + 1 })}
          aria-invalid={problem ? true : undefined}
          data-where={`${where}.name`}
          onChange={(event) => change({ name: event.target.value }, "name")}
          onKeyDown={keys}
          onPaste={paste}
        />
        <input
          className="input value__key"
          value={value.key ?? ""}
          maxLength={20}
          aria-label={t("task.value_key", { name: value.name })}
          aria-invalid={keyProblem ? true : undefined}
          placeholder={!tree && index < 9 ? String(index + 1) : ""}
          data-where={`${where}.key`}
          onChange={(event) => change({ key: event.target.value.slice(-1) || null }, "key")}
        />
        <span className="value__tools">
          {tree && (
            <>
              <Button
                look="quiet"
                icon
                tip={t("task.indent")}
                shortcut="alt+right"
                disabled={index === 0}
                onClick={() => put((now) => indent(now, place))}
              >
                <Icon name="next" />
              </Button>
              <Button
                look="quiet"
                icon
                tip={t("task.outdent")}
                shortcut="alt+left"
                disabled={place.length < 2}
                onClick={() => put((now) => outdent(now, place))}
              >
                <Icon name="back" />
              </Button>
            </>
          )}
          <Button
            look="quiet"
            icon
            tip={t("task.up")}
            shortcut="alt+up"
            data-tip-side="end"
            disabled={index === 0}
            onClick={() => move(-1)}
          >
            <Icon path="m4 10 4-4 4 4" />
          </Button>
          <Button
            look="quiet"
            icon
            tip={t("task.down")}
            shortcut="alt+down"
            data-tip-side="end"
            disabled={last}
            onClick={() => move(1)}
          >
            <Icon name="down" />
          </Button>
          <Button look="quiet" icon tip={t("task.remove")} data-tip-side="end" onClick={drop}>
            <Icon name="close" />
          </Button>
        </span>
      </div>
      {(problem || keyProblem) && (
        <p className="field__problem value__problem">{[problem, keyProblem].filter(Boolean).join("; ")}</p>
      )}
      {more && <ValueMore value={value} where={where} change={change} />}
    </li>
  );
}
