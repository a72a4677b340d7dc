// The one way in which things that are not React tell others that they changed.

export type Listener = () => void;

/** Something that changes and says so. `snapshot` must be the same object until the next change. */
export interface Observable<T> {
  subscribe(listener: Listener): () => void;
  snapshot(): T;
}

export class Signal<T> implements Observable<T> {
  private readonly listeners = new Set<Listener>();
  private current: T;

  constructor(initial: T) {
    this.current = initial;
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): T => this.current;

  set(value: T): void {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const listener of [...this.listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.current));
  }
}
