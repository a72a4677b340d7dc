// "Ask only if": which answers to other questions decide whether this one is asked.

import type { Condition, Json, Question } from "../../core/model";
import { optionsOf } from "../../core/options";
import { change, reaches } from "../../core/task/edit";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Check";
import { Icon } from "../../ui/Icon";
import { useEdit, useTask } from "./context";
import { Choice, Line, Problem } from "./Line";

type How = "any_of" | "none_of" | "answered" | "unanswered";

const howOf = (condition: Condition): How =>
  condition.any_of
    ? "any_of"
    : condition.none_of
      ? "none_of"
      : condition.answered
        ? "answered"
        : "unanswered";

const made = (question: string, how: How, values: Json[]): Condition =>
  how === "any_of" || how === "none_of"
    ? { question, [how]: values }
    : { question, answered: how === "answered" };

export function Conditions({ question, where }: { question: Question; where: string }) {
  const { state } = useTask();
  const edit = useEdit();
  const others = state.schema.questions.filter((one) => reaches(question, one));
  const list = question.ask_if ?? [];
  const put = (next: Condition[]) =>
    edit((schema) => change(schema, "questions", question.id, { ask_if: next }));
  if (others.length === 0 && list.length === 0) return null;
  return (
    <fieldset className="conditions">
      <legend className="field__label">{t("task.ask_if")}</legend>
      {list.map((condition, index) => (
        <One
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have only their order.
          key={index}
          condition={condition}
          others={others}
          where={`${where}.ask_if[${index}]`}
          onChange={(next) => put(list.map((one, at) => (at === index ? next : one)))}
          onRemove={() => put(list.filter((_, at) => at !== index))}
        />
      ))}
      <Problem where={`${where}.ask_if`} />
      {others.length > 0 && (
        <div>
          <Button look="quiet" onClick={() => put([...list, first(others[0] as Question)])}>
            <Icon name="plus" />
            {list.length > 0 ? t("task.and_only_if") : t("task.add_condition")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** A condition that can be met, to begin with. */
function first(other: Question): Condition {
  const offered = offeredBy(other);
  return offered[0] ? made(other.id, "any_of", [offered[0][0]]) : made(other.id, "answered", []);
}

/** What an answer may be, where it is one of a few: the value in a condition, and its name. */
function offeredBy(question: Question): [Json, string][] {
  const config = question.config as { [key: string]: Json };
  if (question.kind === "yes_no")
    return [
      [true, String(config.yes ?? t("task.yes"))],
      [false, String(config.no ?? t("task.no"))],
    ];
  if (question.kind === "rating") {
    const [low, high] = [Number(config.min ?? 1), Number(config.max ?? 5)];
    if (!(high - low < 50)) return [];
    return Array.from({ length: Math.max(0, high - low + 1) }, (_, at) => [low + at, String(low + at)]);
  }
  if (config.values_from) return [];
  const tree = question.kind === "tree";
  return optionsOf(config, {}).map((option) => [
    tree ? option.path : option.id,
    `${" ".repeat(2 * option.depth)}${option.name}`,
  ]);
}

interface OneProps {
  condition: Condition;
  others: readonly Question[];
  where: string;
  onChange(condition: Condition): void;
  onRemove(): void;
}

function One({ condition, others, where, onChange, onRemove }: OneProps) {
  const other = others.find((one) => one.id === condition.question);
  const how = howOf(condition);
  const values = [...(condition.any_of ?? condition.none_of ?? [])];
  return (
    <div className="condition">
      <div className="condition__row">
        <Choice
          label={t("task.condition_question")}
          where={`${where}.question`}
          value={condition.question}
          options={others.map((one) => [one.id, one.name || t("task.unnamed")] as const)}
          onChange={(id) => {
            const next = others.find((one) => one.id === id);
            if (next) onChange(first(next));
          }}
        />
        <Choice
          label={t("task.condition_how")}
          where={where}
          value={how}
          options={[
            ["any_of", t("task.condition_any_of")],
            ["none_of", t("task.condition_none_of")],
            ["answered", t("task.condition_answered")],
            ["unanswered", t("task.condition_unanswered")],
          ]}
          onChange={(next) => onChange(made(condition.question, next as How, values))}
        />
        <Button look="quiet" icon tip={t("task.remove")} data-tip-side="end" onClick={onRemove}>
          <Icon name="close" />
        </Button>
      </div>
      {other && (how === "any_of" || how === "none_of") && (
        <Values
          question={other}
          values={values}
          where={`${where}.${how}`}
          onChange={(next) => onChange(made(condition.question, how, next))}
        />
      )}
    </div>
  );
}

interface ValuesProps {
  question: Question;
  values: readonly Json[];
  where: string;
  onChange(values: Json[]): void;
}

function Values({ question, values, where, onChange }: ValuesProps) {
  const offered = offeredBy(question);
  const has = (value: Json) => values.some((one) => JSON.stringify(one) === JSON.stringify(value));
  if (offered.length === 0)
    return (
      <Line
        label={t("task.condition_values")}
        hint={t("task.condition_values_hint")}
        where={where}
        value={values.map(String).join(", ")}
        onChange={(text) => onChange(text.split(/,\s?/).map((word) => typed(word, question)))}
      />
    );
  return (
    <div className="condition__values">
      {offered.map(([value, name]) => (
        <Check
          key={JSON.stringify(value)}
          label={name}
          checked={has(value)}
          onChange={(checked) =>
            onChange(
              checked
                ? [...values, value]
                : values.filter((one) => JSON.stringify(one) !== JSON.stringify(value)),
            )
          }
        />
      ))}
      <Problem where={where} />
    </div>
  );
}

const typed = (word: string, question: Question): Json => {
  const number = Number(word);
  return ["number", "rating"].includes(question.kind) && word.trim() !== "" && Number.isFinite(number)
    ? number
    : word;
};
