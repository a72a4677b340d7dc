"""Schemas and bodies in few words."""

from typing import Any

from goldlabel.catalog import builtins
from goldlabel.consensus import Outcome, resolve
from goldlabel.core.annotation import Body
from goldlabel.core.read import read_schema
from goldlabel.core.record import Labeled
from goldlabel.core.schema import Schema

CATALOG = builtins()


def schema(
    questions: list[dict[str, Any]] | None = None, sets: list[dict[str, Any]] | None = None, medium: str = "text"
):
    raw = {"fields": [{"name": "text", "medium": medium}], "questions": questions or [], "region_sets": sets or []}
    return read_schema(raw, CATALOG).schema


def choice(name: str = "q", values: str = "abcd", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "choice", "config": {"values": list(values)}, **more}


def said(labeler: str, answers: dict[Any, Any] | None = None, regions: list[dict[str, Any]] | None = None):
    """Answers by question, or by (question, region)."""
    out: list[dict[str, Any]] = []
    for place, (kind, value) in (answers or {}).items():
        question, region = place if isinstance(place, tuple) else (place, None)
        out.append({"question": question, "kind": kind, "value": value, "region": region})
    return Labeled(Body.model_validate({"answers": out, "regions": regions or []}), labeler)


def votes(kind: str, *values: Any, question: str = "q") -> list[Labeled]:
    """One labeler per value; None leaves the question empty."""
    return [
        said(f"l{number}", {} if value is None else {question: (kind, value)}) for number, value in enumerate(values)
    ]


def span(id: str, start: int, end: int, group: str = "entities") -> dict[str, Any]:
    return {"id": id, "set": group, "shape": "span", "value": {"start": start, "end": end}}


def box(id: str, x: float, y: float, width: float, height: float, group: str = "objects") -> dict[str, Any]:
    value = {"x": x, "y": y, "width": width, "height": height}
    return {"id": id, "set": group, "shape": "box", "value": value}


def settle(one: Schema, bodies: list[Labeled], data: dict[str, Any] | None = None) -> Outcome:
    return resolve(bodies, one, CATALOG, data)


def answer(outcome: Outcome, question: str = "q", region: str | None = None) -> Any:
    found = outcome.body.answer(question, region)
    return found.value if found else None
