// The item as large as it can be: its fields by their media, with the labels that can be put down above them.

import { useMemo } from "react";

import { mediumUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import type { Body, DataField } from "../../core/model";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { LabelStrip } from "./LabelStrip";
import type { ValueKeys } from "./valueKeys";

interface ItemViewProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  values: ValueKeys;
  handles: Map<string, SurfaceHandle>;
}

export function ItemView({ bench, body, hands, values, handles }: ItemViewProps) {
  const { fields, layout = "auto" } = bench.schema;
  const filling = fields.filter((field) => mediumUI(field.medium)?.fills).length;
  const side = layout === "side" || (layout === "auto" && fields.length > 1 && filling > 0);
  return (
    <>
      {bench.brushes.length > 0 && <LabelStrip bench={bench} hands={hands} values={values} />}
      <div className={side ? "fields fields--side" : "fields"}>
        {fields.map((field) => (
          <FieldView
            key={field.id}
            field={field}
            bench={bench}
            body={body}
            hands={hands}
            handles={handles}
            named={fields.length > 1}
          />
        ))}
      </div>
    </>
  );
}

interface FieldViewProps extends Omit<ItemViewProps, "values"> {
  field: DataField;
  named: boolean;
}

function FieldView({ field, bench, body, hands, handles, named }: FieldViewProps) {
  const value = bench.task.data[field.source];
  const sets = useMemo(
    () => bench.schema.region_sets.filter((set) => set.field === field.id),
    [bench, field],
  );
  const medium = mediumUI(field.medium);
  const Field = medium?.Field;
  return (
    <section
      className={medium?.fills ? "field-view field-view--fills" : "field-view"}
      aria-label={field.label || field.name}
    >
      {named && <h2 className="field-view__name">{field.label || field.name}</h2>}
      {value === undefined || value === null ? (
        <p className="notice notice--warn">{t("label.field_missing", { source: field.source })}</p>
      ) : Field ? (
        <Field
          bench={bench}
          body={body}
          hands={hands}
          field={field}
          value={value}
          media={bench.task.media?.[field.source]}
          sets={sets}
          onHandle={(handle) => (handle ? handles.set(field.id, handle) : handles.delete(field.id))}
        />
      ) : (
        <>
          <p className="muted">{t("label.unknown_medium", { medium: field.medium })}</p>
          <pre>{JSON.stringify(value, null, 1)}</pre>
        </>
      )}
    </section>
  );
}
