import { useState } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { type Adjust, isAdjusted, NO_ADJUST } from "./adjust";

interface PlaneViewProps {
  scale: number;
  adjust: Adjust;
  onAdjust(adjust: Adjust): void;
  onZoom(factor: number): void;
  onFit(): void;
}

/** Zoom, fit and light, at the bottom edge of the picture. */
export function PlaneView({ scale, adjust, onAdjust, onZoom, onFit }: PlaneViewProps) {
  const [open, setOpen] = useState(false);
  const changed = isAdjusted(adjust);
  return (
    <div className="plane__view">
      {open && (
        <div className="plane__light">
          {(["brightness", "contrast", "saturation"] as const).map((what) => (
            <label key={what}>
              {t(`tool.${what}`)}
              <input
                type="range"
                min={what === "saturation" ? 0 : 0.3}
                max={2.5}
                step={0.05}
                value={adjust[what]}
                onChange={(event) => onAdjust({ ...adjust, [what]: Number(event.target.value) })}
              />
            </label>
          ))}
          <label className="plane__check">
            <input
              type="checkbox"
              checked={adjust.invert}
              onChange={(event) => onAdjust({ ...adjust, invert: event.target.checked })}
            />
            {t("tool.invert")}
          </label>
          <Button look="quiet" keepFocus onClick={() => onAdjust(NO_ADJUST)}>
            {t("tool.reset")}
          </Button>
        </div>
      )}
      <button
        type="button"
        className="plane__chip"
        aria-expanded={open}
        aria-pressed={changed}
        onClick={() => setOpen(!open)}
      >
        {t("tool.adjust")}
      </button>
      <button
        type="button"
        className="plane__chip"
        aria-label={t("tool.zoom_out")}
        title={`${t("tool.zoom_out")} −`}
        onClick={() => onZoom(1 / 1.4)}
      >
        −
      </button>
      <button
        type="button"
        className="plane__chip plane__chip--wide"
        title={`${t("tool.fit")} F`}
        onClick={onFit}
      >
        {t("tool.zoom", { percent: Math.round(scale * 100) })}
      </button>
      <button
        type="button"
        className="plane__chip"
        aria-label={t("tool.zoom_in")}
        title={`${t("tool.zoom_in")} +`}
        onClick={() => onZoom(1.4)}
      >
        +
      </button>
    </div>
  );
}
