export const surface = {
  "tool.saturation": "Sättigung",
  "tool.invert": "Umkehren",
};
