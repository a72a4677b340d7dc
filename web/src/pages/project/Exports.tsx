import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { type Job, type Project, projects } from "../../api";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { JobLine } from "./JobLine";
import { offered } from "./offered";
import { useJob } from "./useJob";

export function Exports({ project }: { project: Project }) {
  const { data: formats = [] } = useQuery({
    queryKey: ["formats"],
    queryFn: projects.formats,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const writable = formats.filter(
    ({ writes, carries }) => writes !== false && offered(carries, project.schema),
  );
  const [chosen, setChosen] = useState("");
  const [file, setFile] = useState<Job | null>(null);
  const making = useJob(project.name, setFile);
  const id = useId();
  const format = chosen || writable[0]?.name || "jsonl";
  return (
    <section className="home__part" aria-labelledby="exports">
      <div className="home__head">
        <h2 id="exports">{t("home.export")}</h2>
      </div>
      <p className="muted">{t("home.export_text")}</p>
      <div className="export">
        <label className="sr-only" htmlFor={id}>
          {t("home.export_as")}
        </label>
        <select id={id} className="input" value={format} onChange={(event) => setChosen(event.target.value)}>
          {(writable.length > 0 ? writable : [{ name: "jsonl", title: "JSONL" }]).map(({ name, title }) => (
            <option key={name} value={name}>
              {title || name}
            </option>
          ))}
        </select>
        <Button
          disabled={making.running}
          onClick={() => {
            setFile(null);
            void making.start(() => projects.export(project.name, format));
          }}
        >
          {t("home.export_action")}
        </Button>
      </div>
      {making.running && <JobLine what={t("home.exporting")} job={making.job} project={project.name} />}
      {making.problem && (
        <p className="field__problem" role="alert">
          {t("home.job_failed", { what: t("home.export"), message: making.problem })}
        </p>
      )}
      {file && (
        <a
          className={buttonClass({}, "export__file")}
          href={projects.jobFile(project.name, file.id)}
          download
        >
          <Icon name="download" />
          {t("home.download", { name: format })}
        </a>
      )}
    </section>
  );
}
