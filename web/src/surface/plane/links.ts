// Relations on a picture: straight arrows between what they join.

import type { Point } from "../../core/geometry";
import { readableOn } from "../../core/options";
import { between, type SurfaceLink } from "../links";
import type { Scene } from "./scene";
import { toScreen, type View } from "./view";

export interface PlacedLink extends SurfaceLink {
  line: readonly [Point, Point];
}

export function placed(links: readonly SurfaceLink[], scene: Scene): PlacedLink[] {
  if (links.length === 0) return [];
  const at = new Map(scene.items.map((item, i) => [item.id, scene.bounds[i]]));
  return links.flatMap((link) => {
    const a = at.get(link.from);
    const b = at.get(link.to);
    return a && b ? [{ ...link, line: between(a, b) }] : [];
  });
}

export function drawLinks(
  context: CanvasRenderingContext2D,
  view: View,
  links: readonly PlacedLink[],
  look: { width: number; labels: boolean },
): void {
  for (const link of links) {
    const [a, b] = [toScreen(view, link.line[0]), toScreen(view, link.line[1])];
    for (const [colour, width] of [
      ["rgba(255, 255, 255, 0.75)", look.width + 2],
      [link.ink.colour, look.width],
    ] as const) {
      context.strokeStyle = colour;
      context.fillStyle = colour;
      context.lineWidth = width;
      context.setLineDash(link.suggestion ? [5, 4] : []);
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
      context.stroke();
      context.setLineDash([]);
      if (link.directed) head(context, a, b, 11 + width);
      else for (const { x, y } of [a, b]) dot(context, x, y, 2.5 + width / 2);
    }
    if (look.labels && link.label) tag(context, (a.x + b.x) / 2, (a.y + b.y) / 2, link);
  }
}

function head(context: CanvasRenderingContext2D, from: Point, to: Point, size: number): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  context.beginPath();
  context.moveTo(to.x, to.y);
  for (const side of [-0.42, 0.42])
    context.lineTo(to.x - Math.cos(angle + side) * size, to.y - Math.sin(angle + side) * size);
  context.closePath();
  context.fill();
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

function tag(context: CanvasRenderingContext2D, x: number, y: number, link: SurfaceLink): void {
  context.font = "600 11px ui-sans-serif, system-ui, sans-serif";
  context.textBaseline = "middle";
  const text = link.label.length > 28 ? `${link.label.slice(0, 27)}…` : link.label;
  const width = context.measureText(text).width + 10;
  context.fillStyle = link.ink.colour;
  context.beginPath();
  context.roundRect(x - width / 2, y - 8.5, width, 17, 8.5);
  context.fill();
  context.fillStyle = readableOn(link.ink.colour);
  context.fillText(text, x - width / 2 + 5, y + 0.5);
}
