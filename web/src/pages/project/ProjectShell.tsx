// Around a project's pages: its name, its tabs, the way to the label screen. The project is read once, here.

import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatchRoute, useParams } from "@tanstack/react-router";
import { createContext, useContext } from "react";

import type { Project } from "../../api";
import { t } from "../../i18n";
import { buttonClass } from "../../ui/Button";
import { ErrorState, Skeleton } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { Bar } from "../Bar";
import { HomeLink } from "../errors";
import { useLive } from "../live";
import { useInSight } from "../SubTabs";
import { projectQuery } from "./query";
import { LABELS } from "./roles";
import { TABS, type Tab } from "./tabs";
import "./shell.css";

const ProjectContext = createContext<Project | null>(null);

/** The project whose page this is; only below `ProjectShell`. */
export function useProject(): Project {
  const project = useContext(ProjectContext);
  if (!project) throw new Error("useProject outside ProjectShell");
  return project;
}

export function ProjectShell() {
  const { project: name } = useParams({ from: "/signed-in/p/$project" });
  const { data, error, refetch } = useQuery(projectQuery(name));
  useLive(name);
  const tab = useTab();
  const place = data ? data.title || name : name;
  useTitle([...(data && tab ? [t(tab.name)] : []), place, t("app.name")].join(" · "), 0);
  return (
    <>
      <Bar>
        <span className="bar__crumb">{data?.title || name}</span>
      </Bar>
      {data ? (
        <ProjectContext value={data}>
          <Tabs project={data} />
          <main id="content">
            <Outlet />
          </main>
        </ProjectContext>
      ) : (
        <main id="content">
          {error ? (
            <ErrorState error={error} retry={() => void refetch()} home={<HomeLink />} />
          ) : (
            <div className="page" aria-busy="true">
              <Skeleton width={260} height={26} />
            </div>
          )}
        </main>
      )}
    </>
  );
}

/** The tab whose page, or whose page's page, is open. */
function useTab(): Tab | undefined {
  const matches = useMatchRoute();
  return TABS.find(({ to, exact }) => matches({ to, fuzzy: !exact }));
}

function Tabs({ project }: { project: Project }) {
  const role = project.role ?? "";
  const list = useInSight();
  return (
    <nav className="tabs" aria-label={t("tab.pages")}>
      <ul className="tabs__list" ref={list}>
        {TABS.filter(({ roles }) => !roles || roles.includes(role)).map(({ to, name, exact, Count }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ project: project.name }}
              className="tabs__tab"
              activeOptions={{ exact: exact ?? false, includeSearch: false }}
            >
              {t(name)}
              {Count && <Count project={project.name} />}
            </Link>
          </li>
        ))}
      </ul>
      {LABELS.includes(role) && (
        <Link
          to="/p/$project/label"
          params={{ project: project.name }}
          className={buttonClass({ look: "main" }, "tabs__label")}
        >
          {t("projects.label")}
        </Link>
      )}
    </nav>
  );
}
