"""goldlabel's own JSON form of a record: ids for machines, names beside them for people; nothing is lost.

    {"key", "data": {…}, "meta", "split", "revision",
     "labels": {"<question>": <value by names>},                 what holds now, for reading by eye or pandas
     "resolution": L, "annotations": [L, …],
     "media": {"<source>": {"name", "mime", "sha256", "width", "height", "file"?}}}
    L = {"labeler", "labeler_kind", "purpose", …, "created_at": <microseconds>, "at": <the same as ISO 8601>,
         "answers": [{"question", "name", "kind", "value", "named"?, …}],
         "regions": [{"id", "set", "name", "shape", "value", …}],
         "relations": [{"id", "set", "name", "from_id", "to_id", …}]}

The schema lies beside the file as `<name>.schema.json`. What is at its default is left out.
"""

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from pydantic import ValidationError

from goldlabel.core.annotation import Body, Purpose, Relation
from goldlabel.core.kind import problems_of
from goldlabel.core.record import Labeled, MediaFile, Record, Reject, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import ReadOptions, WriteOptions
from goldlabel.formats.parts import rows, sink
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.origin import moment
from goldlabel.formats.parts.plain import is_object
from goldlabel.formats.parts.source import File, Source

SCHEMA = ".schema.json"
KEYS = frozenset({"key", "data", "meta", "split", "revision", "labels", "resolution", "annotations", "media", "where"})
_PLAIN = (
    "seconds", "cost", "confidence", "schema_version", "guideline_version", "item_revision", "created_at",
)  # fmt: skip
_encode = msgspec.json.Encoder().encode


def is_record(data: dict[str, Any]) -> bool:
    """Whether an object is a record in this form rather than an item's bare data."""
    return is_object(data.get("data")) and data.keys() <= KEYS


def schema_beside(source: Source) -> Schema | None:
    """The schema that was written next to a file of this form: `name.schema.json`, or `schema.json` in a release."""
    content: bytes | None = None
    if source.kind == "file":
        names = (stem(source.path.name) + SCHEMA, "schema.json")
        beside = next((path for name in names if (path := source.path.with_name(name)).is_file()), None)
        content = beside.read_bytes() if beside else None
    else:
        file = next((file for file in source.files if f".{file.base}".endswith(SCHEMA)), None)
        content = file.read() if file is not None else None
    try:
        return Schema.model_validate_json(content) if content else None
    except ValidationError:
        return None


def stem(name: str) -> str:
    name = name.removesuffix(".gz")
    return name.rsplit(".", 1)[0] if "." in name[1:] else name


class Reader:
    """Reads records, with questions and sets found by id, else by name, in the schema they are for."""

    def __init__(self, schema: Schema | None, options: ReadOptions, files: dict[str, File] | None = None) -> None:
        self.options = options
        self.names = SchemaNames(schema) if schema is not None else None
        self.files = files or {}
        self.report = Report()
        """Collects losses: answers to questions that the schema does not have."""

    def record(self, raw: dict[str, Any], where: str) -> Record | Reject:
        try:
            key, problem = rows.item_key(raw.get("key"))
            if problem:
                return rows.reject(where, f"the key {problem}", raw)
            record = Record(
                raw["data"],
                key,
                meta=raw.get("meta") or {},
                annotations=[self.labeled(given) for given in raw.get("annotations") or ()],
                where=where,
                revision=raw.get("revision") or 1,
                split=raw.get("split"),
            )
            if raw.get("resolution") is not None:
                record.resolution = self.labeled(raw["resolution"])
            for source, facts in cast(dict[str, dict[str, Any]], raw.get("media") or {}).items():
                record.media[source] = self.media(facts)
            if not record.annotations and record.resolution is None and raw.get("labels"):
                self._labels(record, raw["labels"])
        except ValidationError as error:
            return rows.reject(where, "; ".join(str(p) for p in problems_of(error)), raw)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return rows.reject(where, f"is not a record: {error}", raw)
        return record

    def _labels(self, record: Record, labels: dict[str, Any]) -> None:
        """Labels by names alone, as a person would write them."""
        answers: list[dict[str, Any]] = []
        for name, value in labels.items():
            found = self.names.find(name, "item") if self.names is not None else None
            if found is None:
                raise ValueError(f'there is no question "{name}" about the item')
            answers.append({"question": found.question.id, "kind": found.question.kind, "value": found.value(value)})
        record.annotations.append(rows.imported(Body.model_validate({"answers": answers}), self.options))

    def labeled(self, raw: dict[str, Any]) -> Labeled:
        regions = [self._region(dict(region)) for region in raw.get("regions") or ()]
        answers = [self._answer(dict(answer)) for answer in raw.get("answers") or ()]
        body: dict[str, Any] = {"regions": [r for r in regions if r], "answers": [a for a in answers if a]}
        if raw.get("relations"):
            body["relations"] = [one for part in raw["relations"] if (one := self._relation(dict(part)))]
        return Labeled(
            Body.model_validate(body),
            str(raw.get("labeler") or self.options.labeler),
            str(raw.get("labeler_kind") or "import"),
            Purpose(raw.get("purpose") or "label"),
            counted=raw.get("counted", True) is not False,
            note=raw.get("note") or {},
            **{name: raw[name] for name in _PLAIN if raw.get(name) is not None},
        )

    def _region(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        name = raw.pop("name", None)
        if self.names is not None and self.names.schema.region_set(raw["set"]) is None:
            group = next((group for group in self.names.schema.region_sets if group.name == name), None)
            if group is None:
                self.report.lose(f"regions of {name or raw['set']}", "the schema has no such region set")
                return None
            raw["set"] = group.id
        return raw

    def _relation(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        name = raw.pop("name", None)
        if self.names is not None and self.names.schema.relation_set(raw["set"]) is None:
            group = next((group for group in self.names.schema.relation_sets if group.name == name), None)
            if group is None:
                self.report.lose(f"relations of {name or raw['set']}", "the schema has no such relation set")
                return None
            raw["set"] = group.id
        return raw

    def _answer(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        name, named = raw.pop("name", None), raw.pop("named", None)
        if self.names is None:
            return raw
        known = self.names.questions.get(raw["question"])
        if known is None:
            known = self.names.find(name) if name else None
            if known is None or known.question.kind != raw["kind"]:
                self.report.lose(f"answers to {name or raw['question']}", "the schema has no such question")
                return None
            raw["question"] = known.question.id
            raw["value"] = known.value(raw["value"] if named is None else named)
        return raw

    def media(self, facts: dict[str, Any]) -> MediaFile:
        file = self.files.get(str(facts.get("file")))

        def absent() -> bytes:
            raise FileNotFoundError(f"the bytes of {facts.get('name')!r} are not in this file")

        known = {name: facts[name] for name in ("mime", "sha256", "width", "height") if facts.get(name) is not None}
        return MediaFile(str(facts.get("name") or "file"), file.read if file is not None else absent, **known)


def dump(record: Record, names: SchemaNames, which: str = "auto") -> dict[str, Any]:
    """The record as the JSON object described above."""
    out: dict[str, Any] = {"key": record.key, "data": record.data}
    if record.meta:
        out["meta"] = record.meta
    if record.split is not None:
        out["split"] = record.split
    if record.revision != 1:
        out["revision"] = record.revision
    now = record.resolution or (record.annotations[0] if len(record.annotations) == 1 else None)
    if now is not None and now.purpose != Purpose.suggestion:
        out["labels"] = labels(now.body, names)
    if record.resolution is not None and which != "annotations":
        out["resolution"] = _labeled(record.resolution, names)
    if record.annotations and which != "resolution":
        out["annotations"] = [_labeled(given, names) for given in record.annotations]
    if record.media:
        out["media"] = {source: _facts(file) for source, file in record.media.items()}
    return out


def labels(body: Body, names: SchemaNames) -> dict[str, Any]:
    """Answers about the item by names."""
    out: dict[str, Any] = {}
    for answer in body.answers:
        if answer.region is None:
            known = names.questions.get(answer.question)
            out[known.question.name if known else answer.question] = (
                known.named(answer.value) if known else answer.value
            )
    return out


def _labeled(given: Labeled, names: SchemaNames) -> dict[str, Any]:
    out: dict[str, Any] = {
        "labeler": given.labeler,
        "labeler_kind": given.labeler_kind,
        "purpose": str(given.purpose),
    }
    for name in _PLAIN:
        if (value := getattr(given, name)) is not None:
            out[name] = value
    if given.created_at is not None:
        out["at"] = moment(given.created_at)
    if not given.counted:
        out["counted"] = False
    if given.note:
        out["note"] = given.note
    out["answers"] = [_answer_out(answer, names) for answer in given.body.answers]
    if given.body.regions:
        out["regions"] = [_region_out(region, names) for region in given.body.regions]
    if given.body.relations:
        out["relations"] = [_relation_out(relation, names) for relation in given.body.relations]
    return out


def _answer_out(answer: Any, names: SchemaNames) -> dict[str, Any]:
    known = names.questions.get(answer.question)
    out: dict[str, Any] = {"question": answer.question}
    if known is not None:
        out["name"] = known.question.name
    out["kind"], out["value"] = answer.kind, answer.value
    if known is not None and (named := known.named(answer.value)) != answer.value:
        out["named"] = named
    return _with_rest(out, answer, ("region", "confidence"))


def _region_out(region: Any, names: SchemaNames) -> dict[str, Any]:
    group = names.schema.region_set(region.set)
    out: dict[str, Any] = {"id": region.id, "set": region.set}
    if group is not None:
        out["name"] = group.name
    out["shape"], out["value"] = region.shape, region.value
    if region.keyframes:
        out["keyframes"] = [one.model_dump(mode="json", exclude_none=True) for one in region.keyframes]
    return _with_rest(out, region, ("confidence",))


def _relation_out(relation: Relation, names: SchemaNames) -> dict[str, Any]:
    group = names.schema.relation_set(relation.set)
    out: dict[str, Any] = {"id": relation.id, "set": relation.set}
    if group is not None:
        out["name"] = group.name
    out["from_id"], out["to_id"] = relation.from_id, relation.to_id
    return out | ({} if relation.confidence is None else {"confidence": relation.confidence})


def _with_rest(out: dict[str, Any], part: Any, optional: tuple[str, ...]) -> dict[str, Any]:
    for name in optional:
        if (value := getattr(part, name)) is not None:
            out[name] = value
    if part.version != 1:
        out["version"] = part.version
    return out


def _facts(file: MediaFile) -> dict[str, Any]:
    facts = {name: getattr(file, name) for name in ("name", "mime", "sha256", "width", "height")}
    return {name: value for name, value in facts.items() if value is not None}


def write(schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
    """One line per record, the schema beside it, media in `<name>.media/` when they are wanted."""
    report, names, flat = Report(), SchemaNames(schema), sink.FlatNames()
    beside = out.with_name(stem(out.name) + SCHEMA)
    folder = out.with_name(stem(out.name) + ".media")
    with sink.whole_file(out) as temporary, _stream(temporary, out.name) as stream:
        for record in records:
            line = dump(record, names, options.which)
            if options.media == "copy":
                for source, file in record.media.items():
                    name = flat.give(file.name)
                    if sink.copy_media(file, folder / name):
                        line["media"][source]["file"] = f"{folder.name}/{name}"
                    else:
                        report.lose("media file", "its bytes could not be read")
            stream.write(_encode(line))
            stream.write(b"\n")
            report.records += 1
            report.annotations += len(line.get("annotations", ())) + ("resolution" in line)
    with sink.whole_file(beside) as temporary:
        temporary.write_text(schema.model_dump_json(indent=1, exclude_defaults=True), encoding="utf-8")
    report.files = [out.name, beside.name, *([f"{folder.name}/"] if folder.is_dir() else [])]
    return report


def _stream(path: Path, name: str) -> BinaryIO:
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.open(path, "wb", compresslevel=5))
    return path.open("wb")
