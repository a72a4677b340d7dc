// Small fields of the form: each knows its place in the schema, and shows what is wrong there.

import { type ReactNode, useState } from "react";

import { Area } from "../../ui/Area";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/Select";
import { useProblem } from "./context";

interface LineProps {
  label: string;
  /** Path into the schema. */
  where: string;
  value: string;
  onChange(value: string): void;
  hint?: ReactNode;
  placeholder?: string;
  list?: string;
  optional?: boolean;
  autoFocus?: boolean;
}

export function Line({ where, onChange, ...rest }: LineProps) {
  const found = useProblem(where);
  // What is still to be typed into is not wrong yet.
  const [left, setLeft] = useState(rest.value !== "");
  const problem = left || rest.value !== "" ? found : null;
  const { optional: _, ...input } = rest;
  return (
    <Field
      {...input}
      problem={problem}
      data-where={where}
      spellCheck
      onBlur={() => setLeft(true)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function Lines({ where, onChange, list: _, optional: __, ...rest }: LineProps) {
  const problem = useProblem(where);
  return (
    <Area
      {...rest}
      rows={2}
      problem={problem}
      data-where={where}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface ChoiceProps extends Omit<LineProps, "placeholder" | "list"> {
  options: readonly (readonly [string, string])[];
}

export function Choice({ where, onChange, ...rest }: ChoiceProps) {
  const problem = useProblem(where);
  const { optional: _, ...select } = rest;
  return (
    <Select
      {...select}
      problem={problem}
      data-where={where}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface NumberLineProps extends Omit<LineProps, "value" | "onChange"> {
  value: number | null | undefined;
  onChange(value: number | null): void;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | "any" | undefined;
}

/** A number or nothing. */
export function NumberLine({ where, value, onChange, min, max, step, ...rest }: NumberLineProps) {
  const problem = useProblem(where);
  const { optional: _, ...input } = rest;
  return (
    <Field
      {...input}
      type="number"
      inputMode="decimal"
      value={value ?? ""}
      min={min}
      max={max}
      step={step}
      problem={problem}
      data-where={where}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.valueAsNumber)}
    />
  );
}

/** Problems at exactly these places, where no field shows them. */
export function Problem({ where }: { where: string }) {
  const problem = useProblem(where);
  return problem ? (
    <p className="field__problem" data-where={where} tabIndex={-1}>
      {problem}
    </p>
  ) : null;
}
