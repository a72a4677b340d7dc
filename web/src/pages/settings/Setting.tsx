// One setting: its name and one sentence at the start, its control at the end. Saved when it is changed.

import { type ReactNode, useEffect, useId, useState } from "react";

import { t } from "../../i18n";

interface SettingProps {
  name: string;
  hint: string;
  children(id: string, described: string): ReactNode;
}

export function Setting({ name, hint, children }: SettingProps) {
  const id = useId();
  return (
    <div className="setting">
      <label className="setting__words" htmlFor={id}>
        <b>{name}</b>
        <span className="muted" id={`${id}-hint`}>
          {hint}
        </span>
      </label>
      <div className="setting__control">{children(id, `${id}-hint`)}</div>
    </div>
  );
}

interface SwitchProps {
  name: string;
  hint: string;
  on: boolean;
  onChange(on: boolean): void;
}

export function SwitchSetting({ name, hint, on, onChange }: SwitchProps) {
  return (
    <Setting name={name} hint={hint}>
      {(id, described) => (
        <span className="switch">
          <input
            id={id}
            type="checkbox"
            role="switch"
            aria-checked={on}
            aria-describedby={described}
            checked={on}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span aria-hidden="true">{t(on ? "settings.on" : "settings.off")}</span>
        </span>
      )}
    </Setting>
  );
}

interface TextProps {
  name: string;
  hint: string;
  value: string;
  placeholder?: string;
  onSave(value: string): void;
}

/** Saved on leaving it or with Enter; Escape takes back what was typed. */
export function TextSetting({ name, hint, value, placeholder, onSave }: TextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const save = () => {
    if (text.trim() !== value) onSave(text.trim());
  };
  return (
    <Setting name={name} hint={hint}>
      {(id, described) => (
        <input
          id={id}
          className="input"
          aria-describedby={described}
          value={text}
          placeholder={placeholder}
          onChange={(event) => setText(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === "Enter") save();
            else if (event.key === "Escape") setText(value);
          }}
        />
      )}
    </Setting>
  );
}

interface NumberProps {
  name: string;
  hint: string;
  value: number;
  low: number;
  high: number;
  onSave(value: number): void;
}

export function NumberSetting({ name, hint, value, low, high, onSave }: NumberProps) {
  const [text, setText] = useState(`${value}`);
  useEffect(() => setText(`${value}`), [value]);
  const number = Number(text);
  const right = text.trim() !== "" && Number.isInteger(number) && number >= low && number <= high;
  const save = () => {
    if (right && number !== value) onSave(number);
  };
  return (
    <Setting name={name} hint={hint}>
      {(id, described) => (
        <>
          <input
            id={id}
            className="input setting__number"
            type="number"
            min={low}
            max={high}
            aria-describedby={described}
            aria-invalid={right ? undefined : true}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === "Enter") save();
              else if (event.key === "Escape") setText(`${value}`);
            }}
          />
          {!right && (
            <span className="field__problem" role="alert">
              {t("settings.whole", { low, high })}
            </span>
          )}
        </>
      )}
    </Setting>
  );
}
