// Rectangles by where they lie: a grid of cells, so that a look at one place does not ask all of them. Pure.

import type { Point, Rect } from "../../core/geometry";

/** About as many cells as rectangles; each rectangle is listed in every cell that it touches, up to a bound. */
export class Grid {
  private readonly cells = new Map<number, number[]>();
  /** Those that would be in too many cells. */
  private readonly large: number[] = [];
  private readonly size: number;

  constructor(private readonly rects: readonly Rect[]) {
    let right = 1;
    let bottom = 1;
    for (const { x, y, width, height } of rects) {
      right = Math.max(right, x + width);
      bottom = Math.max(bottom, y + height);
    }
    this.size = Math.max(16, Math.sqrt((right * bottom) / Math.max(1, rects.length)));
    rects.forEach((rect, index) => {
      this.put(rect, index);
    });
  }

  /** Indices of what may touch `rect`, ascending, each once. */
  near(rect: Rect): number[] {
    const [x1, y1, x2, y2] = this.range(rect);
    // As many cells as there are rectangles: asking them all is quicker.
    if ((x2 - x1 + 1) * (y2 - y1 + 1) > this.rects.length / 2 + 16) return this.rects.map((_, i) => i);
    const found = new Set(this.large);
    for (let y = y1; y <= y2; y++)
      for (let x = x1; x <= x2; x++) for (const index of this.cells.get(key(x, y)) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b);
  }

  at({ x, y }: Point, slop: number): number[] {
    return this.near({ x: x - slop, y: y - slop, width: 2 * slop, height: 2 * slop });
  }

  private put(rect: Rect, index: number): void {
    const [x1, y1, x2, y2] = this.range(rect);
    if ((x2 - x1 + 1) * (y2 - y1 + 1) > 64) {
      this.large.push(index);
      return;
    }
    for (let y = y1; y <= y2; y++)
      for (let x = x1; x <= x2; x++) {
        const cell = this.cells.get(key(x, y));
        if (cell) cell.push(index);
        else this.cells.set(key(x, y), [index]);
      }
  }

  private range({ x, y, width, height }: Rect): [number, number, number, number] {
    const cell = (value: number) => Math.floor(value / this.size);
    return [cell(x), cell(y), cell(x + width), cell(y + height)];
  }
}

const key = (x: number, y: number) => x * 65_536 + y;
