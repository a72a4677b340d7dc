// What would become of the data: how it is read, where each column goes, the first rows. Nothing is stored yet.

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Project } from "../../api";
import { imports, type Options, type Origin, type Preview, type Purpose } from "../../api/imports";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { ErrorState, Skeleton } from "../../ui/States";
import { LabelsFrom } from "./LabelsFrom";
import { Mapping } from "./Mapping";
import { Reading } from "./Reading";
import { FirstRows, Sample } from "./Rows";
import { targetsOf } from "./targets";

interface LookProps {
  project: Project;
  from: Origin;
  anew(): void;
  onStarted(job: number): void;
}

/** What was chosen here; what was not is the server's guess, or as the last time. */
interface Chosen {
  format?: string | undefined;
  options?: Options | undefined;
  purpose?: Purpose;
}

export function Look({ project, from, anew, onStarted }: LookProps) {
  const [chosen, setChosen] = useState<Chosen>({});
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ["project", project.name, "preview", from, chosen],
    queryFn: ({ signal }) => imports.preview(project.name, from, chosen, signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => void refetch()}
        home={<Button onClick={anew}>{t("import.other")}</Button>}
      />
    );
  if (!data) return <Waiting />;
  return (
    <Seen
      project={project}
      from={from}
      preview={data}
      chosen={chosen}
      busy={isPlaceholderData}
      onChoose={(more) => setChosen((before) => ({ ...before, ...more }))}
      anew={anew}
      onStarted={onStarted}
    />
  );
}

interface SeenProps extends LookProps {
  preview: Preview;
  chosen: Chosen;
  busy: boolean;
  onChoose(more: Chosen): void;
}

function Seen({ project, from, preview, chosen, busy, onChoose, anew, onStarted }: SeenProps) {
  const client = useQueryClient();
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const seen = preview.options as Options;
  const options = { ...(chosen.options ?? seen) };
  // Where nothing was chosen, what the server found: the import has to read the file as the preview did.
  options.encoding ||= seen.encoding ?? null;
  const purpose = chosen.purpose ?? (preview.purpose as Purpose);
  const labelled =
    Object.keys(options.labels ?? {}).length > 0 ||
    Boolean(options.folders) ||
    preview.rows.some(({ labels, regions }) => regions > 0 || Object.keys(labels).length > 0);
  const shown = preview.columns === null || feeds(preview, options, project);
  const change = (next: Options) => onChoose({ options: next, purpose });
  const start = async () => {
    setStarting(true);
    setProblem(null);
    try {
      const columns = preview.columns?.map(({ name }) => name) ?? null;
      const job = await imports.start(project.name, from, {
        format: preview.format ?? "",
        options,
        purpose,
        columns,
      });
      void client.invalidateQueries({ queryKey: ["project", project.name, "jobs"] });
      onStarted(job.id);
    } catch (error) {
      setProblem((error as Error).message);
      setStarting(false);
    }
  };
  return (
    <div className="look" aria-busy={busy}>
      <header className="look__head">
        <h2 className="look__name">{preview.name}</h2>
        <Button look="quiet" onClick={anew}>
          {t("import.other")}
        </Button>
        <span className="bar__space" />
        {!shown && (
          <span className="field__problem" role="status">
            {t("import.choose_shown", { name: project.schema.fields[0]?.name ?? "" })}
          </span>
        )}
        {problem && (
          <span className="field__problem" role="alert">
            {problem}
          </span>
        )}
        <Button
          look="main"
          disabled={
            starting || busy || !shown || !preview.format || (preview.problem !== null && !largeOnly(preview))
          }
          onClick={() => void start()}
        >
          {starts(preview)}
        </Button>
      </header>
      <Reading
        project={project}
        preview={preview}
        options={options}
        // Another format has other columns: what was mapped before says nothing about them.
        onFormat={(format) => onChoose({ format, options: undefined })}
        onChange={change}
      />
      {western(chosen, seen) && (
        <p className="notice" role="status">
          {t("import.read_western")}
        </p>
      )}
      {preview.problem && (
        <p className="notice notice--bad" role="alert">
          {preview.problem}
        </p>
      )}
      <div className="look__pair">
        <div className="look__left">
          {preview.columns && (
            <Mapping project={project} preview={preview} options={options} onChange={change} />
          )}
          {labelled && (
            <LabelsFrom
              purpose={purpose}
              labeler={options.labeler ?? "import"}
              onPurpose={(next) => onChoose({ options, purpose: next })}
              onLabeler={(labeler) => change({ ...options, labeler })}
            />
          )}
        </div>
        <Sample project={project} preview={preview} />
      </div>
      <FirstRows project={project} preview={preview} />
    </div>
  );
}

/** Whether some column fills a field: without one every row would be left out. */
function feeds({ columns }: Preview, options: Options, { schema }: Project): boolean {
  const names = (columns ?? []).map(({ name }) => name);
  return Object.values(targetsOf(names, options, schema)).some((target) => target.startsWith("field:"));
}

/** Read so by itself: nobody chose it. */
const western = (chosen: Chosen, seen: Options) =>
  seen.encoding === "cp1252" && chosen.options?.encoding !== "cp1252";

/** The number of rows: of a file not seen to its end, a guess from its lines. */
function starts({ total, counted }: Preview): string {
  if (!total) return t("import.start_all");
  return t(counted ? "import.start" : "import.start_about", { count: total });
}

/** It cannot be looked into for its size alone. */
const largeOnly = ({ problem, rows }: Preview) =>
  rows.length === 0 && (problem ?? "").includes("it can be imported as it is");

function Waiting() {
  return (
    <div className="look" aria-busy="true">
      <p className="muted" role="status">
        {t("import.reading")}
      </p>
      <Skeleton width="100%" height={36} />
      <Skeleton width="100%" height={160} />
      <Skeleton width="100%" height={120} />
    </div>
  );
}
