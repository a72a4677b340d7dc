// A task in the making: the schema as the form holds it, the same as text, what the server says of it, and undo.
// Editing either side brings the other up to date; while one cannot be read, the other keeps its last good state.

import type { Schema } from "../../catalog.gen";
import type { Json } from "../model";
import { Signal } from "../signal";
import { idsOf, settle } from "./settle";

export interface Problem {
  /** A path into the schema: `questions[2].config.values[1].name`. */
  where: string;
  message: string;
  /** Where it stands in the text, from 1. */
  line?: number;
}

export interface Checked {
  schema: Schema | null;
  written: { [key: string]: Json } | null;
  problems: readonly Problem[];
  left_out?: readonly string[];
}

export type Question = { schema: Json } | { label_studio: string };

/** Reads and writes the text; loaded when it is first needed. */
export interface TextTools {
  read(text: string): { value: Json; errors: readonly Problem[]; lineOf(where: string): number };
  /** `value` as text; what `old` says of comments and layout stays. */
  write(value: Json, old: string): string;
}

export interface DraftState {
  schema: Schema;
  text: string;
  /** What was edited last: problems are about it. */
  from: "form" | "text";
  /** `unreached`: the server could not be asked. */
  phase: "checking" | "good" | "bad" | "unreached";
  problems: readonly Problem[];
  /** Tags of a pasted labeling config that have no counterpart. */
  leftOut: readonly string[];
  canUndo: boolean;
  canRedo: boolean;
}

export interface DraftDeps {
  check(question: Question, before: Schema | null): Promise<Checked>;
  text(): Promise<TextTools>;
  /** A guideline that came along with a pasted task. */
  guideline?(text: string): void;
  now?(): number;
}

const PAUSE_MS = 220;
const AGAIN_MS = 3000;
const MERGE_MS = 1500;
const STEPS = 200;

export class TaskDraft {
  readonly state: Signal<DraftState>;
  private pinned: Set<string>;
  private past: Schema[] = [];
  private future: Schema[] = [];
  private merge: { key: string; at: number } | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  /** What the server last read, to know whether a text says anything new. */
  private known = "";

  constructor(
    schema: Schema,
    /** The schema that answers were given under, if there is one. */
    public before: Schema | null,
    private readonly deps: DraftDeps,
    text: string | null = null,
  ) {
    this.pinned = before ? idsOf(before) : new Set();
    for (const id of idsOf(schema, true)) if (!id.startsWith("new-")) this.pinned.add(id);
    this.state = new Signal<DraftState>({
      schema,
      text: text ?? "",
      from: text === null ? "form" : "text",
      phase: "checking",
      problems: [],
      leftOut: [],
      canUndo: false,
      canRedo: false,
    });
    this.wanted = text !== null;
    this.schedule(0);
  }

  /** The schema as it is sent. */
  get settled(): Schema {
    return settle(this.state.snapshot().schema, this.pinned, this.before);
  }

  /** A change by the form. Runs of changes with the same `merge` (typing in one field) are undone as one. */
  edit(change: (schema: Schema) => Schema, merge = ""): void {
    const { schema } = this.state.snapshot();
    const next = change(schema);
    if (next === schema) return;
    const at = this.deps.now?.() ?? Date.now();
    const run = merge !== "" && this.merge?.key === merge && at - this.merge.at < MERGE_MS;
    this.merge = { key: merge, at };
    this.put(next, !run);
    this.set({ from: "form", phase: "checking" });
    this.schedule(PAUSE_MS);
  }

  /** Text as it is typed or pasted: YAML, JSON, or a labeling config of Label Studio. */
  type(text: string): void {
    this.wanted = true;
    this.merge = null;
    this.set({ text, from: "text", phase: "checking" });
    this.schedule(PAUSE_MS);
  }

  /** Whether the text is on screen and so is kept up to date. */
  showText(on: boolean): void {
    if (on === this.wanted) return;
    this.wanted = on;
    if (on && this.state.snapshot().from === "form") this.schedule(0);
  }

  undo(): void {
    this.step(this.past, this.future);
  }

  redo(): void {
    this.step(this.future, this.past);
  }

  /** The task was saved, here (then `take` it) or by somebody else: what was typed here is now a change of theirs. */
  rebase(before: Schema, take: boolean): void {
    this.before = before;
    for (const id of idsOf(before)) this.pinned.add(id);
    if (take) {
      this.past = [];
      this.future = [];
      this.merge = null;
      this.set({ schema: before, from: "form", phase: "checking", canUndo: false, canRedo: false });
    }
    this.schedule(0);
  }

  /** Asks again now; after what could not be reached, say. */
  recheck(): void {
    this.schedule(0);
  }

  close(): void {
    this.turn++;
    clearTimeout(this.timer);
  }

  private set(part: Partial<DraftState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }

  private put(schema: Schema, step: boolean): void {
    if (step) {
      this.past.push(this.state.snapshot().schema);
      if (this.past.length > STEPS) this.past.shift();
    }
    this.future = [];
    this.set({ schema, canUndo: this.past.length > 0, canRedo: false });
  }

  private step(from: Schema[], to: Schema[]): void {
    const schema = from.pop();
    if (!schema) return;
    to.push(this.state.snapshot().schema);
    this.merge = null;
    const [canUndo, canRedo] = [this.past.length > 0, this.future.length > 0];
    this.set({ schema, canUndo, canRedo, from: "form", phase: "checking" });
    this.schedule(0);
  }

  private schedule(after: number): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.timer = setTimeout(() => void this.ask(turn), after);
  }

  private async ask(turn: number): Promise<void> {
    const current = () => turn === this.turn;
    try {
      if (this.state.snapshot().from === "form") await this.askForm(current);
      else await this.askText(current);
    } catch {
      if (!current()) return;
      this.set({ phase: "unreached" });
      this.schedule(AGAIN_MS);
    }
  }

  private async askForm(current: () => boolean): Promise<void> {
    const found = await this.deps.check({ schema: this.settled as unknown as Json }, this.before);
    const tools = this.wanted ? await this.deps.text() : null;
    if (!current()) return;
    const bad = found.problems.length > 0;
    if (!bad) this.known = JSON.stringify(found.schema);
    const { text } = this.state.snapshot();
    this.set({
      problems: found.problems,
      phase: bad ? "bad" : "good",
      leftOut: [],
      ...(tools && found.written ? { text: tools.write(found.written, text) } : {}),
    });
  }

  private async askText(current: () => boolean): Promise<void> {
    const { text } = this.state.snapshot();
    const tools = await this.deps.text();
    if (!current()) return;
    if (text.trim() === "") return this.set({ problems: [], phase: "bad" });
    if (/^\s*</.test(text)) return this.askConfig(text, tools, current);
    const { value, errors, lineOf } = tools.read(text);
    if (errors.length > 0) return this.set({ problems: errors, phase: "bad" });
    const { schema, guideline, prefix } = unwrapped(value);
    const found = await this.deps.check({ schema: schema ?? {} }, this.before);
    if (!current()) return;
    const problems = found.problems.map((one) => ({ ...one, line: lineOf(prefix + one.where) }));
    this.taken(found, problems);
    if (found.schema && guideline) this.deps.guideline?.(guideline);
  }

  private async askConfig(text: string, tools: TextTools, current: () => boolean): Promise<void> {
    const found = await this.deps.check({ label_studio: text }, this.before);
    if (!current()) return;
    this.taken(found, found.problems);
    if (found.written) this.set({ text: tools.write(found.written, "") });
    this.set({ leftOut: found.left_out ?? [] });
  }

  private taken(found: Checked, problems: readonly Problem[]): void {
    if (found.schema === null || problems.length > 0) {
      this.set({ problems, phase: "bad" });
      return;
    }
    for (const id of idsOf(found.schema, true)) this.pinned.add(id);
    const said = JSON.stringify(found.schema);
    if (said !== this.known) this.put(found.schema, true);
    this.known = said;
    this.set({ problems: [], phase: "good" });
  }
}

/** A file may hold the schema alone or, as templates do, under `schema` beside a guideline. */
function unwrapped(value: Json): { schema: Json; guideline: string; prefix: string } {
  const whole = value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  const inside = whole && !("fields" in whole) && whole.schema;
  if (!whole || !inside || typeof inside !== "object") return { schema: value, guideline: "", prefix: "" };
  const { guideline } = whole;
  return { schema: inside, guideline: typeof guideline === "string" ? guideline : "", prefix: "schema." };
}
