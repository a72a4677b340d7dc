import { useQuery, useQueryClient } from "@tanstack/react-query";

import { type Project, projects, type Release } from "../../api";
import { formatDate, t } from "../../i18n";
import { Button, buttonClass, tipped } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Skeleton } from "../../ui/States";
import { JobLine } from "./JobLine";
import { useJob } from "./useJob";

export function Releases({ project, lead }: { project: Project; lead: boolean }) {
  const client = useQueryClient();
  const key = ["releases", project.name];
  const { data, error } = useQuery({ queryKey: key, queryFn: () => projects.releases(project.name) });
  const making = useJob(project.name, () => void client.invalidateQueries({ queryKey: key }));
  return (
    <section className="home__part" aria-labelledby="releases">
      <div className="home__head">
        <h2 id="releases">{t("home.releases")}</h2>
        {lead && project.progress.resolved > 0 && (
          <Button
            disabled={making.running}
            onClick={() => void making.start(() => projects.release(project.name))}
          >
            {t("home.release_action")}
          </Button>
        )}
      </div>
      {making.running && <JobLine what={t("home.releasing")} job={making.job} project={project.name} />}
      {(making.problem ?? error?.message) && (
        <p className="field__problem" role="alert">
          {making.problem ?? error?.message}
        </p>
      )}
      {!data && !error && <Skeleton width="70%" height={16} />}
      {data?.length === 0 && <p className="muted">{t("home.no_releases")}</p>}
      {data && data.length > 0 && (
        <ul className="rows">
          {data
            .toSorted((a, b) => b.number - a.number)
            .map((release) => (
              <Row key={release.number} project={project.name} release={release} />
            ))}
        </ul>
      )}
    </section>
  );
}

function Row({ project, release }: { project: string; release: Release }) {
  return (
    <li className="rows__row">
      <strong>{t("home.release_number", { number: release.number })}</strong>
      <span className="muted">{t("home.release_items", { count: release.items })}</span>
      <span className="muted">{formatDate(release.created_at)}</span>
      <code className="rows__hash" title={`${t("home.hash")}: ${release.hash}`}>
        {release.hash.slice(0, 12)}
      </code>
      <a
        className={buttonClass({ look: "quiet", icon: true })}
        href={projects.releaseFile(project, release.number)}
        download
        aria-label={t("home.download_release", { number: release.number })}
        data-tip-side="end"
        {...tipped(t("home.download_release", { number: release.number }))}
      >
        <Icon name="download" />
      </a>
    </li>
  );
}
