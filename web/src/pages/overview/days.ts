// Answers by the hour, as the server counts them, gathered into the days of whoever looks.

export interface Count {
  at: Date;
  answers: number;
  /** The most at work in one of its hours. */
  people: number;
}

const HOUR_MS = 3_600_000;
export const hourDate = (hour: number) => new Date(hour * HOUR_MS);
/** With fewer days than this, hours say more. */
const FEW_DAYS = 3;
const MOST_HOURS = 48;

type Hours = readonly (readonly [hour: number, answers: number, people?: number])[];

export interface Spread {
  by: "day" | "hour";
  counts: Count[];
}

/** Days from the first answer to now without a gap; hours while there are few days. */
export function spread(hours: Hours, now: Date): Spread {
  const first = hours[0];
  if (!first) return { by: "day", counts: [] };
  const days = byDay(hours, now);
  if (days.length >= FEW_DAYS) return { by: "day", counts: days };
  const last = Math.floor(now.getTime() / HOUR_MS);
  const start = Math.max(first[0], last - MOST_HOURS + 1);
  const found = new Map(hours.map(([hour, answers, people]) => [hour, { answers, people: people ?? 0 }]));
  const counts = Array.from({ length: last - start + 1 }, (_, n) => ({
    at: hourDate(start + n),
    ...(found.get(start + n) ?? { answers: 0, people: 0 }),
  }));
  return { by: "hour", counts };
}

export function byDay(hours: Hours, now: Date): Count[] {
  const first = hours[0];
  if (!first) return [];
  const days = new Map<number, Count>();
  const today = midnight(now);
  for (let day = midnight(hourDate(first[0])); day <= today; day = next(day)) {
    days.set(day.getTime(), { at: day, answers: 0, people: 0 });
  }
  for (const [hour, answers, people = 0] of hours) {
    const day = days.get(midnight(hourDate(hour)).getTime());
    if (!day) continue;
    day.answers += answers;
    day.people = Math.max(day.people, people);
  }
  return [...days.values()];
}

function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

/** Days are not always 24 hours long. */
function next(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
}
