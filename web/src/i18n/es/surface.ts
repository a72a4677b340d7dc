export const surface = {
  "tool.saturation": "Saturación",
  "tool.invert": "Invertir",
} as const;
