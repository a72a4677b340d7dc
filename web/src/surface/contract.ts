// What a shape promises its surface. Selecting, dragging, resizing, nudging, snapping and undo are written once
// per surface with these; a shape's file holds only what is true of that shape.

import type { Point, Rect } from "../core/geometry";
import type { MessageKey } from "../i18n";

/** Where on a shape something is. Handles are named by the shape ("se", "0/3"). */
export type Hit = { on: "handle"; handle: string } | { on: "edge" } | { on: "inside" };

export interface Handle {
  id: string;
  at: Point;
  /** `corner` is a square, `vertex` a dot, `middle` a faint dot that becomes a vertex, `turn` a ring. */
  look: "corner" | "vertex" | "middle" | "turn";
  cursor?: string;
}

/** A small drawing interface in image pixels; widths are in screen pixels, so lines stay thin at every zoom. */
export interface Pen {
  rect(rect: Rect): void;
  ring(points: readonly Point[]): void;
  line(points: readonly Point[]): void;
  dot(at: Point): void;
  /** One area with several edges; rings inside others are its holes. */
  rings(list: readonly (readonly Point[])[]): void;
}

/** A round brush drawn through points, in image pixels. */
export interface BrushStroke {
  points: readonly Point[];
  radius: number;
  /** Takes away. */
  less: boolean;
}

/** Of a picture, in pixels. */
interface Size {
  width: number;
  height: number;
}

/** What happens on a surface, in image pixels. */
export interface SurfaceEvent {
  type: "down" | "move" | "up" | "double" | "finish" | "back" | "cancel";
  at: Point;
  /** How far off a click may be and still mean a thing: a few screen pixels. */
  slop: number;
  /** Shift: keep it regular (square, upright line). */
  regular: boolean;
}

export interface Step<V, S> {
  state: S;
  /** What it would be if it ended here; drawn, not kept. */
  draft?: V;
  /** The shape is finished. */
  done?: V;
}

/** How a shape is drawn: a pure reducer, tested by a list of events. */
export interface Gesture<V, S = unknown> {
  idle: S;
  step(state: S, event: SurfaceEvent): Step<V, S>;
}

interface ShapeBase {
  name: MessageKey;
  /** Path data of a 16 × 16 icon. */
  icon: string;
  /** The letter that takes up its tool. */
  key: string;
}

/** A shape on a picture. */
export interface PlaneShape<V> extends ShapeBase {
  surface: "plane";
  /** How it is drawn; absent: by strokes (`brushed`). */
  gesture?: Gesture<V>;
  /** The value (null: none yet) after a stroke; null when nothing is left of it. */
  brushed?(value: V | null, stroke: BrushStroke, picture: Size): V | null;
  bounds(value: V): Rect;
  hit(value: V, point: Point, slop: number): Hit | null;
  handles(value: V): Handle[];
  /** The value after handle `handle` was brought to `to`. */
  pull(value: V, handle: string, to: Point, regular?: boolean): V;
  move(value: V, by: Point): V;
  paint(value: V, pen: Pen): void;
  /** Whether it is one the server would take, its picture's size apart: has an area, no point twice. */
  sound(value: V): boolean;
  /** A first shape inside `room`, for drawing without a pointer. */
  place(room: Rect, picture: Size): V;
  /** The handle that keys resize first. */
  grip?: string;
  /** The value without one of its vertices; null when too little would be left. Absent: has no vertices. */
  drop?(value: V, handle: string): V | null;
  /** What pulling `handle` leaves under the pointer, when it is not `handle` itself (a new vertex). */
  held?(handle: string): string;
}

/** A shape in text: a stretch of code points. */
export interface TextShape<V> extends ShapeBase {
  surface: "text";
  extent(value: V): { start: number; end: number };
  of(start: number, end: number): V;
}

export type ShapeUI<V> = PlaneShape<V> | TextShape<V>;
