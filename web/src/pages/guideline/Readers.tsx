import { useQuery } from "@tanstack/react-query";

import type { Project } from "../../api";
import { type Guideline, type GuidelineReader, guidelines } from "../../api/guideline";
import { t, tOr } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { ErrorState, Skeleton } from "../../ui/States";
import { When } from "../../ui/When";
import { Back } from "./Back";
import "../../ui/sheet.css";

/** Who has acknowledged this version, who an older one, who none. */
export function Readers({ project, guideline }: { project: Project; guideline: Guideline }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "guideline", "readers"],
    queryFn: () => guidelines.readers(project.name),
  });
  return (
    <div className="page guideline-page">
      <header className="guideline-page__head">
        <Back project={project} />
        <h1>{t("guideline.readers")}</h1>
        <span className="muted">{t("guideline.version", { version: guideline.version })}</span>
      </header>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton width="100%" height={120} />}
      {data && (
        <table className="sheet readers">
          <thead>
            <tr>
              <th scope="col">{t("guideline.reader")}</th>
              <th scope="col">{t("guideline.role")}</th>
              <th scope="col">{t("guideline.acknowledged")}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((reader) => (
              <tr key={reader.person}>
                <th scope="row" className="readers__name">
                  {reader.name}
                </th>
                <td>{tOr(`role.${reader.role}`, reader.role)}</td>
                <td>
                  <Standing reader={reader} newest={guideline.version} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Standing({ reader, newest }: { reader: GuidelineReader; newest: number }) {
  if (reader.version === null) return <span className="muted">{t("guideline.not_yet")}</span>;
  if (reader.version < newest) return t("guideline.read_older", { version: reader.version });
  return (
    <span className="readers__done">
      <Icon name="check" />
      <When at={reader.at ?? 0} />
    </span>
  );
}
