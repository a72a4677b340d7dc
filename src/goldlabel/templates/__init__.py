"""Ready-made tasks as data: a schema, a guideline and a few rows to try it on. One YAML file each.

What rows show is made on demand (pictures from the scenes in `scenes.yaml`): nothing here is anybody else's data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from ..catalog import catalog
from ..core.model import Json
from ..core.problem import NotFound
from ..core.read import read_schema
from ..core.record import MediaFile, Record
from ..core.schema import Schema

ORDER = (
    "text_classification",
    "sentiment",
    "topics",
    "entities",
    "relations",
    "linking",
    "extraction",
    "findings",
    "best_answer",
    "comparison",
    "chats",
    "search_results",
    "letters",
    "categories",
    "survey",
    "image_classification",
    "object_detection",
    "rotated_boxes",
    "cells",
    "segmentation",
    "masks",
    "landmarks",
    "lanes",
    "captions",
)


@dataclass(frozen=True, slots=True)
class Template:
    """`schema` as people write it; `rows` are items' data, in which a file stands by its name."""

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    guideline: str
    rows: list[dict[str, Json]]
    example: dict[str, Any] | None = None
    """The first row's labels by names, as a careful person would give them."""

    def read(self) -> Schema:
        return read_schema(self.schema, catalog()).schema

    def sources(self) -> list[str]:
        """The keys of the rows that name files."""
        return [one.source for one in self.read().fields if catalog().media[one.medium].mimes]

    def names(self) -> list[str]:
        """Names of the files in the rows, in order."""
        return list(dict.fromkeys(str(row[source]) for row in self.rows for source in self.sources()))

    def files(self) -> dict[str, bytes]:
        """The files in the rows, by name."""
        return {name: content(name) for name in self.names()}

    def records(self) -> Iterator[Record]:
        """The rows as an import sees them; `key` is the template's name and the row's number."""
        for number, row in enumerate(self.rows, 1):
            media = {source: _media(str(row[source])) for source in self.sources()}
            yield Record(data=dict(row), key=f"{self.name}-{number}", media=media, where=f"{self.name} row {number}")


def names() -> list[str]:
    """Every template, in the order that menus show them."""
    return list(ORDER)


def load(name: str) -> Template:
    """Raises `NotFound` with the names there are."""
    if name not in ORDER:
        raise NotFound(f'no template "{name}"; there are {", ".join(ORDER)}')
    raw = _yaml(f"{name}.yaml")
    return Template(
        name=name,
        title=raw["title"],
        description=raw["description"],
        schema=raw["schema"],
        guideline=raw["guideline"],
        rows=raw["rows"],
        example=raw.get("example"),
    )


def content(name: str) -> bytes:
    """A file that a row names, made anew; its ending says by whom."""
    ending = name[name.rfind(".") :]
    if ending not in MAKERS:
        raise NotFound(f'no file "{name}"; templates make {", ".join(MAKERS)}')
    return MAKERS[ending][1](name)


def mime(name: str) -> str:
    """The content type of a file that a row names."""
    return MAKERS[name[name.rfind(".") :]][0]


def picture(name: str) -> bytes:
    """A picture of `scenes.yaml` as a PNG file; `name` is the scene's, with `.png`."""
    from .paint import paint

    scenes = _yaml("scenes.yaml")
    scene = scenes.get(name.removesuffix(".png"))
    if scene is None:
        raise NotFound(f'no picture "{name}"; there are {", ".join(scenes)}')
    return paint(scene)


def _media(name: str) -> MediaFile:
    return MediaFile(name=name, open=lambda: content(name), mime=mime(name))


MAKERS: dict[str, tuple[str, Callable[[str], bytes]]] = {".png": ("image/png", picture)}
"""Content type and maker of the files in rows, by ending."""


@cache
def _text(file: str) -> str:
    return (files(__package__ or __name__) / file).read_text("utf-8")


def _yaml(file: str) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(_text(file)))
