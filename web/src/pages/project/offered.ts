import { shapeUI } from "../../catalog";
import type { Schema } from "../../core/model";

/** Whether a format that carries these kinds can say anything of this schema's answers; "*" carries all. */
export function offered(carries: readonly string[], schema: Schema): boolean {
  if (carries.includes("*")) return true;
  const shapes = schema.region_sets.flatMap((set) => set.shapes);
  if (shapes.some((shape) => carries.includes(shape))) return true;
  // A format for the shapes of one surface (COCO, YOLO: pictures; CoNLL, spaCy: text) is about those shapes.
  const surfaces = new Set(carries.map((kind) => shapeUI(kind)?.surface).filter(Boolean));
  return surfaces.size !== 1 && schema.questions.some(({ kind }) => carries.includes(kind));
}
