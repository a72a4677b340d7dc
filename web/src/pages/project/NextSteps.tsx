// A project opens on what to do next: a reason and a button each, the most useful first.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { type Project, projects } from "../../api";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { useJob } from "./useJob";

export function NextSteps({ project, lead }: { project: Project; lead: boolean }) {
  const { items, done, resolved } = project.progress;
  const client = useQueryClient();
  const resolve = useJob(project.name, () => {
    void client.invalidateQueries({ queryKey: ["project", project.name] });
    void client.invalidateQueries({ queryKey: ["ties", project.name] });
  });
  const judges = lead || project.role === "reviewer";
  const { data: ties = 0 } = useQuery({
    queryKey: ["ties", project.name],
    queryFn: () => projects.ties(project.name),
    enabled: judges && done > resolved,
  });
  // Ties were looked at already: resolving again would find them tied again.
  const open = done - resolved - ties;
  const steps: ReactNode[] = [];
  if (items === 0) {
    steps.push(
      <Step key="add" text={t("home.no_items")}>
        {lead && <code className="home__code">goldlabel add {project.name} data.csv</code>}
      </Step>,
    );
  }
  if (items > done && project.role !== "viewer") {
    steps.push(
      <Step key="label" text={t("home.label_next", { count: items - done })}>
        <Link
          to="/p/$project/label"
          params={{ project: project.name }}
          className={buttonClass({ look: "main" })}
        >
          {t("home.label_action")}
        </Link>
      </Step>,
    );
  }
  if (lead && open > 0) {
    steps.push(
      <Step key="resolve" text={t("home.resolve_next", { count: open })}>
        <Button
          disabled={resolve.running}
          onClick={() => void resolve.start(() => projects.resolve(project.name))}
        >
          {resolve.running ? t("home.resolving") : t("home.resolve_action")}
        </Button>
      </Step>,
    );
  }
  if (ties > 0) {
    steps.push(
      <Step key="ties" text={t("home.ties_next", { count: ties })}>
        <div className="home__command">
          <code className="home__code">
            goldlabel adjudicate {project.name} --workspace {window.location.origin}
          </code>
          <p className="muted">{t("home.ties_token")}</p>
        </div>
      </Step>,
    );
  }
  if (steps.length === 0) steps.push(<Step key="done" text={t("home.done_next")} />);
  return (
    <section className="home__part home__next" aria-label={t("home.next")}>
      <h2>{t("home.next")}</h2>
      <ul>{steps}</ul>
      {resolve.problem && (
        <p className="field__problem" role="alert">
          {resolve.problem}
        </p>
      )}
    </section>
  );
}

function Step({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <li className="home__step">
      <span>{text}</span>
      {children}
    </li>
  );
}
