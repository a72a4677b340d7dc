// One piece of long work: how far it is, what it said, what it could not take, what came of it.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import type { Job } from "../../api";
import { jobs } from "../../api/releases";
import { formatDate, t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Fact, Facts } from "../../ui/Facts";
import { Icon } from "../../ui/Icon";
import { ErrorState, Skeleton } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { Rejects } from "../import/Rejects";
import { useProject } from "../project/ProjectShell";
import { RUNS } from "../project/roles";
import { Part } from "../releases/DatasheetView";
import { Written } from "../releases/ExportForm";
import { HowFar, State } from "./JobsPage";
import { UndoImport } from "./UndoImport";
import { kindOf, paramsOf, resultOf, runs, tookOf } from "./words";
import "../import/import.css";
import "../releases/releases.css";
import "./jobs.css";

const LOOK_MS = 1000;

export function JobPage() {
  const project = useProject();
  const { job: id } = useParams({ from: "/signed-in/p/$project/pages/jobs/$job" });
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "jobs", Number(id)],
    queryFn: () => jobs.get(project.name, Number(id)),
    refetchInterval: ({ state }) => (state.data && runs(state.data) ? LOOK_MS : false),
  });
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => void refetch()}
        home={
          <Link to="/p/$project/jobs" params={{ project: project.name }} className={buttonClass({})}>
            {t("jobs.all")}
          </Link>
        }
      />
    );
  if (!data)
    return (
      <div className="page releases" aria-busy="true">
        <Skeleton width={240} height={26} />
        <Skeleton width="60%" height={60} />
      </div>
    );
  const lead = RUNS.includes(project.role ?? "");
  return (
    <div className="page releases">
      <Head project={project.name} job={data} lead={lead} />
      <Outcome project={project.name} job={data} lead={lead} />
      {data.kind === "import" && rejected(data) > 0 && <Rejects project={project} job={data} />}
      {paramsOf(data).length > 0 && (
        <Part title={t("jobs.parameters")}>
          <Pairs of={paramsOf(data)} />
        </Part>
      )}
      <Log project={project.name} job={data} />
    </div>
  );
}

const rejected = ({ result, counts }: Job): number =>
  Number((result as { rejected?: number } | null)?.rejected ?? counts.rejected ?? 0);

function Head({ project, job, lead }: { project: string; job: Job; lead: boolean }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState("");
  const title = t("jobs.title", { kind: kindOf(job), id: `${job.id}` });
  useTitle(`${title} · ${project} · ${t("app.name")}`);
  const change = (verb: typeof jobs.cancel) => {
    setProblem("");
    verb(project, job.id).then(
      () => void client.invalidateQueries({ queryKey: ["project", project, "jobs"] }),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <header className="release__head">
      <Link to="/p/$project/jobs" params={{ project }} className="back">
        <Icon name="back" />
        {t("jobs.all")}
      </Link>
      <div className="release__title">
        <h1>{title}</h1>
        <State job={job} />
        {job.attempt > 1 && <span className="muted">{t("jobs.attempt", { number: job.attempt })}</span>}
      </div>
      <Facts>
        <Fact name={t("jobs.by")}>{job.by ?? "–"}</Fact>
        <Fact name={t("jobs.began")}>{formatDate(job.started_at ?? job.created_at)}</Fact>
        <Fact name={t("jobs.took")}>{tookOf(job)}</Fact>
      </Facts>
      {runs(job) && <HowFar job={job} />}
      {job.error && (
        <p className={job.state === "failed" ? "notice notice--bad" : "notice"} role="status">
          {job.error}
        </p>
      )}
      {problem && (
        <p className="field__problem" role="alert">
          {problem}
        </p>
      )}
      {lead && (
        <div className="releases__bar">
          {runs(job) && <Button onClick={() => change(jobs.cancel)}>{t("jobs.stop")}</Button>}
          {["failed", "cancelled"].includes(job.state) && (
            <Button look="main" onClick={() => change(jobs.resume)}>
              {t("jobs.resume")}
            </Button>
          )}
          {job.kind === "import" && !runs(job) && <UndoImport project={project} job={job} />}
        </div>
      )}
    </header>
  );
}

function Outcome({ project, job, lead }: { project: string; job: Job; lead: boolean }) {
  if (job.state !== "done") return null;
  if (job.kind === "export" && lead) return <Written project={project} job={job} />;
  const number = (job.result as { number?: number } | null)?.number;
  return (
    <Part title={t("jobs.result")}>
      {job.kind === "release" && number !== undefined && (
        <div>
          <Link
            to="/p/$project/releases/$number"
            params={{ project, number: `${number}` }}
            className={buttonClass({ look: "main" })}
          >
            {t("jobs.to_release", { number })}
          </Link>
        </div>
      )}
      <Pairs of={resultOf(job)} />
    </Part>
  );
}

function Pairs({ of: pairs }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Facts>
      {pairs.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}

function Log({ project, job }: { project: string; job: Job }) {
  const { data } = useQuery({
    queryKey: ["project", project, "jobs", job.id, "log"],
    queryFn: () => jobs.log(project, job.id),
    refetchInterval: runs(job) ? 2 * LOOK_MS : false,
  });
  return (
    <Part title={t("jobs.log")}>
      {data?.length === 0 && <p className="muted">{t("jobs.log_none")}</p>}
      {data && data.length > 0 && (
        <ol className="job-log">
          {data.map(({ id, at, level, message }) => (
            <li key={id} className={level === "error" ? "job-log__error" : undefined}>
              <span className="muted num">{formatDate(at)}</span>
              <span>{message}</span>
            </li>
          ))}
        </ol>
      )}
    </Part>
  );
}
