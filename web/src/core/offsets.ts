// JavaScript counts UTF-16 units, the contract counts Unicode code points. Text is never normalised:
// CR LF stays two code points, a combining mark its own, an emoji of four parts stays seven.

/** Converts between the two for one text. Costs memory only for characters outside the basic plane. */
export class Offsets {
  /** UTF-16 index of the first unit of each surrogate pair, ascending. */
  private readonly pairs: number[] = [];
  readonly length: number;

  constructor(readonly text: string) {
    for (let i = 0; i < text.length - 1; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit <= 0xdbff) {
        const next = text.charCodeAt(i + 1);
        if (next >= 0xdc00 && next <= 0xdfff) this.pairs.push(i++);
      }
    }
    this.length = text.length - this.pairs.length;
  }

  /** Code points before UTF-16 index `index`. An index inside a pair counts as before it. */
  toCodePoint(index: number): number {
    const clamped = Math.max(0, Math.min(index, this.text.length));
    // A pair before the index has both its units before it: first unit <= index - 2.
    const before = this.countBelow((first) => first <= clamped - 2);
    const inside = this.pairs[before] === clamped - 1 ? 1 : 0;
    return clamped - before - inside;
  }

  /** UTF-16 index of code point `point`. */
  toUtf16(point: number): number {
    const clamped = Math.max(0, Math.min(point, this.length));
    // Pair number k starts at code point pairs[k] - k.
    return clamped + this.countBelow((first, pair) => first - pair < clamped);
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }

  /** How many pairs (a prefix of the list) satisfy `test`, by bisection. */
  private countBelow(test: (first: number, pair: number) => boolean): number {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(this.pairs[middle] as number, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
