// Labels as a file: which, in what format, with the format's options; what is lost is said before and after.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Job, type Project, projects } from "../../api";
import { type Loss, releases } from "../../api/releases";
import { formatNumber, t, tOr } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Select } from "../../ui/Select";
import { ErrorState, Skeleton } from "../../ui/States";
import { JobLine } from "../project/JobLine";
import { offered } from "../project/offered";
import { useJob } from "../project/useJob";
import { Rows } from "./DatasheetView";
import { choicesOf, labelOf, lossesOf, optionsGiven } from "./formatOptions";
import { nameOf, releasesQuery } from "./ReleaseList";

const SELECTS = ["all", "labeled", "resolved"] as const;

export function ExportForm({ project, release }: { project: Project; release: number | undefined }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["formats", "options"],
    queryFn: releases.formats,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data: all = [] } = useQuery(releasesQuery(project.name));
  const [name, setName] = useState("");
  const [from, setFrom] = useState(release === undefined ? "" : `${release}`);
  const [select, setSelect] = useState<string>("all");
  const [chosen, setChosen] = useState<{ [option: string]: string }>({});
  const [file, setFile] = useState<Job | null>(null);
  const making = useJob(project.name, setFile);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton width="60%" height={180} />;
  const written = data.formats.filter(({ writes }) => writes);
  const can = written.filter((one) => !one.missing && offered(one.carries, project.schema));
  const cannot = written.filter((one) => !can.includes(one));
  const format = can.find((one) => one.name === name) ?? can[0];
  if (!format) return null;
  const choices = choicesOf(format, data.write_options);
  const change = <T,>(set: (value: T) => void, value: T) => {
    set(value);
    setFile(null);
  };
  const start = () => {
    setFile(null);
    const options = optionsGiven(choices, chosen);
    const what = from ? { release: Number(from) } : { select };
    void making.start(() => releases.export(project.name, { format: format.name, options, ...what }));
  };
  return (
    <section className="releases__part" aria-label={t("releases.show.export")}>
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Select
          label={t("export.format")}
          hint={format.about}
          value={format.name}
          options={can.map((one) => [one.name, one.title] as const)}
          onChange={(event) => change(setName, event.target.value)}
        />
        <Select
          label={t("export.what")}
          value={from}
          options={[
            ["", t("export.today")],
            ...all
              .filter((one) => one.withdrawn_at === null)
              .map((one) => [`${one.number}`, nameOf(one)] as const),
          ]}
          onChange={(event) => change(setFrom, event.target.value)}
        />
        {!from && (
          <Select
            label={t("export.select")}
            value={select}
            options={SELECTS.map((one) => [one, t(`export.select.${one}`)] as const)}
            onChange={(event) => change(setSelect, event.target.value)}
          />
        )}
        {choices.map(({ name: option, values, first }) =>
          values.length > 0 ? (
            <Select
              key={option}
              label={labelOf(option)}
              value={chosen[option] ?? first}
              options={values.map((value) => [value, tOr(`export.${option}.${value}`, value)] as const)}
              onChange={(event) => change(setChosen, { ...chosen, [option]: event.target.value })}
            />
          ) : (
            <Field
              key={option}
              label={labelOf(option)}
              hint={option === "language" ? t("export.language_hint") : undefined}
              value={chosen[option] ?? first}
              onChange={(event) => change(setChosen, { ...chosen, [option]: event.target.value })}
            />
          ),
        )}
        {/* Before: what the format has room for. Afterwards the file itself is the only verdict. */}
        {!file && <Forecast losses={lossesOf(format, project.schema)} />}
        <div>
          <Button look="main" type="submit" disabled={making.running}>
            {t("export.action")}
          </Button>
        </div>
      </form>
      {making.running && <JobLine what={t("export.running")} job={making.job} project={project.name} />}
      {making.problem && (
        <p className="notice notice--bad" role="alert">
          {t("export.failed", { message: making.problem })}
        </p>
      )}
      {file && <Written project={project.name} job={file} />}
      {cannot.length > 0 && (
        <details className="export-form__others">
          <summary>{t("export.other", { names: cannot.map(({ title }) => title).join(", ") })}</summary>
          <ul>
            {cannot.map((one) => (
              <li key={one.name}>
                {one.missing
                  ? t("export.missing", { name: one.title, library: one.missing })
                  : `${one.title}: ${t("export.unfit")}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Forecast({ losses }: { losses: readonly string[] }) {
  return (
    <div className="export-form__losses" aria-live="polite">
      {losses.length === 0 ? (
        <p className="verify__good">
          <Icon name="check" />
          {t("export.whole")}
        </p>
      ) : (
        <>
          <p className="make__warning">
            <Icon name="warn" />
            {t("export.loses")}
          </p>
          <ul>
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface Result {
  records?: number;
  bytes?: number;
  losses?: Loss[];
}

/** What an export wrote, what it lost, and the file. */
export function Written({ project, job }: { project: string; job: Job }) {
  const { records = 0, bytes = 0, losses = [] } = (job.result ?? {}) as Result;
  return (
    <div className="written" role="status">
      <p>
        {t("export.done", { count: records })} {losses.length === 0 && t("export.nothing_lost")}
      </p>
      <div>
        <a className={buttonClass({ look: "main" })} href={projects.jobFile(project, job.id)} download>
          <Icon name="download" />
          {t("export.download", { size: sizeOf(bytes) })}
        </a>
      </div>
      {losses.length > 0 && (
        <>
          <h3>{t("export.lost")}</h3>
          <Rows
            head={[t("export.lost_what"), t("export.lost_why"), t("sheet.count")]}
            numbers={[2]}
            rows={losses.map(({ what, why, count }) => [what, why, formatNumber(count)])}
          />
        </>
      )}
    </div>
  );
}

export function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(Number(value.toPrecision(3)))} ${units[unit]}`;
}
