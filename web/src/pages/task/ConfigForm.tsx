// The settings of a kind, from the JSON Schema that the server has of them: a plugin's kind gets a form this way too.

import { useState } from "react";

import type { JsonSchema } from "../../api/task";
import type { Json } from "../../core/model";
import { t, tOr } from "../../i18n";
import { Check } from "../../ui/Check";
import { Choice, Line, Lines, NumberLine, Problem } from "./Line";

type Config = { [key: string]: Json };

interface ConfigFormProps {
  kind: string;
  schema: JsonSchema;
  config: Config;
  where: string;
  /** Settings that have a form of their own. */
  without?: readonly string[];
  onChange(config: Config, key: string): void;
}

export function ConfigForm({ kind, schema, config, where, without = [], onChange }: ConfigFormProps) {
  const all = Object.entries(schema.properties ?? {}).filter(([name]) => !without.includes(name));
  // Boxes to tick come last: they have no name above them to line up with.
  const properties = [
    ...all.filter(([, one]) => one.type !== "boolean"),
    ...all.filter(([, one]) => one.type === "boolean"),
  ];
  if (properties.length === 0) return null;
  return (
    <div className="config">
      {properties.map(([name, property]) => (
        <Property
          key={name}
          label={tOr(`task.config.${kind}.${name}`, plain(property.title ?? name))}
          property={property}
          value={config[name]}
          where={`${where}.${name}`}
          onChange={(value) => onChange(put(config, name, value, property), name)}
        />
      ))}
      <Problem where={where} />
    </div>
  );
}

const plain = (title: string) => title.charAt(0).toUpperCase() + title.slice(1).toLowerCase();

/** What is as it would be anyway is left out. */
function put(config: Config, name: string, value: Json | undefined, property: JsonSchema): Config {
  const { [name]: _, ...rest } = config;
  const same = value === undefined || JSON.stringify(value) === JSON.stringify(property.default);
  return same ? rest : { ...rest, [name]: value };
}

interface PropertyProps {
  label: string;
  property: JsonSchema;
  value: Json | undefined;
  where: string;
  onChange(value: Json | undefined): void;
}

function Property({ label, property, value, where, onChange }: PropertyProps) {
  const kinds = property.anyOf?.filter((one) => one.type !== "null") ?? [property];
  const one = kinds.length === 1 ? (kinds[0] as JsonSchema) : {};
  const now = value ?? property.default ?? null;
  if (one.type === "boolean")
    return <Check label={label} checked={now === true} data-where={where} onChange={onChange} />;
  if (one.type === "integer" || one.type === "number")
    return (
      <NumberLine
        label={label}
        where={where}
        value={typeof now === "number" ? now : null}
        min={one.minimum ?? one.exclusiveMinimum}
        max={one.maximum}
        step={one.type === "integer" ? 1 : "any"}
        onChange={(number) => onChange(number ?? undefined)}
      />
    );
  if (one.enum)
    return (
      <Choice
        label={label}
        where={where}
        value={String(now ?? "")}
        options={one.enum.map((name) => [String(name), String(name)] as const)}
        onChange={onChange}
      />
    );
  if (one.type === "string")
    return (
      <Line
        label={label}
        where={where}
        value={typeof now === "string" ? now : ""}
        onChange={(text) => onChange(text === "" ? undefined : text)}
      />
    );
  if (one.type === "array" && one.items?.type === "string")
    return <Words label={label} where={where} value={now} onChange={onChange} />;
  return <Raw label={label} where={where} value={now} onChange={onChange} />;
}

/** A list of words, one a line. */
function Words({ label, where, value, onChange }: Omit<PropertyProps, "property">) {
  const list = Array.isArray(value) ? value : [];
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && same(split(typed), list) ? typed : list.join("\n");
  return (
    <Lines
      label={label}
      hint={t("task.one_a_line")}
      where={where}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onChange(split(text));
      }}
    />
  );
}

const split = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
const same = (a: readonly Json[], b: readonly Json[]) => JSON.stringify(a) === JSON.stringify(b);

/** What no field fits, as JSON. */
function Raw({ label, where, value, onChange }: Omit<PropertyProps, "property">) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): Json | undefined => {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  };
  const unread = typed !== null && typed.trim() !== "" && read(typed) === undefined;
  return (
    <Lines
      label={label}
      hint={unread ? t("task.not_json") : "JSON"}
      where={where}
      value={typed ?? (value === null || value === undefined ? "" : JSON.stringify(value))}
      onChange={(text) => {
        setTyped(text);
        const next = read(text);
        if (text.trim() === "" || next !== undefined) onChange(next);
      }}
    />
  );
}
