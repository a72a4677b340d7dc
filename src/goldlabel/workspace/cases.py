"""Ties as Python sees them, from the JSON that `work.adjudicate.describe` makes here and a server sends."""

from collections.abc import Mapping
from typing import Any

from goldlabel.core.annotation import Body
from goldlabel.core.schema import Schema
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.workspace.parts import Open, Said, Tie, Whole
from goldlabel.workspace.values import named


def tie_of(schema: Schema, raw: Mapping[str, Any]) -> Tie:
    names = SchemaNames(schema)
    people = {str(one["labeler"]): str(one["name"]) for one in raw["annotations"]}
    now: dict[str, Any] = raw["resolution"] or {"id": 0, "body": {}}
    return Tie(
        item=int(raw["item"]),
        key=raw["key"],
        data=raw["data"],
        said=sorted((_said(schema, one) for one in raw["annotations"]), key=lambda said: said.labeler),
        open=[_open(names, one, people) for one in raw["ties"]],
        agreed=named(schema, Body.model_validate(now["body"])),
        resolution=int(now["id"]),
    )


def body_of_case(raw: Mapping[str, Any]) -> Body:
    """What stands already."""
    now: dict[str, Any] = raw["resolution"] or {}
    return Body.model_validate(now.get("body") or {})


def _said(schema: Schema, raw: Mapping[str, Any]) -> Said:
    labels = named(schema, Body.model_validate(raw["body"]))
    return Said(raw["name"], labels, raw["purpose"], raw["counted"], raw["seconds"])


def _open(names: SchemaNames, raw: Mapping[str, Any], people: Mapping[str, str]) -> Open:
    question = names.questions.get(raw.get("question", ""))
    about = raw.get("set") or (question.question.about if question else "")
    group = names.schema.region_set(about) or names.schema.relation_set(about)
    if "question" in raw:
        votes = [(_vote(question, vote["value"]), _who(vote["labelers"], people)) for vote in raw["votes"]]
        name = question.question.name if question else raw["question"]
        return Open(name, raw["why"], votes, group.name if group else None, raw.get("region"))
    votes = [(True, _who(raw.get("drawn", ()), people)), (None, _who(raw.get("not_drawn", ()), people))]
    name = group.name if group else raw["set"]
    ends = (str(raw["from_id"]), str(raw["to_id"])) if "from_id" in raw else None
    return Open(name, raw["why"], votes, name, None, raw.get("shape"), raw.get("value"), ends)


def _vote(question: Names | None, value: Any) -> Any:
    return value if value is None or question is None else question.named(value)


def _who(labelers: Any, people: Mapping[str, str]) -> list[str]:
    return [people.get(str(labeler), str(labeler)) for labeler in labelers]


def whole_of(schema: Schema, raw: Mapping[str, Any]) -> Whole:
    """An item from the JSON of `GET …/items/{item}`."""
    now: dict[str, Any] = raw["resolution"] or {}
    settled = now.get("state") == "resolved"
    return Whole(
        id=int(raw["item"]),
        key=raw["key"],
        data=raw["data"],
        meta=raw["meta"],
        said=[_said(schema, {"name": one["labeler"], **one}) for one in raw["annotations"]],
        labels=named(schema, Body.model_validate(now["body"])) if settled else None,
        resolution=now.get("state"),
        source=now.get("source"),
    )
