// The task of a project: its lead changes it, everybody sees what is asked.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";

import { ApiError, type Project } from "../../api";
import { type Kinds, type Plan, task } from "../../api/task";
import type { Json, Media, Schema } from "../../core/model";
import type { TaskDraft } from "../../core/task/draft";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { LEADS, SEES_ANSWERS } from "../project/roles";
import { SchemaView } from "../project/SchemaView";
import { useUser } from "../SignedIn";
import { Editor, type View } from "./Editor";
import { PlanDialog } from "./PlanDialog";
import { PreviewPane } from "./PreviewPane";
import { kindsQuery } from "./queries";
import type { Row } from "./rows";
import { drop, keep, kept, taskKey } from "./shelf";
import { useAutosave, useDraft } from "./useDraft";
import { Versions } from "./Versions";
import "../project/home.css";
import "./task.css";

const ROWS = 5;

export function TaskPage() {
  const project = useProject();
  const role = project.role ?? "";
  const rows = useFirstRows(project);
  const { data: kinds, error, refetch } = useQuery(kindsQuery);
  if (!LEADS.includes(role))
    return (
      <div className="task task--read">
        <h1 className="sr-only">{t("tab.task")}</h1>
        <div className="task__panes">
          <div className="task__pane task__pane--form">
            <SchemaView project={project} />
          </div>
          <div className="task__pane task__pane--preview">
            <PreviewPane schema={project.schema} rows={rows} from={fromWords(rows)} />
          </div>
        </div>
      </div>
    );
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!kinds)
    return (
      <div className="page" aria-busy="true">
        <Skeleton width={260} height={26} />
      </div>
    );
  return <EditTask key={project.name} project={project} kinds={kinds} rows={rows} />;
}

const fromWords = (rows: readonly Row[]) =>
  rows.length > 0 ? t("task.rows_project", { count: rows.length }) : t("task.rows_none");

function useFirstRows(project: Project): Row[] {
  const { data } = useQuery({
    queryKey: ["project", project.name, "first-items"],
    queryFn: () => task.firstItems(project.name, ROWS),
    enabled: SEES_ANSWERS.includes(project.role ?? "") && project.progress.items > 0,
    // Signed addresses of pictures stay good for longer than anybody edits.
    staleTime: 3_600_000,
  });
  return useMemo(
    () =>
      (data ?? []).map(({ data: row, media }) => ({
        data: row as { [key: string]: Json },
        media: media as { [source: string]: Media },
      })),
    [data],
  );
}

function EditTask({ project, kinds, rows }: { project: Project; kinds: Kinds; rows: Row[] }) {
  const me = useUser();
  const key = taskKey(me.id, project.name);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { view = "form" } = useSearch({ from: "/signed-in/p/$project/pages/task" });
  const [found] = useState(() => kept(key));
  const [own, setOwn] = useState<Row[] | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [busy, setBusy] = useState(false);
  const [versions, setVersions] = useState(false);
  /** Something new is asked, and items were answered before: says what can be done about those. */
  const [older, setOlder] = useState(false);
  const draft = useDraft(key, () => ({
    schema: found?.schema ?? project.schema,
    before: project.schema,
    text: found?.text ?? null,
  }));
  const state = useSignal(draft.state);
  const unread = state.from === "text" && state.phase !== "good";
  const dirty = unread || JSON.stringify(state.schema) !== JSON.stringify(project.schema);
  const { base, sent } = useBase(project, draft, found?.version);

  useAutosave(state, () => {
    if (!dirty) return drop(key);
    keep(key, { schema: state.schema, text: unread ? state.text : null, at: Date.now(), version: base });
  });

  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sent.current = null;
      if (error.status === 409) {
        toast(t("task.changed_meanwhile"));
        setPlan(null);
        void client.invalidateQueries({ queryKey: ["project", project.name], exact: true });
      } else toast(error.status === 0 ? t("error.offline_title") : error.message);
      draft.recheck();
    } finally {
      setBusy(false);
    }
  };
  const save = () =>
    attempt(async () => {
      sent.current = draft.state.snapshot().schema;
      const saved = await task.save(project.name, draft.settled, project.schema_version);
      drop(key);
      setPlan(null);
      const added = saved.changes.some(({ action }) => action === "add");
      setOlder(added && project.progress.annotations > 0);
      toast(
        saved.changes.length > 0
          ? t("task.saved", { version: saved.schema_version })
          : t("task.nothing_changed"),
      );
      await client.invalidateQueries({ queryKey: ["project", project.name] });
    });
  const ask = () =>
    attempt(async () => {
      const next = await task.plan(project.name, draft.settled);
      // Nobody has answered anything: nothing can be lost, so nothing is asked.
      if (next.changes.length === 0 || (project.progress.annotations === 0 && !plan)) return save();
      setPlan(next);
      return undefined;
    });

  return (
    <>
      <Editor
        title={t("tab.task")}
        draft={draft}
        kinds={kinds}
        view={view}
        onView={(next: View) =>
          void navigate({
            to: "/p/$project/task",
            params: { project: project.name },
            search: { view: next },
            replace: true,
          })
        }
        rows={own ?? rows}
        rowsFrom={own ? t("task.rows_own", { count: own.length }) : fromWords(rows)}
        onRows={setOwn}
        lead={
          <Button look="quiet" onClick={() => setVersions(true)}>
            {t("home.schema_version", { version: project.schema_version })}
          </Button>
        }
        above={
          dirty && base !== project.schema_version ? (
            <p className="notice notice--warn">
              {t("task.base_changed", { version: project.schema_version })}
            </p>
          ) : older && !dirty ? (
            <div className="notice task__older" role="status">
              <span className="task__older-text">{t("task.older", { more: t("data.more") })}</span>
              <Link
                to="/p/$project/data"
                params={{ project: project.name }}
                search={{ where: [["state", "is", "done"]] }}
                className={buttonClass({})}
              >
                {t("task.older_choose")}
              </Link>
              <Button look="quiet" onClick={() => setOlder(false)}>
                {t("app.close")}
              </Button>
            </div>
          ) : null
        }
        actions={
          <>
            {dirty && (
              <>
                <span className="muted task__unsaved">{t("task.unsaved")}</span>
                <Button look="quiet" onClick={() => draft.edit(() => project.schema)}>
                  {t("task.discard")}
                </Button>
              </>
            )}
            <Button
              look="main"
              disabled={busy || !dirty || state.phase === "bad" || unread}
              onClick={() => void ask()}
            >
              {project.progress.annotations > 0 ? t("task.save_ask") : t("task.save")}
            </Button>
          </>
        }
      />
      {plan && (
        <PlanDialog
          plan={plan}
          draft={draft}
          busy={busy}
          onAgain={() => void ask()}
          onClose={() => setPlan(null)}
          onSave={() => void save()}
        />
      )}
      <Versions project={project} open={versions} onClose={() => setVersions(false)} />
    </>
  );
}

/**
 * The version that what stands in the form began from. A new one that was made here is taken; beside one that
 * somebody else made, what was typed here stays.
 */
function useBase(project: Project, draft: TaskDraft, begun: number | undefined) {
  const { schema, schema_version: version } = project;
  const [base, setBase] = useState(begun ?? version);
  const known = useRef({ schema, version });
  /** What was last sent to be saved. */
  const sent = useRef<Schema | null>(null);
  useEffect(() => {
    const { version: old, schema: before } = known.current;
    if (old === version) return;
    known.current = { schema, version };
    const now = draft.state.snapshot();
    const untouched = now.phase !== "bad" && JSON.stringify(now.schema) === JSON.stringify(before);
    const mine = sent.current !== null;
    draft.rebase(schema, untouched || now.schema === sent.current);
    if (untouched || mine) setBase(version);
    sent.current = null;
  }, [schema, version, draft]);
  return { base, sent };
}
