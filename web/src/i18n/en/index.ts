// Every word the app says, in English, a file per part of the app. Other languages are the same keys.
// {name} is filled in; a value with `one` and `other` is chosen by {count}. Plain words, sentence case, verbs on
// buttons, no exclamation marks.

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

export const en = {
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
} as const;

/** Languages count differently: English has `one` and `other`, Arabic six forms (Unicode CLDR plural rules). */
export type Forms = { other: string } & { [form in Exclude<Intl.LDMLPluralRule, "other">]?: string };
export type Messages = { [K in keyof typeof en]: string | Forms };
export type MessageKey = keyof typeof en;
