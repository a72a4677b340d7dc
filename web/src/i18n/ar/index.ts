// Arabic (Modern Standard). Buttons are verbal nouns ("حفظ"); counted nouns are in counted.ts, in six forms. Digits are
// Latin, as on the keys and in the data. Names that are filled in are kept apart by `t` (see i18n/index.ts).
//
// item عنصر · answer إجابة · label (noun) وسم · label (verb) وسم · labelers واسمون · lead مسؤول المشروع · admin مدير
// region منطقة · relation علاقة · span مقطع · task مهمة · schema مخطط · guideline دليل · version نسخة · submit إرسال
// skip تخطّي · park تأجيل · tie تعادل · resolve حسم · decide قرار · review مراجعة · send back إعادة · suggestion اقتراح
// agreement توافق · release إصدار · datasheet بطاقة البيانات · hash بصمة · draft مسودة · key (of an item) معرّف،
// (of the keyboard) مفتاح · log سجل · job عملية · token رمز وصول · gold مرجعي · queue طابور

import type { Messages } from "../en";
import { account } from "./account";
import { admin } from "./admin";
import { app } from "./app";
import { auth } from "./auth";
import { bell } from "./bell";
import { data } from "./data";
import { guideline } from "./guideline";
import { hands } from "./hands";
import { imports } from "./import";
import { keeping } from "./keeping";
import { label } from "./label";
import { news } from "./news";
import { offers } from "./offers";
import { overview } from "./overview";
import { people } from "./people";
import { plot } from "./plot";
import { projects } from "./projects";
import { releases } from "./releases";
import { review } from "./review";
import { settings } from "./settings";
import { side } from "./side";
import { stored } from "./stored";
import { surface } from "./surface";
import { task } from "./task";

export const ar: Partial<Messages> = {
  ...app,
  ...auth,
  ...projects,
  ...overview,
  ...plot,
  ...bell,
  ...label,
  ...offers,
  ...hands,
  ...keeping,
  ...news,
  ...guideline,
  ...imports,
  ...side,
  ...stored,
  ...surface,
  ...data,
  ...review,
  ...releases,
  ...task,
  ...people,
  ...account,
  ...settings,
  ...admin,
};
