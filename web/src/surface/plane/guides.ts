// What helps the hands on a picture: handles, lines through the pointer, the selecting rectangle, the grid of pixels.

import type { Point, Rect } from "../../core/geometry";
import type { BrushStroke, Handle } from "../contract";
import { type Size, toScreen, type View } from "./view";

/** From this scale on, single pixels of the picture can be told apart, and are. */
export const GRID_FROM = 12;

/** Handles as they can be grabbed, on screen: where several would lie on each other, the first of them. */
export function roomy(handles: readonly Handle[], view: View, focused: string | null): Handle[] {
  const taken = new Set<string>();
  return handles.flatMap((handle) => {
    const at = toScreen(view, handle.at);
    const cell = `${Math.round(at.x / 10)} ${Math.round(at.y / 10)}`;
    if (taken.has(cell) && handle.id !== focused) return [];
    taken.add(cell);
    return [{ ...handle, at }];
  });
}

export function drawHandle(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  look: Handle["look"],
  focused: boolean,
  colour: string,
): void {
  const size = focused ? 6 : look === "middle" ? 3 : 4.5;
  context.setLineDash([]);
  context.beginPath();
  if (look === "corner") context.rect(x - size, y - size, size * 2, size * 2);
  else context.arc(x, y, size, 0, Math.PI * 2);
  context.globalAlpha = look === "middle" && !focused ? 0.75 : 1;
  context.fillStyle = focused ? colour : "#ffffff";
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = focused ? "#ffffff" : colour;
  context.stroke();
  context.globalAlpha = 1;
}

/** Dark under light, so that they show on every picture. */
const CASED = [
  ["rgba(0, 0, 0, 0.55)", 3],
  ["#ffffff", 1],
] as const;

function cross(context: CanvasRenderingContext2D, { x, y }: Point, { width, height }: Size): void {
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
}

export function drawCrosshair(
  context: CanvasRenderingContext2D,
  at: Point,
  { screen, focusRing }: { screen: Size; focusRing: string },
): void {
  context.setLineDash([]);
  for (const [colour, line] of CASED) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    cross(context, at, screen);
  }
  context.strokeStyle = focusRing;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(at.x, at.y, 9, 0, Math.PI * 2);
  context.stroke();
}

/** Fainter than the keyboard's: the mouse has a pointer of its own. */
export function drawLines(context: CanvasRenderingContext2D, at: Point, screen: Size): void {
  context.setLineDash([]);
  context.globalAlpha = 0.6;
  for (const [colour, line] of CASED) {
    context.strokeStyle = colour;
    context.lineWidth = line === 3 ? 2 : 1;
    cross(context, { x: Math.round(at.x) + 0.5, y: Math.round(at.y) + 0.5 }, screen);
  }
  context.globalAlpha = 1;
}

export function drawBand(context: CanvasRenderingContext2D, view: View, rect: Rect, colour: string): void {
  const { x, y } = toScreen(view, rect);
  const [width, height] = [rect.width * view.scale, rect.height * view.scale];
  context.setLineDash([]);
  context.fillStyle = colour;
  context.globalAlpha = 0.18;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.strokeRect(x, y, width, height);
}

/** The edges of the picture's pixels inside `part` (image pixels). */
export function drawGrid(context: CanvasRenderingContext2D, view: View, picture: Size, part: Rect): void {
  const right = Math.min(picture.width, Math.ceil(part.x + part.width));
  const bottom = Math.min(picture.height, Math.ceil(part.y + part.height));
  const a = toScreen(view, { x: Math.max(0, part.x), y: Math.max(0, part.y) });
  const b = toScreen(view, { x: right, y: bottom });
  context.setLineDash([]);
  context.strokeStyle = "rgba(128, 128, 128, 0.4)";
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.max(0, Math.floor(part.x)); x <= right; x++) {
    const at = x * view.scale + view.x;
    context.moveTo(at, a.y);
    context.lineTo(at, b.y);
  }
  for (let y = Math.max(0, Math.floor(part.y)); y <= bottom; y++) {
    const at = y * view.scale + view.y;
    context.moveTo(a.x, at);
    context.lineTo(b.x, at);
  }
  context.stroke();
}

/** What the stroke has passed over, and a circle as wide as the brush at the pointer. */
export function drawBrush(
  context: CanvasRenderingContext2D,
  view: View,
  {
    size,
    erase,
    colour,
    stroke,
  }: { size: number; erase: boolean; colour: string; stroke: BrushStroke | null },
  at: Point | null,
): void {
  if (stroke) {
    context.save();
    context.globalAlpha = stroke.less ? 0.6 : 0.4;
    context.strokeStyle = stroke.less ? "#ffffff" : colour;
    context.lineWidth = 2 * stroke.radius * view.scale;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    const points = stroke.points.map((point) => toScreen(view, point));
    // A path of one point is drawn only when it ends where it began.
    for (const { x, y } of [...points.slice(0, 1), ...points]) context.lineTo(x, y);
    context.stroke();
    context.restore();
  }
  if (!at) return;
  const { x, y } = toScreen(view, at);
  for (const [width, style] of [
    [3, "rgba(255, 255, 255, 0.85)"],
    [1.25, "#111111"],
  ] as const) {
    context.setLineDash(erase ? [4, 3] : []);
    context.lineWidth = width;
    context.strokeStyle = style;
    context.beginPath();
    context.arc(x, y, Math.max(1, size / 2), 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}
