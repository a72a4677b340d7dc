// An annotator's overview: their own part, and nothing of anybody else's answers.

import { useQuery } from "@tanstack/react-query";

import type { Project } from "../../api";
import { overview, type Step } from "../../api/overview";
import { formatNumber, t } from "../../i18n";
import { Progress } from "../../ui/Progress";
import { ErrorState, Skeleton } from "../../ui/States";
import { byDay } from "./days";
import { NextSteps } from "./NextSteps";
import { Figure } from "./Numbers";
import { PerDay } from "./PerDay";
import { Rest } from "./Rest";
import { formatDuration } from "./words";

export function Mine({ project }: { project: Project }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "overview", "mine"],
    queryFn: () => overview.mine(project.name),
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Skeleton width="100%" height={220} />
    );
  }
  const { items, done, parked = 0 } = project.progress;
  const days = byDay(data.hours, new Date());
  const week = days.slice(-7).reduce((sum, { answers }) => sum + answers, 0);
  return (
    <>
      <NextSteps project={project} steps={steps(items, items - done - parked)} />
      <section className="overview__numbers" aria-label={t("over.mine_title")}>
        <Progress done={done} total={items} name={t("over.progress")} />
        <dl className="figures">
          <Figure name={t("over.yours")} value={formatNumber(data.progress.mine)} />
          <Figure name={t("over.mine_today")} value={formatNumber(days[days.length - 1]?.answers ?? 0)} />
          <Figure name={t("over.mine_week")} value={formatNumber(week)} />
          <Figure
            name={t("over.median")}
            value={data.times?.median == null ? "–" : formatDuration(data.times.median)}
          />
          <Figure name={t("over.items")} value={formatNumber(items)} />
          <Figure name={t("over.done")} value={formatNumber(done)} />
        </dl>
      </section>
      {data.hours.length > 0 && <PerDay hours={data.hours} own />}
      <Rest project={project} />
    </>
  );
}

function steps(items: number, left: number): Step[] {
  const step = (kind: string, count: number): Step => ({ kind, count, more: false, names: [] });
  if (items === 0) return [step("import", 0)];
  return left > 0 ? [step("label", left)] : [];
}
