// What the lead changed while somebody labels: a task or a guideline of a later version than was last heard of.

export interface Versions {
  schema_version: number;
  guideline_version: number;
}

interface Step {
  from: number;
  to: number;
}

export interface News {
  schema: Step | null;
  guideline: Step | null;
}

/** What is to be told, on top of what was told and not yet put away; nothing at the first word. */
export function newsOf(known: Versions | null, now: Versions, told: News | null): News | null {
  if (!known) return told;
  const schema = step(known.schema_version, now.schema_version, told?.schema);
  const guideline = step(known.guideline_version, now.guideline_version, told?.guideline);
  return schema || guideline ? { schema, guideline } : null;
}

function step(from: number, to: number, told: Step | null | undefined): Step | null {
  return from === to ? (told ?? null) : { from: told?.from ?? from, to };
}
