// The item as large as it can be: its fields by their media, with the labels that can be put down above them.

import { useMemo } from "react";

import { mediumUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import { aboutOf, type Body, type DataField, ITEM } from "../../core/model";
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
  const { fields } = bench.schema;
  const arranged = arrange(bench);
  const view = (field: DataField) => (
    <FieldView
      key={field.id}
      field={field}
      bench={bench}
      body={body}
      hands={hands}
      handles={handles}
      named={fields.length > 1}
    />
  );
  const media = (
    <div key="media" className="fields__media" data-wide={arranged.media.length > 1}>
      {arranged.media.map(view)}
    </div>
  );
  const texts = (
    <div key="texts" className="fields__texts">
      {arranged.texts.map(view)}
    </div>
  );
  return (
    <>
      {bench.brushes.length > 0 && <LabelStrip bench={bench} hands={hands} values={values} />}
      {arranged.how === "stack" ? (
        <div className="fields">
          {arranged.above.map(view)}
          {arranged.pair.length > 0 && <div className="fields__pair">{arranged.pair.map(view)}</div>}
        </div>
      ) : (
        <div className={`fields fields--${arranged.how}`}>
          {arranged.texts.length === 0 ? media : arranged.textsFirst ? [texts, media] : [media, texts]}
        </div>
      )}
    </>
  );
}

/** Texts up to this many characters together are a caption: above the pictures, not in a column of their own. */
const CAPTION = 320;

/** Pictures share the room, two in a row; texts stand beside them, or above when they are short. Where only texts are
 * shown and two are compared, the last two stand side by side, left and right as the answer says. */
function arrange({ schema, task }: Bench) {
  const { fields, layout = "auto" } = schema;
  const fills = (field: DataField) => mediumUI(field.medium)?.fills ?? false;
  const media = fields.filter(fills);
  const texts = fields.filter((field) => !fills(field));
  const side = layout === "side" || (layout === "auto" && fields.length > 1 && media.length > 0);
  const length = texts.reduce((sum, { source }) => sum + `${task.data[source] ?? ""}`.length, 0);
  const caption = layout === "auto" && texts.length > 0 && length <= CAPTION;
  const how = !side ? "stack" : caption ? "over" : "side";
  // Above the pictures, a short text is read first.
  const textsFirst = how === "over" || (fields[0] !== undefined && !fills(fields[0]));
  const compared = schema.questions.some(
    (question) => question.kind === "pairwise" && aboutOf(question) === ITEM,
  );
  const pairs = compared && layout === "auto" && fields.length > 1 ? 2 : 0;
  const [above, pair] = [fields.slice(0, fields.length - pairs), fields.slice(fields.length - pairs)];
  return { how, media, texts, textsFirst, above, pair } as const;
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
