import type { Project } from "../../api";
import type { Overview } from "../../api/overview";
import { formatNumber, t } from "../../i18n";
import { Progress } from "../../ui/Progress";
import { formatShare } from "../../ui/percent";
import { formatDuration } from "./words";

export function Numbers({ project, overview }: { project: Project; overview: Overview }) {
  const { items, done, resolved, annotations } = project.progress;
  const left = overview.forecast.left;
  const median = overview.measured?.all_seconds.median ?? null;
  const share = (value: number) => (items > 0 ? formatShare(value / items) : "");
  return (
    <section className="overview__numbers" aria-label={t("over.progress")}>
      <Progress done={done} total={items} name={t("over.progress")} />
      <dl className="figures">
        <Figure name={t("over.items")} value={formatNumber(items)} />
        <Figure name={t("over.done")} value={formatNumber(done)} more={share(done)} />
        <Figure name={t("over.resolved")} value={formatNumber(resolved)} more={share(resolved)} />
        <Figure name={t("over.answers")} value={formatNumber(annotations)} />
        <Figure name={t("over.left")} value={formatNumber(left)} />
        <Figure
          name={t("over.work_left")}
          value={median === null || left === 0 ? "–" : formatDuration(left * median)}
          {...(median === null
            ? {}
            : { title: t("over.work_left_tip", { left, median: formatDuration(median) }) })}
        />
        <Figure
          name={t("over.median")}
          value={median === null ? "–" : formatDuration(median)}
          {...(median === null ? { title: t("over.unknown") } : {})}
        />
      </dl>
    </section>
  );
}

interface FigureProps {
  name: string;
  value: string;
  more?: string;
  title?: string;
}

export function Figure({ name, value, more, title }: FigureProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>
        {value} {more && <span className="figures__more">{more}</span>}
      </dd>
    </div>
  );
}
