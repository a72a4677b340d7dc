"""Run as a script: how much memory a format's writer and reader take for few and for many records.

python stream_probe.py FORMAT FEW MANY FOLDER    prints the growth of the peak resident set from few to many, in MB
"""

import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name

VALUES = {"values": [{"id": "1", "name": "one"}, {"id": "2", "name": "two"}]}
SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"id": "text", "name": "text", "medium": "text", "source": "text"},
            {"id": "image", "name": "image", "medium": "image", "source": "image"},
        ],
        "region_sets": [
            {"id": "spans", "name": "spans", "field": "text", "shapes": ["span"]},
            {"id": "boxes", "name": "boxes", "field": "image", "shapes": ["box"]},
        ],
        "questions": [
            {"id": "q", "name": "q", "kind": "choice", "config": VALUES},
            {"id": "t", "name": "t", "kind": "choice", "about": "spans", "config": VALUES},
            {"id": "b", "name": "b", "kind": "choice", "about": "boxes", "config": VALUES},
        ],
    }
)
SPAN = Region(id="s", set="spans", shape="span", value={"start": 0, "end": 4})
BOX = Region(id="b", set="boxes", shape="box", value={"x": 1, "y": 1, "width": 5, "height": 5})
BODY = Body(
    answers=(
        Answer(question="q", kind="choice", value="1"),
        Answer(question="t", kind="choice", value="2", region="s"),
        Answer(question="b", kind="choice", value="2", region="b"),
    ),
    regions=(SPAN, BOX),
)


def made(count: int) -> Iterator[Record]:
    filler = "word " * 200
    for number in range(count):
        name = f"{number}.jpg"
        data = {"text": f"{number:07} {filler}", "image": name}
        media = {"image": MediaFile(name, lambda: b"", width=20, height=10)}
        yield Record(data, key=name, annotations=[Labeled(BODY, "ann")], media=media)  # type: ignore[arg-type]


def once(name: str, count: int, folder: Path) -> None:
    format = by_name(name)
    out = folder / f"{name}-{count}{format.endings[0] if format.endings else ''}"
    assert format.write(SCHEMA, made(count), out, WriteOptions()).records == count
    if format.reads and name != "yolo":
        with Source(out) as source:
            seen = sum(isinstance(got, Record) for got in format.read(source, SCHEMA, ReadOptions()))
        assert seen == count, seen
    shutil.rmtree(out) if out.is_dir() else out.unlink()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    name, few, many, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    once(name, few, folder)
    before = peak()
    once(name, many, folder)
    print(f"{peak() - before:.1f}")
