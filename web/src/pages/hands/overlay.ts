import { Signal } from "../../core/signal";

/** What of the hands' is open over the page. */
export const overlay = new Signal<"none" | "palette" | "help">("none");
