// What the review page shows, as its address says it.

import { QUEUES, type Queue } from "../../api/review";

export type Show = Queue | "sent_back" | "done";
export interface ReviewSearch {
  show?: Show;
}
export const SHOWS = [...QUEUES, "sent_back", "done"] as const;
export const showOf = (value: unknown): ReviewSearch =>
  SHOWS.includes(value as Show) ? { show: value as Show } : {};
export const isQueue = (show: Show): show is Queue => (QUEUES as readonly string[]).includes(show);
/** In the address in place of an item: the next one of the queue. */
export const NEXT = "next";
