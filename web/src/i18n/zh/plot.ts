export const plot = {
  "plot.keys": "用方向键浏览各数值。",
  "plot.tip": "保存，或以表格显示",
  "plot.menu": "保存：{title}",
  "plot.as_table": "以表格显示",
  "plot.as_plot": "以图表显示",
  "plot.png": "保存为 PNG 图片",
  "plot.svg": "保存为 SVG 图片",
  "plot.csv": "将数据保存为 CSV",
} as const;
