import type { DataField } from "../../core/model";
import { change, move, nameField, remove } from "../../core/task/edit";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { toast } from "../../ui/Toast";
import { Card } from "./Card";
import { useEdit, useTask } from "./context";
import { Choice, Line } from "./Line";
import { mediumName } from "./words";

/** One part of the data that is shown. */
export function FieldCard({ field }: { field: DataField }) {
  const { state, draft, kinds } = useTask();
  const edit = useEdit();
  const { fields } = state.schema;
  const where = `fields[${fields.indexOf(field)}]`;
  const name = field.name || t("task.unnamed");
  const put = (part: Partial<DataField>, key: string) =>
    edit((schema) => change(schema, "fields", field.id, part), `${field.id}/${key}`);
  const stored = draft.before?.fields.some((one) => one.id === field.id) ?? false;
  const known = kinds.media.map((one) => [one.name, mediumName(one.name)] as const);
  const media = known.some(([one]) => one === field.medium)
    ? known
    : [...known, [field.medium, field.medium] as const];
  return (
    <Card
      id={field.id}
      where={where}
      name={name}
      about={mediumName(field.medium)}
      {...(fields.length > 1
        ? {
            onMove: (by: -1 | 1) => edit((schema) => move(schema, "fields", field.id, by)),
            onRemove: () => {
              edit((schema) => remove(schema, "fields", field.id));
              toast(t("task.removed", { name }), { name: t("task.undo"), run: () => draft.undo() });
            },
          }
        : {})}
    >
      <div className="pair">
        <Line
          label={t("task.name")}
          where={`${where}.name`}
          value={field.name}
          onChange={(next) => edit((schema) => nameField(schema, field, next, stored), `${field.id}/name`)}
        />
        <Choice
          label={t("task.medium")}
          where={`${where}.medium`}
          value={field.medium}
          options={media}
          onChange={(medium) => put({ medium }, "medium")}
        />
      </div>
      <Line
        label={t("task.source")}
        hint={t("task.source_hint")}
        where={`${where}.source`}
        value={field.source}
        list="task-keys"
        onChange={(source) => put({ source }, "source")}
      />
      <details className="more" open={Boolean(field.label || field.private)}>
        <summary>{t("task.more")}</summary>
        <Line
          label={t("task.field_label")}
          where={`${where}.label`}
          value={field.label ?? ""}
          placeholder={field.name}
          onChange={(label) => put({ label }, "label")}
        />
        <Check
          label={t("task.private")}
          checked={field.private ?? false}
          onChange={(value) => put({ private: value }, "private")}
        />
      </details>
    </Card>
  );
}
