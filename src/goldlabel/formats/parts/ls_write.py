"""Label Studio tasks from records: a JSON array, and beside it a labeling config that shows them."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec

from goldlabel.core.annotation import Answer, Purpose, Region
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import ITEM, Schema, values_of
from goldlabel.formats.base import WriteOptions
from goldlabel.formats.parts import sink
from goldlabel.formats.parts.ls_config import CONFIG
from goldlabel.formats.parts.ls_read import OWN
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.plain import is_list
from goldlabel.formats.parts.shapes import lowered, size_of
from goldlabel.formats.parts.utf16 import Utf16

_encode = msgspec.json.Encoder().encode
_TYPES = {"box": "rectangle", "rotated_box": "rectangle", "polygon": "polygon", "point": "keypoint", "span": "labels"}
_CONTROLS = {
    "rectangle": "RectangleLabels",
    "polygon": "PolygonLabels",
    "keypoint": "KeyPointLabels",
    "labels": "Labels",
}
DOT = 0.5
"""Size of a point as shown by Label Studio, percent of the width; goldlabel's points have none."""


class Writer:
    def __init__(self, schema: Schema, options: WriteOptions) -> None:
        self.schema, self.options, self.names, self.report = schema, options, SchemaNames(schema), Report()

    def task(self, record: Record) -> dict[str, Any]:
        self.report.records += 1
        own = {name: value for name, value in (("key", record.key), ("split", record.split)) if value is not None}
        out: dict[str, Any] = (
            {"id": int(record.key)} if record.key and record.key.isdigit() and len(record.key) < 16 else {}
        )
        if out:
            own.pop("key")
        data = dict(record.data)
        for source, media in record.media.items():
            if str(data.get(source)).startswith("blob:"):
                data[source] = media.name
        out["data"] = data
        out["annotations"], out["predictions"] = [], []
        for given in self._given(record):
            self.report.annotations += 1
            kind = "predictions" if given.purpose == Purpose.suggestion else "annotations"
            out[kind].append(self._annotation(record, given, resolved=given is record.resolution))
        meta: dict[str, Any] = dict(record.meta) | ({OWN: own} if own else {})
        return out | ({"meta": meta} if meta else {})

    def _given(self, record: Record) -> list[Labeled]:
        if self.options.which == "resolution":
            return [record.resolution] if record.resolution is not None else []
        with_resolution = record.resolution is not None and self.options.which == "auto"
        return [*record.annotations, *([record.resolution] if with_resolution and record.resolution else [])]

    def _annotation(self, record: Record, given: Labeled, *, resolved: bool) -> dict[str, Any]:
        out: dict[str, Any] = {"result": _Results(self, record, given).all()}
        if given.purpose == Purpose.suggestion:
            out["model_version"] = given.labeler
        else:
            out["was_cancelled"] = False
            if "@" in given.labeler:
                out["completed_by"] = {"email": given.labeler}
            elif given.labeler.isdigit():
                out["completed_by"] = int(given.labeler)
            out["ground_truth"] = resolved or given.purpose == Purpose.gold
        if given.confidence is not None:
            out["score"] = given.confidence
        if given.seconds is not None:
            out["lead_time"] = given.seconds
        if given.created_at is not None:
            moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(
                microseconds=given.created_at
            )
            out["created_at"] = moment.isoformat().replace("+00:00", "Z")
        own: dict[str, Any] = {
            "labeler": given.labeler,
            "labeler_kind": given.labeler_kind,
            "purpose": str(given.purpose),
        }
        out[OWN] = own | ({"resolution": True} if resolved else {})
        return out


class _Results:
    """The result list of one annotation."""

    def __init__(self, writer: Writer, record: Record, given: Labeled) -> None:
        self.writer, self.record, self.given = writer, record, given
        self.names, self.report = writer.names, writer.report
        self.out: list[dict[str, Any]] = []
        self.envelopes: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, Utf16] = {}

    def all(self) -> list[dict[str, Any]]:
        answers: dict[str | None, list[Answer]] = {}
        for answer in self.given.body.answers:
            answers.setdefault(answer.region, []).append(answer)
        for region in self.given.body.regions:
            self._region(region, answers.get(region.id, []))
        taken = {region.id for region in self.given.body.regions}
        for number, answer in enumerate(answers.get(None, []), 1):
            id = f"item{number}"
            while id in taken:
                id += "_"
            known = self.names.questions.get(answer.question)
            to_name = self.writer.schema.fields[0].source
            self._answer(answer, known, {"id": id, "to_name": to_name}, {})
        self._relations(answers)
        return self.out

    def _relations(self, answers: dict[str | None, list[Answer]]) -> None:
        """Label Studio names a relation by labels alone: the values of its first choice."""
        drawn = {part["id"] for part in self.out}
        for relation in self.given.body.relations:
            group = self.names.schema.relation_set(relation.set)
            if not {relation.from_id, relation.to_id} <= drawn:
                self.report.lose("relation", "one of its regions could not be written")
                continue
            category = self.names.category(relation.set)
            told = next(
                (a for a in answers.get(relation.id, []) if category and a.question == category.question.id), None
            )
            rest = len(answers.get(relation.id, [])) - (told is not None)
            if rest:
                self.report.lose("answers about relations", "Label Studio has one list of labels for a relation", rest)
            named: Any = category.named(told.value) if category is not None and told is not None else []
            labels: list[Any] = named if is_list(named) else [named]
            direction = "right" if group is None or group.directed else "bi"
            ends = {"from_id": relation.from_id, "to_id": relation.to_id, "direction": direction}
            self.out.append({"type": "relation", **ends, **({"labels": labels} if labels else {})})

    def _region(self, region: Region, answers: list[Answer]) -> None:
        group = self.names.schema.region_set(region.set)
        wanted = tuple(_TYPES) if region.shape in _TYPES else ("polygon", "box")
        found = lowered(region, wanted, "Label Studio", self.report) if group is not None else None
        if found is None or group is None:
            return
        shape, value = found
        source = self.names.source_of(group)
        size = size_of(self.record, source) if shape != "span" else None
        if shape != "span" and size is None:
            self.report.lose("region on an image", "Label Studio needs the size of the picture, which is not at hand")
            return
        category = self.names.category(group.id)
        told = next((a for a in answers if category is not None and a.question == category.question.id), None)
        envelope: dict[str, Any] = {"id": region.id, "to_name": source, "origin": "manual"}
        if size is not None:
            envelope |= {"original_width": size[0], "original_height": size[1], "image_rotation": 0}
        if region.confidence is not None:
            envelope["score"] = region.confidence
        for number, part in enumerate(self._geometry(shape, value, source, size)):
            if number:
                self.report.lose(
                    "polygon of several parts", "Label Studio has one ring; parts became regions of their own"
                )
                envelope = envelope | {"id": f"{region.id}-{number + 1}"[:64]}
            self._labeled(shape, part, envelope, group.name, category, told)
            for answer in answers:
                if answer is not told:
                    known = self.names.questions.get(answer.question)
                    self._answer(answer, known, {k: v for k, v in envelope.items() if k != "score"}, part)

    def _labeled(
        self, shape: str, part: dict[str, Any], envelope: dict[str, Any], name: str, category: Names | None, told: Any
    ) -> None:
        type = _TYPES[shape]
        labels: list[str] = []
        if told is not None and category is not None and category.question.kind in ("choice", "choices"):
            named = category.named(told.value)
            labels = [str(label) for label in named] if is_list(named) else [str(named)]
            name = category.question.name
        elif told is not None:
            self._answer(told, category, {k: v for k, v in envelope.items() if k != "score"}, part)
        if labels and type != "labels":
            type += "labels"
        value = part | ({type: labels} if labels or type == "labels" else {})
        self.out.append({**envelope, "from_name": name, "type": type, "value": value})

    def _geometry(self, shape: str, value: Any, source: str, size: tuple[int, int] | None) -> list[dict[str, Any]]:
        if shape == "span":
            text = str(self.record.data.get(source, ""))
            units = self.texts.get(source) or self.texts.setdefault(source, Utf16(text))
            return [
                {
                    "start": units.to_units(value.start),
                    "end": units.to_units(value.end),
                    "text": text[value.start : value.end],
                }
            ]
        assert size is not None
        x, y = 100 / size[0], 100 / size[1]
        if shape == "polygon":
            return [{"points": [[px * x, py * y] for px, py in ring], "closed": True} for ring in value.parts]
        if shape == "point":
            return [{"x": value.x * x, "y": value.y * y, "width": DOT}]
        left, top, rotation = value.x, value.y, 0.0
        if shape == "rotated_box":
            found = lowered(Region(id="r", set="s", shape=shape, value=value.model_dump()), ("polygon",), "", Report())
            assert found is not None
            (left, top), rotation = found[1].parts[0][0], value.rotation
        return [
            {"x": left * x, "y": top * y, "width": value.width * x, "height": value.height * y, "rotation": rotation}
        ]

    def _answer(self, answer: Answer, known: Names | None, envelope: dict[str, Any], geometry: dict[str, Any]) -> None:
        name = known.question.name if known is not None else answer.question
        value: Any = known.named(answer.value) if known is not None else answer.value
        if answer.kind in ("choice", "choices"):
            type, content = "choices", {"choices": value if is_list(value) else [value]}
        elif answer.kind == "yes_no" and known is not None:
            config = known.question.config
            type, content = "choices", {"choices": [config.get("yes") or "Yes" if value else config.get("no") or "No"]}
        elif answer.kind == "tree":
            type, content = "taxonomy", {"taxonomy": value}
        elif answer.kind in ("number", "rating"):
            type, content = answer.kind, {answer.kind: value}
        elif answer.kind == "text":
            type, content = "textarea", {"text": [value]}
            geometry = {key: part for key, part in geometry.items() if key != "text"}
        else:
            self.report.lose(f"answers to {name}", f"Label Studio has nothing like {answer.kind}")
            return
        self.out.append({**envelope, "from_name": name, "type": type, "value": geometry | content})


def config_of(schema: Schema, names: SchemaNames) -> bytes:
    """A labeling config with a control for each question and set."""
    root = ElementTree.Element("View")
    for field in schema.fields:
        tag = "Image" if field.medium == "image" else "Text"
        ElementTree.SubElement(root, tag, {"name": field.source, "value": f"${field.source}"})
    categories: set[str] = set()
    for group in schema.region_sets:
        category = names.category(group.id)
        if category is not None and category.question.kind in ("choice", "choices"):
            categories.add(category.question.id)
        title = category.question.name if category is not None and category.question.id in categories else group.name
        for type in dict.fromkeys(_TYPES[shape] for shape in group.shapes if shape in _TYPES):
            control = ElementTree.SubElement(root, _CONTROLS[type], {"name": title, "toName": names.source_of(group)})
            for value in values_of(category.question.config) if category is not None else ():
                ElementTree.SubElement(control, "Label", {"value": value.name})
    for asked in names.questions.values():
        if asked.question.id not in categories:
            _control(root, schema, asked)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8")


def _control(root: ElementTree.Element, schema: Schema, asked: Names) -> None:
    question = asked.question
    tags = {"choice": "Choices", "choices": "Choices", "yes_no": "Choices", "tree": "Taxonomy", "number": "Number",
            "rating": "Rating", "text": "TextArea"}  # fmt: skip
    if question.kind not in tags:
        return
    have = {"name": question.name, "toName": schema.fields[0].source}
    if question.about != ITEM:
        group = next((group for group in schema.region_sets if group.id == question.about), None)
        field = schema.field(group.field) if group is not None else None
        have |= {"toName": field.source if field is not None else have["toName"], "perRegion": "true"}
    if question.kind == "choices":
        have["choice"] = "multiple"
    if question.kind == "rating":
        have["maxRating"] = str(question.config.get("max") or 5)
    control = ElementTree.SubElement(root, tags[question.kind], have)
    if question.kind == "yes_no":
        for word in (question.config.get("yes") or "Yes", question.config.get("no") or "No"):
            ElementTree.SubElement(control, "Choice", {"value": str(word)})
    places: dict[tuple[str, ...], ElementTree.Element] = {(): control}
    for path in asked.paths:
        places[path] = ElementTree.SubElement(places[path[:-1]], "Choice", {"value": path[-1]})


def write(schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
    writer = Writer(schema, options)
    with sink.whole_file(out) as temporary, sink.text_out(temporary, out.name) as stream:
        separator = "[\n"
        for record in records:
            stream.write(separator + _encode(writer.task(record)).decode())
            separator = ",\n"
        stream.write("[]\n" if separator == "[\n" else "\n]\n")
    beside = out.with_name(out.name.removesuffix(".gz").removesuffix(".json") + CONFIG)
    with sink.whole_file(beside) as temporary:
        temporary.write_bytes(config_of(schema, writer.names))
    writer.report.files = [out.name, beside.name]
    return writer.report
