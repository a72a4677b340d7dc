// Rulers at the upper and left edge, in pixels of the picture, with the place of the pointer.

import type { Frame } from "./painter";

export const RULER = 18;
/** The same in every theme: they lie on the picture. */
const GROUND = "rgba(23, 25, 28, 0.82)";
const INK = "#e3e6ea";
const FONT = "10px ui-sans-serif, system-ui, sans-serif";

/** The smallest of 1, 2, 5, 10, 20, 50 … that is `room` screen pixels or more. */
export function stepOf(scale: number, room = 56): number {
  const wanted = room / scale;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((one) => one * power >= wanted) ?? 10;
  return Math.max(1, step * power);
}

export function drawRulers(context: CanvasRenderingContext2D, frame: Frame): void {
  const { view, screen, pointer } = frame;
  context.setLineDash([]);
  context.fillStyle = GROUND;
  context.fillRect(0, 0, screen.width, RULER);
  context.fillRect(0, RULER, RULER, screen.height - RULER);
  context.font = FONT;
  context.textBaseline = "middle";
  context.fillStyle = INK;
  context.strokeStyle = INK;
  context.lineWidth = 1;
  const step = stepOf(view.scale);
  marks(context, step, view.scale, view.x, screen.width, (at) => [at, RULER, 0, -5], [3, 8]);
  context.save();
  // The same, lying.
  context.rotate(-Math.PI / 2);
  marks(context, step, view.scale, view.y, screen.height, (at) => [-at, RULER, 0, -5], [3, 8]);
  context.restore();
  if (!pointer) return;
  const x = Math.round(pointer.x * view.scale + view.x) + 0.5;
  const y = Math.round(pointer.y * view.scale + view.y) + 0.5;
  context.strokeStyle = "#e5484d";
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, RULER);
  context.moveTo(0, y);
  context.lineTo(RULER, y);
  context.stroke();
}

type Tick = readonly [x: number, y: number, dx: number, dy: number];

function marks(
  context: CanvasRenderingContext2D,
  step: number,
  scale: number,
  offset: number,
  length: number,
  place: (at: number) => Tick,
  [dx, dy]: readonly [number, number],
): void {
  const first = Math.ceil((RULER - offset) / scale / step) * step;
  context.beginPath();
  for (let value = first; value * scale + offset < length; value += step) {
    const [x, y, , up] = place(Math.round(value * scale + offset) + 0.5);
    context.moveTo(x, y);
    context.lineTo(x, y + up);
    context.fillText(`${Math.round(value * 100) / 100}`, x + dx, dy);
  }
  context.stroke();
}
