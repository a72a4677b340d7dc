import type { Forms } from "../en";

/** A noun by how many there are: one, two, three to ten, eleven to 99, and hundreds. */
export function noun(one: string, two: string, few: string, many: string, hundreds: string): Forms {
  return {
    zero: `{count} ${hundreds}`,
    one,
    two,
    few: `{count} ${few}`,
    many: `{count} ${many}`,
    other: `{count} ${hundreds}`,
  };
}

/** A sentence about each number of things; `#` stands for the number and its noun. */
export function each(things: Forms, sentence: string): Forms {
  const say = (form: string | undefined) => sentence.replace("#", form ?? things.other);
  const { zero, one, two, few, many, other } = things;
  return { zero: say(zero), one: say(one), two: say(two), few: say(few), many: say(many), other: say(other) };
}

/** The same words for each number. */
export const alike = (text: string): Forms => each(NUMBER, text.replace("{count}", "#"));

const NUMBER: Forms = {
  zero: "{count}",
  one: "{count}",
  two: "{count}",
  few: "{count}",
  many: "{count}",
  other: "{count}",
};

export const ITEMS = noun("عنصر واحد", "عنصران", "عناصر", "عنصرًا", "عنصر");
/** After a verb or a preposition. */
export const OF_ITEMS = noun("عنصر واحد", "عنصرين", "عناصر", "عنصرًا", "عنصر");
export const ANSWERS = noun("إجابة واحدة", "إجابتان", "إجابات", "إجابة", "إجابة");
export const OF_ANSWERS = noun("إجابة واحدة", "إجابتين", "إجابات", "إجابة", "إجابة");
export const REGIONS = noun("منطقة واحدة", "منطقتان", "مناطق", "منطقة", "منطقة");
export const RELATIONS = noun("علاقة واحدة", "علاقتان", "علاقات", "علاقة", "علاقة");
export const PEOPLE = noun("شخص واحد", "شخصان", "أشخاص", "شخصًا", "شخص");
export const OF_PEOPLE = noun("شخص واحد", "شخصين", "أشخاص", "شخصًا", "شخص");
export const TIES = noun("تعادل واحد", "تعادلان", "تعادلات", "تعادلًا", "تعادل");
export const COMMENTS = noun("تعليق واحد", "تعليقان", "تعليقات", "تعليقًا", "تعليق");
export const SUGGESTIONS = noun("اقتراح واحد", "اقتراحان", "اقتراحات", "اقتراحًا", "اقتراح");
export const PLACES = noun("موضع واحد", "موضعان", "مواضع", "موضعًا", "موضع");
export const ROWS = noun("صف واحد", "صفان", "صفوف", "صفًا", "صف");
export const DAYS = noun("يوم واحد", "يومان", "أيام", "يومًا", "يوم");
export const PROJECTS = noun("مشروع واحد", "مشروعان", "مشاريع", "مشروعًا", "مشروع");
export const CHARACTERS = noun("حرف واحد", "حرفان", "أحرف", "حرفًا", "حرف");
