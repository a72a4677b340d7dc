import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { type ProjectRow, projects } from "../api";
import { t, tOr } from "../i18n";
import { buttonClass } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Progress } from "../ui/Progress";
import { Empty, ErrorState, Skeleton } from "../ui/States";
import { useTitle } from "../ui/use";
import { Bar } from "./Bar";
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

function List({ rows }: { rows: readonly ProjectRow[] }) {
  return (
    <div className="page">
      <div className="page__head">
        <h1>{t("projects.title")}</h1>
        <NewLink />
      </div>
      <ul className="projects">
        {rows.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
    </div>
  );
}

function Row({ row }: { row: ProjectRow }) {
  const { items, done, mine } = row.progress;
  const title = row.title || row.name;
  const complete = items > 0 && done >= items;
  return (
    <li className="project-row">
      <Link
        to="/p/$project"
        params={{ project: row.name }}
        className="project-row__name"
        aria-label={t("projects.open", { name: title })}
      >
        <span className="project-row__title">{title}</span>
        <span className="muted">{tOr(`role.${row.role ?? ""}`, row.role ?? "")}</span>
      </Link>
      <span className="project-row__progress">
        <Progress done={done} total={items} name={title} />
        <span className="muted project-row__count">
          <span>{items === 0 ? t("projects.no_items") : t("projects.done", { done, items })}</span>
          {mine > 0 && <span>{t("projects.mine", { count: mine })}</span>}
        </span>
      </span>
      {complete || items === 0 || row.role === "viewer" ? (
        <span className="project-row__end muted">
          {complete && (
            <>
              <Icon name="check" />
              {t("projects.complete")}
            </>
          )}
        </span>
      ) : (
        <Link
          to="/p/$project/label"
          params={{ project: row.name }}
          className={buttonClass({}, "project-row__end")}
          aria-label={`${t("projects.label")}: ${title}`}
        >
          {t("projects.label")}
        </Link>
      )}
    </li>
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
          <li key={width} className="project-row">
            <span className="project-row__name">
              <Skeleton width={width} height={16} />
              <Skeleton width={70} />
            </span>
            <span className="project-row__progress">
              <Skeleton width="100%" height={6} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
