// What the plane surface is given and what it tells.

import type { Ink } from "../../core/options";
import type { SurfaceLink } from "../links";
import type { Adjust } from "./adjust";
import type { PlaneItem } from "./scene";

export interface PlaneProps {
  items: readonly PlaneItem[];
  links: readonly SurfaceLink[];
  selected: string | null;
  /** Selected with it. */
  others: readonly string[];
  tool: string | null;
  ink: Ink;
  locked: boolean;
  adjust: Adjust;
  /** Rulers at the edges, and lines through the pointer. */
  rulers: boolean;
}

export interface Changed {
  id: string;
  value: unknown;
}

export interface PlaneEvents {
  select(id: string | null): void;
  made(shape: string, value: unknown): void;
  changed(list: readonly Changed[], merge?: string): void;
  /** Nothing of it is left. */
  removed(id: string): void;
  toggle(id: string): void;
  selectAll(ids: readonly string[]): void;
  /** Cursor, zoom or drawing state changed: the frame around may want to show it. */
  told(state: { scale: number; drawing: boolean; cursor: string; crosshair: boolean }): void;
}

export interface PointerKeys {
  shift: boolean;
  alt: boolean;
  /** Held: onto the nearest corner of another shape. */
  snap: boolean;
  hand: boolean;
}
