import { Fragment } from "react";

import type { Bench, Hands } from "../../core/bench";
import { t } from "../../i18n";
import { letGoOfSelection } from "../../surface/text/measure";
import { Kbd } from "../../ui/Kbd";
import { Swatch } from "../../ui/Swatch";
import type { ValueKeys } from "./valueKeys";

interface LabelStripProps {
  bench: Bench;
  hands: Hands;
  values: ValueKeys;
}

/** The labels for new regions, under their keys. One taken up is put on everything that is drawn or marked next. */
export function LabelStrip({ bench, hands, values }: LabelStripProps) {
  const sets = [...new Set(bench.brushes.map((brush) => brush.set))];
  const several = sets.length > 1;
  return (
    <div className="strip" role="toolbar" aria-label={t("tool.labels")}>
      {sets.map((set) => (
        <Fragment key={set}>
          {several && (
            <span className="strip__set">{bench.schema.region_sets.find((one) => one.id === set)?.name}</span>
          )}
          {bench.brushes
            .filter((brush) => brush.set === set)
            .map((brush) => {
              const shortcut = values.forBrush(brush);
              const armed = hands.brush?.set === brush.set && hands.brush.value === brush.value;
              return (
                <button
                  key={`${brush.value}`}
                  type="button"
                  className="strip__label"
                  aria-pressed={armed}
                  aria-keyshortcuts={shortcut}
                  title={brush.description || undefined}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => {
                    const { marked } = bench.hands.snapshot();
                    if (!marked) return bench.arm(brush);
                    bench.makeMarked(brush);
                    letGoOfSelection();
                  }}
                >
                  <Swatch ink={brush.ink} />
                  {brush.name}
                  {shortcut && <Kbd keys={shortcut} />}
                </button>
              );
            })}
        </Fragment>
      ))}
    </div>
  );
}
