// Paints the picture and its shapes. Two canvases: what stays while something is drawn, and what is in the hands.

import type { Point, Rect } from "../../core/geometry";
import { readableOn } from "../../core/options";
import type { BrushStroke, PlaneShape } from "../contract";
import { type Adjust, filterOf } from "./adjust";
import {
  drawBand,
  drawBrush,
  drawCrosshair,
  drawGrid,
  drawHandle,
  drawLines,
  GRID_FROM,
  roomy,
} from "./guides";
import { drawLinks, type PlacedLink } from "./links";
import { CanvasPen } from "./pen";
import { levelFor, type Picture } from "./picture";
import { drawRulers } from "./rulers";
import type { PlaneItem, Scene } from "./scene";
import { inSight, type Size, toImage, toScreen, type View } from "./view";

/** What the hands are on, to be painted over what stays. */
export interface InHand {
  selected: string | null;
  others: readonly string[];
  hovered: string | null;
  handle: string | null;
  draft: { item: PlaneItem } | null;
  /** Dragged along with the draft. */
  along: readonly PlaneItem[];
  /** Where the keyboard's pointer is, in image pixels. */
  crosshair: Point | null;
  /** The rectangle that selects, in image pixels. */
  over: Rect | null;
  /** The mouse, in image pixels; `lines` go through it. */
  pointer: Point | null;
  lines: boolean;
  /** A brush in hand; `stroke` while it paints. */
  brush: { size: number; erase: boolean; colour: string; stroke: BrushStroke | null } | null;
  rulers: boolean;
  adjust: Adjust;
  focusRing: string;
}

export interface Frame extends InHand {
  view: View;
  screen: Size;
  scene: Scene;
  links: readonly PlacedLink[];
  picture: Picture | null;
  /** Zooming: what counts is that it follows. */
  moving: boolean;
}

/** How many shapes are in sight decides how each is drawn. */
export const isBusy = ({ scene, view, picture, screen }: Frame): boolean =>
  picture !== null && scene.countWithin(inSight(view, picture, screen), MANY + 1) > MANY;

const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

function inside(view: View, part: Rect): Rect {
  const { x, y } = toImage(view, part);
  return { x, y, width: part.width / view.scale, height: part.height / view.scale };
}

/** Above this many shapes names are shown only for the one under the pointer: text is what costs time. */
const MANY = 150;

function prepare(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** The picture and every shape that is not in the hands. */
export function paintBase(canvas: HTMLCanvasElement, frame: Frame): void {
  const context = prepare(canvas, frame.screen);
  if (context) paintPart(context, frame, { x: 0, y: 0, ...frame.screen });
}

/** After a pan by `by` (whole device pixels): what was painted is pushed along, only the strips that open are new. */
export function shiftBase(canvas: HTMLCanvasElement, frame: Frame, by: Point): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = "copy";
  context.drawImage(canvas, Math.round(by.x * ratio), Math.round(by.y * ratio));
  context.globalCompositeOperation = "source-over";
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintParts(canvas, frame, opened(frame.screen, by));
}

/** Only these parts of the screen, which may lie over each other. */
export function paintParts(canvas: HTMLCanvasElement, frame: Frame, parts: readonly Rect[]): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  // Whole device pixels: half ones at an edge would be painted over each other.
  const down = (value: number) => Math.floor(value * ratio + 0.01) / ratio;
  const up = (value: number) => Math.ceil(value * ratio - 0.01) / ratio;
  for (const part of parts) {
    const [x, y] = [down(part.x), down(part.y)];
    const [width, height] = [up(part.x + part.width) - x, up(part.y + part.height) - y];
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.clearRect(x, y, width, height);
    paintPart(context, frame, { x, y, width, height });
    context.restore();
  }
}

/** What comes into sight after a pan: up to one strip at a side, one above or below. Names stand outside their shapes. */
export function opened({ width, height }: Size, by: Point): Rect[] {
  const [w, h] = [Math.min(width, Math.abs(by.x)), Math.min(height, Math.abs(by.y))];
  const strips: Rect[] = [];
  if (w > 0) strips.push({ x: by.x > 0 ? 0 : width - w, y: 0, width: w, height });
  if (h > 0) strips.push({ x: 0, y: by.y > 0 ? 0 : height - h, width, height: h });
  return strips;
}

/** The base inside `part` of the screen. */
function paintPart(context: CanvasRenderingContext2D, frame: Frame, part: Rect): void {
  if (!frame.picture) return;
  const { view, picture, scene } = frame;
  context.imageSmoothingEnabled = view.scale < 3;
  context.filter = filterOf(frame.adjust);
  const source = levelFor(picture, view.scale * (window.devicePixelRatio || 1));
  context.drawImage(source, view.x, view.y, picture.width * view.scale, picture.height * view.scale);
  context.filter = "none";

  const pen = new CanvasPen(context, view);
  const busy = isBusy(frame);
  const seen = scene.within(inside(view, grown(part, busy ? 4 : 0)));
  const held = frame.draft?.item.id;
  const apart = new Set([...frame.others, frame.selected, held]);
  if (view.scale >= GRID_FROM) drawGrid(context, view, picture, inside(view, part));
  for (const item of seen) {
    if (apart.has(item.id)) continue;
    drawItem(pen, item, scene.shapes[item.shape], {
      width: busy ? 1.25 : 2,
      // Fills are what costs with thousands, and in motion nobody sees them.
      fill: busy && frame.moving ? 0 : 0.1,
      casing: !busy,
    });
  }
  if (!busy) for (const item of seen) if (item.id !== held) drawTag(context, view, scene, item);
  const links = frame.links.filter(
    (link) => link.id !== frame.selected && link.from !== held && link.to !== held,
  );
  drawLinks(context, view, links, { width: 1.75, labels: links.length <= MANY });
}

/** The selected, hovered and half-drawn shapes with their handles. */
export function paintTop(canvas: HTMLCanvasElement, frame: Frame): void {
  const context = prepare(canvas, frame.screen);
  if (!context || !frame.picture) return;
  const { view, scene, draft } = frame;
  const pen = new CanvasPen(context, view);
  const hovered = scene.get(frame.hovered);
  if (hovered && hovered.id !== frame.selected && hovered.id !== draft?.item.id) {
    drawItem(pen, hovered, scene.shapes[hovered.shape], { width: 3, fill: 0.22, casing: true });
    drawTag(context, view, scene, hovered);
  }
  const along = new Map(frame.along.map((item) => [item.id, item]));
  for (const id of frame.others) {
    const item = along.get(id) ?? scene.get(id);
    if (item) drawItem(pen, item, scene.shapes[item.shape], { width: 2.5, fill: 0.2, casing: true });
  }
  const selected = draft?.item ?? scene.get(frame.selected);
  if (selected) {
    const shape = scene.shapes[selected.shape];
    drawItem(pen, selected, shape, { width: 2.5, fill: 0.2, casing: true });
    const drawn = (draft === null || draft.item.id !== "") && !selected.locked && frame.others.length === 0;
    const handles = (drawn && shape?.handles(selected.value)) || [];
    for (const { id, at, look } of roomy(handles, view, frame.handle))
      drawHandle(context, at, look, id === frame.handle, selected.ink.colour);
  }
  if (frame.brush) drawBrush(context, view, frame.brush, frame.crosshair ?? frame.pointer);
  if (frame.over) drawBand(context, view, frame.over, frame.focusRing);
  const link = frame.links.filter(({ id }) => id === frame.selected || id === frame.hovered);
  drawLinks(context, view, link, { width: 3, labels: true });
  if (frame.lines && frame.pointer && !frame.crosshair)
    drawLines(context, toScreen(view, frame.pointer), frame.screen);
  if (frame.rulers) drawRulers(context, frame);
  if (frame.crosshair) drawCrosshair(context, toScreen(view, frame.crosshair), frame);
}

function drawItem(
  pen: CanvasPen,
  item: PlaneItem,
  shape: PlaneShape<unknown> | undefined,
  look: { width: number; fill: number; casing: boolean },
): void {
  pen.with({ ...look, ink: item.ink, dashed: item.suggestion === true }, (tip) =>
    shape?.paint(item.value, tip),
  );
}

const TAG_FONT = "600 11px ui-sans-serif, system-ui, sans-serif";

function drawTag(context: CanvasRenderingContext2D, view: View, scene: Scene, item: PlaneItem): void {
  if (!item.label) return;
  const bounds = scene.shapes[item.shape]?.bounds(item.value);
  if (!bounds) return;
  const at = toScreen(view, bounds);
  context.font = TAG_FONT;
  context.textBaseline = "middle";
  const text = item.label.length > 28 ? `${item.label.slice(0, 27)}…` : item.label;
  const width = context.measureText(text).width + 10;
  const height = 17;
  const x = at.x - 1;
  // Above the shape, or inside where there is no room above.
  const y = at.y - height - 2 < 2 ? at.y + 2 : at.y - height - 2;
  context.fillStyle = item.ink.colour;
  context.beginPath();
  context.roundRect(x, y, width, height, 3);
  context.fill();
  context.fillStyle = readableOn(item.ink.colour);
  context.fillText(text, x + 5, y + height / 2 + 0.5);
}
