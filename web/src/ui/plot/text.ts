// Names on a plot: cut to the room they have. The tip has the whole of them.

const PER_CHARACTER = 6.4;

export function cut(name: string, room: number): string {
  const most = Math.max(3, Math.floor(room / PER_CHARACTER));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

export const roomFor = (names: readonly string[], least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.max(0, ...names.map((name) => name.length)) * PER_CHARACTER + 16));
