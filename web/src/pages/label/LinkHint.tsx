import { useEffect, useRef } from "react";

import type { Bench } from "../../core/bench";
import { shown } from "../../core/commands";
import type { Region } from "../../core/model";
import { t } from "../../i18n";
import { planeOf } from "../../media/regions";
import { Button } from "../../ui/Button";
import { IS_MAC } from "../../ui/Kbd";
import { announce, toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { excerpt } from "./RegionList";

/** While two regions are being joined: what to do next, said and shown. */
export function LinkHint({ bench }: { bench: Bench }) {
  const link = useSignal(bench.linking.state);
  const refused = useSignal(bench.linking.refused);
  const before = useRef(refused);
  const words = link ? wordsFor(bench, link.from, link.to) : "";
  useEffect(() => {
    if (words) announce(words);
  }, [words]);
  useEffect(() => {
    if (refused !== before.current) toast(t("relation.none_fits"));
    before.current = refused;
  }, [refused]);
  if (!link) return null;
  return (
    <div className="link-hint">
      <span className="link-hint__words">{words}</span>
      {link.to !== null && (
        <Button look="main" keepFocus shortcut="enter" onClick={() => bench.linking.confirm()}>
          {t("relation.join_short")}
        </Button>
      )}
      <Button look="quiet" keepFocus command="back" shortcut="escape" onClick={() => bench.linking.cancel()}>
        {t("app.cancel")}
      </Button>
    </div>
  );
}

function wordsFor(bench: Bench, from: string | null, to: string | null): string {
  const a = bench.region(from);
  const b = bench.region(to);
  if (!a) return t("relation.from");
  const keys = { walk: shown("n", IS_MAC), take: shown("enter", IS_MAC) };
  if (b) return t("relation.to_this", { name: nameOf(bench, a), other: nameOf(bench, b) });
  return t("relation.to", { name: nameOf(bench, a), ...keys });
}

/** A region in a sentence: its words or its label. */
export function nameOf(bench: Bench, region: Region): string {
  const label = planeOf(bench, region).label || t("label.unlabelled");
  return region.shape === "span" ? excerpt(bench, region) : label;
}
