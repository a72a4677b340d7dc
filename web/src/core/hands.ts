// What the hands are on: one state for every way of working, by pointer, keys or voice.

import type { Missing } from "./missing";
import type { Brush } from "./options";

export interface Hands {
  /** A region, a relation, or a suggested one. */
  selected: string | null;
  /** More regions that are selected with it: what is done to one is done to all, as one step. */
  others: readonly string[];
  /** The shape being drawn; null is the arrow. */
  tool: string | null;
  /** The label that new regions get. */
  brush: Brush | null;
  /** The question that number keys answer, of those asked now. */
  question: string | null;
  /** Whether it was selected on purpose (clicked, by Tab, in the list), not by being drawn or by undo. */
  chosen: boolean;
  /** The region just drawn without a label, until the hands go elsewhere: a label's key then names it. */
  made: string | null;
  /** Marked text that is not a region yet. */
  marked: Marked | null;
  /** What stopped the last try to submit; shown at the questions themselves. */
  missing: readonly Missing[];
}

export interface Marked {
  field: string;
  start: number;
  end: number;
  /** The same grown to whole words, without spaces at its ends; what a region is made of unless it is to be exact. */
  whole?: { start: number; end: number };
}

export const AT_FIRST: Hands = {
  selected: null,
  chosen: false,
  others: [],
  tool: null,
  brush: null,
  question: null,
  made: null,
  marked: null,
  missing: [],
};

/** The hands after a change. Whoever selects another one means that one alone. */
export function changed(hands: Hands, change: Partial<Hands>): Hands {
  const alone = "selected" in change && !("others" in change) && hands.others.length > 0;
  const unasked = "selected" in change ? { chosen: false } : {};
  return { ...hands, ...(alone ? { others: [] } : {}), ...unasked, ...change };
}
