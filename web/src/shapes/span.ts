import type { SpanValue } from "../catalog.gen";
import type { TextShape } from "../surface/contract";

export const span: TextShape<SpanValue> = {
  surface: "text",
  name: "shape.span",
  icon: "M2 4.5h12M2 8h8M2 11.5h5",
  key: "e",
  extent: ({ start, end }) => ({ start, end }),
  of: (start, end) => ({ start, end }),
};
