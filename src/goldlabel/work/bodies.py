"""A labeler's answers on their way into the store: checked, put into their one form, indexed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from pydantic import ValidationError

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Body
from goldlabel.core.check import Checker
from goldlabel.core.kind import Extent, problems_of
from goldlabel.core.problem import Invalid
from goldlabel.core.schema import Schema
from goldlabel.store import media
from goldlabel.store.tx import Tx
from goldlabel.work.media import BLOB


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A body as JSON text, with its index rows: (question, region or '', kind, key) and (region, set, shape)."""

    text: str
    answers: list[tuple[str, str, str, str]]
    regions: list[tuple[str, str, str]]


def extents(tx: Tx, project: int, schema: Schema, data: Mapping[str, Any]) -> dict[str, Extent]:
    """How large the item's fields are, by field id, as far as known."""
    out: dict[str, Extent] = {}
    for field in schema.fields:
        value = data.get(field.source)
        medium = catalog().media.get(field.medium)
        if medium is None or value is None:
            continue
        info: dict[str, Any] = {}
        if isinstance(value, str) and value.startswith(BLOB):
            row = media.by_hash(tx, project, value.removeprefix(BLOB))
            info = row.info if row else {}
        out[field.id] = medium.extent(value, info)
    return out


def ready(
    raw: Mapping[str, Any] | Body, checker: Checker, data: Mapping[str, Any], sizes: Mapping[str, Extent],
    *, complete: bool = True,
) -> StoredBody:  # fmt: skip
    """A body as it is stored. Raises Invalid with every problem."""
    try:
        body = raw if isinstance(raw, Body) else Body.model_validate(raw)
    except ValidationError as error:
        raise Invalid([problem.inside("body") for problem in problems_of(error)]) from None
    if problems := checker.check(body, data, sizes, complete=complete):
        raise Invalid([problem.inside("body") for problem in problems])
    clean = checker.clean(body, data)
    text = msgspec.json.encode(clean.model_dump(mode="json", exclude_none=True)).decode()
    return StoredBody(text, _answer_index(clean, checker), [(r.id, r.set, r.shape) for r in clean.regions])


def _answer_index(body: Body, checker: Checker) -> list[tuple[str, str, str, str]]:
    kinds = catalog().answers
    out: list[tuple[str, str, str, str]] = []
    for answer in body.answers:
        kind = kinds.get(answer.kind)
        key = kind.key(kind.Value.model_validate(answer.value), checker.answer_config(answer.question)) if kind else ""
        out.append((answer.question, answer.region or "", answer.kind, key))
    return out
