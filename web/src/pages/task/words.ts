// What kinds are called.

import { shapeUI } from "../../catalog";
import { t, tOr } from "../../i18n";

export const kindName = (kind: string): string => tOr(`task.kind.${kind}`, kind);
export const mediumName = (medium: string): string => tOr(`task.medium.${medium}`, medium);

export function shapeName(shape: string): string {
  const ui = shapeUI(shape);
  return ui ? t(ui.name) : shape;
}
