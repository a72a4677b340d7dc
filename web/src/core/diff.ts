// What changed between two texts: lines kept, taken out and put in; inside of a changed line the words.

export interface Piece {
  text: string;
  changed: boolean;
}
export interface Line {
  kind: "same" | "old" | "new";
  pieces: readonly Piece[];
}

/** Larger tables than this are not filled: what lies between the common ends then counts as rewritten. */
const MOST_CELLS = 4_000_000;

export function diffLines(before: string, after: string): Line[] {
  const steps = diff(before.split("\n"), after.split("\n"));
  const out: Line[] = [];
  for (let i = 0; i < steps.length; ) {
    const step = steps[i] as Step<string>;
    if (step.kind === "same") {
      out.push({ kind: "same", pieces: [{ text: step.part, changed: false }] });
      i++;
      continue;
    }
    const end = steps.findIndex((other, at) => at > i && other.kind === "same");
    const block = steps.slice(i, end < 0 ? steps.length : end);
    out.push(...rewritten(partsOf(block, "old"), partsOf(block, "new")));
    i += block.length;
  }
  return out;
}

const partsOf = (steps: readonly Step<string>[], kind: string) =>
  steps.filter((step) => step.kind === kind).map(({ part }) => part);

/** Lines that took each other's place are compared word by word, in their order. */
function rewritten(old: readonly string[], fresh: readonly string[]): Line[] {
  const pairs = old.map((line, i) => (fresh[i] === undefined ? null : words(line, fresh[i])));
  const whole = (text: string): Piece[] => [{ text, changed: true }];
  return [
    ...old.map((line, i): Line => ({ kind: "old", pieces: pairs[i]?.old ?? whole(line) })),
    ...fresh.map((line, i): Line => ({ kind: "new", pieces: pairs[i]?.new ?? whole(line) })),
  ];
}

function words(before: string, after: string): { old: Piece[]; new: Piece[] } | null {
  const cut = (text: string) => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
  const steps = diff(cut(before), cut(after));
  const kept = steps.filter(({ kind, part }) => kind === "same" && part.trim() !== "").length;
  // Two lines with next to nothing in common are not one that was changed.
  if (kept * 4 < steps.length) return null;
  return { old: side(steps, "old"), new: side(steps, "new") };
}

function side(steps: readonly Step<string>[], kind: "old" | "new"): Piece[] {
  const out: Piece[] = [];
  for (const step of steps) {
    if (step.kind !== "same" && step.kind !== kind) continue;
    const changed = step.kind === kind;
    const last = out.at(-1);
    if (last && last.changed === changed) last.text += step.part;
    else out.push({ text: step.part, changed });
  }
  return out;
}

interface Step<T> {
  kind: "same" | "old" | "new";
  part: T;
}

function diff<T>(a: readonly T[], b: readonly T[]): Step<T>[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const same = (part: T): Step<T> => ({ kind: "same", part });
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

/** By the longest common subsequence. */
function middle<T>(a: readonly T[], b: readonly T[]): Step<T>[] {
  const width = b.length + 1;
  const lengths = a.length * b.length > MOST_CELLS ? null : new Uint32Array((a.length + 1) * width);
  if (lengths) {
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        lengths[i * width + j] =
          a[i] === b[j]
            ? (lengths[(i + 1) * width + j + 1] as number) + 1
            : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number);
  }
  const out: Step<T>[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (lengths && i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: "same", part: a[i++] as T });
      j++;
    } else if (
      i < a.length &&
      (j === b.length ||
        !lengths ||
        (lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number))
    )
      out.push({ kind: "old", part: a[i++] as T });
    else out.push({ kind: "new", part: b[j++] as T });
  }
  return out;
}
