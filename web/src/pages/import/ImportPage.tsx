// Bringing data in: give it, see what would become of it, import. Where one stands is in the address.

import { useNavigate, useSearch } from "@tanstack/react-router";

import type { Origin } from "../../api/imports";
import { t } from "../../i18n";
import { Empty } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { RUNS } from "../project/roles";
import { Bring } from "./Bring";
import { Look } from "./Look";
import { Run } from "./Run";
import "./import.css";

export interface ImportSearch {
  upload?: string;
  url?: string;
  storage?: string;
  path?: string;
  job?: number;
}

const originOf = ({ upload, url, storage, path = "" }: Partial<ImportSearch>): Origin | null =>
  upload ? { upload } : url ? { url } : storage ? { storage, path } : null;

export function ImportPage() {
  const project = useProject();
  const { upload, url, storage, path = "", job } = useSearch({ from: "/signed-in/p/$project/pages/import" });
  const navigate = useNavigate({ from: "/p/$project/import" });
  useTitle(`${t("import.title")} · ${project.title || project.name} · ${t("app.name")}`);
  if (!RUNS.includes(project.role ?? ""))
    return (
      <Empty title={t("error.forbidden_title")}>
        <p>{t("import.forbidden")}</p>
      </Empty>
    );
  const from = originOf({ upload, url, storage, path });
  const anew = () => void navigate({ search: {} });
  return (
    <div className="page import">
      <div className="page__head">
        <h1>{t("import.title")}</h1>
      </div>
      {job ? (
        <Run
          project={project}
          job={job}
          anew={anew}
          {...(from ? { again: () => void navigate({ search: { ...from } }) } : {})}
        />
      ) : from ? (
        <Look
          project={project}
          from={from}
          anew={anew}
          onStarted={(id) => void navigate({ search: { ...from, job: id } })}
        />
      ) : (
        <Bring project={project} onGiven={(given) => void navigate({ search: { ...given } })} />
      )}
    </div>
  );
}
