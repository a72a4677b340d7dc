import { useLayoutEffect, useState } from "react";

import type { Command } from "../../core/commands";
import { registry } from "../../core/registry";
import { useLatest } from "../../ui/use";

/**
 * Adds commands to the app for as long as the calling component is there: their keys count, and palette, help
 * sheet and settings know them. `places` are found in the palette only; it asks for them when it opens.
 */
export function useCommands(commands: readonly Command[], places?: () => readonly Command[]): void {
  const [owner] = useState(() => Symbol("commands"));
  const latest = useLatest(places);
  useLayoutEffect(() => {
    registry.put(owner, { commands, places: () => latest.current?.() ?? [] });
  }, [owner, commands, latest]);
  useLayoutEffect(() => () => registry.remove(owner), [owner]);
}
