// The light of a picture while it is looked at; nothing of it is kept.

export interface Adjust {
  brightness: number;
  contrast: number;
  saturation: number;
  invert: boolean;
}

export const NO_ADJUST: Adjust = { brightness: 1, contrast: 1, saturation: 1, invert: false };

export const isAdjusted = (adjust: Adjust): boolean => filterOf(adjust) !== "none";

/** As CSS and canvases write it. */
export function filterOf({ brightness, contrast, saturation, invert }: Adjust): string {
  const parts = [
    invert ? "invert(1)" : "",
    brightness === 1 ? "" : `brightness(${brightness})`,
    contrast === 1 ? "" : `contrast(${contrast})`,
    saturation === 1 ? "" : `saturate(${saturation})`,
  ];
  return parts.filter(Boolean).join(" ") || "none";
}
