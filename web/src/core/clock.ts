// Active time: runs only while the page is visible and somebody did something in the last two minutes.

export const IDLE_MS = 120_000;

export class ActiveClock {
  private total = 0;
  private since: number | null = null;
  private lastInput: number;
  private visible = true;

  constructor(private readonly now: () => number = Date.now) {
    this.lastInput = now();
    this.since = this.lastInput;
  }

  /** Starts again from `seconds`, for the next item. */
  restart(seconds = 0): void {
    this.total = seconds * 1000;
    this.lastInput = this.now();
    this.since = this.visible ? this.lastInput : null;
  }

  /** Somebody moved, clicked or typed. */
  input(): void {
    this.settle();
    this.lastInput = this.now();
    if (this.visible && this.since === null) this.since = this.lastInput;
  }

  show(visible: boolean): void {
    this.settle();
    this.visible = visible;
    this.since = visible && this.now() - this.lastInput < IDLE_MS ? this.now() : null;
  }

  get active(): boolean {
    return this.visible && this.now() - this.lastInput < IDLE_MS;
  }

  get seconds(): number {
    this.settle();
    return this.total / 1000;
  }

  /** Adds what ran since the last look, cut off where the person had been idle for too long. */
  private settle(): void {
    if (this.since === null) return;
    const now = this.now();
    const end = Math.min(now, this.lastInput + IDLE_MS);
    this.total += Math.max(0, end - this.since);
    this.since = now > this.lastInput + IDLE_MS ? null : now;
  }
}
