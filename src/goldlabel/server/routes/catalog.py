"""What there is to choose from: kinds, templates, formats."""

from functools import lru_cache
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Response
from pydantic import Field

from goldlabel import __version__
from goldlabel.core.problem import NotFound
from goldlabel.formats import FORMATS
from goldlabel.formats.base import ReadOptions, WriteOptions
from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.wire import Out

router = APIRouter(tags=["catalog"])
Reader = Annotated[Access, may("catalog")]


class KindOut(Out):
    """`on` is a shape's surface, an answer's scale, or the surfaces of a medium."""

    name: str
    version: int
    on: str | list[str]
    config: dict[str, Any]
    value: dict[str, Any]


class CatalogOut(Out):
    version: str
    media: list[KindOut]
    shapes: list[KindOut]
    answers: list[KindOut]


class TemplateOut(Out):
    name: str
    title: str
    description: str
    schema_: dict[str, Any] = Field(alias="schema")
    guideline: str
    rows: list[dict[str, Any]]


class FormatOut(Out):
    """`takes`: the write options that mean something to it; `missing`: a library that this server would need first."""

    name: str
    title: str
    about: str
    endings: list[str]
    reads: bool
    writes: bool
    carries: list[str]
    takes: list[str]
    missing: str


class FormatsOut(Out):
    formats: list[FormatOut]
    read_options: dict[str, Any]
    write_options: dict[str, Any]


@router.get("/api/catalog")
async def get_catalog(access: Reader) -> CatalogOut:
    """Every kind, built in or plugged in, with the JSON Schema of its config and value."""
    found = access.context.workspace.catalog
    return CatalogOut(
        version=__version__,
        media=[
            KindOut(name=m.name, version=1, on=[s.value for s in m.surfaces], config={}, value={})
            for m in found.media.values()
        ],
        shapes=[_kind(shape, shape.surface.value) for shape in found.shapes.values()],
        answers=[_kind(answer, answer.scale.value) for answer in found.answers.values()],
    )


def _kind(kind: Any, on: str) -> KindOut:
    return KindOut(
        name=kind.name, version=kind.version, on=on, config=kind.Config.model_json_schema(),
        value=kind.Value.model_json_schema(),
    )  # fmt: skip


@router.get("/api/templates")
async def list_templates(access: Reader) -> list[TemplateOut]:
    """Ready-made tasks to begin with, in the order of menus."""
    from goldlabel import templates

    out: list[TemplateOut] = []
    for name in templates.names():
        found = templates.load(name)
        out.append(
            TemplateOut(
                name=found.name, title=found.title, description=found.description, schema=found.schema,
                guideline=found.guideline, rows=found.rows,
            )
        )  # fmt: skip
    return out


@router.get("/api/templates/{template}/files/{name}")
async def template_file(template: str, name: str, access: Reader) -> Response:
    """A file that a template's rows name: a picture, a sound …"""
    from goldlabel import templates

    found = templates.load(template)
    if name not in found.names():
        raise NotFound(f"template {template} has no file {name[:60]!r}")
    content = await to_thread.run_sync(_made, name)
    headers = {"cache-control": "private, max-age=86400", "x-content-type-options": "nosniff"}
    return Response(content, media_type=templates.mime(name), headers=headers)


@lru_cache(maxsize=64)
def _made(name: str) -> bytes:
    from goldlabel.templates import content

    return content(name)


@router.get("/api/openapi.json", include_in_schema=False)
async def openapi(access: Reader) -> Response:
    """This API's description, as in `docs/openapi.json`."""
    from goldlabel.server.openapi import text

    return Json(text().encode())


@router.get("/api/formats")
async def list_formats(access: Reader) -> FormatsOut:
    """Every format, in the order of menus, and what reading and writing take as `options`."""
    formats = [
        FormatOut(
            name=f.name, title=f.title, about=f.about, endings=list(f.endings), reads=f.reads, writes=f.writes,
            carries=sorted(f.carries), takes=list(f.takes), missing=f.missing,
        )
        for f in FORMATS
    ]  # fmt: skip
    return FormatsOut(
        formats=formats, read_options=ReadOptions.model_json_schema(), write_options=WriteOptions.model_json_schema()
    )
