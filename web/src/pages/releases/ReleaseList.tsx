import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { type Project, projects, type Release } from "../../api";
import { releases } from "../../api/releases";
import { formatNumber, t } from "../../i18n";
import { Button, buttonClass, tipped } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { When } from "../../ui/When";
import { JobLine } from "../project/JobLine";
import { useJob } from "../project/useJob";
import { MakeRelease } from "./MakeRelease";

export const releasesQuery = (project: string) => ({
  queryKey: ["project", project, "releases"],
  queryFn: () => releases.list(project),
});

interface ReleaseListProps {
  project: Project;
  runs: boolean;
  /** The page's head, around its main button. */
  head(action: ReactNode): ReactNode;
}

export function ReleaseList({ project, runs, head }: ReleaseListProps) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(releasesQuery(project.name));
  const [asking, setAsking] = useState(false);
  const making = useJob(
    project.name,
    () => void client.invalidateQueries({ queryKey: ["project", project.name, "releases"] }),
  );
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <section aria-label={t("releases.show.releases")}>
      {head(
        runs && (
          <Button look="main" disabled={making.running} onClick={() => setAsking(true)}>
            {t("releases.make")}
          </Button>
        ),
      )}
      {making.running && <JobLine what={t("releases.making")} job={making.job} project={project.name} />}
      {making.problem && (
        <p className="notice notice--bad" role="alert">
          {making.problem}
        </p>
      )}
      {!data && <Skeleton width="70%" height={18} />}
      {data?.length === 0 && (
        <Empty inside title={t("releases.none")}>
          <p>{t("releases.none_text")}</p>
        </Empty>
      )}
      {data && data.length > 0 && (
        <div className="table-scroll">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{t("jobs.kind.release")}</th>
                <th scope="col" className="num">
                  {t("releases.items")}
                </th>
                <th scope="col" className="num">
                  {t("releases.left_out")}
                </th>
                <th scope="col">{t("releases.made")}</th>
                <th scope="col">{t("releases.hash")}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {data.map((release) => (
                <Row key={release.number} project={project.name} release={release} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking && (
        <MakeRelease
          project={project.name}
          onClose={() => setAsking(false)}
          onMake={(title, names) => {
            setAsking(false);
            void making.start(() => releases.make(project.name, title, names));
          }}
        />
      )}
    </section>
  );
}

function Row({ project, release }: { project: string; release: Release }) {
  const { number, withdrawn_at: withdrawn } = release;
  return (
    <tr className={withdrawn ? "sheet__opens releases__gone" : "sheet__opens"}>
      <th scope="row">
        <Link
          to="/p/$project/releases/$number"
          params={{ project, number: `${number}` }}
          className="sheet__link"
        >
          {nameOf(release)}
        </Link>
        {withdrawn && <span className="mark">{t("releases.withdrawn")}</span>}
      </th>
      <td className="num" data-name={t("releases.items")}>
        {formatNumber(release.items)}
      </td>
      <td className="num" data-name={t("releases.left_out")}>
        {formatNumber(release.left_out)}
      </td>
      <td data-name={t("releases.made")}>
        <When at={release.created_at} />
      </td>
      <td>
        <code title={release.hash}>{release.hash.slice(0, 12)}</code>
      </td>
      <td className="sheet__act">
        {!withdrawn && (
          <a
            className={buttonClass({ look: "quiet", icon: true })}
            href={projects.releaseFile(project, number)}
            download
            aria-label={`${t("releases.download")}: ${nameOf(release)}`}
            data-tip-side="end"
            {...tipped(t("releases.download"))}
          >
            <Icon name="download" />
          </a>
        )}
      </td>
    </tr>
  );
}

export const nameOf = ({ number, title }: { number: number; title: string }): string =>
  title ? t("releases.release_titled", { number, title }) : t("releases.release", { number });
