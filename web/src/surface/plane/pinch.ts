// Two fingers on a picture: they move it and bring it nearer. Pure.

import { apart, type Point } from "../../core/geometry";

interface Touch {
  readonly clientX: number;
  readonly clientY: number;
}

export interface Pinched {
  pan: Point;
  factor: number;
  /** Between the fingers. */
  at: Touch;
}

export class Pinch {
  private readonly fingers = new Map<number, Point>();
  /** From the second finger on until the last one is lifted: what one finger does then means nothing. */
  private going = false;

  /** True when this finger begins (or belongs to) a pinch. */
  down(id: number, { clientX: x, clientY: y }: Touch): boolean {
    this.fingers.set(id, { x, y });
    if (this.fingers.size > 1) this.going = true;
    return this.going;
  }

  /** What the fingers did to the picture; null: there is no pinch, the pointer points. */
  move(id: number, { clientX: x, clientY: y }: Touch): Pinched | null {
    const before = this.fingers.get(id);
    const now = { x, y };
    if (before) this.fingers.set(id, now);
    if (!this.going || !before) return null;
    const other = [...this.fingers].find(([one]) => one !== id)?.[1];
    if (!other) return { pan: { x: 0, y: 0 }, factor: 1, at: { clientX: x, clientY: y } };
    const middle = (p: Point) => ({ x: (p.x + other.x) / 2, y: (p.y + other.y) / 2 });
    const [from, to] = [middle(before), middle(now)];
    return {
      pan: { x: to.x - from.x, y: to.y - from.y },
      factor: apart(now, other) / Math.max(1, apart(before, other)),
      at: { clientX: to.x, clientY: to.y },
    };
  }

  /** True when the lifted finger belonged to a pinch. */
  up(id: number): boolean {
    const { going } = this;
    this.fingers.delete(id);
    if (this.fingers.size === 0) this.going = false;
    return going;
  }
}
