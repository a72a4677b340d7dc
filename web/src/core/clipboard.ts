// Regions that were copied: put down again on this item, or on the next ones of the same project.

import type { Copy } from "./group";
import { Signal } from "./signal";

export const clipboard = new Signal<readonly Copy[]>([]);
