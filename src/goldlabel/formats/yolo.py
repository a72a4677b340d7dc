"""YOLO text labels: detection, segmentation, oriented boxes and classification folders, in the layouts in use."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Format, Got, ReadOptions, WriteOptions
from goldlabel.formats.images import Images
from goldlabel.formats.parts import yolo_read, yolo_write
from goldlabel.formats.parts.pictures import FOLDERS, SPLITS, images_in
from goldlabel.formats.parts.source import Source
from goldlabel.formats.parts.yolo_files import Layout, layout, looks_like_yolo

CLASS = "class"


class Yolo(Format):
    name = "yolo"
    title = "YOLO"
    writes = True
    carries = frozenset({"box", "rotated_box", "polygon", "choice"})
    takes = ("task", "which", "media")
    about = "One line per object, shares of the EXIF-upright picture's size. Written in Ultralytics' layout."

    def sniff(self, source: Source) -> float:
        if source.single is not None:
            return 0.0
        if looks_like_yolo(source):
            return 0.85
        return 0.6 if _classification(source) else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
        if self._classify(source, options):
            return Images().schema(source, options.model_copy(update={"folders": options.folders or CLASS}))
        found = layout(source)
        return yolo_read.implied(found, _task(found, options))

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        if self._classify(source, options):
            yield from Images().read(source, schema, options.model_copy(update={"folders": options.folders or CLASS}))
            return
        found = layout(source)
        task = _task(found, options)
        schema = schema or yolo_read.implied(found, task)
        if schema is None:
            raise Invalid("holds no pictures; YOLO labels need them for their size", where=source.name)
        yield from source.rejects
        yield from yolo_read.Reader(schema, options, found, task).read()

    def _classify(self, source: Source, options: ReadOptions) -> bool:
        return options.task == "classify" or (
            options.task is None and not looks_like_yolo(source) and _classification(source)
        )

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        return yolo_write.write(schema, records, out, options)


def _task(found: Layout, options: ReadOptions) -> str:
    return options.task if options.task in yolo_read.SHAPES else yolo_read.task_of(found)


def _classification(source: Source) -> bool:
    """Every picture lies in a split and in a folder of its class: `train/cat/1.jpg`."""
    folders = {tuple(file.name.split("/")[-3:-1]) for file in images_in(source)}
    fits = all(len(pair) == 2 and pair[0].lower() in SPLITS and pair[1].lower() not in FOLDERS for pair in folders)
    return fits and len({pair[-1] for pair in folders}) > 1
