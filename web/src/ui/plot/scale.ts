// Numbers to places on a plot, and the round numbers its axis names.

export interface Scale {
  (value: number): number;
  ticks: number[];
}

/** From `low … high` to `start … end`, with about `count` round numbers between. */
export function linear(low: number, high: number, start: number, end: number, count = 4): Scale {
  const span = high - low || 1;
  const place = (value: number) => start + ((value - low) / span) * (end - start);
  return Object.assign(place, { ticks: ticksOf(low, high, count) });
}

/** Round numbers from `low` to `high`: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const step = stepOf((high - low) / count);
  const out: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
    out.push(Number((n * step).toPrecision(12)));
  }
  return out;
}

/** The round number at or above `most`, where an axis from 0 ends. */
export function roundUp(most: number, count = 4): number {
  if (most <= 0) return 1;
  const step = stepOf(most / count);
  return Number((Math.ceil(most / step - 1e-9) * step).toPrecision(12));
}

function stepOf(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const left = raw / power;
  return power * (left <= 1 ? 1 : left <= 2 ? 2 : left <= 5 ? 5 : 10);
}

/** Every so many of `count` marks has a name, so that `room` names fit. */
export function everySo(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / Math.max(1, room)));
}
