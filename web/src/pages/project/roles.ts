// Who is offered what; the server decides about every single thing (server/permissions.py).

export const LEADS: readonly string[] = ["admin", "manager"];
export const RUNS: readonly string[] = [...LEADS, "service"];
export const REVIEWS: readonly string[] = [...LEADS, "reviewer"];
export const SEES_ANSWERS: readonly string[] = [...RUNS, "reviewer", "viewer"];
export const LABELS: readonly string[] = [...RUNS, "reviewer", "annotator"];
