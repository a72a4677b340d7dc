// The list of shapes: a mapped type over the server's catalog, so that a shape without its file does not compile.

import type { ShapeName, Shapes, ShapeValue } from "../catalog.gen";
import type { PlaneShape, ShapeUI } from "../surface/contract";
import type { PlaneShapes } from "../surface/plane/scene";
import { box } from "./box";
import { ellipse } from "./ellipse";
import { mask } from "./mask";
import { point } from "./point";
import { polygon } from "./polygon";
import { polyline } from "./polyline";
import { rotated_box } from "./rotated_box";
import { span } from "./span";

type ShapeOn<N extends ShapeName> = Extract<ShapeUI<ShapeValue<N>>, { surface: Shapes[N]["surface"] }>;

export const shapes: { [N in ShapeName]: ShapeOn<N> } = {
  span,
  box,
  rotated_box,
  ellipse,
  polygon,
  mask,
  polyline,
  point,
};

export const planeShapes: PlaneShapes = Object.fromEntries(
  Object.entries(shapes).filter(([, shape]) => shape.surface === "plane"),
) as { [name: string]: PlaneShape<unknown> };
