// What more there is to say of a value: its colour, and when it is right.

import type { CSSProperties } from "react";

import type { Value } from "../../core/model";
import { PALETTE } from "../../core/options";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Line } from "./Line";

interface ValueMoreProps {
  value: Value;
  where: string;
  change(part: Partial<Value>, merge: string): void;
}

export function ValueMore({ value, where, change }: ValueMoreProps) {
  return (
    <div className="value__more">
      <Line
        label={t("task.value_description")}
        hint={t("task.value_description_hint")}
        where={`${where}.description`}
        value={value.description ?? ""}
        onChange={(description) => change({ description }, "description")}
      />
      <fieldset className="palette">
        <legend className="field__label">{t("task.colour")}</legend>
        {PALETTE.map((colour) => (
          <button
            key={colour}
            type="button"
            className="palette__one"
            aria-label={colour}
            aria-pressed={value.colour?.toLowerCase() === colour}
            style={{ "--ink": colour } as CSSProperties}
            onClick={() => change({ colour }, "colour")}
          />
        ))}
        <input
          type="color"
          className="palette__own"
          aria-label={t("task.own_colour")}
          value={value.colour ?? "#7b8494"}
          onChange={(event) => change({ colour: event.target.value }, "colour")}
        />
        {value.colour && (
          <Button look="quiet" onClick={() => change({ colour: null }, "colour")}>
            {t("task.colour_automatic")}
          </Button>
        )}
      </fieldset>
    </div>
  );
}
