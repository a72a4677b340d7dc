import type { BrushOption } from "../../core/options";
import { t } from "../../i18n";
import { Kbd } from "../../ui/Kbd";
import { Swatch } from "../../ui/Swatch";
import type { Line } from "./measure";

interface MarkMenuProps {
  line: Line;
  brushes: readonly BrushOption[];
  onChoose(brush: BrushOption): void;
}

/** The labels for text just marked, at its end; the keys do the same. */
export function MarkMenu({ line, brushes, onChoose }: MarkMenuProps) {
  return (
    <div
      className="mark-menu"
      role="toolbar"
      aria-label={t("tool.choose_label")}
      style={{ top: line.top + line.height + 6, left: Math.max(0, line.left) }}
    >
      {brushes.slice(0, 10).map((brush, i) => (
        <button
          key={`${brush.set}/${brush.value}`}
          type="button"
          tabIndex={-1}
          className="mark-menu__item"
          // The selection must survive the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(brush)}
        >
          <Swatch ink={brush.ink} />
          {brush.name}
          <Kbd keys={brush.key ?? `${(i + 1) % 10}`} />
        </button>
      ))}
    </div>
  );
}
