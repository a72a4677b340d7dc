import type { Project } from "../../api";
import type { Options, Preview } from "../../api/imports";
import { t } from "../../i18n";
import { answered, mayStay, moved, optionsOf, type Target, targetsOf } from "./targets";

interface MappingProps {
  project: Project;
  preview: Preview;
  options: Options;
  onChange(options: Options): void;
}

/** A line per column: its name, its first values, where it goes. */
export function Mapping({ project, preview, options, onChange }: MappingProps) {
  const columns = preview.columns ?? [];
  const { schema } = project;
  const targets = targetsOf(
    columns.map(({ name }) => name),
    options,
    schema,
  );
  const put = (column: string, target: Target) =>
    onChange(optionsOf(moved(targets, column, target, schema), options, schema));
  return (
    <section className="look__part" aria-labelledby="mapping">
      <div className="look__top">
        <h2 id="mapping">{t("import.columns")}</h2>
        {preview.remembered && <span className="muted">{t("import.remembered")}</span>}
      </div>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.values")}</th>
            <th scope="col">{t("import.goes")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, values, note }) => {
            const target = targets[name] ?? "data";
            return (
              <tr key={name} className={target === "out" ? "mapping__out" : ""}>
                <th scope="row">
                  {name}
                  {note && target !== "key" && <span className="mapping__note">{note}</span>}
                </th>
                <td className="mapping__values" dir="auto">
                  {values.map((value) => (
                    <span key={value}>{value}</span>
                  ))}
                </td>
                <td>
                  <Goes
                    column={name}
                    target={target}
                    project={project}
                    onChange={(next) => put(name, next)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted look__hint">{t("import.key_hint")}</p>
    </section>
  );
}

interface GoesProps {
  column: string;
  target: Target;
  project: Project;
  onChange(target: Target): void;
}

function Goes({ column, target, project, onChange }: GoesProps) {
  const { schema } = project;
  const sets = schema.region_sets;
  return (
    <select
      className="input"
      aria-label={`${column}: ${t("import.goes")}`}
      value={target}
      onChange={(event) => onChange(event.target.value as Target)}
    >
      <optgroup label={t("import.to_shown")}>
        {schema.fields.map(({ name }) => (
          <option key={name} value={`field:${name}`}>
            {name}
          </option>
        ))}
      </optgroup>
      {answered(schema).length > 0 && (
        <optgroup label={t("import.to_label")}>
          {answered(schema).map((one) => (
            <option key={one.id} value={`label:${one.name}`}>
              {sets.some(({ id }) => id === one.id)
                ? t("import.to_regions", { name: one.name })
                : t("import.to_answer", { name: one.name })}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t("import.to_other")}>
        <option value="key">{t("import.to_key")}</option>
        {mayStay(column, schema) && <option value="data">{t("import.to_data")}</option>}
        <option value="meta">{t("import.to_meta")}</option>
        <option value="out">{t("import.to_out")}</option>
      </optgroup>
    </select>
  );
}
