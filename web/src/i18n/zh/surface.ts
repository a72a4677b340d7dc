export const surface = {
  "tool.saturation": "饱和度",
  "tool.invert": "反色",
} as const;
