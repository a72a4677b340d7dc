// The rows of a list of any length, of which only pages near the eye are held. Without React: the table tells which
// rows it shows (`need`), and hears when more are there.
//
// A list whose length the server knows can be jumped into anywhere. Another one is walked from its start: it grows
// as pages come, and a page that ran out of time is followed by the next one at once.

import type { ItemPage, ItemRow, Searched } from "../../api/items";
import { Signal } from "../../core/signal";

export const PAGE = 100;
const HELD = 40;
/** Rows over and under those in sight whose page is asked for already. */
const NEAR = 30;
/** Pages on their way at a time: who drags through a million rows waits for what is in sight, not for all between. */
const AT_ONCE = 3;

export interface RowsState {
  /** How many rows there are to scroll through. */
  count: number;
  /** The list's length; null while it is walked. */
  total: number | null;
  /** More may come after the last row. */
  more: boolean;
  searched: Searched | null;
  error: unknown;
  /** Counts up with every change, for those who draw. */
  version: number;
}

export type Load = (at: { after?: string; offset?: number }, signal: AbortSignal) => Promise<ItemPage>;
export type Count = () => Promise<number | null>;

const AT_FIRST: RowsState = { count: 0, total: null, more: true, searched: null, error: null, version: 0 };

export class Rows extends Signal<RowsState> {
  private readonly pages = new Map<number, readonly ItemRow[]>();
  private readonly ends = new Map<number, string | null>();
  private readonly under = new Set<number>();
  private readonly stop = new AbortController();
  private walked: ItemRow[] = [];
  private place: string | undefined;
  private walking = false;
  private wanted: [number, number] = [0, PAGE];

  constructor(
    private readonly load: Load,
    private readonly measure: Count,
  ) {
    super(AT_FIRST);
  }

  /** Loads the first page and finds out how long the list is. */
  async start(): Promise<void> {
    try {
      const [total, first] = await Promise.all([this.measure(), this.load({}, this.stop.signal)]);
      if (total === null) {
        this.place = first.after ?? undefined;
        this.append(first);
      } else {
        this.keep(0, first);
        this.change({ total, count: total, more: false, searched: first.search });
      }
    } catch (error) {
      this.failed(error);
    }
  }

  dispose(): void {
    this.stop.abort();
  }

  at(index: number): ItemRow | undefined {
    if (this.snapshot().total === null) return this.walked[index];
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The table shows these rows now. */
  need(first: number, last: number): void {
    this.wanted = [first, last];
    const { total, count, more, error } = this.snapshot();
    if (error || this.stop.signal.aborted) return;
    if (total === null) {
      if (more && last >= count - PAGE / 2) void this.walk();
      return;
    }
    for (const page of pagesOf(first, last, total))
      if (this.under.size < AT_ONCE && !this.pages.has(page) && !this.under.has(page)) void this.fetch(page);
  }

  retry(): void {
    const { total, count } = this.snapshot();
    this.change({ error: null });
    if (total === null && count === 0 && this.place === undefined) void this.start();
    else this.need(...this.wanted);
  }

  private async fetch(page: number): Promise<void> {
    this.under.add(page);
    // Behind a page that is there, by its end: rows that came in meanwhile neither double nor shift.
    const end = this.ends.get(page - 1);
    try {
      const found = await this.load(end ? { after: end } : { offset: page * PAGE }, this.stop.signal);
      this.keep(page, found);
      this.change({ searched: found.search });
    } catch (error) {
      this.failed(error);
    } finally {
      this.under.delete(page);
      this.need(...this.wanted);
    }
  }

  private keep(page: number, found: ItemPage): void {
    this.pages.set(page, found.items);
    this.ends.set(page, found.after);
    const [first, last] = this.wanted;
    const middle = (first + last) / 2 / PAGE;
    if (this.pages.size <= HELD) return;
    const far = [...this.pages.keys()].toSorted((a, b) => Math.abs(b - middle) - Math.abs(a - middle))[0];
    if (far !== undefined) this.pages.delete(far);
  }

  private async walk(): Promise<void> {
    if (this.walking) return;
    this.walking = true;
    try {
      const found = await this.load(this.place === undefined ? {} : { after: this.place }, this.stop.signal);
      this.place = found.after ?? undefined;
      this.append(found);
    } catch (error) {
      this.failed(error);
    } finally {
      this.walking = false;
    }
    const { more, count, error } = this.snapshot();
    if (more && !error && count - PAGE / 2 <= this.wanted[1]) void this.walk();
  }

  private append(found: ItemPage): void {
    this.walked = [...this.walked, ...found.items];
    const more = found.after !== null;
    this.change({
      count: this.walked.length,
      more,
      searched: found.search,
      total: null,
    });
  }

  private failed(error: unknown): void {
    if (!this.stop.signal.aborted) this.change({ error });
  }

  private change(change: Partial<RowsState>): void {
    this.update((state) => ({ ...state, ...change, version: state.version + 1 }));
  }
}

/** The pages of the rows in sight, then those of the rows near them. */
function pagesOf(first: number, last: number, total: number): number[] {
  const rows = [first, last, first - NEAR, last + NEAR].map((row) => Math.max(0, Math.min(row, total - 1)));
  const [from = 0, to = 0, before = 0, after = 0] = rows.map((row) => Math.floor(row / PAGE));
  const inSight = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return total === 0 ? [] : [...new Set([...inSight, after, before])];
}
