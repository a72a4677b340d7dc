// What machines suggest for one item, cut into pieces that are accepted or ignored one by one. Nothing of it is an
// answer before a person accepts it; accepting is an ordinary edit, so undo takes it back.

import type { Bench } from "./bench";
import { same } from "./conditions";
import type { Answer, Body, Region, Relation, SuggestionOf } from "./model";
import { relationsOf } from "./relations";
import { Signal } from "./signal";

export interface Proposal {
  id: string;
  source: string;
  /** 0 to 1, as the machine says it; null when it said none. */
  confidence: number | null;
  part:
    | { kind: "region"; region: Region; answers: readonly Answer[] }
    | { kind: "relation"; relation: Relation; answers: readonly Answer[] }
    | { kind: "answer"; answer: Answer };
}

const LONGEST = 64;

/** The id that a suggested region gets here: its own may be another suggestion's too. */
export function proposalId(suggestion: string | number, id: string): string {
  const whole = `s${suggestion}-${id}`;
  if (whole.length <= LONGEST) return whole;
  let hash = 0;
  for (const letter of whole) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `${whole.slice(0, LONGEST - 9)}-${hash.toString(16)}`;
}

export function proposalsOf(suggestions: readonly SuggestionOf[]): Proposal[] {
  return suggestions.flatMap(({ id, source, confidence, body }): Proposal[] => {
    const own = (region: string) => proposalId(id, region);
    const about = (part: string) =>
      body.answers
        .filter((answer) => answer.region === part)
        .map((answer) => ({ ...answer, region: own(part) }));
    const sure = (...values: (number | null | undefined)[]) =>
      [...values, confidence].find((one) => typeof one === "number") ?? null;
    const made = (part: Region | Relation) => ({
      id: own(part.id),
      source,
      confidence: sure(part.confidence, ...about(part.id).map((answer) => answer.confidence)),
    });
    return [
      ...body.answers
        .filter((answer) => answer.region == null)
        .map((answer) => ({
          id: proposalId(id, `answer-${answer.question}`),
          source,
          confidence: sure(answer.confidence),
          part: { kind: "answer" as const, answer },
        })),
      ...body.regions.map((region) => ({
        ...made(region),
        part: {
          kind: "region" as const,
          region: { ...region, id: own(region.id) },
          answers: about(region.id),
        },
      })),
      ...relationsOf(body).map((relation) => ({
        ...made(relation),
        part: {
          kind: "relation" as const,
          relation: {
            ...relation,
            id: own(relation.id),
            from_id: own(relation.from_id),
            to_id: own(relation.to_id),
          },
          answers: about(relation.id),
        },
      })),
    ];
  });
}

export class Suggestions {
  readonly all: readonly Proposal[];
  private readonly ids: ReadonlySet<string>;
  readonly ignored = new Signal<ReadonlySet<string>>(new Set());
  /** Open proposals of a body, made once for each. */
  private last: { body: Body; ignored: ReadonlySet<string>; open: readonly Proposal[] } | null = null;

  constructor(private readonly bench: Bench) {
    this.all = proposalsOf(bench.task.suggestions ?? []);
    this.ids = new Set(this.all.map(({ id }) => id));
  }

  /** Those that still wait for a yes or no: neither in the annotation, nor answered otherwise, nor ignored. */
  open(): readonly Proposal[] {
    const { body } = this.bench;
    const ignored = this.ignored.snapshot();
    if (this.last?.body !== body || this.last.ignored !== ignored) {
      const there = new Set([...body.regions, ...relationsOf(body)].map(({ id }) => id));
      this.last = { body, ignored, open: this.all.filter((one) => this.waits(one, there, ignored)) };
    }
    return this.last.open;
  }

  private waits({ id, part }: Proposal, there: ReadonlySet<string>, ignored: ReadonlySet<string>): boolean {
    if (ignored.has(id) || there.has(id)) return false;
    if (part.kind === "answer") return this.bench.answer(part.answer.question, null) === null;
    if (part.kind === "region") return true;
    const near = (end: string) => there.has(end) || this.isOpenRegion(end, there, ignored);
    return near(part.relation.from_id) && near(part.relation.to_id);
  }

  private isOpenRegion(id: string, there: ReadonlySet<string>, ignored: ReadonlySet<string>): boolean {
    return this.ids.has(id) && !there.has(id) && !ignored.has(id);
  }

  get(id: string | null): Proposal | undefined {
    return id === null ? undefined : this.open().find((one) => one.id === id);
  }

  /** The one that keys mean: the selected one, else that of the question at hand, else the first. */
  current(): Proposal | undefined {
    const open = this.open();
    const { selected, question } = this.bench.hands.snapshot();
    return (
      open.find(({ id }) => id === selected) ??
      open.find(({ part }) => part.kind === "answer" && part.answer.question === question) ??
      open[0]
    );
  }

  /** Brings the hands to the next (previous) open one, round and round. */
  walk(forward: boolean): Proposal | undefined {
    const open = this.open();
    const { selected, question } = this.bench.hands.snapshot();
    const at = open.findIndex(
      ({ id, part }) =>
        id === selected || (selected === null && part.kind === "answer" && part.answer.question === question),
    );
    const next =
      open[at < 0 ? (forward ? 0 : open.length - 1) : (at + (forward ? 1 : -1) + open.length) % open.length];
    if (next) this.go(next);
    return next;
  }

  /** Brings the hands to it. */
  go({ id, part }: Proposal): void {
    this.bench.select(part.kind === "answer" ? null : id);
    if (part.kind === "answer") this.bench.focus(part.answer.question);
  }

  accept(one: Proposal, andNext = true): void {
    this.take([one]);
    if (andNext) this.onwards();
  }

  acceptAll(): number {
    const open = this.open();
    this.take(open);
    this.bench.select(null);
    return open.length;
  }

  ignore(one: Proposal): void {
    this.ignored.update((set) => new Set([...set, one.id]));
    this.onwards();
  }

  ignoreAll(): number {
    const open = this.open();
    this.ignored.update((set) => new Set([...set, ...open.map(({ id }) => id)]));
    this.bench.select(null);
    return open.length;
  }

  /** Ignoring is no edit, so it has a way back of its own. */
  restore(): void {
    this.ignored.set(new Set());
  }

  private onwards(): void {
    const next = this.open()[0];
    if (next) this.go(next);
    else this.bench.select(null);
  }

  /** One step for undo. A relation brings along the suggested regions that it joins. */
  private take(some: readonly Proposal[]): void {
    if (some.length === 0) return;
    const drawn = new Set(this.bench.body.regions.map(({ id }) => id));
    this.bench.store.edit("did.accept", (editor) => {
      const put = ({ id, part }: Proposal) => {
        if (part.kind === "answer") {
          const { question, kind, value, version } = part.answer;
          if (!editor.now.answers.some((one) => one.question === question && one.region == null))
            editor.answer(question, kind, null, value, version);
          return;
        }
        if (part.kind === "region") {
          drawn.add(part.region.id);
          editor.put(part.region);
        } else {
          for (const end of [part.relation.from_id, part.relation.to_id]) {
            if (drawn.has(end)) continue;
            const region = this.all.find((one) => one.id === end);
            if (region?.part.kind === "region") put(region);
          }
          editor.link(part.relation);
        }
        for (const { question, kind, value, version } of part.answers)
          editor.answer(question, kind, id, value, version);
      };
      for (const one of some) put(one);
    });
  }
}

/** Whether an answer is what was suggested. */
export const agrees = (proposal: Proposal, value: Parameters<typeof same>[0]): boolean =>
  proposal.part.kind === "answer" && same(proposal.part.answer.value, value);
