export const plot = {
  "plot.keys": "Arrow keys go through the numbers.",
  "plot.tip": "Save, or show as a table",
  "plot.menu": "Save: {title}",
  "plot.as_table": "Show as a table",
  "plot.as_plot": "Show as a plot",
  "plot.png": "Save as PNG picture",
  "plot.svg": "Save as SVG picture",
  "plot.csv": "Save numbers as CSV",
} as const;
