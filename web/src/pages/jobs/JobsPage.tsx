// Long work of the project: what runs now, and what ran.

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Job } from "../../api";
import { jobs } from "../../api/releases";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { When } from "../../ui/When";
import { useProject } from "../project/ProjectShell";
import { kindOf, runs, stateOf, tookOf } from "./words";
import "../../ui/sheet.css";
import "../releases/releases.css";
import "./jobs.css";

const PAGE = 50;
const LOOK_MS = 3000;

export function JobsPage() {
  const project = useProject();
  const found = useInfiniteQuery({
    queryKey: ["project", project.name, "jobs"],
    queryFn: ({ pageParam }) => jobs.list(project.name, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
    // Events say when a job begins and ends; how far it is, is asked while one runs.
    refetchInterval: ({ state }) => (state.data?.pages.flat().some(runs) ? LOOK_MS : false),
  });
  const rows = found.data?.pages.flat() ?? [];
  if (found.error && !found.data)
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className="page">
      <div className="page__head">
        <h1>{t("tab.jobs")}</h1>
      </div>
      {!found.data && <Skeleton width="70%" height={18} />}
      {found.data && rows.length === 0 && (
        <Empty inside title={t("jobs.none")}>
          <p>{t("jobs.none_text")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <div className="table-scroll">
          <table className="sheet jobs">
            <thead>
              <tr>
                <th scope="col">{t("jobs.what")}</th>
                <th scope="col">{t("jobs.state")}</th>
                <th scope="col">{t("jobs.progress")}</th>
                <th scope="col">{t("jobs.by")}</th>
                <th scope="col">{t("jobs.began")}</th>
                <th scope="col" className="num">
                  {t("jobs.took")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((job) => (
                <Row key={job.id} project={project.name} job={job} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.hasNextPage && (
        <Button
          className="sheet__more"
          disabled={found.isFetching}
          onClick={() => void found.fetchNextPage()}
        >
          {t("jobs.more")}
        </Button>
      )}
    </div>
  );
}

function Row({ project, job }: { project: string; job: Job }) {
  return (
    <tr className="sheet__opens">
      <th scope="row">
        <Link className="sheet__link" to="/p/$project/jobs/$job" params={{ project, job: `${job.id}` }}>
          {t("jobs.title", { kind: kindOf(job), id: `${job.id}` })}
        </Link>
      </th>
      <td>
        <State job={job} />
      </td>
      <td className="jobs__progress">
        {job.error && !runs(job) ? <span className="jobs__error">{job.error}</span> : <HowFar job={job} />}
      </td>
      <td data-name={t("jobs.by")}>{job.by ?? "–"}</td>
      <td>
        <When at={job.started_at ?? job.created_at} />
      </td>
      <td className="num" data-name={t("jobs.took")}>
        {tookOf(job)}
      </td>
    </tr>
  );
}

export function State({ job }: { job: Job }) {
  return <span className={`job-state job-state--${job.state}`}>{stateOf(job)}</span>;
}

export function HowFar({ job }: { job: Job }) {
  const { done, total } = job;
  if (!runs(job))
    return (
      <span className="muted num">
        {done > 0 ? t("home.job_progress", { done, total: total ?? done }) : ""}
      </span>
    );
  return (
    <span className="how-far">
      <Progress done={done} total={total || Math.max(1, done * 2)} name={kindOf(job)} />
      <span className="muted num">{total ? t("home.job_progress", { done, total }) : ""}</span>
    </span>
  );
}
