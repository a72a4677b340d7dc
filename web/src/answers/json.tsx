// Structured data: a form made from the JSON Schema, the same as JSON one press away.

import { useId, useState } from "react";

import type { JsonConfig } from "../catalog.gen";
import {
  emptyOf,
  isObject,
  isWhole,
  type Part,
  resolved,
  shapeOf,
  type Wrong,
  wrongIn,
} from "../core/jsonSchema";
import type { Json } from "../core/model";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import type { AnswerUI, ControlProps } from "./contract";
import { readNumber } from "./number";

const schemaOf = (config: JsonConfig) => config.schema as unknown as Part;

function Control(props: ControlProps<Json, JsonConfig>) {
  const { id, name, value, config, set, invalid } = props;
  const root = schemaOf(config);
  const part = resolved(root, root);
  const plain = shapeOf(part) === "raw";
  const [raw, setRaw] = useState(plain);
  return (
    <fieldset className="structure" aria-label={name} data-invalid={invalid || undefined}>
      {raw ? (
        <Raw id={id} label={name} value={value} set={(next) => set(next as Json | null, `json ${id}`)} />
      ) : (
        <Fields
          part={part}
          root={root}
          value={value === null ? undefined : value}
          path={id}
          label={name}
          bare
          set={(next, merge) => set((next ?? null) as Json | null, merge && `${id} ${merge}`)}
        />
      )}
      {!plain && (
        <Button look="quiet" className="structure__way" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          {raw ? t("answer.json_form") : t("answer.json")}
        </Button>
      )}
    </fieldset>
  );
}

interface FieldsProps {
  part: Part;
  root: Part;
  value: Json | undefined;
  path: string;
  label: string;
  needed?: boolean;
  /** Its name stands elsewhere. */
  bare?: boolean;
  set(value: Json | undefined, merge?: string): void;
}

function Fields(props: FieldsProps) {
  const shape = shapeOf(props.part);
  if (shape === "object") return <ObjectFields {...props} />;
  if (shape === "array") return <ListFields {...props} />;
  return <Single {...props} />;
}

function ObjectFields({ part, root, value, path, label, bare, set }: FieldsProps) {
  const given = isObject(value) ? value : {};
  const put = (name: string, next: Json | undefined, merge?: string) => {
    const { [name]: _, ...rest } = given;
    // The schema's order, so that equal answers look equal as JSON too.
    const names = [...Object.keys(part.properties ?? {}), ...Object.keys(rest)];
    const all: { [name: string]: Json } = next === undefined ? rest : { ...rest, [name]: next };
    const sorted = Object.fromEntries(
      [...new Set(names)].flatMap((key) => (key in all ? [[key, all[key] as Json]] : [])),
    );
    set(Object.keys(sorted).length === 0 ? undefined : sorted, merge);
  };
  return (
    <fieldset className={bare ? "structure__object structure__object--bare" : "structure__object"}>
      {!bare && <legend dir="auto">{label}</legend>}
      {Object.entries(part.properties ?? {}).map(([name, one]) => {
        const inner = resolved(one, root);
        return (
          <Fields
            key={name}
            part={inner}
            root={root}
            value={given[name]}
            path={`${path}.${name}`}
            label={inner.title ?? name}
            needed={part.required?.includes(name) ?? false}
            set={(next, merge) => put(name, next, merge)}
          />
        );
      })}
    </fieldset>
  );
}

function ListFields({ part, root, value, path, label, bare, set }: FieldsProps) {
  const list = Array.isArray(value) ? value : [];
  const item = resolved(part.items as Part, root);
  const put = (
    next: Json[],
    merge?: string, // An empty list may be the whole answer; inside an object it is left out.
  ) => set(next.length === 0 && !bare ? undefined : next, merge);
  return (
    <fieldset className={bare ? "structure__object structure__object--bare" : "structure__object"}>
      {!bare && <legend dir="auto">{label}</legend>}
      {list.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no names of their own.
        <div key={at} className="structure__entry">
          <Fields
            part={item}
            root={root}
            value={one}
            path={`${path}.${at}`}
            label={t("answer.json_entry", { number: at + 1 })}
            set={(next, merge) =>
              put(
                list.map((other, n) => (n === at ? (next ?? emptyOf(item, root)) : other)),
                merge,
              )
            }
          />
          <Button
            icon
            look="quiet"
            tip={t("answer.json_remove", { number: at + 1 })}
            onClick={() => put(list.filter((_, n) => n !== at))}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <Button
        look="quiet"
        className="structure__add"
        disabled={part.maxItems !== undefined && list.length >= part.maxItems}
        aria-label={t("answer.json_add", { name: label })}
        onClick={() => put([...list, emptyOf(item, root)])}
      >
        <Icon name="plus" />
        {t("answer.json_more")}
      </Button>
    </fieldset>
  );
}

function Single({ part, value, path, label, needed, bare, set }: FieldsProps) {
  const id = useId();
  const shape = shapeOf(part);
  const hint = part.description;
  if (shape === "yes_no" && !bare)
    return (
      <label className="structure__check">
        <input type="checkbox" checked={value === true} onChange={(event) => set(event.target.checked)} />
        <span dir="auto">{label}</span>
      </label>
    );
  return (
    <div className="structure__field">
      {!bare && (
        <label htmlFor={id} dir="auto">
          {label}
          {needed && (
            <span className="structure__needed" title={t("check.needed")}>
              <span aria-hidden="true"> *</span>
              <span className="sr-only"> {t("check.needed")}</span>
            </span>
          )}
        </label>
      )}
      <Input id={id} part={part} value={value} path={path} label={label} set={set} />
      {hint && (
        <span className="option__more" dir="auto">
          {hint}
        </span>
      )}
    </div>
  );
}

function Input({
  id,
  part,
  value,
  path,
  label,
  set,
}: Pick<FieldsProps, "part" | "value" | "path" | "label" | "set"> & { id: string }) {
  const shape = shapeOf(part);
  if (shape === "choice" || shape === "yes_no") {
    const values = part.enum ?? [true, false];
    const at = values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value));
    return (
      <select
        id={id}
        className="input"
        value={at}
        onChange={(event) => set(values[Number(event.target.value)])}
      >
        <option value={-1} />
        {values.map((one, n) => (
          <option key={JSON.stringify(one)} value={n}>
            {typeof one === "string"
              ? one
              : one === true
                ? t("task.yes")
                : one === false
                  ? t("task.no")
                  : JSON.stringify(one)}
          </option>
        ))}
      </select>
    );
  }
  if (shape === "number")
    return <NumberInput id={id} whole={isWhole(part)} value={value} path={path} set={set} />;
  if (shape === "raw")
    return <Raw id={id} label={label} value={value ?? null} set={(next) => set(next ?? undefined, path)} />;
  const text = typeof value === "string" ? value : "";
  const change = (event: { target: { value: string } }) =>
    set(event.target.value === "" ? undefined : event.target.value, path);
  const long = (part.maxLength ?? 0) > 200 || text.length > 60 || text.includes("\n");
  return long ? (
    <textarea id={id} className="input" dir="auto" rows={3} value={text} onChange={change} />
  ) : (
    <input
      id={id}
      className="input"
      dir="auto"
      type={part.format === "date" ? "date" : "text"}
      autoComplete="off"
      value={text}
      onChange={change}
    />
  );
}

function NumberInput({
  id,
  whole,
  value,
  path,
  set,
}: {
  id: string;
  whole: boolean;
  value: Json | undefined;
  path: string;
  set: FieldsProps["set"];
}) {
  const [typed, setTyped] = useState("");
  const known = typeof value === "number" ? value : null;
  const shown = readNumber(typed) === known ? typed : known === null ? "" : `${known}`;
  return (
    <input
      id={id}
      className="input num"
      inputMode={whole ? "numeric" : "decimal"}
      autoComplete="off"
      aria-invalid={shown !== "" && readNumber(shown) === null ? true : undefined}
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        set(readNumber(event.target.value) ?? undefined, path);
      }}
    />
  );
}

/** As JSON. What is none yet stays as typed and changes nothing. */
function Raw({
  id,
  label,
  value,
  set,
}: {
  id: string;
  label: string;
  value: Json;
  set(value: Json | null): void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const whole = value === null ? "" : JSON.stringify(value, null, 2);
  const read = (text: string) => {
    try {
      return { value: text.trim() === "" ? null : (JSON.parse(text) as Json) };
    } catch {
      return null;
    }
  };
  const mine = typed === null ? null : read(typed);
  // Undo or a draft changed the answer underneath: what is shown follows, unless it says the same already.
  const shown =
    typed !== null && (mine === null || JSON.stringify(mine.value) === JSON.stringify(value)) ? typed : whole;
  const broken = read(shown) === null;
  return (
    <>
      <textarea
        id={id}
        className="input structure__raw"
        rows={Math.min(16, Math.max(4, shown.split("\n").length))}
        dir="ltr"
        spellCheck={false}
        aria-label={`${label}, ${t("answer.json")}`}
        aria-invalid={broken || undefined}
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = read(event.target.value);
          if (next) set(next.value);
        }}
      />
      {broken && <span className="field__problem">{t("answer.json_wrong")}</span>}
    </>
  );
}

const line = (value: Json): string =>
  Array.isArray(value)
    ? `[${value.map(line).join("; ")}]`
    : isObject(value)
      ? Object.entries(value)
          .map(([name, one]) => `${name}: ${line(one)}`)
          .join(", ")
      : typeof value === "string"
        ? value
        : JSON.stringify(value);

const said = ({ path, code, limit = 0 }: Wrong) => {
  const words = {
    needed: () => t("check.needed"),
    type: () => t("check.json_type"),
    value: () => t("check.json_value"),
    low: () => t("check.number_min", { limit }),
    high: () => t("check.number_max", { limit }),
    short: () => t("check.json_short", { count: limit }),
    long: () => t("check.json_long", { count: limit }),
  };
  return path ? `${path}: ${words[code]()}` : words[code]();
};

export const structure: AnswerUI<Json, JsonConfig> = {
  Control,
  Summary: ({ value }) => line(value) || "{}",
  wrong(value, config) {
    const root = schemaOf(config);
    const found = wrongIn(value, root, root);
    return found && said(found);
  },
};
