// A project opens on what to do next, then its numbers, then the plots that explain them.

import { useQuery } from "@tanstack/react-query";

import type { Project } from "../../api";
import { overview } from "../../api/overview";
import { t, tOr } from "../../i18n";
import { ErrorState, Skeleton } from "../../ui/States";
import { useSignal } from "../../ui/use";
import { present } from "../live";
import { ExportLink } from "../project/ExportLink";
import { useProject } from "../project/ProjectShell";
import { SEES_ANSWERS } from "../project/roles";
import { Agree } from "./Agree";
import { Labels } from "./Labels";
import { Mine } from "./Mine";
import { NextSteps } from "./NextSteps";
import { Numbers } from "./Numbers";
import { PerDay } from "./PerDay";
import { Rest } from "./Rest";
import { When } from "./When";
import { WhoDidWhat } from "./WhoDidWhat";
import { formatList } from "./words";
import "./overview.css";

export function Overview() {
  const project = useProject();
  return (
    <div className="page overview">
      <div className="page__head">
        <h1>{project.title || project.name}</h1>
        <Present />
        <span className="muted overview__role">{tOr(`role.${project.role ?? ""}`, project.role ?? "")}</span>
        <ExportLink project={project} />
      </div>
      {SEES_ANSWERS.includes(project.role ?? "") ? <Whole project={project} /> : <Mine project={project} />}
    </div>
  );
}

function Whole({ project }: { project: Project }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "overview"],
    queryFn: () => overview.get(project.name),
  });
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <Shape />;
  const measuring = data.stale && !data.measured;
  return (
    <>
      <NextSteps project={project} steps={data.next} />
      {project.progress.items > 0 && <Numbers project={project} overview={data} />}
      {data.hours.length === 0 && data.before === 0 ? (
        project.progress.items > 0 && <p className="overview__first">{t("over.first")}</p>
      ) : (
        <section className="overview__plots" aria-label={t("over.plots")}>
          <When overview={data} />
          <PerDay hours={data.hours} />
          <Agree measured={data.measured} measuring={measuring} />
          <Labels project={project} measured={data.measured} measuring={measuring} />
        </section>
      )}
      <WhoDidWhat people={data.people} />
      <Rest project={project} />
    </>
  );
}

const MOST_NAMES = 3;

function Present() {
  const names = useSignal(present);
  if (names.length === 0) return null;
  const shown = formatList(names.slice(0, MOST_NAMES));
  const more = names.length - MOST_NAMES;
  return (
    <span className="present" title={formatList(names)}>
      <span className="present__dot" aria-hidden="true" />
      {more > 0
        ? t("over.live_more", { names: shown, more })
        : t("over.live", { count: names.length, names: shown })}
    </span>
  );
}

/** The page's shape while it loads. */
function Shape() {
  return (
    <div className="overview__shape" aria-busy="true">
      <Skeleton width="100%" height={97} />
      <Skeleton width="100%" height={84} />
      <Skeleton width="100%" height={280} />
    </div>
  );
}
