// Taking an import back: says first what would go and what stays, then does it as a job.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Job } from "../../api";
import { jobs } from "../../api/releases";
import { formatNumber, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { JobLine } from "../project/JobLine";
import { useJob } from "../project/useJob";

interface UndoImportProps {
  project: string;
  job: Job;
}

/** Nothing for an import that added no item. */
export function UndoImport({ project, job }: UndoImportProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const undoing = useJob(project, (done) => {
    const { removed = 0, kept = 0 } = (done?.result ?? {}) as { removed?: number; kept?: number };
    toast(t("undo.done", { removed: formatNumber(removed), kept: formatNumber(kept) }));
    void client.invalidateQueries({ queryKey: ["project", project] });
    void client.invalidateQueries({ queryKey: ["projects"] });
  });
  if ((job.counts.added ?? 0) === 0) return null;
  return (
    <>
      <Button look="quiet" disabled={undoing.running} onClick={() => setAsking(true)}>
        {t("undo.action")}
      </Button>
      {undoing.running && <JobLine what={t("undo.running")} job={undoing.job} project={project} />}
      {undoing.problem && (
        <p className="field__problem" role="alert">
          {undoing.problem}
        </p>
      )}
      {asking && (
        <Ask
          project={project}
          job={job}
          onClose={() => setAsking(false)}
          onUndo={() => {
            setAsking(false);
            void undoing.start(() => jobs.undo(project, job.id));
          }}
        />
      )}
    </>
  );
}

interface AskProps extends UndoImportProps {
  onClose(): void;
  onUndo(): void;
}

function Ask({ project, job, onClose, onUndo }: AskProps) {
  const { data, error } = useQuery({
    queryKey: ["project", project, "jobs", job.id, "undo"],
    queryFn: () => jobs.undoPlan(project, job.id),
    gcTime: 0,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("undo.title")}
      text={t("undo.text")}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" disabled={!data || data.removes === 0} onClick={onUndo}>
            {t("undo.action")}
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton width="70%" height={20} />}
      {data && (
        <dl className="counts">
          <div>
            <dt>{t("undo.removes")}</dt>
            <dd>{formatNumber(data.removes)}</dd>
          </div>
          <div>
            <dt>{t("undo.keeps")}</dt>
            <dd>{formatNumber(data.keeps)}</dd>
          </div>
        </dl>
      )}
    </Dialog>
  );
}
