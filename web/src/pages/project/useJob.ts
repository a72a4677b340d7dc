// Long work at the server: starts it, watches it, and says how it ended.

import { useCallback, useEffect, useRef, useState } from "react";

import { type Job, projects } from "../../api";

const FIRST_LOOK_MS = 250;
const LONGEST_WAIT_MS = 3000;
const OVER = ["done", "failed", "cancelled"];

export const succeeded = (job: Job) => job.state === "done";

export function problemOf(job: Job): string {
  return job.error ?? job.state;
}

export function useJob(project: string, onDone: (job: Job | null) => void) {
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const finish = useRef(onDone);
  finish.current = onDone;
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const start = useCallback(
    async (begin: () => Promise<unknown>) => {
      setBusy(true);
      setProblem(null);
      setJob(null);
      try {
        const answer = await begin();
        // What is quick is answered at once, without a job.
        if (!isJob(answer)) {
          finish.current(null);
          return;
        }
        let now = answer;
        for (let wait = FIRST_LOOK_MS; !gone.current; wait = Math.min(wait * 1.6, LONGEST_WAIT_MS)) {
          setJob(now);
          if (OVER.includes(now.state)) {
            if (succeeded(now)) finish.current(now);
            else setProblem(problemOf(now));
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, wait));
          now = await projects.job(project, now.id);
        }
      } catch (error) {
        setProblem((error as Error).message);
      } finally {
        setBusy(false);
      }
    },
    [project],
  );
  return { job, problem, running: busy, start };
}

function isJob(answer: unknown): answer is Job {
  return typeof answer === "object" && answer !== null && "state" in answer && "id" in answer;
}
