// An import under way, and what came of it.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { type Job, type Project, projects } from "../../api";
import { imports } from "../../api/imports";
import { formatNumber, type MessageKey, t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { ErrorState, Skeleton } from "../../ui/States";
import { UndoImport } from "../jobs/UndoImport";
import { Rejects } from "./Rejects";

const OVER = ["done", "failed", "cancelled"];
const LOOK_MS = 500;
const COUNTS: readonly (readonly [string, MessageKey])[] = [
  ["added", "import.added"],
  ["changed", "import.changed"],
  ["unchanged", "import.unchanged"],
  ["duplicates", "import.duplicates"],
  ["labels", "import.labels"],
  ["rejected", "import.rejected"],
];

interface RunProps {
  project: Project;
  job: number;
  anew(): void;
  /** Back to the same data, to map it otherwise. */
  again?: () => void;
}

export function Run({ project, job: id, anew, again }: RunProps) {
  const client = useQueryClient();
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    queryKey: ["project", project.name, "job", id],
    queryFn: () => projects.job(project.name, id),
    refetchInterval: ({ state }) => (state.data && OVER.includes(state.data.state) ? false : LOOK_MS),
  });
  const over = job !== undefined && OVER.includes(job.state);
  useEffect(() => {
    // The project's numbers, its items, the list of projects.
    if (!over) return;
    const mine = ["project", project.name, "job", id];
    void client.invalidateQueries({
      predicate: ({ queryKey }) =>
        (queryKey[0] === "projects" || queryKey[1] === project.name) &&
        !mine.every((one, i) => queryKey[i] === one),
    });
  }, [over, client, project.name, id]);
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => void refetch()}
        home={<Button onClick={anew}>{t("import.other")}</Button>}
      />
    );
  if (!job) return <Skeleton width="100%" height={80} />;
  return (
    <div className="run">
      {over ? (
        <Over project={project} job={job} anew={anew} again={again} onGoOn={() => void refetch()} />
      ) : (
        <Under project={project} job={job} />
      )}
      {(job.counts.rejected ?? 0) > 0 && over && <Rejects project={project} job={job} />}
    </div>
  );
}

function Under({ project, job }: { project: Project; job: Job }) {
  const [stopping, setStopping] = useState(false);
  const words = t(
    stopping ? "import.stopping" : job.state === "waiting" ? "import.queued" : "import.running",
  );
  return (
    <section className="under" role="status">
      <div className="under__line">
        <strong>{words}</strong>
        <span className="muted num">
          {job.total
            ? t("import.sent", { done: formatNumber(job.done), total: formatNumber(job.total) })
            : formatNumber(job.done)}
        </span>
        <Button
          disabled={stopping}
          onClick={() => {
            setStopping(true);
            projects.cancelJob(project.name, job.id).catch(() => setStopping(false));
          }}
        >
          {t("import.stop")}
        </Button>
      </div>
      <Progress done={job.done} total={job.total ?? 0} name={words} />
      <Counts job={job} />
    </section>
  );
}

interface OverProps {
  project: Project;
  job: Job;
  anew(): void;
  again?: (() => void) | undefined;
  onGoOn(): void;
}

function Over({ project, job, anew, again, onGoOn }: OverProps) {
  const good = job.state === "done";
  return (
    <section className="run__over" aria-live="polite">
      <h2>
        {t(
          good
            ? "import.state_done"
            : job.state === "failed"
              ? "import.state_failed"
              : "import.state_cancelled",
        )}
      </h2>
      {job.state === "failed" && (
        <p className="notice notice--bad" role="alert">
          {job.error}
        </p>
      )}
      {!good && <p className="muted">{t("import.kept")}</p>}
      <Counts job={job} />
      <Losses job={job} />
      <div className="run__next">
        {good ? (
          <Link to="/p/$project" params={{ project: project.name }} className={buttonClass({ look: "main" })}>
            {t("import.to_project")}
          </Link>
        ) : (
          <Button look="main" onClick={() => void imports.resume(project.name, job.id).then(onGoOn, onGoOn)}>
            {t("import.go_on")}
          </Button>
        )}
        {good && (
          <Link to="/p/$project/label" params={{ project: project.name }} className={buttonClass({})}>
            {t("import.label_now")}
          </Link>
        )}
        <Button onClick={anew}>{t("import.next_file")}</Button>
        {again && <Button onClick={again}>{t("import.again")}</Button>}
        <UndoImport project={project.name} job={job} />
      </div>
      <p className="muted">{t("import.next_hint")}</p>
    </section>
  );
}

function Counts({ job }: { job: Job }) {
  return (
    <dl className="counts">
      {COUNTS.filter(([name]) => name === "added" || (job.counts[name] ?? 0) > 0).map(([name, words]) => (
        <div key={name}>
          <dt>{t(words)}</dt>
          <dd>{formatNumber(job.counts[name] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Losses({ job }: { job: Job }) {
  const losses = (job.result?.losses ?? []) as [string, string, number][];
  return losses.map(([what, why, count]) => (
    <p key={`${what}${why}`} className="muted">
      {t("import.loss", { what, why, count })}
    </p>
  ));
}
