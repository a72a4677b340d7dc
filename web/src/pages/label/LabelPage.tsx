import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { type Project, projects } from "../../api";
import { t } from "../../i18n";
import { ErrorState, Skeleton } from "../../ui/States";
import { useSignal, useTitle } from "../../ui/use";
import { Bar } from "../Bar";
import { HomeLink } from "../errors";
import { useUser } from "../SignedIn";
import { HistoryList } from "./HistoryList";
import { NothingLeft } from "./NothingLeft";
import { TopBar } from "./TopBar";
import { useSession } from "./useSession";
import { Workbench } from "./Workbench";
import "./label.css";

export function LabelPage() {
  const { project: name } = useParams({ from: "/signed-in/p/$project/label" });
  const { data, error, refetch } = useQuery({
    queryKey: ["project", name],
    queryFn: () => projects.get(name),
    // The screen must not change under the hands; the next visit sees a new schema.
    staleTime: 60_000,
  });
  useTitle(`${t("label.title", { project: data?.title || name })} · ${t("app.name")}`);
  if (data) return <Labeling key={data.name} project={data} />;
  if (error) {
    return (
      <>
        <Bar />
        <main id="content">
          <ErrorState error={error} retry={() => void refetch()} home={<HomeLink />} />
        </main>
      </>
    );
  }
  return <Waiting />;
}

function Labeling({ project }: { project: Project }) {
  const me = useUser();
  const { session, clock } = useSession(me, project);
  const state = useSignal(session);
  if (state.bench)
    return (
      <Workbench
        key="bench"
        project={project}
        session={session}
        clock={clock}
        state={state}
        bench={state.bench}
      />
    );
  if (state.phase === "loading") return <Waiting project={project} />;
  return (
    <div className="label">
      <TopBar project={project} state={state} />
      <main id="content" className="label__alone">
        {state.phase === "failed" ? (
          <ErrorState error={state.error} retry={() => void session.fill()} home={<HomeLink />} />
        ) : (
          <>
            <NothingLeft project={project} state={state} session={session} />
            {project.progress.items > 0 && (
              <section className="label__mine" aria-label={t("history.title")}>
                <HistoryList project={project} session={session} open={null} />
              </section>
            )}
          </>
        )}
      </main>
    </div>
  );
}

/** The shape of the screen to come, so that nothing jumps when it does. */
function Waiting({ project }: { project?: Project }) {
  return (
    <div className="label" aria-busy="true">
      {project ? <TopBar project={project} state={null} /> : <header className="bar" />}
      <div className="label__middle">
        <div className="label__item label__waiting">
          <Skeleton width="62%" height={18} />
          <Skeleton width="78%" height={18} />
          <Skeleton width="41%" height={18} />
        </div>
        <aside className="panel label__waiting">
          <Skeleton width={120} height={16} />
          <Skeleton width="100%" height={32} />
          <Skeleton width="100%" height={32} />
          <Skeleton width="100%" height={32} />
        </aside>
      </div>
      <footer className="bottom" />
    </div>
  );
}
