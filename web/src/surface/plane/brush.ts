// The brush in hand: how wide it is on screen, and whether it takes away. Zooming in makes it finer in the picture.

import { clamp } from "../../core/geometry";
import { Signal } from "../../core/signal";

export interface Brush {
  /** Screen pixels across. */
  size: number;
  erase: boolean;
}

export const brush = new Signal<Brush>({ size: 32, erase: false });

export const resizeBrush = (factor: number): void =>
  brush.update((now) => ({ ...now, size: clamp(Math.round(now.size * factor), 2, 400) }));

export const toggleErase = (): void => brush.update((now) => ({ ...now, erase: !now.erase }));

/** As wide as it is in the picture at this scale. */
export const inPicture = (scale: number) => {
  const { size, erase } = brush.snapshot();
  return { radius: size / 2 / scale, erase };
};
