// What a medium promises the label screen: how a field of it is shown, with its regions.

import type { ReactNode } from "react";

import type { Bench, Hands } from "../core/bench";
import type { Body, DataField, Json, Media, RegionSet } from "../core/model";
import type { SurfaceHandle } from "../surface/handle";

export interface FieldProps {
  bench: Bench;
  body: Body;
  hands: Hands;
  field: DataField;
  value: Json;
  media: Media | undefined;
  /** Region sets on this field. */
  sets: readonly RegionSet[];
  /** Tells the screen how to reach the surface, while it is there. */
  onHandle(handle: SurfaceHandle | null): void;
}

export interface MediumUI {
  Field(props: FieldProps): ReactNode;
  /** Starts loading what the field shows. */
  prefetch?(value: Json, media: Media | undefined): void;
  /** What there is to read in it, for cells and cards; without, text stands as it is and the rest as JSON. */
  words?(value: Json): string;
  /** How names of its files end; media whose data is inline have none. */
  endings?: RegExp;
  /** What a preview shows as long as there are no rows. */
  sample(): { value: Json; media?: Media };
  /** Has a surface that wants all the room there is (a picture), not only what it needs (text). */
  fills: boolean;
}
