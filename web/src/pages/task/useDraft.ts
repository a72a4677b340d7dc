import { useEffect, useMemo, useRef } from "react";

import { task } from "../../api/task";
import type { Schema } from "../../core/model";
import { TaskDraft } from "../../core/task/draft";

/** A task in the making for as long as the page shows it; another `key` begins another. */
export function useDraft(
  key: string,
  begin: () => { schema: Schema; before: Schema | null; text: string | null },
  guideline?: (text: string) => void,
): TaskDraft {
  const heard = useRef(guideline);
  heard.current = guideline;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another one.
  const draft = useMemo(() => {
    const { schema, before, text } = begin();
    return new TaskDraft(
      schema,
      before,
      {
        check: (question, old) => task.check(question, old),
        text: async () => (await import("./yaml")).tools,
        guideline: (words) => heard.current?.(words),
      },
      text,
    );
  }, [key]);
  useEffect(() => {
    draft.recheck();
    return () => draft.close();
  }, [draft]);
  return draft;
}

const SAVE_MS = 300;

/** Runs `save` soon after `what` changed, and at once when the page is left. */
export function useAutosave(what: unknown, save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  const waiting = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` is what is saved.
  useEffect(() => {
    waiting.current = true;
    const timer = setTimeout(() => {
      waiting.current = false;
      latest.current();
    }, SAVE_MS);
    return () => clearTimeout(timer);
  }, [what]);
  useEffect(() => {
    const now = () => {
      if (waiting.current) latest.current();
      waiting.current = false;
    };
    window.addEventListener("pagehide", now);
    return () => {
      window.removeEventListener("pagehide", now);
      now();
    };
  }, []);
}
