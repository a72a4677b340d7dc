// Spanish, neutral, « » around names. The words of the field, always the same:
//   item elemento · label etiqueta, etiquetar · labeler, annotator anotador · answer respuesta · annotation anotación
//   question pregunta · value valor · region región · span fragmento · box rectángulo · relation relación · field campo
//   key (data) clave · key (board) tecla · schema esquema · task tarea · guideline guía · lead responsable
//   suggestion sugerencia · gold referencia · overlap respuestas por elemento · surplus sobrante · round ronda
//   agreement acuerdo · tie empate · resolve resolver · decide decidir · review revisión · send back devolver
//   skip omitir · park apartar · keep reservar · queue cola · draft borrador · submit enviar
//   release publicación · datasheet ficha de datos · withdraw retirar · job proceso · log registro

import type { Messages } from "..";
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

export const es: Partial<Messages> = {
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
