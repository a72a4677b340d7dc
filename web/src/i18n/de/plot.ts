export const plot = {
  "plot.keys": "Pfeiltasten gehen durch die Zahlen.",
  "plot.tip": "Speichern oder als Tabelle zeigen",
  "plot.menu": "Speichern: {title}",
  "plot.as_table": "Als Tabelle zeigen",
  "plot.as_plot": "Als Diagramm zeigen",
  "plot.png": "Als PNG-Bild speichern",
  "plot.svg": "Als SVG-Bild speichern",
  "plot.csv": "Zahlen als CSV speichern",
};
