// Where the picture is on the screen: a scale and an offset. Pure, so zooming is tested with numbers.

import { clamp, type Point, type Rect } from "../../core/geometry";

export interface Size {
  width: number;
  height: number;
}

/** Screen = image × scale + (x, y), in CSS pixels of the canvas. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

const MARGIN = 12;
export const CLOSEST = 40;

export const toScreen = (view: View, p: Point): Point => ({
  x: p.x * view.scale + view.x,
  y: p.y * view.scale + view.y,
});
export const toImage = (view: View, p: Point): Point => ({
  x: (p.x - view.x) / view.scale,
  y: (p.y - view.y) / view.scale,
});

/** The whole picture, as large as fits; small ones are enlarged up to four times so that they can be drawn on. */
export function fitted(image: Size, screen: Size, most = 4): View {
  const room = {
    width: Math.max(1, screen.width - 2 * MARGIN),
    height: Math.max(1, screen.height - 2 * MARGIN),
  };
  const scale = Math.min(room.width / image.width, room.height / image.height, most);
  return centred(image, screen, scale);
}

function centred(image: Size, screen: Size, scale: number): View {
  return {
    scale,
    x: (screen.width - image.width * scale) / 2,
    y: (screen.height - image.height * scale) / 2,
  };
}

/** Zooms so that what lies under `at` (screen) stays there. */
export function zoomed(view: View, at: Point, factor: number, image: Size, screen: Size): View {
  const smallest = Math.min(fitted(image, screen).scale / 4, 1);
  const scale = clamp(view.scale * factor, smallest, CLOSEST);
  const ratio = scale / view.scale;
  return kept({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, image, screen);
}

export function panned(view: View, by: Point, image: Size, screen: Size): View {
  return kept({ ...view, x: view.x + by.x, y: view.y + by.y }, image, screen);
}

/** The picture cannot be lost: a strip of it stays on screen. */
function kept(view: View, image: Size, screen: Size): View {
  const strip = 48;
  const width = image.width * view.scale;
  const height = image.height * view.scale;
  return {
    scale: view.scale,
    x: clamp(view.x, Math.min(strip - width, 0), Math.max(screen.width - strip, 0)),
    y: clamp(view.y, Math.min(strip - height, 0), Math.max(screen.height - strip, 0)),
  };
}

/** Moves as little as needed so that `rect` (image pixels) is in sight. */
export function revealing(view: View, rect: Rect, image: Size, screen: Size): View {
  const a = toScreen(view, rect);
  const b = toScreen(view, { x: rect.x + rect.width, y: rect.y + rect.height });
  const shift = (low: number, high: number, room: number) =>
    low < MARGIN ? MARGIN - low : high > room - MARGIN ? Math.max(room - MARGIN - high, MARGIN - low) : 0;
  return panned(view, { x: shift(a.x, b.x, screen.width), y: shift(a.y, b.y, screen.height) }, image, screen);
}

/** The part of the picture that is on screen. */
export function inSight(view: View, image: Size, screen: Size): Rect {
  const a = toImage(view, { x: 0, y: 0 });
  const b = toImage(view, { x: screen.width, y: screen.height });
  const x = clamp(a.x, 0, image.width);
  const y = clamp(a.y, 0, image.height);
  return { x, y, width: clamp(b.x, 0, image.width) - x, height: clamp(b.y, 0, image.height) - y };
}
