// The ways to draw that shapes share: press–drag–release, click by click, one click.

import { apart, type Point } from "../core/geometry";
import type { Gesture } from "./contract";

export type DragState = { from: Point; moved: boolean } | null;

/**
 * Press at one corner, release at the other. A click without a drag starts a second way: move, then click again;
 * kinder to trackpads and to hands that tire.
 */
export function drag<V>(make: (from: Point, to: Point, regular: boolean) => V): Gesture<V, DragState> {
  return {
    idle: null,
    step(state, { type, at, slop, regular }) {
      if (type === "cancel" || type === "back") return { state: null };
      if (state === null) return type === "down" ? { state: { from: at, moved: false } } : { state };
      const far = apart(state.from, at) > slop;
      const draft = make(state.from, at, regular);
      if (type === "move") return { state: { ...state, moved: state.moved || far }, draft };
      if (type === "up") return far ? { state: null, done: draft } : { state };
      if (type === "down" || type === "finish") return far ? { state: null, done: draft } : { state, draft };
      return { state, draft };
    },
  };
}

export type ClicksState = readonly Point[];

export interface ClicksOptions<V> {
  make: (points: readonly Point[]) => V;
  /** Points a finished shape has at least. */
  least: number;
  /** Whether clicking the first point again closes the shape. */
  closes: boolean;
}

/** One click per vertex; ends by clicking the first (or last) again, a double click, or the finish key. */
export function clicks<V>({ make, least, closes }: ClicksOptions<V>): Gesture<V, ClicksState> {
  return {
    idle: [],
    step(points, { type, at, slop, regular }) {
      const to = regular ? straightened(points.at(-1), at) : at;
      const withNext = (): { draft?: V } => (points.length > 0 ? { draft: make([...points, to]) } : {});
      const finish = () =>
        points.length >= least ? { state: [], done: make(points) } : { state: points, ...withNext() };
      if (type === "cancel") return { state: [] };
      if (type === "back") {
        const left = points.slice(0, -1);
        return left.length > 0 ? { state: left, draft: make([...left, to]) } : { state: left };
      }
      if (type === "finish" || type === "double") return finish();
      if (type === "down") {
        const first = points[0];
        const last = points.at(-1);
        if (closes && first && points.length >= least && apart(first, at) <= slop) return finish();
        // Clicking where the last point is, is the first half of a double click: no point twice.
        if (last && apart(last, at) <= slop / 2) return { state: points, ...withNext() };
        const more = [...points, to];
        return { state: more, draft: make(more) };
      }
      return { state: points, ...withNext() };
    },
  };
}

/** One click is the whole shape. */
export function tap<V>(make: (at: Point) => V): Gesture<V, boolean> {
  return {
    idle: false,
    step(down, { type, at }) {
      if (type === "down") return { state: true, draft: make(at) };
      if (type === "up" && down) return { state: false, done: make(at) };
      if (type === "cancel" || type === "back") return { state: false };
      return down ? { state: down, draft: make(at) } : { state: down };
    },
  };
}

/** `at` brought onto the nearest of eight directions from `from`. */
function straightened(from: Point | undefined, at: Point): Point {
  if (!from) return at;
  const angle = (Math.round(Math.atan2(at.y - from.y, at.x - from.x) / (Math.PI / 4)) * Math.PI) / 4;
  const length = apart(from, at);
  return { x: from.x + Math.cos(angle) * length, y: from.y + Math.sin(angle) * length };
}

/** Runs a list of events; what tests and the tool both do. */
export function run<V, S>(gesture: Gesture<V, S>, events: Parameters<Gesture<V, S>["step"]>[1][]): V[] {
  let state = gesture.idle;
  const made: V[] = [];
  for (const event of events) {
    const step = gesture.step(state, event);
    state = step.state;
    if (step.done !== undefined) made.push(step.done);
  }
  return made;
}
