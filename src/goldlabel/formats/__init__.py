"""Files in and out: one module per format, in one ordered list.

for got in by_name("coco").read(Source("dataset"), None, ReadOptions()): …
convert("dataset", "coco", "yolo", "out")
"""

from collections.abc import Iterator
from pathlib import Path

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record, Reject, Report
from goldlabel.formats.base import Format, Got, ReadOptions, WriteOptions
from goldlabel.formats.coco import Coco
from goldlabel.formats.conll import Conll
from goldlabel.formats.csv import Csv
from goldlabel.formats.excel import Excel
from goldlabel.formats.images import Images
from goldlabel.formats.json import Json
from goldlabel.formats.jsonl import Jsonl
from goldlabel.formats.label_studio import LabelStudio
from goldlabel.formats.parquet import Parquet
from goldlabel.formats.parts.source import Source
from goldlabel.formats.spacy import Spacy
from goldlabel.formats.text import Text
from goldlabel.formats.tsv import Tsv
from goldlabel.formats.urls import Urls
from goldlabel.formats.yolo import Yolo

FORMATS: tuple[Format, ...] = (
    Jsonl(),
    Csv(),
    Tsv(),
    LabelStudio(),
    Json(),
    Parquet(),
    Excel(),
    Text(),
    Urls(),
    Images(),
    Coco(),
    Yolo(),
    Conll(),
    Spacy(),
)
"""Every format, in the order of menus and documents; at equal likelihood the earlier one is detected."""

__all__ = [
    "FORMATS",
    "Format",
    "Got",
    "ReadOptions",
    "Source",
    "WriteOptions",
    "by_name",
    "convert",
    "detect",
]


def by_name(name: str) -> Format:
    """The format of that name, or `Invalid` with the names there are."""
    found = next((format for format in FORMATS if format.name == name), None)
    if found is None:
        raise Invalid(f'there is no format "{name}"; there are {", ".join(f.name for f in FORMATS)}', where="format")
    return found


def detect(source: Source) -> Format:
    """The likeliest format of a source, or `Invalid`."""
    scores = [(format.sniff(source), format) for format in FORMATS if format.reads]
    best = max((score for score, _ in scores), default=0.0)
    if best <= 0:
        readable = ", ".join(format.title for format in FORMATS if format.reads)
        raise Invalid(
            f"is of no format that can be told by its name or content; goldlabel reads {readable}",
            where=source.name,
        )
    return next(format for score, format in scores if score == best)


def convert(
    src: Source | Path | str,
    from_: str,
    to: str,
    out: Path | str,
    *,
    read: ReadOptions | None = None,
    write: WriteOptions | None = None,
) -> Report:
    """Reads `src` in one format (`auto`: found out) and writes it in another. What is lost or refused is in
    the report.
    """
    source = src if isinstance(src, Source) else Source(src)
    options = read or ReadOptions()
    reader = detect(source) if from_ == "auto" else by_name(from_)
    writer = by_name(to)
    schema = reader.schema(source, options)
    if schema is None:
        raise Invalid(f"holds nothing that {reader.title} could read", where=source.name)
    seen = Report()

    def records() -> Iterator[Record]:
        for got in reader.read(source, schema, options):
            if isinstance(got, Record):
                yield got
            elif isinstance(got, Reject):
                seen.rejects += 1
                seen.lose(f"rejected: {got.where}", got.message)
            else:
                seen.lose(got.what, got.why, got.count)

    report = writer.write(schema, records(), Path(out), write or WriteOptions())
    for (what, why), count in seen.losses.items():
        report.lose(what, why, count)
    report.rejects += seen.rejects
    return report
