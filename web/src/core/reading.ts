// An item that is only looked at: the same surfaces as on the label screen, where nothing can be changed.

import { Bench } from "./bench";
import type { Body, Region, Schema, Task } from "./model";
import type { Ink } from "./options";

type LookOf = (region: Region) => { ink: Ink; label: string } | null;

export class ReadingBench extends Bench {
  override readonly locked = true;

  constructor(
    task: Task,
    schema: Schema,
    body: Body,
    private readonly look: LookOf = () => null,
  ) {
    super(task, schema, body);
  }

  override lookOf(region: Region) {
    return this.look(region);
  }

  override make(): null {
    return null;
  }
  override mark(): void {}
  override reshape(): void {}
  override remove(): void {}
  override give(): void {}
}
