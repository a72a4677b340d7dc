// What commands can ask of whichever surface is on screen; one that cannot do a thing leaves it out.

import type { Point } from "../core/geometry";

export interface SurfaceHandle {
  focus(): void;
  /** Brings a region into sight. */
  reveal?(id: string): void;
  hover?(id: string | null): void;
  /** Esc. True if something was under way and is now left. */
  cancel?(): boolean;
  finish?(): boolean;
  vertexBack?(): boolean;
  /** Arrow keys; false when the surface has no use for them now. */
  arrow?(by: Point, fast: boolean, size: boolean): boolean;
  press?(): boolean;
  hold?(hand: boolean): void;
  place?(): boolean;
  walkHandles?(forward: boolean): void;
  dropVertex?(): boolean;
  fit?(): void;
  zoom?(factor: number): void;
  /** What is selected, as large as fits. */
  zoomSelected?(): boolean;
  /** 100 %. */
  zoomExactly?(): void;
  /** Opens the search in its text. */
  find?(): boolean;
}
