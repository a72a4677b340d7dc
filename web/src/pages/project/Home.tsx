import type { Project } from "../../api";
import { formatNumber, t, tOr } from "../../i18n";
import { Markdown } from "../../ui/Markdown";
import { Progress } from "../../ui/Progress";
import { Exports } from "./Exports";
import { NextSteps } from "./NextSteps";
import { useProject } from "./ProjectShell";
import { Releases } from "./Releases";
import { RUNS, SEES_ANSWERS } from "./roles";
import { SchemaView } from "./SchemaView";
import "../../ui/markdown.css";
import "./home.css";

export function Home() {
  return <Content project={useProject()} />;
}

function Content({ project }: { project: Project }) {
  const role = project.role ?? "";
  const lead = RUNS.includes(role);
  return (
    <div className="page home">
      <div className="page__head">
        <h1>{project.title || project.name}</h1>
        <span className="muted">{tOr(`role.${project.role ?? ""}`, project.role ?? "")}</span>
      </div>
      <NextSteps project={project} lead={lead} />
      <Numbers project={project} />
      {SEES_ANSWERS.includes(role) && (
        <div className="home__pair">
          <Releases project={project} lead={lead} />
          {lead && <Exports project={project} />}
        </div>
      )}
      <div className="home__pair">
        <SchemaView project={project} />
        <section className="home__part">
          <div className="home__head">
            <h2>{t("home.guideline")}</h2>
          </div>
          {project.guideline.trim() ? (
            <Markdown text={project.guideline} />
          ) : (
            <p className="muted">{t("home.no_guideline")}</p>
          )}
        </section>
      </div>
    </div>
  );
}

function Numbers({ project }: { project: Project }) {
  const { items, done, resolved, annotations, mine } = project.progress;
  const list: [string, number][] = [
    [t("home.items"), items],
    [t("home.items_done"), done],
    [t("home.items_resolved"), resolved],
    [t("home.annotations"), annotations],
    [t("home.yours"), mine],
  ];
  return (
    <section className="home__part" aria-label={t("home.progress")}>
      <Progress done={done} total={items} name={t("home.progress")} />
      <dl className="numbers">
        {list.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
