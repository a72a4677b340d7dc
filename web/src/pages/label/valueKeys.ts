// Which values the number keys mean right now, as commands: of the label in hand, or of the active question.

import { answerUI } from "../../catalog";
import type { Bench, Hands } from "../../core/bench";
import type { Command } from "../../core/commands";
import type { Json, Question } from "../../core/model";
import { type BrushOption, namingQuestion } from "../../core/options";
import { t } from "../../i18n";
import { letGoOfSelection } from "../../surface/text/measure";

export interface ValueKeys {
  commands: Command[];
  /** The key shown at a value of a question, while keys answer it. */
  forAnswer(question: string, value: Json): string | undefined;
  /** The key shown at a label. */
  forBrush(brush: BrushOption): string | undefined;
}

interface Entry {
  place: string;
  name: string;
  wanted: string | null;
  run(): void;
  /** With Alt. */
  exact?(): void;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

const brushPlace = ({ set, value }: { set: string; value: string | null }) => `brush ${set} ${value}`;
const answerPlace = (question: string, value: Json) => `answer ${question} ${JSON.stringify(value)}`;

export function valueKeys(bench: Bench, hands: Hands): ValueKeys {
  const { region, questions } = bench.questionsNow();
  const forBrushes = bench.labelsByNumber();
  const active = forBrushes ? null : keyed(bench, questions, region?.id ?? null);
  const first = active ? answersOf(bench, active, region?.id ?? null) : brushEntries(bench, hands);
  const named = bench.named();
  // Other questions keep only the keys that the schema gave their values.
  const others = questions
    .filter((question) => question !== active)
    .flatMap((question) =>
      // What was drawn with a label keeps it, whatever else is asked about it.
      question === named ? brushEntries(bench, hands) : answersOf(bench, question, region?.id ?? null),
    )
    .filter(({ wanted }) => wanted !== null && !DIGITS.includes(wanted));
  const keys = assign(first, others);
  return {
    commands: [...keys].flatMap(([key, entry]) => {
      const { place: id, name, run, exact } = entry;
      const command: Command = { id, name, group: t("group.values"), scope: "values", keys: [key], run };
      return exact
        ? [command, { ...command, id: `${id} exact`, keys: [`alt+${key}`], silent: true, run: exact }]
        : [command];
    }),
    forAnswer: (question, value) => keyOf(keys, answerPlace(question, value)),
    forBrush: (brush) => keyOf(keys, brushPlace(brush)) ?? asAnswer(bench, keys, brush),
  };
}

/** The question that number keys answer: one without values to choose from (a text) leaves them to another. */
function keyed(bench: Bench, questions: readonly Question[], region: string | null): Question | null {
  const active = bench.active();
  const hasKeys = (question: Question) => answersOf(bench, question, region).length > 0;
  if (active === null || hasKeys(active)) return active;
  const others = questions.filter(hasKeys);
  return others.find(({ id }) => bench.answer(id, region) === null) ?? others[0] ?? active;
}

/** Wanted keys first, then the digits in order to those that have none. */
function assign(first: readonly Entry[], others: readonly Entry[]): Map<string, Entry> {
  const keys = new Map<string, Entry>();
  for (const entry of [...first, ...others]) {
    const key = entry.wanted?.toLowerCase();
    if (key && !keys.has(key)) keys.set(key, entry);
  }
  const given = new Set(keys.values());
  const free = DIGITS.filter((digit) => !keys.has(digit));
  for (const entry of first) {
    if (given.has(entry)) continue;
    const key = free.shift();
    if (key === undefined) break;
    keys.set(key, entry);
  }
  return keys;
}

function keyOf(keys: ReadonlyMap<string, Entry>, place: string): string | undefined {
  for (const [key, entry] of keys) if (entry.place === place) return key;
  return undefined;
}

/** While keys answer the question that names a region, a label's key is that of the value it stands for. */
function asAnswer(
  bench: Bench,
  keys: ReadonlyMap<string, Entry>,
  { set, value }: BrushOption,
): string | undefined {
  const naming = namingQuestion(bench.schema, set);
  return naming ? keyOf(keys, answerPlace(naming.id, value)) : undefined;
}

function brushEntries(bench: Bench, hands: Hands): Entry[] {
  const { marked } = hands;
  return bench.brushes.map((brush) => ({
    place: brushPlace(brush),
    name: brush.name,
    wanted: brush.key,
    run() {
      if (!marked) {
        if (bench.group.relabel(brush)) return;
        // It names what was selected for that, or drawn without a label.
        if (bench.relabel(brush)) return;
        // Else it is for the next one to draw; what was just drawn stays in hand for the questions about it.
        if (bench.hands.snapshot().chosen) bench.select(null);
        bench.takeUp(brush);
        return;
      }
      bench.makeMarked(brush);
      letGoOfSelection();
    },
    ...(marked && {
      exact() {
        bench.makeMarked(brush, true);
        letGoOfSelection();
      },
    }),
  }));
}

function answersOf(bench: Bench, question: Question, region: string | null): Entry[] {
  const ui = answerUI(question.kind);
  const list = ui.keys?.(question.config, bench.task.data) ?? [];
  return list.map(({ key, name, value, apply }) => ({
    place: answerPlace(question.id, value),
    name: `${question.text || question.name}: ${name}`,
    wanted: key,
    run() {
      const before = bench.answer(question.id, region);
      const after = apply(before);
      bench.give(question, region, after);
      // A whole answer at one press: the hands are on the next question. Else they stay.
      const drawing = region !== null && bench.hands.snapshot().tool !== null;
      // While drawing, questions that may stay open do not hold the hands up.
      bench.focus(drawing && ui.single ? null : question.id);
      if (!drawing && ui.single && before === null && after !== null) advance(bench, question, region);
    },
  }));
}

function advance(bench: Bench, question: Question, region: string | null): void {
  const { questions } = bench.questionsNow();
  const at = questions.findIndex((one) => one.id === question.id);
  const next = questions.slice(at + 1).find((one) => bench.answer(one.id, region) === null);
  if (next) bench.focus(next.id);
}
