"""What an import would make of a source: its first rows read by the import's own readers; nothing is stored.

Bounded: the head of an address, some rows, some seconds, one picture scaled down.
"""

import base64
import io
import itertools
import re
import secrets
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from goldlabel.core.annotation import Purpose
from goldlabel.core.kind import validated
from goldlabel.core.problem import GoldlabelError, Invalid
from goldlabel.core.record import Loss, Record, Reject
from goldlabel.core.schema import Schema
from goldlabel.formats import FORMATS, Format, Source, by_name, detect
from goldlabel.formats.base import Got, ReadOptions
from goldlabel.formats.parts.lines import likely
from goldlabel.formats.text import has_heading
from goldlabel.store import jobs
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import media, storages
from goldlabel.work.import_labels import Labels
from goldlabel.work.imports import opened, total_of
from goldlabel.work.items import Shown, prepare
from goldlabel.work.mapping import completed, suggest, why_no_key
from goldlabel.work.projects import schema_of
from goldlabel.work.workspace import Workspace

ROWS, SECONDS = 20, 5.0
HEAD_BYTES = 8 << 20
WHOLE_BYTES = 64 << 20
"""Up to here a file is read whole by formats that cannot begin before they know its end."""
WHOLE_FORMATS = frozenset({"coco", "excel", "spacy"})
COUNTED_BYTES = 200 << 20
SHORT = 1000
GUESSED = frozenset({"csv", "tsv", "text"})
"""Formats whose encoding may be guessed here: others are UTF-8 by their own rules."""
_OPTION = re.compile(
    r"(?:say what it is, for example|pass it, for example|pass it, e\.g\.|pass) --option encoding=(\S+)"
)
PICTURE_BYTES, PICTURE_SIZE = 32 << 20, 640
THUMBNAIL_SIZE, THUMBNAIL_SECONDS = 96, 2.0
COUNT_SECONDS = 0.5


@dataclass(slots=True)
class Row:
    """A row as it would go in (`problem`: or why not)."""

    where: str
    key: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    meta: dict[str, Any] = field(default_factory=dict[str, Any])
    labels: dict[str, Any] = field(default_factory=dict[str, Any])
    """Answers about the item by question's name; of several annotations those of the first."""
    regions: int = 0
    problem: str | None = None
    raw: str = ""
    picture: str | None = None
    """Its first picture, small, as a data: address."""


@dataclass(slots=True)
class Column:
    name: str
    values: list[str]
    note: str = ""
    """What should be known before it is put somewhere."""


@dataclass(slots=True)
class Preview:
    name: str
    format: str | None = None
    fits: list[str] = field(default_factory=list[str])
    """Formats that it may be of, the likeliest first."""
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    purpose: str = "label"
    remembered: bool = False
    """Whether options and purpose are those of an earlier import of the same columns."""
    columns: list[Column] | None = None
    """None where there is nothing to map."""
    rows: list[Row] = field(default_factory=list[Row])
    more: bool = False
    total: int | None = None
    counted: bool = False
    """Whether `total` is exact; else it is a guess from the lines."""
    losses: list[list[Any]] = field(default_factory=list[list[Any]])
    picture: str | None = None
    """That of the first good row, as a data: address."""
    problem: str | None = None
    """Why it cannot be read so."""


def preview(
    workspace: Workspace, project: ProjectRow, where: Mapping[str, str], *, format: str | None = None,
    options: Mapping[str, Any] | None = None, purpose: str = "label",
) -> dict[str, Any]:  # fmt: skip
    """Without `options`: with those of the last import of the same columns, else with a guess.

    Raises Invalid for options that there are not, NotFound for an upload that is not there, Refused and
    FetchFailed for an address; what is wrong with the content is in the answer.
    """
    if options is not None:
        validated(ReadOptions, options, "options")
    chosen = by_name(format) if format else None
    schema = workspace.database.read(lambda tx: schema_of(tx, project))
    with _source(workspace, project.name, where) as (source, whole):
        out = Preview(source.name)
        try:
            _fill(workspace, project, schema, source, out, chosen, options, purpose, whole)
        except GoldlabelError as error:
            out.problem = _on_screen(error.message)
    return asdict(out)


def _fill(
    workspace: Workspace, project: ProjectRow, schema: Schema, source: Source, out: Preview, chosen: Format | None,
    options: Mapping[str, Any] | None, purpose: str, whole: bool,
) -> None:  # fmt: skip
    scores = sorted(((form.sniff(source), -at, form) for at, form in enumerate(FORMATS) if form.reads), reverse=True)
    out.fits = [form.name for score, _, form in scores if score > 0]
    reader = chosen or detect(source)
    out.format, out.purpose = reader.name, purpose
    _refuse_large(reader, source, whole)
    given = validated(ReadOptions, options, "options")
    encoding = _encoding(reader, source) if given.encoding is None else None
    given = given.model_copy(update={"encoding": given.encoding or encoding})
    head = reader.first_rows(source, given, ROWS)
    if head is not None:
        out.columns = _columns(head)
    if options is None and head is not None:
        names = sorted(column.name for column in out.columns or [])
        known = workspace.database.read(lambda tx: remembered(tx, project.id, names))
        out.remembered = known is not None
        if known is not None and known[0].get("encoding") == "cp1252":  # found out anew: this file may be UTF-8
            known = {name: value for name, value in known[0].items() if name != "encoding"}, known[1]
        out.options, out.purpose = known or _guess(workspace, project, schema, head, names, purpose)
        given = _still_fitting(out, schema, head, given)
    else:
        out.options = dict(options or {})
        if options is None and reader.name == "text" and has_heading(source, schema, given):
            out.options["heading"] = True
            given = given.model_copy(update={"heading": True})
    if encoding is not None:
        out.options = out.options | {"encoding": encoding}
        given = given.model_copy(update={"encoding": encoding})
    records = _rows(workspace, project, schema, source, reader.read(source, schema, given), out)
    if not out.more:
        out.counted, out.total = True, sum(not row.problem for row in out.rows)
    elif out.total is None and whole:
        out.total = _total(source)
    sample = next((record for row, record in zip(out.rows, records, strict=True) if record and not row.problem), None)
    if sample is not None:
        out.picture = _picture(workspace, schema, source, sample)


def _encoding(reader: Format, source: Source) -> str | None:
    """For a table or text that is not UTF-8, what to try: the screen says so, and there another one can be chosen."""
    return likely(source.single) if reader.name in GUESSED and source.single is not None else None


def _on_screen(message: str) -> str:
    """Options of the command line are fields of the screen."""
    return _OPTION.sub(r"choose it under Encoding (\1)", message)


def _guess(
    workspace: Workspace, project: ProjectRow, schema: Schema, head: list[dict[str, Any]], names: list[str],
    purpose: str,
) -> tuple[dict[str, Any], str]:  # fmt: skip
    """As the last time for columns of the same name; the others by their names and what stands in them."""
    known = workspace.database.read(lambda tx: partly_remembered(tx, project.id, names))
    if known is None:
        return suggest(schema, head), purpose
    return completed(known[0], suggest(schema, head), schema, names), known[1]


def _still_fitting(out: Preview, schema: Schema, head: list[dict[str, Any]], given: ReadOptions) -> ReadOptions:
    """The options found; remembered ones whose field or question is gone since give way to a guess."""
    try:
        options = validated(ReadOptions, out.options, "options")
        names = {f.name for f in schema.fields} | {f.id for f in schema.fields}
        asked = {q.name for q in schema.questions} | {q.id for q in schema.questions}
        asked |= {group.name for group in schema.region_sets} | {group.id for group in schema.region_sets}
        if set(options.fields.values()) <= names and set(options.labels.values()) <= asked:
            return options
    except Invalid:
        pass
    out.remembered, out.options = False, suggest(schema, head)
    return validated(ReadOptions, out.options, "options")


def remembered(tx: Tx, project: int, columns: list[str]) -> tuple[dict[str, Any], str] | None:
    """Options and purpose of the newest import whose columns were these."""
    for job in _imports(tx, project):
        if sorted(job.params.get("columns") or ()) == columns:
            return job.params.get("options") or {}, job.params.get("purpose") or "label"
    return None


def _imports(tx: Tx, project: int) -> list[jobs.JobRow]:
    return [job for job in jobs.of_project(tx, project, 2**53, 200) if job.kind == "import"]


def partly_remembered(tx: Tx, project: int, columns: list[str]) -> tuple[dict[str, Any], str] | None:
    """Those of the newest import that had at least half of these columns, without what others were told."""
    for job in _imports(tx, project):
        had: list[str] = job.params.get("columns") or []
        known = set(had).intersection(columns)
        if known and len(known) * 2 >= len(columns):
            return _of_columns(job.params.get("options") or {}, known), job.params.get("purpose") or "label"
    return None


def _of_columns(options: dict[str, Any], known: set[str]) -> dict[str, Any]:
    out = {name: value for name, value in options.items() if name != "encoding"}
    for name in ("fields", "labels"):
        goes: dict[str, str] = options.get(name) or {}
        out[name] = {column: to for column, to in goes.items() if column in known}
    for name in ("meta", "leave_out"):
        out[name] = [column for column in options.get(name) or () if column in known]
    if out.get("key") not in known:
        out.pop("key", None)
    return {name: value for name, value in out.items() if value not in ({}, [], None)}


def _columns(rows: list[dict[str, Any]]) -> list[Column]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [
        Column(
            name,
            list(dict.fromkeys(_text(row[name], 120) for row in rows if row.get(name) not in (None, "")))[:3],
            why_no_key(name, [row.get(name) for row in rows]),
        )
        for name in names
    ]


def _rows(
    workspace: Workspace, project: ProjectRow, schema: Schema, source: Source, reader: Iterator[Got], out: Preview
) -> list[Record | None]:
    """Fills the rows; the records they came from, None for rejects."""
    until = time.monotonic() + SECONDS
    records: list[Record | None] = []
    thumbnails = _Thumbnails(workspace, schema, source)
    for got in reader:
        if isinstance(got, Loss):
            out.losses.append([got.what, got.why, got.count])
            continue
        if len(records) == ROWS:
            out.more = True
            _count_on(reader, got, out)
            break
        if isinstance(got, Reject):
            out.rows.append(Row(got.where, problem=_on_screen(got.message), raw=got.raw[:SHORT]))
            records.append(None)
        else:
            row = _row(workspace, project, schema, source, got, out.purpose)
            thumbnails.add(row, got)
            out.rows.append(row)
            records.append(got)
        if time.monotonic() > until:
            out.more = True
            break
    return records


def _count_on(reader: Iterator[Got], first: Got, out: Preview) -> None:
    """How many rows there are, where the end comes soon."""
    until, count = time.monotonic() + COUNT_SECONDS, sum(not row.problem for row in out.rows)
    for got in itertools.chain((first,), reader):
        count += isinstance(got, Record)
        if time.monotonic() > until:
            return
    out.total, out.counted = count, True


class _Thumbnails:
    """Small pictures for the rows, and why a file is none; for a moment, then the rows have names only."""

    def __init__(self, workspace: Workspace, schema: Schema, source: Source) -> None:
        self.workspace, self.source = workspace, source
        names = media.file_sources(schema, workspace.catalog)
        mediums = {field.source: field.medium for field in schema.fields}
        self.names = [name for name in names if mediums.get(name) == "image"]
        self.until = time.monotonic() + THUMBNAIL_SECONDS

    def add(self, row: Row, record: Record) -> None:
        for name in self.names:
            outside = str(record.data.get(name)).startswith(("http://", "https://", media.BLOB))
            if outside or row.problem or time.monotonic() > self.until:
                return
            try:
                content = _content(self.workspace, self.source, record, name)
                if content is not None:
                    media.probe(self.workspace.catalog, content, "image")
                    row.picture = row.picture or _small(content, THUMBNAIL_SIZE)
            except (GoldlabelError, OSError) as error:
                row.problem = f"{name}: {error}"


def _row(
    workspace: Workspace, project: ProjectRow, schema: Schema, source: Source, record: Record, purpose: str
) -> Row:  # fmt: skip
    row = Row(record.where, record.key, meta=_cut(record.meta), data=_cut(record.data))
    problems: list[str] = []
    try:
        problems += [str(problem) for problem in Shown(schema, workspace.catalog).problems(record.data)]
        problems += _missing_files(workspace, schema, source, record)
        item = prepare(record.data, record.meta, record.key)
        if record.annotations and not problems:
            rejects: list[tuple[str, str, str]] = []
            labels = Labels(project, Purpose(purpose))
            workspace.database.read(lambda tx: labels.ready(tx, [(item, record)], rejects))
            problems += [why for _, why, _ in rejects]
    except GoldlabelError as error:
        problems.append(error.message)
    if record.annotations:
        row.labels, row.regions = _labels(schema, record)
    row.problem = "; ".join(problems) or None
    return row


def _missing_files(workspace: Workspace, schema: Schema, source: Source, record: Record) -> list[str]:
    """Names that the source does not hold; addresses are fetched by the import alone."""
    out: list[str] = []
    for name in media.file_sources(schema, workspace.catalog):
        value = record.data.get(name)
        outside = not isinstance(value, str) or value.startswith((media.BLOB, "http://", "https://"))
        if not outside and value and name not in record.media and source.find(str(value)) is None:
            out.append(f"{name}: {str(value)[:200]!r} is not in the source; drop the table and its pictures together")
    return out


def _labels(schema: Schema, record: Record) -> tuple[dict[str, Any], int]:
    body = record.annotations[0].body
    named = {question.id: question.name for question in schema.questions}
    answers = {named.get(a.question, a.question): _text(a.value, SHORT) for a in body.answers if a.region is None}
    return answers, len(body.regions)


def _picture(workspace: Workspace, schema: Schema, source: Source, record: Record) -> str | None:
    for name in media.file_sources(schema, workspace.catalog):
        try:
            content = _content(workspace, source, record, name)
            if content is not None:
                return _small(content, PICTURE_SIZE)
        except (GoldlabelError, OSError):
            continue
    return None


def _content(workspace: Workspace, source: Source, record: Record, name: str) -> bytes | None:
    value = record.data.get(name)
    if (held := record.media.get(name)) is not None:
        return held.open()
    if not isinstance(value, str):
        return None
    if value.startswith(("http://", "https://")):
        out = io.BytesIO()
        _, whole = workspace.egress.head(value, out, max_bytes=PICTURE_BYTES, seconds=SECONDS)
        return out.getvalue() if whole else None
    file = source.find(value)
    return file.read(PICTURE_BYTES) if file is not None else None


def _small(content: bytes, size: int) -> str | None:
    """Upright, at most `size` pixels a side. None for what is no picture."""
    import PIL.Image
    import PIL.ImageOps

    from goldlabel.media.image import PIXELS

    PIL.Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with PIL.Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP", "GIF", "BMP"]) as picture:
            picture.draft("RGB", (size, size))
            picture.thumbnail((size, size))
            out = io.BytesIO()
            PIL.ImageOps.exif_transpose(picture).convert("RGB").save(out, "JPEG", quality=80)
    except Exception:  # Pillow's plugins let struct.error, SyntaxError and others through; the import names the reason
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


@contextmanager
def _source(workspace: Workspace, project: str, where: Mapping[str, str]) -> Generator[tuple[Source, bool]]:
    """The source, and whether it is there to its end."""
    if "storage" in where:
        with (
            storages.opened(workspace, project, where, head=True) as (path, whole),
            Source(path, storages.called(where)) as source,
        ):
            yield source, whole
        return
    if "url" not in where:
        with opened(workspace, project, {"source": dict(where)}) as source:
            yield source, True
        return
    target = workspace.uploads / f"fetched-{secrets.token_hex(12)}"
    try:
        with target.open("w+b") as file:
            fetched, whole = workspace.egress.head(where["url"], file, max_bytes=HEAD_BYTES)
        with Source(target, fetched.name or "file") as source:
            yield source, whole
    finally:
        target.unlink(missing_ok=True)


def _refuse_large(reader: Format, source: Source, whole: bool) -> None:
    packed = source.kind == "zip" or reader.name in WHOLE_FORMATS | {"parquet"}
    if not whole and packed:
        raise Invalid("is too large to look into at that address; it can be imported as it is, or uploaded")
    if reader.name in WHOLE_FORMATS and source.kind == "file" and source.path.stat().st_size > WHOLE_BYTES:
        raise Invalid(f"{reader.title} of more than {WHOLE_BYTES >> 20} MB has no preview; it can be imported as it is")


def _total(source: Source) -> int | None:
    file = source.single
    if file is None or file.path is None or file.path.stat().st_size > COUNTED_BYTES:
        return None
    return total_of(source)


def _cut(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a screen shows of it: long texts end in …, what is no JSON is left out."""
    out: dict[str, Any] = {}
    for name, value in list(values.items())[:100]:
        plain = isinstance(value, (str, int, float, bool)) or value is None
        out[name] = _text(value, SHORT) if isinstance(value, str) else value if plain else _text(value, SHORT)
    return out


def _text(value: Any, limit: int) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode()
    return text if len(text) <= limit else text[: limit - 1] + "…"
