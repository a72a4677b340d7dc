export const plot = {
  "plot.keys": "الأسهم تتنقل بين الأرقام.",
  "plot.tip": "حفظ أو عرض كجدول",
  "plot.menu": "حفظ: {title}",
  "plot.as_table": "عرض كجدول",
  "plot.as_plot": "عرض كرسم",
  "plot.png": "حفظ صورة PNG",
  "plot.svg": "حفظ صورة SVG",
  "plot.csv": "حفظ الأرقام CSV",
};
