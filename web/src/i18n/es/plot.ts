export const plot = {
  "plot.keys": "Las flechas recorren los números.",
  "plot.tip": "Guardar o mostrar como tabla",
  "plot.menu": "Guardar: {title}",
  "plot.as_table": "Mostrar como tabla",
  "plot.as_plot": "Mostrar como gráfico",
  "plot.png": "Guardar como imagen PNG",
  "plot.svg": "Guardar como imagen SVG",
  "plot.csv": "Guardar los números como CSV",
} as const;
