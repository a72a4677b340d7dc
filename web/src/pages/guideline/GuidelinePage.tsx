// What each answer means: to read, to write, its versions, and who has read which.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import type { Project } from "../../api";
import { type Guideline, guidelines } from "../../api/guideline";
import { formatDate, t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { HomeLink } from "../errors";
import { useProject } from "../project/ProjectShell";
import { LEADS } from "../project/roles";
import { Editor } from "./Editor";
import { GuidelineText } from "./Guideline";
import { NewGuideline } from "./NewGuideline";
import { guidelineQuery } from "./query";
import { Readers } from "./Readers";
import { Versions } from "./Versions";
import "./guideline.css";

export interface GuidelineSearch {
  show?: "edit" | "versions" | "readers";
  version?: number;
  against?: number;
}

export function GuidelinePage() {
  const project = useProject();
  const { show } = useSearch({ from: "/signed-in/p/$project/pages/guideline" });
  const { data, error, refetch } = useQuery(guidelineQuery(project.name));
  const navigate = useNavigate({ from: "/p/$project/guideline" });
  const lead = LEADS.includes(project.role ?? "");
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} home={<HomeLink />} />;
  if (!data) return <Waiting />;
  const back = () => void navigate({ search: {} });
  if (show === "edit" && lead)
    return <Editor project={project} guideline={data} onSaved={back} onLeave={back} />;
  if (show === "versions") return <Versions project={project} newest={data} lead={lead} />;
  if (show === "readers" && lead) return <Readers project={project} guideline={data} />;
  return <Reading project={project} guideline={data} lead={lead} />;
}

interface ReadingProps {
  project: Project;
  guideline: Guideline;
  lead: boolean;
}

function Reading({ project, guideline, lead }: ReadingProps) {
  const params = { project: project.name };
  if (!guideline.guideline.trim())
    return (
      <div className="page">
        <div className="page__head">
          <h1>{t("guideline.title")}</h1>
        </div>
        <Empty
          inside
          title={t("guideline.none_title")}
          actions={
            lead && (
              <Link
                to="/p/$project/guideline"
                params={params}
                search={{ show: "edit" }}
                className={buttonClass({ look: "main" })}
              >
                {t("guideline.write")}
              </Link>
            )
          }
        >
          <p>{t(lead ? "guideline.none_text" : "guideline.none_waiting")}</p>
        </Empty>
      </div>
    );
  return (
    <>
      <NewGuideline project={project.name} />
      <div className="page guideline-page">
        <header className="guideline-page__head">
          <h1>{t("guideline.title")}</h1>
          <span className="muted">
            {t("guideline.version", { version: guideline.version })}
            {" · "}
            {guideline.by
              ? t("guideline.by", { name: guideline.by, date: formatDate(guideline.created_at) })
              : formatDate(guideline.created_at)}
          </span>
          <span className="bar__space" />
          <Link
            to="/p/$project/guideline"
            params={params}
            search={{ show: "versions" }}
            className={buttonClass({ look: "quiet" })}
          >
            {t("guideline.versions")}
          </Link>
          {lead && (
            <Link
              to="/p/$project/guideline"
              params={params}
              search={{ show: "edit" }}
              className={buttonClass({ look: "main" })}
            >
              {t("guideline.edit")}
            </Link>
          )}
        </header>
        {lead && <Asking project={project} guideline={guideline} />}
        <article className="guideline-page__text">
          <GuidelineText project={project.name} text={guideline.guideline} />
        </article>
      </div>
    </>
  );
}

/** For leads: ask everybody to read this version, or how many have. */
function Asking({ project, guideline }: { project: Project; guideline: Guideline }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const asked = guideline.asked_at !== null;
  const { data: readers } = useQuery({
    queryKey: ["project", project.name, "guideline", "readers"],
    queryFn: () => guidelines.readers(project.name),
    enabled: asked,
  });
  const ask = () =>
    guidelines.ask(project.name, guideline.version).then(
      (said) => {
        client.setQueryData(guidelineQuery(project.name).queryKey, said);
        void client.invalidateQueries({ queryKey: ["project", project.name, "guideline", "readers"] });
      },
      (error: Error) => setProblem(error.message),
    );
  if (!asked)
    return (
      <p className="guideline-page__ask">
        <Button onClick={() => void ask()}>{t("guideline.ask")}</Button>
        <span className="muted">{t("guideline.ask_hint")}</span>
        {problem && (
          <span className="field__problem" role="alert">
            {problem}
          </span>
        )}
      </p>
    );
  const have = readers?.filter(({ version }) => (version ?? 0) >= guideline.version).length ?? 0;
  return (
    <p className="guideline-page__ask">
      <Link to="/p/$project/guideline" params={{ project: project.name }} search={{ show: "readers" }}>
        {readers ? t("guideline.have_read", { count: have, total: readers.length }) : t("guideline.readers")}
      </Link>
    </p>
  );
}

function Waiting() {
  return (
    <div className="page guideline-page" aria-busy="true">
      <Skeleton width={220} height={26} />
      {["88%", "94%", "61%", "82%"].map((width) => (
        <Skeleton key={width} width={width} height={16} />
      ))}
    </div>
  );
}
