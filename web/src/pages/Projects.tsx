import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";

import { type ProjectRow, projects } from "../api";
import { t } from "../i18n";
import { buttonClass } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Empty, ErrorState, Skeleton } from "../ui/States";
import { useTitle } from "../ui/use";
import { Bar } from "./Bar";
import { ProjectCard } from "./ProjectCard";
import { useUser } from "./SignedIn";
import "./projects.css";

export function Projects() {
  useTitle(`${t("projects.title")} · ${t("app.name")}`);
  const { data, error, refetch } = useQuery({ queryKey: ["projects"], queryFn: projects.list });
  return (
    <>
      <Bar />
      <main id="content">
        {data ? (
          data.length > 0 ? (
            <List rows={data} />
          ) : (
            <NoProjects />
          )
        ) : error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </main>
    </>
  );
}

/** From so many on there is a search. */
const MANY = 8;

function List({ rows }: { rows: readonly ProjectRow[] }) {
  const { q = "" } = useSearch({ from: "/signed-in/" });
  const navigate = useNavigate({ from: "/" });
  const wanted = q.trim().toLocaleLowerCase();
  const found = rows
    .filter(({ name, title }) => `${title} ${name}`.toLocaleLowerCase().includes(wanted))
    // The ones where something happens first.
    .sort((a, b) => (b.active_at ?? 0) - (a.active_at ?? 0));
  const archived = found.filter((row) => row.archived);
  const live = found.filter((row) => !row.archived);
  return (
    <div className="page">
      <div className="page__head">
        <h1>{t("projects.title")}</h1>
        <span className="bar__space" />
        {rows.length > MANY && (
          <input
            type="search"
            className="input projects__search"
            aria-label={t("projects.search")}
            placeholder={t("projects.search")}
            value={q}
            onChange={({ target }) =>
              void navigate({ search: target.value ? { q: target.value } : {}, replace: true })
            }
          />
        )}
        <NewLink />
      </div>
      {live.length > 0 && <Cards rows={live} />}
      {found.length === 0 && (
        <p className="muted" role="status">
          {t("projects.none_found", { words: q.trim() })}
        </p>
      )}
      {archived.length > 0 && (
        <details className="projects__archived" open={live.length === 0}>
          <summary>{t("projects.archived", { count: archived.length })}</summary>
          <Cards rows={archived} />
        </details>
      )}
    </div>
  );
}

function Cards({ rows }: { rows: readonly ProjectRow[] }) {
  const look = rows.some(({ text, picture }) => text || picture);
  return (
    <ul className="projects">
      {rows.map((row) => (
        <ProjectCard key={row.name} row={row} look={look} />
      ))}
    </ul>
  );
}

/** The way to a new project, for those who may make one. */
function NewLink({ main = false }: { main?: boolean }) {
  const me = useUser();
  if (!me.admin) return null;
  return (
    <Link to="/new" className={buttonClass({ look: main ? "main" : "plain" })}>
      <Icon name="plus" />
      {t("projects.new")}
    </Link>
  );
}

function NoProjects() {
  const me = useUser();
  return (
    <Empty title={t("projects.empty_title")} actions={<NewLink main />}>
      <p>{t("projects.empty_text")}</p>
      {me.admin ? (
        <ol className="projects__steps">
          <li>{t("projects.step_task")}</li>
          <li>{t("projects.step_data")}</li>
          <li>{t("projects.step_people")}</li>
          <li>{t("projects.step_release")}</li>
        </ol>
      ) : (
        <p>{t("projects.empty_waiting")}</p>
      )}
    </Empty>
  );
}

function Waiting() {
  return (
    <div className="page" aria-busy="true">
      <div className="page__head">
        <h1>{t("projects.title")}</h1>
      </div>
      <ul className="projects">
        {[180, 240, 140].map((width) => (
          <li key={width} className="project-card">
            <div className="project-card__look" />
            <Skeleton width={width} height={16} />
            <Skeleton width={70} />
            <Skeleton width="100%" height={6} />
          </li>
        ))}
      </ul>
    </div>
  );
}
