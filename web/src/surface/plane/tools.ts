// What the pointer does on a picture: one state machine, no canvas. It takes events and says what to do.

import { apart, minus, type Point, type Rect, rectBetween } from "../../core/geometry";
import type { BrushStroke, SurfaceEvent } from "../contract";
import type { Found, Scene } from "./scene";

/** Pointer events with both places: on screen for panning, in the picture for everything else. */
export interface PointerAct extends SurfaceEvent {
  screen: Point;
  /** The hand: middle button, or space held. */
  hand: boolean;
  /** Alt: take away instead of moving. */
  less?: boolean;
}

export type ToolState =
  | { mode: "idle" }
  | {
      mode: "pressed";
      id: string;
      handle: string | null;
      from: Point;
      screen: Point;
      value: unknown;
      /** Was chosen already: a click goes on to what lies under it. */
      again: boolean;
    }
  | { mode: "toggling"; id: string; screen: Point }
  | { mode: "banding"; from: Point; to: Point }
  | { mode: "moving"; id: string; from: Point; value: unknown; now: unknown }
  | { mode: "pulling"; id: string; handle: string; value: unknown; now: unknown }
  | { mode: "panning"; last: Point; moved: boolean }
  | { mode: "painting"; stroke: BrushStroke }
  | { mode: "drawing"; gesture: unknown };

/** What follows from an act; the controller carries it out. */
export interface Outcome {
  state: ToolState;
  select?: string | null;
  /** A shape being changed or drawn: shown, not kept. Null clears it. */
  draft?: { id: string | null; value: unknown; by?: Point } | null;
  /** An existing shape changed for good; moved by `by`, all that is selected with it goes along. */
  changed?: { id: string; value: unknown; by?: Point };
  toggle?: string;
  /** A rectangle drawn over what is to be selected; `over` while it is drawn. */
  band?: Rect;
  over?: Rect | null;
  drop?: { id: string; handle: string };
  /** A new shape of the tool's kind. */
  made?: unknown;
  /** A stroke of the brush has ended. */
  painted?: BrushStroke;
  pan?: Point;
}

export interface ToolContext {
  scene: Scene;
  /** The shape to draw, or null for the arrow. */
  tool: string | null;
  selected: string | null;
  /** Selected with it. */
  others: readonly string[];
  locked: boolean;
  /** For shapes that are painted; the radius in image pixels. */
  brush: { radius: number; erase: boolean };
  /** Where the last click was that chose something. */
  clicked: Point | null;
}

export const IDLE: ToolState = { mode: "idle" };
const DRAG_STARTS = 3;

export function act(state: ToolState, event: PointerAct, context: ToolContext): Outcome {
  if (event.type === "cancel") return { state: IDLE, draft: null, over: null };
  switch (state.mode) {
    case "idle":
      return idle(event, context);
    case "pressed":
      return pressed(state, event, context);
    case "moving":
    case "pulling":
      return dragging(state, event, context);
    case "toggling":
      return event.type === "up" ? { state: IDLE, toggle: state.id } : { state };
    case "banding":
      return banding(state, event);
    case "panning":
      return panning(state, event);
    case "painting":
      return painting(state.stroke, event);
    case "drawing":
      return drawing(state.gesture, event, context);
  }
}

function idle(event: PointerAct, context: ToolContext): Outcome {
  if (event.type !== "down") {
    return { state: IDLE };
  }
  if (event.hand) return { state: { mode: "panning", last: event.screen, moved: true } };
  const found = pointed(event, context);
  if (context.tool === null && event.regular && !context.locked && found?.hit.on !== "handle") {
    if (found) return { state: { mode: "toggling", id: found.item.id, screen: event.screen } };
    return { state: { mode: "banding", from: event.at, to: event.at } };
  }
  // With a tool in hand only the selected shape's handles are grabbed: everything else draws.
  const grab =
    found && (context.tool === null || (found.hit.on === "handle" && found.item.id === context.selected));
  if (found && grab && found.item.locked) return { state: IDLE, select: found.item.id };
  if (found?.hit.on === "handle" && event.less && grab && found.item.id === context.selected)
    return { state: IDLE, drop: { id: found.item.id, handle: found.hit.handle } };
  if (found && grab && !context.locked) {
    const handle = found.hit.on === "handle" && found.item.id === context.selected ? found.hit.handle : null;
    return {
      state: {
        mode: "pressed",
        id: found.item.id,
        handle: handle ?? (onlyHandle(context, found.item.shape, found.item.value) || null),
        from: event.at,
        screen: event.screen,
        value: found.item.value,
        again: found.item.id === context.selected && found.hit.on !== "handle",
      },
      // One of several stays one of several until it is clicked and not dragged.
      ...([...context.others, context.selected].includes(found.item.id) ? {} : { select: found.item.id }),
    };
  }
  if (context.tool !== null && !context.locked) {
    const shape = context.scene.shapes[context.tool];
    if (shape?.brushed) {
      const { radius, erase } = context.brush;
      return {
        state: {
          mode: "painting",
          stroke: { points: [event.at], radius, less: erase || event.less === true },
        },
      };
    }
    if (shape?.gesture) return drawing(shape.gesture.idle, event, context);
  }
  return { state: { mode: "panning", last: event.screen, moved: false } };
}

/** What is under the pointer; clicking on at the same place, what the clicks have come to. */
function pointed({ at, slop }: PointerAct, { scene, selected, clicked }: ToolContext): Found | null {
  const found = scene.find(at, slop, selected);
  if (found?.hit.on === "handle" || !clicked || apart(clicked, at) > slop) return found;
  return scene.findAll(at, slop).find(({ item }) => item.id === selected) ?? found;
}

/** What a click on something chosen already comes to: the next one under the pointer, round and round. */
function under(id: string, { at, slop }: PointerAct, { scene }: ToolContext): string {
  const ids = scene.findAll(at, slop).map(({ item }) => item.id);
  return ids[(ids.indexOf(id) + 1) % ids.length] ?? id;
}

function banding(state: ToolState & { mode: "banding" }, event: PointerAct): Outcome {
  const rect = rectBetween(state.from, event.at);
  if (event.type === "up") return { state: IDLE, over: null, band: rect };
  return event.type === "move" ? { state: { ...state, to: event.at }, over: rect } : { state };
}

/** A shape that is nothing but one handle (a point) is always pulled by it. */
function onlyHandle(context: ToolContext, shape: string, value: unknown): string | undefined {
  const handles = context.scene.shapes[shape]?.handles(value) ?? [];
  return handles.length === 1 ? handles[0]?.id : undefined;
}

function pressed(state: ToolState & { mode: "pressed" }, event: PointerAct, context: ToolContext): Outcome {
  if (event.type === "up") {
    const several = context.others.length > 0;
    const meant = state.again && !several ? under(state.id, event, context) : state.id;
    return meant === context.selected && !several ? { state: IDLE } : { state: IDLE, select: meant };
  }
  if (event.type !== "move" || apart(state.screen, event.screen) < DRAG_STARTS) return { state };
  const { id, handle, value, from } = state;
  const next: ToolState =
    handle === null
      ? { mode: "moving", id, from, value, now: value }
      : { mode: "pulling", id, handle, value, now: value };
  return dragging(next, event, context);
}

function dragging(
  state: ToolState & { mode: "moving" | "pulling" },
  event: PointerAct,
  { scene }: ToolContext,
): Outcome {
  if (event.type === "back") return { state: IDLE, draft: null };
  if (event.type === "up") {
    const by = state.mode === "moving" ? { by: minus(event.at, state.from) } : {};
    return { state: IDLE, draft: null, changed: { id: state.id, value: state.now, ...by } };
  }
  const shape = scene.shapes[scene.get(state.id)?.shape ?? ""];
  // It may have gone meanwhile (undo by key during a drag).
  if (!shape) return { state: IDLE, draft: null };
  const now =
    state.mode === "moving"
      ? shape.move(state.value, minus(event.at, state.from))
      : shape.pull(state.value, state.handle, event.at, event.regular);
  const by = state.mode === "moving" ? { by: minus(event.at, state.from) } : {};
  return { state: { ...state, now }, draft: { id: state.id, value: now, ...by } };
}

function panning(state: ToolState & { mode: "panning" }, event: PointerAct): Outcome {
  // A click on nothing lets go of the selection; a drag only moves the picture.
  if (event.type === "up") return state.moved ? { state: IDLE } : { state: IDLE, select: null };
  if (event.type !== "move") return { state };
  const moved = state.moved || apart(state.last, event.screen) >= DRAG_STARTS;
  if (!moved) return { state };
  return { state: { mode: "panning", last: event.screen, moved }, pan: minus(event.screen, state.last) };
}

/** Shift draws one straight stretch. Points nearer than an eighth of the radius change nothing one could see. */
function painting(stroke: BrushStroke, { type, at, regular }: PointerAct): Outcome {
  if (type === "back") return { state: IDLE };
  if (type === "up" || type === "finish") return { state: IDLE, painted: stroke };
  const { points, radius } = stroke;
  const [first, last] = [points[0] ?? at, points.at(-1) ?? at];
  if (type !== "move" || (apart(last, at) < radius / 8 && !regular))
    return { state: { mode: "painting", stroke } };
  return {
    state: { mode: "painting", stroke: { ...stroke, points: regular ? [first, at] : [...points, at] } },
  };
}

function drawing(gesture: unknown, event: PointerAct, { scene, tool }: ToolContext): Outcome {
  const shape = tool === null ? undefined : scene.shapes[tool];
  if (!shape?.gesture) return { state: IDLE, draft: null };
  const step = shape.gesture.step(gesture, event);
  if (step.done !== undefined) return { state: IDLE, draft: null, made: step.done };
  // A gesture that is back at its beginning has nothing on screen: the machine is idle again.
  const over = step.draft === undefined && JSON.stringify(step.state) === JSON.stringify(shape.gesture.idle);
  return {
    state: over ? IDLE : { mode: "drawing", gesture: step.state },
    draft: step.draft === undefined ? null : { id: null, value: step.draft },
  };
}
