"""COCO (cocodataset.org, "Data format"): boxes, polygons, image labels and captions in JSON.

Read from a folder, an archive or a single file; `annotations/instances_val.json` and the layouts of Roboflow and
mmdetection. Masks are packed run lengths. Keypoints and panoptic segments are counted as losses for now.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Format, Got, ReadOptions, WriteOptions
from goldlabel.formats.parts import coco_read, coco_schema, coco_write
from goldlabel.formats.parts.coco_files import coco_files, groups
from goldlabel.formats.parts.pictures import Pictures
from goldlabel.formats.parts.source import Source


class Coco(Format):
    name = "coco"
    title = "COCO"
    writes = True
    carries = frozenset({"box", "polygon", "mask", "choice", "choices", "text"})
    takes = ("which", "media")
    about = "Boxes, polygons, masks, image labels, captions; sizes of the EXIF-upright pictures. Written as a folder."

    def sniff(self, source: Source) -> float:
        if source.single is not None:
            return 0.95 if coco_files(source) else 0.0
        found = coco_files(source)
        return 0.9 if found else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        return coco_schema.implied(groups(source))

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        found = groups(source)
        schema = schema or coco_schema.implied(found)
        if schema is None:
            raise Invalid("holds no COCO file: a JSON object with images and annotations", where=source.name)
        yield from source.rejects
        reader, pictures = coco_read.Reader(schema, options), Pictures(source)
        for group in found:
            yield from reader.group(group, pictures, f"{group.split}/" if len(found) > 1 and group.split else "")
        yield from coco_read.losses(reader.report, source.name)

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        return coco_write.write(schema, records, out, options)
