// The arcs above a text that join its spans. Pure, so that where they go is tested with numbers.

import type { SurfaceLink } from "../links";
import type { Line } from "./measure";

export interface Arc extends SurfaceLink {
  path: string;
  /** Triangles (or for undirected ones dots) at its ends. */
  heads: string;
  /** Where its label stands. */
  middle: { x: number; y: number };
}

const SPREAD = 7;

export function arcsOf(links: readonly SurfaceLink[], lines: ReadonlyMap<string, readonly Line[]>): Arc[] {
  const used = new Map<string, number>();
  /** Ends at one span stand beside each other. */
  const foot = (id: string) => {
    const line = lines.get(id)?.[0];
    if (!line) return null;
    const n = used.get(id) ?? 0;
    used.set(id, n + 1);
    const aside = n === 0 ? 0 : Math.ceil(n / 2) * SPREAD * (n % 2 ? 1 : -1);
    const half = Math.max(0, line.width / 2 - 3);
    return { x: line.left + line.width / 2 + Math.max(-half, Math.min(half, aside)), y: line.top };
  };
  return links.flatMap((link): Arc[] => {
    const a = foot(link.from);
    const b = foot(link.to);
    if (!a || !b) return [];
    const lift = Math.min(30, 13 + Math.abs(a.x - b.x) * 0.045);
    const top = { a: a.y - lift, b: b.y - lift };
    const path = `M${r(a.x)} ${r(a.y)}C${r(a.x)} ${r(top.a)} ${r(b.x)} ${r(top.b)} ${r(b.x)} ${r(b.y)}`;
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 8 + ((top.a + top.b) * 3) / 8 };
    const heads = link.directed ? head(b) : dot(a) + dot(b);
    return [{ ...link, path, heads, middle }];
  });
}

const r = (value: number) => Math.round(value * 10) / 10;
const head = ({ x, y }: { x: number; y: number }) =>
  `M${r(x - 3.5)} ${r(y - 6)}L${r(x)} ${r(y)}L${r(x + 3.5)} ${r(y - 6)}Z`;
const dot = ({ x, y }: { x: number; y: number }) =>
  `M${r(x - 2.5)} ${r(y)}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z`;
