// The open item's regions, as the palette finds them.

import type { Bench } from "../../core/bench";
import type { Command } from "../../core/commands";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { excerpt } from "./RegionList";

const MOST = 2000;

export function regionPlaces(bench: Bench): Command[] {
  return bench.body.regions.slice(0, MOST).map((region, at) => ({
    id: `region ${region.id}`,
    name: `${planeOf(bench, region).label || t("label.unlabelled")} ${at + 1}  ${excerpt(bench, region)}`,
    group: t("group.regions"),
    scope: "label",
    keys: [],
    run: () => bench.select(region.id),
  }));
}
