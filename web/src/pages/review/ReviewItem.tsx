// One item after the other for a reviewer: the item with everybody's answers, and the decision in the making.

import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";

import { type Project, projects } from "../../api";
import { type Case, COUNTED_QUERY, type Queue } from "../../api/review";
import type { Desk, DeskState } from "../../core/desk";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { useSignal, useTitle } from "../../ui/use";
import { Bar } from "../Bar";
import { HomeLink } from "../errors";
import { Deskwork } from "./Deskwork";
import { ReviewBar } from "./ReviewBar";
import { useDesk } from "./useDesk";
import "../label/label.css";
import "./desk.css";

export function ReviewItem() {
  const { project: name, item } = useParams({ from: "/signed-in/p/$project/review/$item" });
  const { queue } = useSearch({ from: "/signed-in/p/$project/review/$item" });
  const { data, error, refetch } = useQuery({
    queryKey: ["project", name],
    queryFn: () => projects.get(name),
    // The screen must not change under the hands.
    staleTime: 60_000,
  });
  useTitle(`${t("review.title", { title: data?.title || name })} · ${t("app.name")}`);
  if (data) return <Reviewing key={`${name} ${queue}`} project={data} queue={queue} item={item} />;
  return (
    <>
      <Bar />
      <main id="content">
        {error ? <ErrorState error={error} retry={() => void refetch()} home={<HomeLink />} /> : <Waiting />}
      </main>
    </>
  );
}

function Reviewing({ project, queue, item }: { project: Project; queue: Queue; item: string }) {
  const desk = useDesk(project, queue, item);
  const state = useSignal(desk);
  const { data: counts } = useQuery(COUNTED_QUERY(project.name));
  const left = counts ? Math.max(0, counts[queue] - state.decided) : null;
  if (state.open)
    return (
      <Deskwork
        project={project}
        queue={queue}
        left={left}
        desk={desk}
        state={state}
        open={state.open}
        bench={state.open.bench}
      />
    );
  return (
    <div className="label">
      <ReviewBar project={project} queue={queue} left={left} title="" />
      <main id="content" className="label__alone">
        {state.phase === "failed" ? (
          <ErrorState error={state.error} retry={() => void desk.begin()} home={<HomeLink />} />
        ) : state.phase === "empty" ? (
          <WorkedOff project={project} queue={queue} desk={desk} state={state} />
        ) : (
          <Waiting />
        )}
      </main>
    </div>
  );
}

interface WorkedOffProps {
  project: Project;
  queue: Queue;
  desk: Desk<Case>;
  state: DeskState<Case>;
}

function WorkedOff({ project, queue, desk, state: { decided, skipped, canUndo } }: WorkedOffProps) {
  return (
    <Empty
      title={t("review.all_done")}
      actions={
        <>
          {skipped.length > 0 && (
            <Button look="main" onClick={() => void desk.again()}>
              {t("review.again")}
            </Button>
          )}
          <Link
            to="/p/$project/review"
            params={{ project: project.name }}
            search={{ show: queue }}
            className={buttonClass({ look: skipped.length > 0 ? "plain" : "main" })}
          >
            {t("review.back")}
          </Link>
          {canUndo && <Button onClick={() => void desk.undo()}>{t("review.undo_decision")}</Button>}
        </>
      }
    >
      <p>
        {decided > 0 && `${t("review.all_done_text", { count: decided })} `}
        {skipped.length > 0 && `${t("review.all_skipped", { count: skipped.length })} `}
        {t("review.others")}
      </p>
    </Empty>
  );
}

/** The shape of the screen to come. */
function Waiting() {
  return (
    <div className="label__middle" aria-busy="true">
      <div className="label__item label__waiting">
        <Skeleton width="62%" height={18} />
        <Skeleton width="78%" height={18} />
        <Skeleton width="100%" height={160} />
      </div>
      <aside className="panel label__waiting">
        <Skeleton width={120} height={16} />
        <Skeleton width="100%" height={32} />
        <Skeleton width="100%" height={32} />
      </aside>
    </div>
  );
}
