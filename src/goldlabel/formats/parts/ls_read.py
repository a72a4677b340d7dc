"""Records from Label Studio tasks: percent to pixels, UTF-16 units to code points, answers per region by shared id."""

import re
from collections.abc import Iterator
from typing import Any

from goldlabel.core.annotation import Answer, Body, Purpose, Region
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Loss, Record, Report
from goldlabel.core.schema import ITEM, RegionSet, Schema
from goldlabel.formats.base import ReadOptions
from goldlabel.formats.parts.ls_schema import ANSWERS, SHAPES, clean, is_region
from goldlabel.formats.parts.ls_values import Size, microseconds, moved, plane
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.pictures import Pictures, media_of, upright_size
from goldlabel.formats.parts.plain import is_list, is_number, is_object
from goldlabel.formats.parts.rows import item_key
from goldlabel.formats.parts.shapes import SIZES, fit
from goldlabel.formats.parts.utf16 import Utf16

OWN = "goldlabel"
"""Key of the few facts that a task written here carries for reading it back."""


class Reader:
    def __init__(self, schema: Schema, options: ReadOptions, pictures: Pictures) -> None:
        self.schema, self.options, self.pictures = schema, options, pictures
        self.names = SchemaNames(schema)
        self.report = Report()

    def record(self, task: dict[str, Any], where: str) -> Record:
        """`ValueError` or `Invalid` says what is wrong with the task as a whole."""
        data = task.get("data")
        if not is_object(data):
            raise ValueError("has no data object")
        meta = dict(task["meta"]) if is_object(task.get("meta")) else {}
        own = meta.pop(OWN, None)
        own = own if is_object(own) else {}
        key, problem = item_key(own.get("key", task.get("id")))
        if problem:
            raise ValueError(f"its id {problem}")
        record = Record(data, key, meta, where=where, split=own.get("split"))
        sizes = _sizes(task)
        self._media(record, sizes)
        for name in ("annotations", "completions", "predictions"):
            for given in task.get(name) or ():
                if is_object(given) and is_list(given.get("result")):
                    self._given(record, given, sizes, prediction=name == "predictions")
        if task.get("drafts"):
            self.report.lose("draft", "only what was submitted is read", len(task["drafts"]))
        return record

    def losses(self, where: str) -> Iterator[Loss]:
        for (what, why), count in self.report.losses.items():
            yield Loss(what, count, why, where)

    def _media(self, record: Record, sizes: dict[str, Size]) -> None:
        """Files of the source that the task shows; of others the stated size."""
        for field in self.schema.fields:
            value = record.data.get(field.source)
            if field.medium != "image" or not isinstance(value, str):
                continue
            file = self.pictures.find(value.split("?d=")[-1], None) if not value.startswith("http") else None
            if file is not None:
                record.media[field.source] = media_of(file, upright_size(file.open))
            elif (
                size := sizes.get(field.source) or (next(iter(sizes.values())) if len(sizes) == 1 else None)
            ) is not None:
                stated = record.meta.setdefault(SIZES, {})
                if is_object(stated):
                    stated[field.source] = [int(size[0]), int(size[1])]

    def _given(self, record: Record, given: dict[str, Any], sizes: dict[str, Size], *, prediction: bool) -> None:
        if given.get("was_cancelled"):
            self.report.lose("skipped annotation", "Label Studio marks it as cancelled")
            return
        body = _Reading(self, record, sizes).body([part for part in given["result"] if is_object(part)])
        own = given.get(OWN)
        own = own if is_object(own) else {}
        labeled = Labeled(
            body, own.get("labeler") or self._labeler(given, prediction), "model" if prediction else "person"
        )
        score = given.get("score")
        labeled.confidence = float(score) if is_number(score) and 0 <= score <= 1 else None
        labeled.seconds = float(given["lead_time"]) if is_number(given.get("lead_time")) else None
        labeled.created_at = microseconds(given.get("created_at"))
        if prediction:
            labeled.purpose = Purpose.suggestion
        elif given.get("ground_truth"):
            labeled.purpose = Purpose.gold
        if own:
            labeled.labeler_kind = str(own.get("labeler_kind") or labeled.labeler_kind)
            labeled.purpose = Purpose(own.get("purpose") or labeled.purpose)
        if own.get("resolution"):
            record.resolution = labeled
        else:
            record.annotations.append(labeled)

    def _labeler(self, given: dict[str, Any], prediction: bool) -> str:
        if prediction:
            return str(given.get("model_version") or "model")[:200]
        who = given.get("completed_by")
        if is_object(who):
            who = who.get("email") or who.get("id")
        return str(who)[:200] if who not in (None, "") else self.options.labeler


def _sizes(task: dict[str, Any]) -> dict[str, Size]:
    """Width and height by object, from any result that states them (predictions often do not)."""
    out: dict[str, Size] = {}
    for name in ("annotations", "completions", "predictions"):
        for given in task.get(name) or ():
            for part in (given.get("result") or ()) if is_object(given) else ():
                width, height = part.get("original_width"), part.get("original_height")
                if is_number(width) and is_number(height) and width > 0 and height > 0:
                    out.setdefault(str(part.get("to_name")), (float(width), float(height)))
    return out


class _Reading:
    """One annotation's results."""

    def __init__(self, reader: Reader, record: Record, sizes: dict[str, Size]) -> None:
        self.reader, self.record, self.sizes = reader, record, sizes
        self.names, self.report = reader.names, reader.report
        self.regions: dict[str, Region] = {}
        self.groups: dict[str, RegionSet] = {}
        self.answers: list[Answer] = []
        self.texts: dict[str, Utf16] = {}

    def body(self, results: list[dict[str, Any]]) -> Body:
        known = [part for part in results if is_object(part.get("value"))]
        for part in results:
            type = str(part.get("type"))
            if part not in known or (type not in ANSWERS and not is_region(part) and type != "labels"):
                why = "relations come later" if type == "relation" else "goldlabel does not have this yet"
                self.report.lose(f"result of type {type}", why)
        for part in known:
            if is_region(part):
                self._take(part, self._region)
        for part in known:
            if is_region(part):
                self._label(part)
            elif part.get("type") == "labels":
                if self._region_id(part) not in self.regions:
                    self.report.lose("result of type labels", "is no span of text")
                else:
                    self._label(part)
            elif part.get("type") in ANSWERS:
                self._take(part, self._answer)
        return Body(answers=tuple(self.answers), regions=tuple(self.regions.values()))

    def _take(self, part: dict[str, Any], step: Any) -> None:
        try:
            step(part)
        except (ValueError, TypeError, KeyError, Invalid) as error:
            self.report.lose(f"result of type {part.get('type')}", f"cannot be read: {str(error)[:200]}")

    def _region_id(self, part: dict[str, Any]) -> str:
        return re.sub(r"[^A-Za-z0-9_-]", "_", str(part.get("id")))[:64] or "_"

    def _region(self, part: dict[str, Any]) -> None:
        type, value = str(part["type"]), part["value"]
        group = self._set(str(part.get("from_name")), SHAPES[type])
        if group is None:
            self.report.lose(f"result of type {type}", f"the schema has no region set for {SHAPES[type]}")
            return
        source = self.names.source_of(group)
        shape, made = self._span(value, source) if type == "labels" else self._plane(type, part, source)
        fitted = fit(group, shape, made, self.report)
        if fitted is None:
            return
        id = self._region_id(part)
        if id in self.regions:
            self.report.lose(f"result of type {type}", "has the id of another region")
            return
        score = part.get("score")
        sure = float(score) if is_number(score) and 0 <= score <= 1 else None
        self.regions[id] = Region(id=id, set=group.id, shape=fitted[0], value=fitted[1], confidence=sure)
        self.groups[id] = group
        if is_object(part.get("meta")) and part["meta"].get("text"):
            self.report.lose("note on a region", "goldlabel has no notes on regions yet")

    def _set(self, name: str, shape: str) -> RegionSet | None:
        """The set of the control's name, else the one its question is about, else the first that takes the shape."""
        name = clean(name)
        sets = self.names.schema.region_sets
        found = next((group for group in sets if group.name == name), None)
        if found is None:
            about = next((q.about for q in self.names.schema.questions if q.name == name and q.about != ITEM), None)
            found = next((group for group in sets if group.id == about), None)
        return found or next((group for group in sets if shape in group.shapes), None)

    def _span(self, value: dict[str, Any], source: str) -> tuple[str, Any]:
        text = self.record.data.get(source)
        if not isinstance(text, str):
            raise ValueError(f'"{source}" of the data holds no text')
        units = self.texts.get(source) or self.texts.setdefault(source, Utf16(text))
        start, end = units.to_points(value["start"]), units.to_points(value["end"])
        stated = value.get("text")
        if isinstance(stated, str) and text[start:end] != stated:
            start, end = moved(text, stated, start)
        if start >= end:
            raise ValueError(f"the span {start}-{end} is empty")
        return "span", {"start": start, "end": end}

    def _plane(self, type: str, part: dict[str, Any], source: str) -> tuple[str, Any]:
        if part.get("image_rotation"):
            raise ValueError("the picture was shown rotated, which goldlabel does not know")
        return plane(SHAPES[type], part["value"], self._size(part, source))

    def _size(self, part: dict[str, Any], source: str) -> Size:
        stated = self.sizes.get(str(part.get("to_name")))
        media = self.record.media.get(source)
        if stated is not None:
            return stated
        if media is not None and media.width and media.height:
            return media.width, media.height
        raise ValueError("the size of the picture is not stated (original_width) and the picture not at hand")

    def _label(self, part: dict[str, Any]) -> None:
        id = self._region_id(part)
        labels = part["value"].get(str(part["type"]))
        if id not in self.regions or not is_list(labels) or not labels:
            return
        group = self.groups[id]
        asked = self.names.find(clean(part.get("from_name")), group.id) or self.names.category(group.id)
        if asked is None:
            self.report.lose("label of a region", f'the schema asks nothing about "{group.name}"', len(labels))
            return
        try:
            self._put(asked, [clean(label) for label in labels], id)
        except ValueError as error:
            self.report.lose("label of a region", str(error))

    def _answer(self, part: dict[str, Any]) -> None:
        type, name = str(part["type"]), clean(part.get("from_name"))
        region = self._region_id(part)
        about = self.groups.get(region)
        target = about.id if about is not None else ITEM
        asked = self.names.find(name, target)
        if asked is None and about is not None:
            asked = self.names.find(f"{name} ({about.name})", target)
        if asked is None:
            self.report.lose(f"answers to {name}", "the schema has no question of that name")
            return
        given = part["value"].get("text" if type == "textarea" else type)
        if type == "textarea":
            given = [given] if isinstance(given, str) else given
            if len(given) > 1:
                self.report.lose(f"answers to {name}", "several texts were joined by line ends")
            given = "\n".join(str(line) for line in given)
        elif type in ("choices", "taxonomy"):
            given = [[clean(p) for p in label] if is_list(label) else clean(label) for label in given]
        if given is None or (is_list(given) and not given and asked.question.kind not in ("choices", "tree")):
            return
        self._put(asked, given, region if about is not None else None)

    def _put(self, asked: Names, given: Any, region: str | None) -> None:
        if is_list(given) and asked.question.kind in ("choice", "yes_no", "text", "number", "rating"):
            if len(given) > 1:
                self.report.lose(
                    f"answers to {asked.question.name}", "takes one value; the first is kept", len(given) - 1
                )
            given = given[0]
        question = asked.question
        self.answers.append(Answer(question=question.id, kind=question.kind, value=asked.value(given), region=region))
