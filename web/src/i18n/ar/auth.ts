export const auth = {
  "auth.title": "تسجيل الدخول",
  "auth.email": "البريد الإلكتروني",
  "auth.password": "كلمة المرور",
  "auth.submit": "دخول",
  "auth.working": "جارٍ الدخول",
  "auth.link_working": "جارٍ الدخول بالرابط",
  "auth.link_failed":
    "لم يعد هذا الرابط صالحًا. تصلح الروابط مرة واحدة ولوقت قصير، اطلب رابطًا جديدًا أو ادخل بكلمة المرور.",
  "auth.no_account":
    "لا حساب لك بعد؟ يمكن لمن يدير هذا الخادم دعوتك. ومن يديره يدخل بالرابط الذي يعطيه الأمر goldlabel users link.",
  "auth.again_title": "الدخول من جديد",
  "auth.again_text": "انتهت الجلسة. لم يضع شيء: عملك محفوظ في هذا المتصفح ويُرسل عند عودتك.",
  "auth.other_person": "هذا حساب آخر. يبقى العمل المنتظر هنا لـ{email}.",
  "auth.invite_title": "الانضمام إلى {server}",
  "auth.invite_by": "دعوة من {name}.",
  "auth.invite_nobody": "لديك دعوة.",
  "auth.invite_as": "دورك: {role}.",
  "auth.invite_over": "لم تعد هذه الدعوة صالحة",
  "auth.invite_over_text":
    "استُعملت من قبل أو سُحبت أو مضى عليها أكثر من 7 أيام. اطلب رابطًا جديدًا ممن أرسلها، وإن كنت استعملتها فسجّل الدخول.",
  "auth.have_account": "لديك حساب؟",
  "auth.email_hint": "به يتم تسجيل الدخول",
  "auth.forgotten": "نسيت كلمة المرور؟",
  "auth.forgotten_text":
    "لا يُرسل بريد من هنا. اطلب من مدير هذا الخادم رابط دخول: به تدخل مرة واحدة وتضع كلمة مرور جديدة في حسابك. ينشئه من يشغّل الخادم بالأمر goldlabel users link.",
  "auth.name": "الاسم",
  "auth.password_hint": "10 أحرف على الأقل",
  "auth.accept": "إنشاء حساب",
  "auth.invite_missing": "ينقص هذا العنوان الدعوة نفسها. افتح الرابط كاملًا من دعوتك.",
};
