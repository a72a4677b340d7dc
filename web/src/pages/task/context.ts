// What every part of the task form needs: the task in the making, the kinds there are, problems by place.

import { createContext, useContext } from "react";

import type { Kinds } from "../../api/task";
import type { Schema } from "../../core/model";
import type { DraftState, TaskDraft } from "../../core/task/draft";

export interface TaskForm {
  draft: TaskDraft;
  state: DraftState;
  kinds: Kinds;
  /** Keys that the rows at hand have. */
  keys: readonly string[];
  /** Cards that are open, by the id of what they hold. */
  open: ReadonlySet<string>;
  toggle(id: string, open?: boolean): void;
}

export const TaskContext = createContext<TaskForm | null>(null);

export function useTask(): TaskForm {
  const form = useContext(TaskContext);
  if (!form) throw new Error("useTask outside an editor");
  return form;
}

/** What is wrong at a place of the form; nothing while the problems are about the text. */
export function useProblem(where: string): string | null {
  const { state } = useTask();
  if (state.from !== "form") return null;
  const found = state.problems.filter((one) => one.where === where).map((one) => one.message);
  return found.length > 0 ? found.join("; ") : null;
}

/** `edit((schema) => …, "what was typed in")` */
export function useEdit(): (change: (schema: Schema) => Schema, merge?: string) => void {
  const { draft } = useTask();
  return (change, merge) => draft.edit(change, merge);
}
