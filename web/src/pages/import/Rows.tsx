import type { Project } from "../../api";
import type { Preview, PreviewRow } from "../../api/imports";
import { mediumUI } from "../../catalog";
import type { Json } from "../../core/model";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";

/** The first good row as it would be seen. */
export function Sample({ project, preview }: { project: Project; preview: Preview }) {
  const row = preview.rows.find(({ problem }) => !problem);
  return (
    <section className="look__part sample" aria-labelledby="sample">
      <h2 id="sample">{t("import.sample")}</h2>
      {row ? (
        <div className="sample__item">
          {project.schema.fields.map(({ id, name, medium, source }) => {
            const value = row.data[source];
            if (value === undefined || value === null || value === "") return null;
            return (
              <figure key={id}>
                {project.schema.fields.length > 1 && <figcaption className="muted">{name}</figcaption>}
                {medium === "image" && preview.picture ? (
                  <img src={preview.picture} alt={shown(value)} />
                ) : (
                  <p className="sample__text" dir="auto">
                    {mediumUI(medium)?.words?.(value as Json) ?? shown(value)}
                  </p>
                )}
              </figure>
            );
          })}
          <Labels row={row} />
        </div>
      ) : (
        <p className="muted">{t("import.no_sample")}</p>
      )}
    </section>
  );
}

function Labels({ row }: { row: PreviewRow }) {
  const answers = Object.entries(row.labels);
  if (answers.length === 0 && row.regions === 0) return null;
  return (
    <dl className="sample__labels">
      {answers.map(([question, value]) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd>{shown(value)}</dd>
        </div>
      ))}
      {row.regions > 0 && <div>{t("import.regions", { count: row.regions })}</div>}
    </dl>
  );
}

/** The rows as they would become items; under each, what is wrong with it. */
export function FirstRows({ project, preview }: { project: Project; preview: Preview }) {
  const { rows } = preview;
  if (rows.length === 0) return null;
  const sources = project.schema.fields.map(({ source }) => source);
  const data = ordered(rows, ({ data }) => Object.keys(data), sources);
  const labels = ordered(rows, ({ labels }) => Object.keys(labels));
  const bad = rows.filter(({ problem }) => problem).length;
  const keyed = rows.some(({ key }) => key !== null);
  const meta = rows.some((row) => Object.keys(row.meta).length > 0);
  const pictures = rows.some(({ picture }) => picture);
  const width = 1 + Number(pictures) + Number(keyed) + data.length + labels.length + Number(meta);
  return (
    <section className="look__part" aria-labelledby="first-rows">
      <h2 id="first-rows">{t("import.rows")}</h2>
      {bad > 0 && (
        <p className="rows-bad">
          <Icon name="warn" />
          {t("import.bad_rows", { count: bad })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <section className="first-rows" tabIndex={0} aria-labelledby="first-rows">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("import.row")}</th>
              {pictures && (
                <th scope="col">
                  <span className="sr-only">{t("import.picture")}</span>
                </th>
              )}
              {keyed && <th scope="col">{t("import.key")}</th>}
              {data.map((name) => (
                <th key={name} scope="col">
                  {fieldOf(project, name)}
                </th>
              ))}
              {labels.map((name) => (
                <th key={name} scope="col">
                  {t("import.to_answer", { name })}
                </th>
              ))}
              {meta && <th scope="col">{t("import.meta")}</th>}
            </tr>
          </thead>
          {rows.map((row) => (
            <tbody key={row.where} className={row.problem ? "first-rows__bad" : ""}>
              <tr>
                <th scope="row">{place(row.where, preview.name)}</th>
                {pictures && (
                  <td className="first-rows__picture">{row.picture && <img src={row.picture} alt="" />}</td>
                )}
                {keyed && <td>{row.key ?? ""}</td>}
                {data.length === 0 ? null : row.raw && Object.keys(row.data).length === 0 ? (
                  <td colSpan={data.length} className="first-rows__raw">
                    {row.raw}
                  </td>
                ) : (
                  data.map((name) => <td key={name}>{shown(row.data[name])}</td>)
                )}
                {labels.map((name) => (
                  <td key={name}>{shown(row.labels[name])}</td>
                ))}
                {meta && (
                  <td>
                    {Object.entries(row.meta)
                      .map(([name, value]) => `${name}: ${shown(value)}`)
                      .join(", ")}
                  </td>
                )}
              </tr>
              {row.problem && (
                <tr>
                  <td colSpan={width} className="first-rows__why">
                    <Icon name="warn" />
                    {row.problem}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </section>
      {preview.more && <p className="muted">{t("import.more")}</p>}
      {preview.losses.map(([what, why, count]) => (
        <p key={`${what}${why}`} className="muted">
          {t("import.loss", { what: `${what}`, why: `${why}`, count: Number(count) })}
        </p>
      ))}
    </section>
  );
}

function ordered(rows: readonly PreviewRow[], keys: (row: PreviewRow) => string[], first: string[] = []) {
  const found = new Set(rows.flatMap(keys));
  return [...first.filter((name) => found.has(name)), ...[...found].filter((name) => !first.includes(name))];
}

const fieldOf = (project: Project, source: string) =>
  project.schema.fields.find((field) => field.source === source)?.name ?? source;

/** The file's own name says nothing where there is only one. */
const place = (where: string, name: string) =>
  where.startsWith(`${name} `) ? where.slice(name.length + 1) : where;

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
