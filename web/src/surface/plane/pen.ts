// The pen of the plane surface: shapes draw in image pixels, lines keep their width on screen.

import type { Point, Rect } from "../../core/geometry";
import type { Ink } from "../../core/options";
import type { Pen } from "../contract";
import type { View } from "./view";

export interface Stroke {
  ink: Ink;
  /** Screen pixels. */
  width: number;
  fill: number;
  dashed: boolean;
  /** A dark or light line under the coloured one, so that it shows on every picture. */
  casing: boolean;
}

interface Drawn {
  fill(): void;
  stroke(): void;
}

const DASHES: readonly number[][] = [[], [9, 4], [2, 4]];

/** Draws one path twice if it has a casing; the shape describes it once. */
export class CanvasPen implements Pen {
  private stroke: Stroke | null = null;
  private readonly path2d: Drawn = { fill: () => this.canvas.fill(), stroke: () => this.canvas.stroke() };

  constructor(
    private readonly canvas: CanvasRenderingContext2D,
    private view: View,
  ) {}

  look(view: View): void {
    this.view = view;
  }

  with(stroke: Stroke, draw: (pen: Pen) => void): void {
    this.stroke = stroke;
    draw(this);
    this.stroke = null;
  }

  rect({ x, y, width, height }: Rect): void {
    const { canvas, view } = this;
    const at = [x * view.scale + view.x, y * view.scale + view.y] as const;
    const size = [width * view.scale, height * view.scale] as const;
    // Not as a path: upright rectangles have a much quicker way of their own, and there may be thousands.
    this.finish(true, 0, {
      fill: () => canvas.fillRect(...at, ...size),
      stroke: () => canvas.strokeRect(...at, ...size),
    });
  }

  ring(points: readonly Point[]): void {
    this.path(points);
    this.canvas.closePath();
    this.finish(true);
  }

  rings(list: readonly (readonly Point[])[]): void {
    const { canvas } = this;
    canvas.beginPath();
    for (const points of list) {
      this.trace(points);
      canvas.closePath();
    }
    this.finish(true, 0.3, { fill: () => canvas.fill("evenodd"), stroke: () => canvas.stroke() });
  }

  line(points: readonly Point[]): void {
    this.path(points);
    this.finish(false);
  }

  dot(at: Point): void {
    const { canvas, view } = this;
    canvas.beginPath();
    canvas.arc(at.x * view.scale + view.x, at.y * view.scale + view.y, 5, 0, Math.PI * 2);
    this.finish(true, 0.55);
  }

  private path(points: readonly Point[]): void {
    this.canvas.beginPath();
    this.trace(points);
  }

  private trace(points: readonly Point[]): void {
    const { canvas, view } = this;
    for (let i = 0; i < points.length; i++) {
      const { x, y } = points[i] as Point;
      if (i === 0) canvas.moveTo(x * view.scale + view.x, y * view.scale + view.y);
      else canvas.lineTo(x * view.scale + view.x, y * view.scale + view.y);
    }
  }

  private finish(closed: boolean, least = 0, drawn: Drawn = this.path2d): void {
    const { canvas, stroke } = this;
    if (!stroke) return;
    const fill = Math.max(stroke.fill, least);
    if (closed && fill > 0) {
      canvas.globalAlpha = fill;
      canvas.fillStyle = stroke.ink.colour;
      drawn.fill();
      canvas.globalAlpha = 1;
    }
    if (stroke.casing) {
      canvas.setLineDash([]);
      canvas.lineWidth = stroke.width + 2;
      canvas.strokeStyle = "rgba(255, 255, 255, 0.75)";
      drawn.stroke();
    }
    canvas.setLineDash(stroke.dashed ? [5, 4] : (DASHES[stroke.ink.pattern] as number[]));
    canvas.lineWidth = stroke.width;
    canvas.strokeStyle = stroke.ink.colour;
    drawn.stroke();
  }
}
