// The task as a form: what is shown, what may be marked, what is asked.

import { useRef } from "react";

import { ITEM } from "../../core/model";
import { add, entriesOf, freeName, freshId, newRelationSet, newSet } from "../../core/task/edit";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useEdit, useTask } from "./context";
import { FieldCard } from "./FieldCard";
import { focusAt } from "./focus";
import { Choice, Problem } from "./Line";
import { Questions } from "./Questions";
import { RelationCard } from "./RelationCard";
import { SetCard, useShapesOn } from "./SetCard";

export function Form() {
  const { state, draft, keys } = useTask();
  const { schema } = state;
  const edit = useEdit();
  const root = useRef<HTMLDivElement>(null);
  const relations = entriesOf(schema, "relation_sets");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo goes over the whole form, not over one field of it.
    <div
      className="task-form"
      ref={root}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        const key = event.key.toLowerCase();
        const redo = key === "y" || (key === "z" && event.shiftKey);
        if (!redo && key !== "z") return;
        event.preventDefault();
        if (redo) draft.redo();
        else draft.undo();
      }}
    >
      <datalist id="task-keys">
        {keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {state.from === "text" && state.phase === "bad" && (
        <p className="notice notice--warn">{t("task.form_behind")}</p>
      )}
      <section className="part">
        <h2>{t("task.shown")}</h2>
        <p className="muted">{t("task.shown_text")}</p>
        {schema.fields.map((field) => (
          <FieldCard key={field.id} field={field} />
        ))}
        <Problem where="fields" />
        <AddField />
        {schema.fields.length > 1 && (
          <Choice
            label={t("task.layout")}
            where="layout"
            value={schema.layout ?? "auto"}
            options={[
              ["auto", t("task.layout_auto")],
              ["side", t("task.layout_side")],
              ["stack", t("task.layout_stack")],
            ]}
            onChange={(layout) => edit((now) => ({ ...now, layout: layout as "auto" }))}
          />
        )}
      </section>
      <section className="part">
        <h2>{t("task.marked")}</h2>
        <p className="muted">{t("task.marked_text")}</p>
        {schema.region_sets.map((set) => (
          <SetCard key={set.id} set={set} />
        ))}
        {relations.map((set) => (
          <RelationCard key={set.id} set={set} />
        ))}
        <AddSet />
      </section>
      <section className="part">
        <h2>{t("task.asked")}</h2>
        <p className="muted">{t("task.asked_text")}</p>
        <Questions about={ITEM} />
      </section>
    </div>
  );
}

function AddField() {
  const { state, toggle, keys } = useTask();
  const edit = useEdit();
  const { fields } = state.schema;
  return (
    <div>
      <Button
        look="quiet"
        onClick={() => {
          const taken = fields.map((one) => one.name);
          const key = keys.find((one) => !fields.some((field) => field.source === one));
          const name = freeName(key ?? t("task.field_default"), taken);
          const field = { id: freshId(), name, medium: "text", source: key ?? name };
          edit((schema) => add(schema, "fields", field));
          toggle(field.id, true);
          focusAt(`fields[${fields.length}].name`);
        }}
      >
        <Icon name="plus" />
        {t("task.add_field")}
      </Button>
    </div>
  );
}

function AddSet() {
  const { state, toggle } = useTask();
  const edit = useEdit();
  const { fields, region_sets } = state.schema;
  // The first field that anything can be drawn on; a picture before a text, if nothing is marked on it yet.
  const field =
    fields.find((one) => one.medium === "image" && !region_sets.some((set) => set.field === one.id)) ??
    fields[0];
  const shapes = useShapesOn(field?.medium);
  const relations = entriesOf(state.schema, "relation_sets");
  const taken = [...region_sets, ...relations].map((one) => one.name);
  return (
    <div className="task-form__adds">
      <Button
        look="quiet"
        disabled={!field || shapes.length === 0}
        onClick={() => {
          if (!field) return;
          const made = newSet(field.id, shapes.slice(0, 1), freeName(t("task.set_default"), taken));
          edit((schema) => add(schema, "region_sets", made));
          toggle(made.id, true);
          focusAt(`region_sets[${region_sets.length}].name`);
        }}
      >
        <Icon name="plus" />
        {t("task.add_set")}
      </Button>
      {region_sets.length > 0 && (
        <Button
          look="quiet"
          onClick={() => {
            const made = newRelationSet(freeName(t("task.relation_default"), taken));
            edit((schema) => add(schema, "relation_sets", made));
            toggle(made.id, true);
            focusAt(`relation_sets[${relations.length}].name`);
          }}
        >
          <Icon name="plus" />
          {t("task.add_relation")}
        </Button>
      )}
    </div>
  );
}
