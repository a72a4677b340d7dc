"""The numbers of a datasheet that follow from the rows alone: computed when a release is made, and again by `verify`.

One record at a time, in memory that grows with the schema and the number of labelers, not with the items. At most
`LISTED` different values are listed where the schema does not say which there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from goldlabel.agreement.questions import Agreement
from goldlabel.agreement.reading import Reader, Ready
from goldlabel.core.annotation import Answer, Purpose
from goldlabel.core.kind import Answer as AnswerKind
from goldlabel.core.kind import Catalog, Scale
from goldlabel.core.model import Json, canonical
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import ITEM, Question, RelationSet, Schema, values_of

LISTED = 1000
OTHER = "(other values)"


def facts(schema: Schema, catalog: Catalog, records: Iterable[Record]) -> dict[str, Any]:
    """The facts of all records, in their order."""
    found = Facts(schema, catalog)
    for record in records:
        found.add(record)
    return found.report()


class Facts:
    def __init__(self, schema: Schema, catalog: Catalog) -> None:
        self.schema = schema
        reader = Reader(schema, catalog)
        self._agreement = Agreement(reader)
        self._questions = {one.id: _Distribution(one, reader.answers[one.id]) for one in schema.questions}
        self._sets = {group.id: _Span() for group in (*schema.region_sets, *schema.relation_sets)}
        self._labelers: dict[tuple[str, str], _Labeler] = {}
        self._counts: dict[str, dict[str, int]] = {
            name: {}
            for name in ("sources", "purposes", "votes", "item_revisions", "schema_versions", "guideline_versions")
        }
        self._support = _Span()
        self._seconds = _Span()
        self._times = _Span()
        self._items = self._annotations = self._media = 0

    def add(self, record: Record) -> None:
        label = record.resolution
        if label is None:
            return
        self._items += 1
        self._media += len(record.media)
        self._count("sources", label.labeler)
        self._count("item_revisions", record.revision)
        if label.confidence is not None:
            self._support.add(label.confidence)
        self._add_label(label)
        votes = [one for one in record.annotations if one.counted and one.purpose == Purpose.label]
        self._count("votes", len(votes))
        self._agreement.add(votes)
        for annotation in record.annotations:
            self._add_annotation(annotation)

    def _count(self, name: str, value: Any) -> None:
        counts = self._counts[name]
        counts[str(value)] = counts.get(str(value), 0) + 1

    def _add_label(self, label: Labeled) -> None:
        drawn: dict[str, int] = {}
        for part in (*label.body.regions, *label.body.relations):
            drawn[part.set] = drawn.get(part.set, 0) + 1
        for group, span in self._sets.items():
            span.add(drawn.get(group, 0))
        for answer in label.body.answers:
            if (into := self._questions.get(answer.question)) is not None:
                into.add(answer)

    def _add_annotation(self, one: Labeled) -> None:
        self._annotations += 1
        self._count("purposes", one.purpose.value)
        self._count("schema_versions", one.schema_version)
        self._count("guideline_versions", one.guideline_version)
        labeler = self._labelers.setdefault((one.labeler_kind, one.labeler), _Labeler())
        labeler.add(one)
        if one.seconds is not None:
            self._seconds.add(one.seconds)
        if one.created_at is not None:
            self._times.add(one.created_at)

    def report(self) -> dict[str, Any]:
        """Plain JSON; numbers are rounded to 6 digits, so that they compare equal after a round trip."""
        joined = {group.id: self._joined(group) for group in self.schema.relation_sets}
        return {
            **({"relation_sets": joined} if joined else {}),
            "items": self._items,
            "annotations": self._annotations,
            "media_files": self._media,
            **{name: dict(sorted(counts.items(), key=_natural)) for name, counts in self._counts.items()},
            "support": self._support.report(),
            "seconds": {**self._seconds.report(), "sum": short(self._seconds.total)},
            "time": {"first": self._times.low, "last": self._times.high},
            "labelers": [
                {"labeler": name, "kind": kind, **self._labelers[kind, name].report()}
                for kind, name in sorted(self._labelers)
            ],
            "questions": {one.id: self._questions[one.id].report(self._targets(one)) for one in self.schema.questions},
            "region_sets": {
                group.id: {
                    "name": group.name,
                    "regions": int(self._sets[group.id].total),
                    **self._sets[group.id].report(),
                }
                for group in self.schema.region_sets
            },
            "agreement": self._agreement.report(),
        }

    def _joined(self, group: RelationSet) -> dict[str, Any]:
        span = self._sets[group.id]
        return {"name": group.name, "relations": int(span.total), **span.report()}

    def _targets(self, question: Question) -> int:
        return self._items if question.about == ITEM else int(self._sets[question.about].total)


@dataclass(slots=True)
class _Span:
    """How many, least, most, mean."""

    count: int = 0
    total: float = 0.0
    low: float | None = None
    high: float | None = None

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value
        self.low = value if self.low is None else min(self.low, value)
        self.high = value if self.high is None else max(self.high, value)

    def report(self) -> dict[str, Any]:
        mean = self.total / self.count if self.count else None
        return {"count": self.count, "min": short(self.low), "max": short(self.high), "mean": short(mean)}


@dataclass(slots=True)
class _Labeler:
    purposes: dict[str, int] = field(default_factory=dict[str, int])
    seconds: float = 0.0

    def add(self, one: Labeled) -> None:
        self.purposes[one.purpose.value] = self.purposes.get(one.purpose.value, 0) + 1
        self.seconds += one.seconds or 0.0

    def report(self) -> dict[str, Any]:
        return {
            "annotations": sum(self.purposes.values()),
            "purposes": dict(sorted(self.purposes.items())),
            "seconds": short(self.seconds),
        }


class _Distribution:
    """What the labels say to one question."""

    def __init__(self, question: Question, ready: Ready) -> None:
        self.question, self.ready = question, ready
        kind = ready.kind
        options = kind.options(ready.config) if isinstance(kind, AnswerKind) else None
        self.names = {value.id: value.name for value in values_of(question.config)}
        self.counts: dict[str, int] = dict.fromkeys(options or (), 0)
        self.span = _Span()
        self.answered = 0

    def add(self, answer: Answer) -> None:
        self.answered += 1
        value, scale = answer.value, self.ready.scale
        if scale == Scale.numeric and isinstance(value, (int, float)):
            self.span.add(value)
        elif scale == Scale.text and isinstance(value, str):
            self.span.add(len(value))
        else:
            for word in words(value, scale):
                known = word in self.counts or len(self.counts) < LISTED
                word = word if known else OTHER
                self.counts[word] = self.counts.get(word, 0) + 1

    def report(self, targets: int) -> dict[str, Any]:
        """`targets`: how many items or regions could be asked. Shares are of the answered."""
        out: dict[str, Any] = {
            "name": self.question.name, "kind": self.question.kind, "about": self.question.about,
            "targets": targets, "answered": self.answered,
        }  # fmt: skip
        if self.ready.scale == Scale.numeric:
            return {**out, "numbers": self.span.report()}
        if self.ready.scale == Scale.text:
            return {**out, "length": self.span.report()}
        values = {
            word: {"name": self.names.get(word, word), "count": count, "share": short(count / max(1, self.answered))}
            for word, count in self.counts.items()
        }
        return {**out, "values": values}


def words(value: Json, scale: Scale | None) -> list[str]:
    """What an answer counts as: itself; each member of a set; each node on the way of a tree's paths, once."""
    if scale == Scale.set and isinstance(value, list):
        return [word_of(part) for part in value]
    if scale == Scale.tree and isinstance(value, list):
        return list(
            dict.fromkeys(word_of(node) for path in value for node in (path if isinstance(path, list) else [path]))
        )
    return [word_of(value)]


def word_of(value: Json) -> str:
    return value if isinstance(value, str) else canonical(value).decode()


def short(value: float | None) -> float | None:
    """Six digits: enough to compare, and the same on every machine. Whole numbers stay whole."""
    if value is None or isinstance(value, int):
        return value
    return float(f"{value:.6g}")


def _natural(one: tuple[str, int]) -> tuple[int, str]:
    """Numbers by size, then words."""
    return (int(one[0]), "") if one[0].isdigit() else (10**9, one[0])
