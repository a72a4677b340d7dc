import { each, REGIONS } from "./counted";

export const surface = {
  "tool.saturation": "التشبع",
  "tool.invert": "عكس الألوان",
  "tool.zoom_selected": "تكبير إلى المحدد",
  "tool.zoom_exactly": "تكبير إلى 100 %",
  "tool.rulers": "مساطر وخطوط عبر المؤشر",
  "tool.more_hint": "مفتاح Shift يضيف إلى المحدد أو يرسم إطارًا حوله، وCtrl يلتصق بالزوايا، وAlt يزيل زاوية.",
  "group.select_all": "تحديد كل المناطق",
  "group.selected": each(REGIONS, "المحدد: #"),
  "group.duplicate": "تكرار",
  "group.copy": "نسخ المناطق",
  "group.copied": each(REGIONS, "المنسوخ: #"),
  "group.paste": "لصق المناطق",
  "group.pasted": each(REGIONS, "الملصق: #"),
};
