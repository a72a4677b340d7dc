"""`web/src/catalog.gen.ts` and `web/src/examples.gen.json`: the built-in kinds, for the web app and its tests."""

import json
from collections.abc import Iterable
from typing import Any

from ..catalog import builtins
from ..core.annotation import Body
from ..core.kind import Answer, Kind, Shape
from ..core.schema import Schema
from .typescript import Types
from .vectors import VECTORS

HEAD = """// Generated from the Python models by `python -m goldlabel.dev.generate`. Do not edit.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
"""
TAIL = """export type MediumName = keyof Media;
export type ShapeName = keyof Shapes;
export type AnswerName = keyof Answers;
export type AnswerConfig<N extends AnswerName> = Answers[N]["config"];
export type AnswerValue<N extends AnswerName> = Answers[N]["value"];
export type ShapeConfig<N extends ShapeName> = Shapes[N]["config"];
export type ShapeValue<N extends ShapeName> = Shapes[N]["value"];
"""
RENAMED = {"Value": "Option"}
"""Python's name: TypeScript's. An `Option` is one value that a question offers."""


def catalog_ts() -> str:
    kinds = builtins()
    types = Types(RENAMED)
    for model in (Schema, Body):
        types.add(model.model_json_schema(), lists_required=True)
    answers = [_entry(types, kind, f'scale: "{kind.scale}"') for kind in kinds.answers.values()]
    shapes = [_entry(types, kind, f'surface: "{kind.surface}"') for kind in kinds.shapes.values()]
    media = [
        f"  {medium.name}: {{ surface: {' | '.join(json.dumps(str(one)) for one in medium.surfaces) or 'never'} }};"
        for medium in kinds.media.values()
    ]
    about = {
        "media": {
            name: {"surfaces": [str(one) for one in medium.surfaces], "mimes": list(medium.mimes)}
            for name, medium in kinds.media.items()
        },
        "shapes": {
            name: {"version": kind.version, "surface": str(kind.surface)} for name, kind in kinds.shapes.items()
        },
        "answers": {name: {"version": kind.version, "scale": str(kind.scale)} for name, kind in kinds.answers.items()},
    }
    parts = [
        HEAD,
        _interface("Media", "What each medium offers.", media),
        _interface("Shapes", "Where: config and value of each shape.", shapes),
        _interface("Answers", "What: config and value of each answer kind.", answers),
        TAIL,
        "/** The lists of kinds at run time, in the order that menus show them. */\n"
        f"export const kinds = {json.dumps(about, indent=2)} as const;\n",
        types.text + "\n",
    ]
    return "\n".join(parts)


def examples_json() -> str:
    """Every kind's examples, and vectors of conditions: the browser's tests run on them."""
    kinds = builtins()
    out = {
        "answers": {name: _examples(kind) for name, kind in kinds.answers.items()},
        "shapes": {name: _examples(kind) for name, kind in kinds.shapes.items()},
        "conditions": VECTORS,
    }
    return json.dumps(out, indent=1, ensure_ascii=False) + "\n"


def _entry(types: Types, kind: Answer[Any, Any] | Shape[Any, Any], also: str) -> str:
    config = types.add(kind.Config.model_json_schema())
    value = types.add(kind.Value.model_json_schema(mode="serialization"))
    return f"  {kind.name}: {{ config: {config}; value: {value}; {also} }};"


def _interface(name: str, says: str, lines: Iterable[str]) -> str:
    return f"/** {says} */\nexport interface {name} {{\n" + "\n".join(lines) + "\n}\n"


def _examples(kind: Kind[Any, Any]) -> list[dict[str, Any]]:
    return [
        {
            "config": example.config.model_dump(mode="json", exclude_defaults=True),
            "data": dict(example.target.data),
            "extent": {
                key: size
                for key in ("length", "width", "height")
                if (size := getattr(example.target.extent, key)) is not None
            },
            "valid": [value.model_dump(mode="json") for value in example.valid],
            "invalid": [value.model_dump(mode="json") for value in example.invalid],
        }
        for example in kind.examples()
    ]
