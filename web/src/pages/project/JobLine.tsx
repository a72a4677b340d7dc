import { type Job, projects } from "../../api";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";

/** Long work under way: a count, and a way to stop. */
export function JobLine({ what, job, project }: { what: string; job: Job | null; project: string }) {
  const total = job?.total ?? 0;
  const done = job?.done ?? 0;
  return (
    <div className="job" role="status">
      <span>{what}</span>
      <Progress done={done} total={total || 1} name={what} />
      <span className="muted num">{total > 0 ? t("home.job_progress", { done, total }) : ""}</span>
      {job && (
        <Button look="quiet" onClick={() => void projects.cancelJob(project, job.id)}>
          {t("home.cancel_job")}
        </Button>
      )}
    </div>
  );
}
