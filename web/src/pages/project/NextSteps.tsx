// A project opens on what to do next: a reason and a button each, the most useful first.

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { type Project, projects } from "../../api";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import { useJob } from "./useJob";

export function NextSteps({ project, lead }: { project: Project; lead: boolean }) {
  const { items, done, resolved } = project.progress;
  const client = useQueryClient();
  const resolve = useJob(project.name, () => {
    void client.invalidateQueries({ queryKey: ["project", project.name] });
  });
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
  if (lead && done > resolved) {
    steps.push(
      <Step key="resolve" text={t("home.resolve_next", { count: done - resolved })}>
        <Button
          disabled={resolve.running}
          onClick={() =>
            void resolve.start(async () => {
              const answer = await projects.resolve(project.name);
              if ("resolved" in answer) {
                toast(t("home.resolved", { count: answer.resolved }));
                return null;
              }
              return answer;
            })
          }
        >
          {resolve.running ? t("home.resolving") : t("home.resolve_action")}
        </Button>
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
