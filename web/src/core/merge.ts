// Two versions of one annotation, laid side by side part by part: answers about the item, regions and relations with
// what was answered about them.

import type { Answer, Body, Region, Relation } from "./model";
import { relationsOf } from "./relations";
import type { Editor } from "./store";

export type Side = "mine" | "theirs";

/** What one version says in one place; nothing is null. */
export interface Said {
  region?: Region;
  relation?: Relation;
  answers: readonly Answer[];
}

export interface Part {
  /** `answer <question>`, `region <id>` or `relation <id>`. */
  key: string;
  what: "answer" | "region" | "relation";
  mine: Said | null;
  theirs: Said | null;
  same: boolean;
}

export function partsOf(mine: Body, theirs: Body): Part[] {
  const [left, right] = [said(mine), said(theirs)];
  return [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const [a, b] = [left.get(key) ?? null, right.get(key) ?? null];
    return { key, what: key.split(" ")[0] as Part["what"], mine: a, theirs: b, same: equal(a, b) };
  });
}

function said(body: Body): Map<string, Said> {
  // Of a draft, nothing is certain: it was kept unchecked.
  const { answers = [], regions = [] } = body as Partial<Body>;
  const about = (id: string) => answers.filter(({ region }) => region === id);
  return new Map<string, Said>([
    ...answers
      .filter(({ region }) => !region)
      .map((answer): [string, Said] => [`answer ${answer.question}`, { answers: [answer] }]),
    ...regions.map((region): [string, Said] => [
      `region ${region.id}`,
      { region, answers: about(region.id) },
    ]),
    ...relationsOf(body).map((relation): [string, Said] => [
      `relation ${relation.id}`,
      { relation, answers: about(relation.id) },
    ]),
  ]);
}

/** Whether two versions say the same, whatever the order of their fields. */
export const equal = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, one]) => one !== null && one !== undefined)
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : inner,
  );
}

export const sameBody = (a: Body, b: Body): boolean => partsOf(a, b).every(({ same }) => same);

/** A part that only one version has is kept unless somebody says otherwise. */
export const firstChoice = ({ mine }: Part): Side => (mine ? "mine" : "theirs");

export function merged(parts: readonly Part[], choice: (part: Part) => Side): Body {
  const kept = parts.flatMap((part) => part[choice(part)] ?? []);
  const regions = kept.flatMap(({ region }) => region ?? []);
  const ids = new Set(regions.map(({ id }) => id));
  const relations = kept.flatMap(({ relation }) =>
    relation && ids.has(relation.from_id) && ids.has(relation.to_id) ? relation : [],
  );
  for (const { id } of relations) ids.add(id);
  const answers = kept.flatMap((one) => one.answers).filter(({ region }) => !region || ids.has(region));
  return relations.length > 0 ? { regions, answers, relations } : { regions, answers };
}

/** Makes the edited body say what `next` says, so that one undo takes it back. */
export function become(editor: Editor, next: Body): void {
  const wanted = partsOf(editor.now, next).filter(({ same }) => !same);
  for (const { what, mine, theirs } of wanted) {
    if (what === "region" && mine?.region && !theirs) editor.remove(mine.region.id);
    if (what === "relation" && mine?.relation && !theirs) editor.unlink(mine.relation.id);
  }
  for (const { theirs } of wanted) if (theirs?.region) editor.put(theirs.region);
  for (const { theirs } of wanted) if (theirs?.relation) editor.link(theirs.relation);
  for (const { mine, theirs } of wanted) {
    const later = new Set(theirs?.answers.map(({ question }) => question));
    for (const { question, kind, region } of mine?.answers ?? [])
      if (!later.has(question)) editor.answer(question, kind, region ?? null, null);
    for (const { question, kind, region, value, version } of theirs?.answers ?? [])
      editor.answer(question, kind, region ?? null, value, version);
  }
}
