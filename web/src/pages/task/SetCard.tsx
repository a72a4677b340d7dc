// What may be marked: a set of regions on one field, with the questions about each of them.

import { shapeUI } from "../../catalog";
import { aboutOf, type Json, type RegionSet } from "../../core/model";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { Icon } from "../../ui/Icon";
import { Card } from "./Card";
import { ConfigForm } from "./ConfigForm";
import { useTask } from "./context";
import { Choice, Line, Lines, Problem } from "./Line";
import { Questions } from "./Questions";
import { Limits, useSet } from "./setParts";
import { shapeName } from "./words";

/** The shapes that fit a field's medium. */
export function useShapesOn(medium: string | undefined): string[] {
  const { kinds } = useTask();
  const surfaces = kinds.media.find((one) => one.name === medium)?.on ?? [];
  return kinds.shapes.filter((one) => surfaces.includes(String(one.on))).map((one) => one.name);
}

export function SetCard({ set }: { set: RegionSet }) {
  const {
    state: { schema },
    kinds,
  } = useTask();
  const { where, name, put, card } = useSet("region_sets", set);
  const field = schema.fields.find((one) => one.id === set.field);
  const fitting = useShapesOn(field?.medium);
  const offered = [...new Set([...fitting, ...set.shapes])];
  const questions = schema.questions.filter((one) => aboutOf(one) === set.id).length;
  return (
    <Card
      {...card}
      about={
        <>
          {set.shapes.map(shapeName).join(", ")}
          {field && schema.fields.length > 1 && ` · ${field.name}`}
          {questions > 0 && ` · ${t("task.question_count", { count: questions })}`}
        </>
      }
    >
      <div className="pair">
        <Line
          label={t("task.name")}
          hint={t("task.set_name_hint")}
          where={`${where}.name`}
          value={set.name}
          onChange={(next) => put({ name: next }, "name")}
        />
        <Choice
          label={t("task.set_field")}
          where={`${where}.field`}
          value={set.field}
          options={schema.fields.map((one) => [one.id, one.name || t("task.unnamed")] as const)}
          onChange={(next) => put({ field: next }, "field")}
        />
      </div>
      <fieldset className="shapes">
        <legend className="field__label">{t("task.shapes")}</legend>
        {offered.map((shape) => (
          <label key={shape} className="shapes__one">
            <input
              type="checkbox"
              checked={set.shapes.includes(shape)}
              onChange={(event) =>
                put(
                  {
                    shapes: event.target.checked
                      ? offered.filter((one) => one === shape || set.shapes.includes(one))
                      : set.shapes.filter((one) => one !== shape),
                    config: Object.fromEntries(
                      Object.entries(set.config ?? {}).filter(
                        ([one]) => event.target.checked || one !== shape,
                      ),
                    ),
                  },
                  "shapes",
                )
              }
            />
            <Icon path={shapeUI(shape)?.icon ?? ""} />
            {shapeName(shape)}
          </label>
        ))}
      </fieldset>
      <Problem where={`${where}.shapes`} />
      {set.shapes.map((shape, at) => (
        <div key={shape}>
          <Problem where={`${where}.shapes[${at}]`} />
          <ConfigForm
            kind={shape}
            schema={kinds.shapes.find((one) => one.name === shape)?.config ?? {}}
            config={(set.config?.[shape] ?? {}) as { [key: string]: Json }}
            where={`${where}.config.${shape}`}
            onChange={(config, key) => {
              const { [shape]: _, ...rest } = set.config ?? {};
              put(
                { config: Object.keys(config).length > 0 ? { ...rest, [shape]: config } : rest },
                `config/${shape}/${key}`,
              );
            }}
          />
        </div>
      ))}
      <details className="more" open={Boolean(set.description || set.min || set.max)}>
        <summary>{t("task.more")}</summary>
        <Limits where={where} set={set} put={put} />
        <Lines
          label={t("task.description")}
          where={`${where}.description`}
          value={set.description ?? ""}
          onChange={(description) => put({ description }, "description")}
        />
      </details>
      <Questions about={set.id} title={t("task.questions_each", { name })} />
    </Card>
  );
}

/** Used by relation sets too: which sets an end may lie in; none ticked means any. */
export function Ends({
  label,
  ids,
  onChange,
}: {
  label: string;
  ids: readonly string[];
  onChange(ids: string[]): void;
}) {
  const { state } = useTask();
  return (
    <fieldset className="shapes">
      <legend className="field__label">{label}</legend>
      {state.schema.region_sets.map((set) => (
        <Check
          key={set.id}
          label={set.name || t("task.unnamed")}
          checked={ids.includes(set.id)}
          onChange={(checked) => onChange(checked ? [...ids, set.id] : ids.filter((one) => one !== set.id))}
        />
      ))}
    </fieldset>
  );
}
