// What to do next: a reason and a button each, the most pressing first, as far as this person may.

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { type Project, projects } from "../../api";
import type { Step } from "../../api/overview";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { LABELS, LEADS, REVIEWS, RUNS, SEES_ANSWERS } from "../project/roles";
import { useJob } from "../project/useJob";
import { type Place, usePlaces } from "./places";
import { formatList, formatScore } from "./words";

const MOST = 5;
const MAY: { [kind: string]: readonly string[] } = {
  paused: LEADS,
  import: [...SEES_ANSWERS, "annotator"],
  failed: RUNS,
  fell: SEES_ANSWERS,
  ties: REVIEWS,
  comments: REVIEWS,
  parked: LEADS,
  resolve: RUNS,
  label: LABELS,
  idle: LEADS,
  release: RUNS,
};

export function NextSteps({ project, steps }: { project: Project; steps: readonly Step[] }) {
  const role = project.role ?? "";
  const mine = steps.filter(({ kind }) => MAY[kind]?.includes(role)).slice(0, MOST);
  return (
    <section className="next" aria-labelledby="next">
      <h2 id="next">{t("next.title")}</h2>
      <ul className="next__list">
        {mine.map((step, n) => (
          <li key={`${step.kind} ${step.question ?? ""}`} className="next__step">
            <span>{reason(step, role)}</span>
            <Act project={project} step={step} main={n === 0 && step.kind !== "label"} />
          </li>
        ))}
        {mine.length === 0 && <li className="next__step">{t("next.done")}</li>}
      </ul>
    </section>
  );
}

function reason(step: Step, role: string): string {
  const count = step.count ?? 0;
  const names = formatList(step.names ?? []);
  switch (step.kind) {
    case "paused":
      return t("next.paused", { count });
    case "import":
      return t(RUNS.includes(role) ? "next.import" : "next.import_wait");
    case "failed":
      return t("next.failed");
    case "fell":
      return t("next.fell", {
        question: step.question ?? "",
        before: formatScore(step.before ?? 0),
        now: formatScore(step.now ?? 0),
        version: step.version ?? 0,
      });
    case "ties":
      return step.more ? t("next.ties_more", { count }) : t("next.ties", { count });
    case "comments":
      return t("next.comments", { count });
    case "parked":
      return t("next.parked", { count });
    case "resolve":
      return t("next.resolve", { count });
    case "label":
      return t("next.label", { count });
    case "idle":
      return t("next.idle", { count, names });
    case "release":
      return step.number
        ? t("next.release_new", { count, number: step.number })
        : t("next.release", { count });
    default:
      return "";
  }
}

function Act({ project, step, main }: { project: Project; step: Step; main: boolean }) {
  const placeOf = usePlaces();
  const go = (place: Place, words: string, search: { [name: string]: string } = {}) => {
    const to = placeOf(place);
    return to ? (
      <Link
        to={to}
        params={{ project: project.name }}
        search={search}
        className={buttonClass({ look: main ? "main" : "plain" })}
      >
        {words}
      </Link>
    ) : null;
  };
  switch (step.kind) {
    case "paused":
      return go("settings", t("next.settings"));
    case "import":
      if (!RUNS.includes(project.role ?? "")) return null;
      return (
        go("import", t("next.import_action")) ?? (
          <code className="next__code">goldlabel add {project.name} data.csv</code>
        )
      );
    case "failed":
      return go("jobs", t("next.failed_action"), { job: `${step.job ?? ""}` });
    case "fell":
      return go("guideline", t("next.fell_action"));
    case "ties":
      return go("review", t("next.ties_action")) ?? <TiesCommand project={project.name} />;
    case "comments":
      return go("comments", t("next.comments_action"));
    case "parked":
      return go("data", t("next.parked_action"), { state: "parked" });
    case "resolve":
      return <Run project={project.name} main={main} what="resolve" />;
    case "label":
      return go("label", t("next.label_action"));
    case "idle":
      return go("people", t("next.idle_action"));
    case "release":
      return (
        go("releases", t("home.release_action")) ?? <Run project={project.name} main={main} what="release" />
      );
    default:
      return null;
  }
}

function Run({ project, main, what }: { project: string; main: boolean; what: "resolve" | "release" }) {
  const client = useQueryClient();
  const job = useJob(project, () => {
    void client.invalidateQueries({ queryKey: ["project", project] });
    void client.invalidateQueries({ queryKey: ["releases", project] });
  });
  const words: ReactNode = what === "resolve" ? t("next.resolve_action") : t("home.release_action");
  const busy = what === "resolve" ? t("home.resolving") : t("home.releasing");
  return (
    <>
      <Button
        look={main ? "main" : "plain"}
        disabled={job.running}
        onClick={() => void job.start(() => projects[what](project))}
      >
        {job.running ? busy : words}
      </Button>
      {job.problem && (
        <p className="field__problem next__problem" role="alert">
          {job.problem}
        </p>
      )}
    </>
  );
}

function TiesCommand({ project }: { project: string }) {
  return (
    <div className="next__command">
      <code className="next__code">
        goldlabel adjudicate {project} --workspace {window.location.origin}
      </code>
      <p className="muted">{t("next.ties_token")}</p>
    </div>
  );
}
