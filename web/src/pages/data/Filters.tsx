// The filters as a sentence: "Items where state is tie and tone: somebody says good". Each part opens to be changed.

import { useState } from "react";

import type { Condition } from "../../api/items";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Pop } from "../../ui/Pop";
import { dayOf, inSentence, microsOf, needsValue, opName, type Subject, subjectOf } from "./filters";

interface FiltersProps {
  where: readonly Condition[];
  subjects: readonly Subject[];
  onChange(where: Condition[]): void;
}

export function Filters({ where, subjects, onChange }: FiltersProps) {
  return (
    <fieldset className="filters" aria-label={t("filter.title")}>
      {where.length > 0 && <span className="filters__word">{t("filter.where")}</span>}
      {where.map((condition, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have only their order.
        <span key={at} className="filters__part">
          {at > 0 && <span className="filters__word">{t("filter.and")}</span>}
          <Pop className="filter" button={<Words condition={condition} subjects={subjects} />}>
            {(close) => (
              <Editor
                condition={condition}
                subjects={subjects}
                onDone={(next) => {
                  onChange(where.map((one, n) => (n === at ? next : one)));
                  close();
                }}
              />
            )}
          </Pop>
          <Button
            look="quiet"
            icon
            className="filters__drop"
            tip={t("filter.remove", { name: subjectOf(condition[0], subjects).name })}
            onClick={() => onChange(where.filter((_, n) => n !== at))}
          >
            <Icon name="close" />
          </Button>
        </span>
      ))}
      <Pop
        look="quiet"
        button={
          <>
            <Icon name="plus" />
            {t("filter.add")}
          </>
        }
      >
        {(close) => (
          <Editor
            condition={null}
            subjects={subjects}
            onDone={(next) => {
              onChange([...where, next]);
              close();
            }}
          />
        )}
      </Pop>
    </fieldset>
  );
}

function Words({ condition, subjects }: { condition: Condition; subjects: readonly Subject[] }) {
  const [name, op, value] = inSentence(condition, subjects);
  return (
    <>
      {name} <span className="filter__op">{op}</span> {value && <strong>{value}</strong>}
    </>
  );
}

interface EditorProps {
  condition: Condition | null;
  subjects: readonly Subject[];
  onDone(condition: Condition): void;
}

function Editor({ condition, subjects, onDone }: EditorProps) {
  const [by, setBy] = useState(condition?.[0] ?? subjects[0]?.by ?? "state");
  const subject = subjectOf(by, subjects);
  const [op, setOp] = useState(condition?.[1] ?? subject.ops[0] ?? "is");
  const [value, setValue] = useState(() => firstValue(subject, condition?.[2]));
  const change = (next: string) => {
    const other = subjectOf(next, subjects);
    setBy(next);
    setOp(other.ops[0] ?? "is");
    setValue(firstValue(other, undefined));
  };
  const ready = !needsValue(op) || value !== "";
  return (
    <form
      className="filter-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onDone([by, op, needsValue(op) ? asSent(subject, value) : null]);
      }}
    >
      <select
        className="input"
        aria-label={t("filter.by")}
        value={by}
        onChange={(e) => change(e.target.value)}
      >
        {subjects.map((one) => (
          <option key={one.by} value={one.by}>
            {one.name}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label={t("filter.how")}
        value={op}
        onChange={(e) => setOp(e.target.value)}
      >
        {subject.ops.map((one) => (
          <option key={one} value={one}>
            {opName(one, subject.kind)}
          </option>
        ))}
      </select>
      {needsValue(op) &&
        (subject.values ? (
          <select
            className="input"
            aria-label={t("filter.value")}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          >
            {subject.values.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <input
            className="input"
            aria-label={t("filter.value")}
            type={subject.type}
            min={subject.type === "number" ? 0 : undefined}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        ))}
      <Button look="main" type="submit" disabled={!ready}>
        {condition ? t("filter.change") : t("filter.apply")}
      </Button>
    </form>
  );
}

const firstValue = (subject: Subject, value: string | number | null | undefined): string => {
  if (value === undefined || value === null) return subject.values?.[0]?.[0] ?? "";
  return subject.kind === "added" ? dayOf(Number(value)) : `${value}`;
};

const asSent = (subject: Subject, value: string): string | number =>
  subject.kind === "added" ? microsOf(value) : subject.type === "number" ? Number(value) : value;
