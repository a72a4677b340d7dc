// How well a few typed letters fit a name: letters in their order, best at the beginnings of words and in a row.

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Higher is better; null when the letters are not all there, in this order. */
export function likeness(query: string, name: string): number | null {
  const wanted = [...plain(query).replace(/\s+/g, " ").trim()];
  const letters = [...plain(name)];
  if (wanted.length === 0) return 0;
  const whole = letters.join("").indexOf(wanted.join(""));
  // Typed as it stands there: nothing spread out comes before it.
  if (whole >= 0)
    return 1000 - (atWordStart(letters, whole) ? 0 : 200) - Math.min(99, whole) - letters.length / 100;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    if (letter === " ") continue;
    const next = nextOf(letters, letter, at + 1);
    if (next < 0) return null;
    score += (atWordStart(letters, next) ? 10 : 0) + (next === at + 1 ? 6 : -Math.min(5, next - at));
    at = next;
  }
  return score - letters.length / 100;
}

/** The next place of the letter, a word's beginning before others. */
function nextOf(letters: readonly string[], letter: string, from: number): number {
  const near = letters.indexOf(letter, from);
  if (near === from) return near;
  for (let at = near; at >= 0; at = letters.indexOf(letter, at + 1)) if (atWordStart(letters, at)) return at;
  return near;
}

const atWordStart = (letters: readonly string[], at: number) =>
  at === 0 || !/[\p{L}\p{N}]/u.test(letters[at - 1] ?? "");

/** What fits, best first; of equal ones the order stays. */
export function found<T>(
  query: string,
  list: readonly T[],
  name: (one: T) => string,
  bonus: (one: T) => number,
): T[] {
  return list
    .flatMap((one) => {
      const score = likeness(query, name(one));
      return score === null ? [] : [{ one, score: score + bonus(one) }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
