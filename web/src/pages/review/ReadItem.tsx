// The item as labelers see it, only to look at, with the regions of any labelers on it: one colour per labeler.

import { useEffect, useMemo, useRef, useState } from "react";

import { mediumUI } from "../../catalog";
import type { Body, DataField, Json, Media, Region, Schema, Task } from "../../core/model";
import { namingQuestion } from "../../core/options";
import { ReadingBench } from "../../core/reading";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { Swatch } from "../../ui/Swatch";
import { useSignal } from "../../ui/use";
import { inkOf, type Voice } from "./voices";
import { labelOf } from "./words";
import "./review.css";

export interface ReadItemProps {
  schema: Schema;
  item: string;
  data: { [source: string]: Json };
  media: { [source: string]: Media };
  /** Whose regions are drawn. */
  voices: readonly Voice[];
  /** A region to show, as `voice/region`. */
  selected?: string | null;
  /** With one voice only, labels have their own colours, as on the label screen. */
  byLabel?: boolean;
}

const NO_HANDS = { tool: null, brush: null };

export function ReadItem({ schema, item, data, media, voices, selected = null, byLabel }: ReadItemProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const handles = useRef(new Map<string, SurfaceHandle>());
  const drawn = useMemo(
    () =>
      voices.map((voice, place) => ({ voice, place })).filter(({ voice }) => voice.body.regions.length > 0),
    [voices],
  );
  const bench = useMemo(() => {
    const body = merged(drawn.filter(({ voice }) => !hidden.has(voice.id)).map(({ voice }) => voice));
    const places = new Map(drawn.map(({ voice, place }) => [voice.id, place]));
    const look = (region: Region) => {
      const [voice = "", own = ""] = region.id.split("/");
      const said = drawn.find((one) => one.voice.id === voice)?.voice.body.answers ?? [];
      const answers = Object.fromEntries(
        said.filter((a) => a.region === own).map((a) => [a.question, a.value]),
      );
      return {
        ink: inkOf(places.get(voice) ?? 0),
        label: labelOf(namingQuestion(schema, region.set), answers, data),
      };
    };
    return new ReadingBench(taskOf(item, data, media), schema, body, byLabel ? undefined : look);
  }, [drawn, hidden, schema, item, data, media, byLabel]);
  useEffect(() => {
    bench.select(selected);
    if (selected !== null) for (const handle of handles.current.values()) handle.reveal?.(selected);
  }, [bench, selected]);
  return (
    <div className="read">
      {!byLabel && drawn.length > 0 && (
        <fieldset className="read__legend">
          <legend className="sr-only">{t("side.whose_regions")}</legend>
          {drawn.map(({ voice, place }) => (
            <label key={voice.id} className="read__voice">
              <input
                type="checkbox"
                checked={!hidden.has(voice.id)}
                onChange={() => setHidden((old) => toggled(old, voice.id))}
              />
              <Swatch ink={inkOf(place)} />
              {voice.name}
              <span className="muted">{voice.body.regions.length}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div
        className={
          schema.fields.length > 1 && fills(schema) ? "read__fields read__fields--side" : "read__fields"
        }
      >
        {schema.fields.map((field) => (
          <FieldView key={field.id} field={field} bench={bench} handles={handles.current} />
        ))}
      </div>
    </div>
  );
}

const fills = (schema: Schema) => schema.fields.some((field) => mediumUI(field.medium)?.fills);

function FieldView({
  field,
  bench,
  handles,
}: {
  field: DataField;
  bench: ReadingBench;
  handles: Map<string, SurfaceHandle>;
}) {
  const body = useSignal(bench.store);
  const hands = useSignal(bench.hands);
  // The sets without their shapes: there is nothing to draw with.
  const sets = useMemo(
    () =>
      bench.schema.region_sets.filter((set) => set.field === field.id).map((set) => ({ ...set, shapes: [] })),
    [bench, field],
  );
  const value = bench.task.data[field.source];
  const medium = mediumUI(field.medium);
  const Field = medium?.Field;
  return (
    <section
      className={medium?.fills ? "read__field read__field--fills" : "read__field"}
      aria-label={field.label || field.name}
    >
      {bench.schema.fields.length > 1 && <h3 className="read__name">{field.label || field.name}</h3>}
      {value === undefined || value === null ? (
        <p className="muted">{t("label.field_missing", { source: field.source })}</p>
      ) : Field ? (
        <Field
          bench={bench}
          body={body}
          hands={{ ...hands, ...NO_HANDS }}
          field={field}
          value={value}
          media={bench.task.media[field.source]}
          sets={sets}
          onHandle={(handle) => (handle ? handles.set(field.id, handle) : handles.delete(field.id))}
        />
      ) : (
        <pre>{JSON.stringify(value, null, 1)}</pre>
      )}
    </section>
  );
}

function merged(voices: readonly Voice[]): Body {
  return {
    relations: voices.flatMap(({ id, body }) =>
      (body.relations ?? []).map((one) => ({
        ...one,
        id: `${id}/${one.id}`,
        from_id: `${id}/${one.from_id}`,
        to_id: `${id}/${one.to_id}`,
      })),
    ),
    regions: voices.flatMap(({ id, body }) => body.regions.map((one) => ({ ...one, id: `${id}/${one.id}` }))),
    answers: voices.flatMap(({ id, body }) =>
      body.answers.flatMap((one) => (one.region ? [{ ...one, region: `${id}/${one.region}` }] : [])),
    ),
  };
}

function taskOf(item: string, data: Task["data"], media: Task["media"]): Task {
  return { task: item, item, data, media, schema_version: 0, item_revision: 0, deadline: null, draft: null };
}

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
