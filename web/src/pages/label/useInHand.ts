// The tool and the label in hand stay there from item to item of a project, as long as the app is open.

import { useLayoutEffect } from "react";

import type { Bench, Hands } from "../../core/bench";

const inHand = new Map<string, Pick<Hands, "tool" | "brush">>();

export function useInHand(project: string, bench: Bench): void {
  useLayoutEffect(() => {
    const last = inHand.get(project);
    if (last) bench.carry(last);
    return bench.hands.subscribe(() => {
      const { tool, brush } = bench.hands.snapshot();
      inHand.set(project, { tool, brush });
    });
  }, [project, bench]);
}
