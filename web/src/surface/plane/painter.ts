// Paints the picture and its shapes. Two canvases: what stays while something is drawn, and what is in the hands.

import type { Point } from "../../core/geometry";
import { readableOn } from "../../core/options";
import type { PlaneShape } from "../contract";
import { drawLinks, type PlacedLink } from "./links";
import { CanvasPen } from "./pen";
import { levelFor, type Picture } from "./picture";
import type { PlaneItem, Scene } from "./scene";
import { inSight, type Size, toScreen, type View } from "./view";

export interface Frame {
  view: View;
  screen: Size;
  scene: Scene;
  links: readonly PlacedLink[];
  picture: Picture | null;
  selected: string | null;
  hovered: string | null;
  handle: string | null;
  draft: { item: PlaneItem } | null;
  /** Where the keyboard's pointer is, in image pixels. */
  crosshair: Point | null;
  adjust: { brightness: number; contrast: number };
  focusRing: string;
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
  if (!context || !frame.picture) return;
  const { view, picture, scene, screen } = frame;
  const { brightness, contrast } = frame.adjust;
  context.imageSmoothingEnabled = view.scale < 3;
  if (brightness !== 1 || contrast !== 1) context.filter = `brightness(${brightness}) contrast(${contrast})`;
  const source = levelFor(picture, view.scale * (window.devicePixelRatio || 1));
  context.drawImage(source, view.x, view.y, picture.width * view.scale, picture.height * view.scale);
  context.filter = "none";

  const pen = new CanvasPen(context, view);
  const seen = scene.within(inSight(view, picture, screen));
  const busy = seen.length > MANY;
  const held = frame.draft?.item.id;
  for (const item of seen) {
    if (item.id === held || item.id === frame.selected) continue;
    drawItem(pen, item, scene.shapes[item.shape], { width: busy ? 1.25 : 2, fill: 0.1, casing: !busy });
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
  const selected = draft?.item ?? scene.get(frame.selected);
  if (selected) {
    const shape = scene.shapes[selected.shape];
    drawItem(pen, selected, shape, { width: 2.5, fill: 0.2, casing: true });
    const drawn = (draft === null || draft.item.id !== "") && !selected.locked;
    for (const handle of (drawn && shape?.handles(selected.value)) || []) {
      drawHandle(
        context,
        toScreen(view, handle.at),
        handle.look,
        handle.id === frame.handle,
        selected.ink.colour,
      );
    }
  }
  const link = frame.links.filter(({ id }) => id === frame.selected || id === frame.hovered);
  drawLinks(context, view, link, { width: 3, labels: true });
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

function drawHandle(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  look: "corner" | "vertex" | "middle" | "turn",
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

function drawCrosshair(context: CanvasRenderingContext2D, { x, y }: Point, frame: Frame): void {
  const { width, height } = frame.screen;
  context.setLineDash([]);
  for (const [colour, line] of [
    ["rgba(0, 0, 0, 0.55)", 3],
    ["#ffffff", 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
  }
  context.strokeStyle = frame.focusRing;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 9, 0, Math.PI * 2);
  context.stroke();
}
