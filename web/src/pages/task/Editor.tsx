// A task in the making: form and YAML on one side, the label screen as it will be on the other.

import { type ReactNode, useEffect, useState } from "react";

import type { Kinds } from "../../api/task";
import type { TaskDraft } from "../../core/task/draft";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Segments } from "../../ui/Segments";
import { useSignal } from "../../ui/use";
import { TaskContext } from "./context";
import { Form } from "./Form";
import { focusAt } from "./focus";
import { PreviewPane } from "./PreviewPane";
import { keysOf, type Row } from "./rows";
import { YamlPane } from "./YamlPane";
import "./task.css";

export const VIEWS = ["form", "both", "yaml"] as const;
export type View = (typeof VIEWS)[number];

interface EditorProps {
  /** Read out as the page's heading; the bar and the tabs show it. */
  title: string;
  draft: TaskDraft;
  kinds: Kinds;
  view: View;
  onView(view: View): void;
  rows: readonly Row[];
  rowsFrom: string;
  onRows?(rows: Row[], text?: string): void;
  /** At the start of the head: what this is. */
  lead?: ReactNode;
  /** At its end: what to do with it. */
  actions: ReactNode;
  /** Above form and YAML. */
  above?: ReactNode;
}

export function Editor(props: EditorProps) {
  const { title, draft, kinds, view, onView, rows, rowsFrom, onRows, lead, actions, above } = props;
  const state = useSignal(draft.state);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(draft));
  // What comes in by text is as open as what was there from the start.
  useEffect(() => {
    if (state.from === "text" && state.phase === "good")
      setOpen((now) => (now.size > 0 ? now : firstOpen(draft)));
  }, [state.from, state.phase, draft]);
  const toggle = (id: string, on?: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (on ?? !before.has(id)) next.add(id);
      else next.delete(id);
      return next;
    });
  const form = { draft, state, kinds, keys: keysOf(rows), open, toggle };
  return (
    <TaskContext value={form}>
      <div className={`task task--${view}`}>
        <h1 className="sr-only">{title}</h1>
        <div className="task__head">
          {lead}
          <Segments
            label={t("task.view")}
            value={view}
            options={[
              ["form", t("task.view_form")],
              ["both", t("task.view_both")],
              ["yaml", "YAML"],
            ]}
            onChange={onView}
          />
          <span className="task__steps">
            <Button
              look="quiet"
              icon
              tip={t("task.undo")}
              data-tip-side="end"
              shortcut="mod+z"
              disabled={!state.canUndo}
              onClick={() => draft.undo()}
            >
              <Icon name="undo" />
            </Button>
            <Button
              look="quiet"
              icon
              tip={t("task.redo")}
              data-tip-side="end"
              shortcut="mod+shift+z"
              disabled={!state.canRedo}
              onClick={() => draft.redo()}
            >
              <Icon name="redo" />
            </Button>
          </span>
          <span className="task__space" />
          {phase()}
          {actions}
        </div>
        <div className="task__panes">
          {view !== "yaml" && (
            <div className="task__pane task__pane--form">
              {above}
              <Form />
            </div>
          )}
          {view !== "form" && (
            <div className="task__pane task__pane--yaml">
              {view === "yaml" && above}
              <YamlPane />
            </div>
          )}
          <div className="task__pane task__pane--preview">
            <PreviewPane schema={state.schema} rows={rows} from={rowsFrom} {...(onRows ? { onRows } : {})} />
          </div>
        </div>
      </div>
    </TaskContext>
  );

  /** Problems in a word, and the way to the first. */
  function phase() {
    if (state.phase === "unreached")
      return (
        <button type="button" className="state state--warn" onClick={() => draft.recheck()}>
          <Icon name="cloud" />
          {t("task.unreached")}
        </button>
      );
    const [first] = state.problems;
    if (state.phase !== "bad" || !first) return null;
    const go = () => {
      if (state.from === "text") {
        onView(view === "form" ? "both" : view);
        return;
      }
      if (view === "yaml") onView("form");
      for (const id of around(first.where, draft)) toggle(id, true);
      focusAt(first.where);
    };
    return (
      <button type="button" className="state state--bad task__phase" title={first.message} onClick={go}>
        <Icon name="warn" />
        {t("task.problem_count", { count: state.problems.length })}
      </button>
    );
  }
}

/** The cards around a place of the schema. */
function around(where: string, draft: TaskDraft): string[] {
  const [, list, index] = /^(\w+)\[(\d+)\]/.exec(where) ?? [];
  const { schema } = draft.state.snapshot();
  if (!list) return [];
  const entries = (schema as unknown as { [list: string]: { id: string; about?: string }[] })[list] ?? [];
  const entry = entries[Number(index)];
  return entry ? [entry.id, ...(entry.about ? [entry.about] : [])] : [];
}

/** A small task is open at once; of a large one, nothing. */
function firstOpen(draft: TaskDraft): Set<string> {
  const { schema } = draft.state.snapshot();
  if (schema.questions.length > 4) return new Set(schema.region_sets.map((one) => one.id));
  return new Set([...schema.region_sets, ...schema.questions].map((one) => one.id));
}
