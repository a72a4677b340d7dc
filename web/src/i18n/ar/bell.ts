import { noun } from "./counted";

export const bell = {
  "bell.name": "الإشعارات",
  "bell.unread": noun(
    "إشعار واحد غير مقروء",
    "إشعاران غير مقروءين",
    "إشعارات غير مقروءة",
    "إشعارًا غير مقروء",
    "إشعار غير مقروء",
  ),
  "bell.empty":
    "لا شيء بعد. تظهر هنا الردود على تعليقاتك، والعناصر المعادة إليك، والعمليات الطويلة المنتهية.",
  "bell.read_all": "تعليم الكل مقروءًا",
  "bell.comment": "رُدّ على تعليقك",
  "bell.written": "وصلك تعليق جديد",
  "bell.assigned": "حُجزت لك عناصر",
  "bell.sent_back": "أُعيد إليك عنصر",
  "bell.job_done": "{what}: تم",
  "bell.job_failed": "{what}: فشل",
  "bell.guideline": "تغيّر الدليل إلى النسخة {version}",
  "bell.new": "جديد",
  "bell.what.import": "الاستيراد",
  "bell.what.export": "التصدير",
  "bell.what.resolve": "الحسم",
  "bell.what.release": "الإصدار",
};
