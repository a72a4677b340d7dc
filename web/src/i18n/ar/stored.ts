export const stored = {
  "stored.title": "من مخزن",
  "stored.which": "المخزن",
  "stored.way": "الموضع في المخزن",
  "stored.empty": "هذا المجلد فارغ.",
  "stored.more": "في هذا المجلد أكثر مما هو معروض هنا. خذ المجلد كله، أو اطلب من المشرف مخزنًا أضيق.",
  "stored.take_all": "عرض كل ما فيه",
  "stored.take_folder": "عرض هذا المجلد كله",
};
