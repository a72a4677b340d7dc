// Generated from the Python models by `python -m goldlabel.dev.generate`. Do not edit.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What each medium offers. */
export interface Media {
  text: { surface: "text" };
  image: { surface: "plane" };
  conversation: { surface: never };
}

/** Where: config and value of each shape. */
export interface Shapes {
  span: { config: SpanConfig; value: SpanValue; surface: "text" };
  box: { config: BoxConfig; value: BoxValue; surface: "plane" };
  rotated_box: { config: RotatedBoxConfig; value: RotatedBoxValue; surface: "plane" };
  ellipse: { config: EllipseConfig; value: EllipseValue; surface: "plane" };
  polygon: { config: PolygonConfig; value: PolygonValue; surface: "plane" };
  mask: { config: MaskConfig; value: MaskValue; surface: "plane" };
  polyline: { config: PolylineConfig; value: PolylineValue; surface: "plane" };
  point: { config: PointConfig; value: PointValue; surface: "plane" };
}

/** What: config and value of each answer kind. */
export interface Answers {
  choice: { config: ChoiceConfig; value: ChoiceValue; scale: "nominal" };
  choices: { config: ChoicesConfig; value: ChoicesValue; scale: "set" };
  tree: { config: TreeConfig; value: TreeValue; scale: "tree" };
  number: { config: NumberConfig; value: NumberValue; scale: "numeric" };
  rating: { config: RatingConfig; value: RatingValue; scale: "ordinal" };
  text: { config: TextConfig; value: TextValue; scale: "text" };
  yes_no: { config: YesNoConfig; value: YesNoValue; scale: "nominal" };
  pairwise: { config: PairwiseConfig; value: PairwiseValue; scale: "nominal" };
  ranking: { config: RankingConfig; value: RankingValue; scale: "ranking" };
  date: { config: DateConfig; value: DateValue; scale: "nominal" };
  link: { config: LinkConfig; value: LinkValue; scale: "nominal" };
  json: { config: JsonConfig; value: Json; scale: "structure" };
}

export type MediumName = keyof Media;
export type ShapeName = keyof Shapes;
export type AnswerName = keyof Answers;
export type AnswerConfig<N extends AnswerName> = Answers[N]["config"];
export type AnswerValue<N extends AnswerName> = Answers[N]["value"];
export type ShapeConfig<N extends ShapeName> = Shapes[N]["config"];
export type ShapeValue<N extends ShapeName> = Shapes[N]["value"];

/** The lists of kinds at run time, in the order that menus show them. */
export const kinds = {
  "media": {
    "text": {
      "surfaces": [
        "text"
      ],
      "mimes": []
    },
    "image": {
      "surfaces": [
        "plane"
      ],
      "mimes": [
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "image/bmp",
        "image/tiff"
      ]
    },
    "conversation": {
      "surfaces": [],
      "mimes": []
    }
  },
  "shapes": {
    "span": {
      "version": 1,
      "surface": "text"
    },
    "box": {
      "version": 1,
      "surface": "plane"
    },
    "rotated_box": {
      "version": 1,
      "surface": "plane"
    },
    "ellipse": {
      "version": 1,
      "surface": "plane"
    },
    "polygon": {
      "version": 1,
      "surface": "plane"
    },
    "mask": {
      "version": 1,
      "surface": "plane"
    },
    "polyline": {
      "version": 1,
      "surface": "plane"
    },
    "point": {
      "version": 1,
      "surface": "plane"
    }
  },
  "answers": {
    "choice": {
      "version": 1,
      "scale": "nominal"
    },
    "choices": {
      "version": 1,
      "scale": "set"
    },
    "tree": {
      "version": 1,
      "scale": "tree"
    },
    "number": {
      "version": 1,
      "scale": "numeric"
    },
    "rating": {
      "version": 1,
      "scale": "ordinal"
    },
    "text": {
      "version": 1,
      "scale": "text"
    },
    "yes_no": {
      "version": 1,
      "scale": "nominal"
    },
    "pairwise": {
      "version": 1,
      "scale": "nominal"
    },
    "ranking": {
      "version": 1,
      "scale": "ranking"
    },
    "date": {
      "version": 1,
      "scale": "nominal"
    },
    "link": {
      "version": 1,
      "scale": "nominal"
    },
    "json": {
      "version": 1,
      "scale": "structure"
    }
  }
} as const;

/** The reply to one question about the item, or about the region (or relation) `region` of the same document. */
export interface Answer {
  question: string;
  kind: string;
  value: Json;
  region?: string | null;
  version?: number;
  confidence?: number | null;
}

export interface Body {
  answers: Answer[];
  regions: Region[];
  relations: Relation[];
}

/** Nothing to set. */
export type BoxConfig = Record<string, never>;

/** Top left corner and size. */
export interface BoxValue {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `values`, or `values_from`: the key in each item's data that lists them. */
export interface ChoiceConfig {
  values?: Option[];
  values_from?: string | null;
}

/** The id of the chosen value. */
export type ChoiceValue = string;

/** `values` or `values_from` as in choice; at least `min` and at most `max` of them. */
export interface ChoicesConfig {
  values?: Option[];
  values_from?: string | null;
  min?: number;
  max?: number | null;
}

/** The ids of the chosen values in the schema's order; an empty list says that none applies. */
export type ChoicesValue = string[];

/**
 * Asks only if another question's answer (about the same target, or the item) is right.
 *
 * Exactly one of: `any_of` (one of these values was given), `none_of` (answered, with none of these),
 * `answered`.
 */
export interface Condition {
  question: string;
  any_of?: Json[] | null;
  none_of?: Json[] | null;
  answered?: boolean | null;
}

/** One part of the item's data that is shown: `source` is its key in the data (default: the name). */
export interface DataField {
  id: string;
  name: string;
  medium: string;
  source: string;
  label?: string;
  private?: boolean;
}

/** The `earliest` and the `latest` day, inclusive; with `time`, hours and minutes are asked for too. */
export interface DateConfig {
  earliest?: string | null;
  latest?: string | null;
  time?: boolean;
}

/** ISO 8601, of the calendar on the wall: no zone. */
export type DateValue = string;

/** Nothing to set. */
export type EllipseConfig = Record<string, never>;

/** Centre and half axes in pixels; `rotation` in degrees clockwise about the centre. */
export interface EllipseValue {
  x: number;
  y: number;
  rx: number;
  ry: number;
  rotation?: number;
}

/** `schema` is JSON Schema, draft 2020-12. References stay inside it (`#/$defs/…`); patterns know no look-around. */
export interface JsonConfig {
  schema?: Record<string, Json>;
}

/**
 * How a track stands from one moment on; between two keyframes the shape says how it goes (`Shape.between`).
 *
 * `outside`: not to be seen from here to the next keyframe; `value` is then where it was lost. `occluded`: hidden
 * behind something. `answers` (without `region`) hold from here on instead of the document's own about the region.
 */
export interface Keyframe {
  time: number;
  value: Json;
  outside?: boolean;
  occluded?: boolean;
  answers: Answer[];
}

/**
 * `entries`: thousands if need be, told apart by id alone; their `examples` are other names they are found by.
 *
 * `entries_from`: the key in each item's data that lists its candidates. `address` opens an entry elsewhere, `{id}`
 * in it standing for the entry's id. `none`: the words of a last answer, that no entry is right; without, there is
 * none.
 */
export interface LinkConfig {
  entries?: Option[];
  entries_from?: string | null;
  address?: string;
  none?: string;
}

/** The id of the entry, or `none`. */
export type LinkValue = string;

/** Nothing to set. */
export type MaskConfig = Record<string, never>;

/** COCO's packed run lengths: `size`: height and width of the whole picture; `counts`: runs down its columns. */
export interface MaskValue {
  size: [number, number];
  counts: string;
}

/** Bounds (inclusive), the `step` counted from `min` or 0, a `unit` that is shown, whole numbers only. */
export interface NumberConfig {
  min?: number | null;
  max?: number | null;
  step?: number | null;
  unit?: string;
  integer?: boolean;
}

/** A finite number. */
export type NumberValue = number;

/** One value that a question offers. */
export interface Option {
  id: string;
  name: string;
  description?: string;
  examples?: string[];
  colour?: string | null;
  key?: string | null;
  children?: Option[];
}

/** `left`, `right`: what the two are called; `ties`: they may be alike; `neither`: both may be bad. */
export interface PairwiseConfig {
  left?: string;
  right?: string;
  ties?: boolean;
  neither?: boolean;
}

/** `left` or `right` is better, both are alike (`tie`), or none will do (`neither`). */
export type PairwiseValue = "left" | "right" | "tie" | "neither";

/** `sigma`: how many pixels two careful people are usually apart; set it to the size of what is pointed at. */
export interface PointConfig {
  sigma?: number;
}

export interface PointValue {
  x: number;
  y: number;
}

/** Nothing to set. */
export type PolygonConfig = Record<string, never>;

/** The union of rings; a ring closes by itself, its first point does not stand again at the end. */
export interface PolygonValue {
  parts: [number, number][][];
}

/** Nothing to set. */
export type PolylineConfig = Record<string, never>;

export interface PolylineValue {
  points: [number, number][];
}

/** One thing that is asked: about the item (`about: item`), or each region or relation of a set (`<set id>`). */
export interface Question {
  id: string;
  name: string;
  kind: string;
  about?: string;
  text?: string;
  description?: string;
  required?: boolean;
  config: Record<string, Json>;
  ask_if: Condition[];
}

/** `values`, or `values_from`: the key in each item's data that lists them. */
export interface RankingConfig {
  values?: Option[];
  values_from?: string | null;
}

/** The ids of all values, the best first. */
export type RankingValue = string[];

/** From `min` to `max`; `labels` name both ends (two of them) or every step. */
export interface RatingConfig {
  min?: number;
  max?: number;
  labels?: string[];
}

/** The chosen step. */
export type RatingValue = number;

/**
 * A shape on the field of its set. `id` is made by the client and stays over revisions.
 *
 * With `keyframes` (sorted by time) it is a track, and `value` is the first keyframe's. Without, on a medium that
 * has time, it lies there all the time.
 */
export interface Region {
  id: string;
  set: string;
  shape: string;
  value: Json;
  version?: number;
  confidence?: number | null;
  keyframes: Keyframe[];
}

/** Regions of some shapes on one field. */
export interface RegionSet {
  id: string;
  name: string;
  field: string;
  shapes: string[];
  min?: number;
  max?: number | null;
  description?: string;
  config: Record<string, Record<string, Json>>;
}

/** From one region of the document to another; its id is unlike any region's, so that answers can name it. */
export interface Relation {
  id: string;
  set: string;
  from_id: string;
  to_id: string;
  confidence?: number | null;
}

/**
 * Relations from a region of one of `from_sets` to one of `to_sets` (empty: of any set).
 *
 * Of an undirected one both ends are alike: either end may lie in either list.
 */
export interface RelationSet {
  id: string;
  name: string;
  from_sets: string[];
  to_sets: string[];
  directed?: boolean;
  min?: number;
  max?: number | null;
  description?: string;
}

/** Nothing to set. */
export type RotatedBoxConfig = Record<string, never>;

/** Centre and size in pixels; `rotation` in degrees clockwise about the centre. */
export interface RotatedBoxValue {
  x: number;
  y: number;
  width: number;
  height: number;
  rotation: number;
}

export interface Schema {
  fields: DataField[];
  region_sets: RegionSet[];
  relation_sets: RelationSet[];
  questions: Question[];
  layout?: "auto" | "side" | "stack";
}

/** Nothing to set. */
export type SpanConfig = Record<string, never>;

/** Unicode code points of the stored text, from `start` up to but without `end`. */
export interface SpanValue {
  start: number;
  end: number;
}

/**
 * Lengths in code points. `pattern` must match the whole text; look-around and back references are not known.
 *
 * `min_length` 0 accepts an empty text as an answer: "nothing to read here".
 */
export interface TextConfig {
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  pattern?: string | null;
}

/** The text as typed, never normalised. */
export type TextValue = string;

/** `values` nested by `children`; ids are unique in the whole tree. `leaves_only`: every path must go to the end. */
export interface TreeConfig {
  values: Option[];
  leaves_only?: boolean;
  multiple?: boolean;
}

/** Paths of ids from the root down; one, unless `multiple`. */
export type TreeValue = string[][];

/** What the two buttons say. */
export interface YesNoConfig {
  yes?: string;
  no?: string;
}

/** True for yes. */
export type YesNoValue = boolean;
