// What can be done with the chosen rows. Work on many of them is a job, with a count and a way to stop.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Job, projects } from "../../api";
import { type Chosen, items } from "../../api/items";
import type { Schema } from "../../core/model";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Pop } from "../../ui/Pop";
import { toast } from "../../ui/Toast";
import { JobLine } from "../project/JobLine";
import { offered } from "../project/offered";
import { useJob } from "../project/useJob";
import { KeepFor } from "./KeepFor";

interface BulkBarProps {
  project: string;
  schema: Schema;
  /** How many are chosen; null: all that are found, which nobody has counted yet. */
  count: number | null;
  chosen: Chosen;
  /** May change them; else only export. */
  lead: boolean;
  exports: boolean;
  onClear(): void;
  onDone(): void;
}

const PRIORITIES = [
  ["data.first", 1],
  ["data.normal", 0.5],
  ["data.last", 0],
] as const;

export function BulkBar({ project, schema, count, chosen, lead, exports, onClear, onDone }: BulkBarProps) {
  const [asking, setAsking] = useState(false);
  const work = useJob(project, (job) => {
    toast(t("data.changed_count", { count: Number(job?.result?.changed ?? 0) }));
    onDone();
  });
  const writing = useJob(project, (job) => {
    if (job) download(project, job);
  });
  const start = (action: "priority" | "unpark" | "more", value: number | null = null) =>
    void work.start(() => items.change(project, action, chosen, value));
  const busy = work.running || writing.running;
  return (
    <div className="bulk" role="toolbar" aria-label={t("data.chosen_actions")}>
      <strong className="bulk__count" aria-live="polite">
        {count === null ? t("data.all_chosen") : t("data.chosen", { count })}
      </strong>
      {busy ? (
        <JobLine
          what={work.running ? t("data.changing") : t("home.exporting")}
          job={work.running ? work.job : writing.job}
          project={project}
        />
      ) : (
        <>
          {lead && (
            <>
              <Pop above button={t("data.set_priority")} disabled={busy}>
                {(close) =>
                  PRIORITIES.map(([name, value]) => (
                    <button
                      key={name}
                      type="button"
                      className="menu__item"
                      onClick={() => {
                        start("priority", value);
                        close();
                      }}
                    >
                      {t(name)}
                    </button>
                  ))
                }
              </Pop>
              <Button onClick={() => start("unpark")}>{t("data.unpark")}</Button>
              <Button onClick={() => setAsking(true)}>{t("data.more")}</Button>
              {"ids" in chosen && <KeepFor project={project} ids={chosen.ids} onDone={onDone} />}
            </>
          )}
          {exports && (
            <Formats
              schema={schema}
              onChoose={(format) => void writing.start(() => items.export(project, format, chosen))}
            />
          )}
        </>
      )}
      {(work.problem ?? writing.problem) && (
        <span className="field__problem" role="alert">
          {work.problem ?? writing.problem}
        </span>
      )}
      <span className="bulk__space" />
      <Button look="quiet" icon tip={t("data.clear")} data-tip-side="above" onClick={onClear}>
        <Icon name="close" />
      </Button>
      <Dialog
        open={asking}
        title={t("data.more_title")}
        text={t("data.more_text")}
        onClose={() => setAsking(false)}
        foot={
          <>
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              look="main"
              onClick={() => {
                setAsking(false);
                start("more");
              }}
            >
              {t("data.more")}
            </Button>
          </>
        }
      />
    </div>
  );
}

function Formats({ schema, onChoose }: { schema: Schema; onChoose(format: string): void }) {
  const { data = [] } = useQuery({ queryKey: ["formats"], queryFn: projects.formats });
  const fitting = data.filter(({ writes, carries }) => writes && offered(carries, schema));
  return (
    <Pop above button={t("data.export")} disabled={fitting.length === 0}>
      {(close) =>
        fitting.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            className="menu__item"
            onClick={() => {
              onChoose(name);
              close();
            }}
          >
            {title}
          </button>
        ))
      }
    </Pop>
  );
}

function download(project: string, job: Job): void {
  const link = document.createElement("a");
  link.href = projects.jobFile(project, job.id);
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
