// German. Nobody is addressed: buttons are infinitives ("Speichern"), sentences do without "du" and "Sie".
//
// item Element · answer Antwort · annotation Annotation · label (noun) Label · label (verb) annotieren
// labelers Annotierende · lead Projektleitung · region Region · relation Relation · span Textstelle · task Aufgabe
// guideline Leitfaden · submit abgeben · skip überspringen · park zurückstellen · tie Gleichstand
// resolve zusammenführen · decide entscheiden · review Prüfung · send back zurückgeben · suggestion Vorschlag
// agreement Übereinstimmung · release Release · datasheet Datenblatt · kept aufbewahrt · key (of an item) Schlüssel,
// (of the keyboard) Taste · log Protokoll · to keep items for somebody reservieren

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

export const de: Partial<Messages> = {
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
