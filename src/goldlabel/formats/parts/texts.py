"""Records with spans on a text, for formats of named entities."""

from dataclasses import dataclass

from goldlabel.core.annotation import Answer, Region
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.parts.choose import one_name
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.plain import is_object

SPAN = frozenset({"span"})


@dataclass(frozen=True)
class Marked:
    """A span with its label (by name) and the name of its set, in code points."""

    start: int
    end: int
    label: str
    set: str


class TextLabels:
    """Which field holds the text, which sets its spans are in, which question says what they are."""

    def __init__(self, schema: Schema, format: str, report: Report) -> None:
        self.names, self.format, self.report = SchemaNames(schema), format, report
        sets = self.names.sets("text", SPAN)
        field = (
            sets[0].field if sets else next((f.id for f in schema.fields if f.medium == "text"), schema.fields[0].id)
        )
        found = schema.field(field)
        self.source = found.source if found is not None else field
        self.sets = {group.id: group for group in sets if group.field == field}
        self.category = {id: self.names.category(id) for id in self.sets}

    def text(self, record: Record) -> str | None:
        value = record.data.get(self.source)
        if isinstance(value, str):
            return value
        self.report.lose("item without text", f'"{self.source}" of its data holds no text')
        return None

    def spans(self, given: Labeled, text: str) -> list[Marked]:
        """Spans in the order of the text, longer first; what is no span is counted."""
        kinds: dict[str, Answer] = {}
        for answer in given.body.answers:
            if answer.region is None:
                continue
            asked = next(
                (n for n in self.category.values() if n is not None and n.question.id == answer.question), None
            )
            if asked is not None:
                kinds[answer.region] = answer
            else:
                known = self.names.questions.get(answer.question)
                name = known.question.name if known is not None else answer.question
                self.report.lose(f"answers to {name}", f"{self.format} has one label per span")
        out = [self._marked(region, kinds.get(region.id), text) for region in given.body.regions]
        return sorted((span for span in out if span is not None), key=lambda span: (span.start, -span.end))

    def _marked(self, region: Region, answer: Answer | None, text: str) -> Marked | None:
        group = self.sets.get(region.set)
        if group is None or region.shape != "span" or not is_object(region.value):
            self.report.lose(f"{region.shape} region", f"is no span of the text that {self.format} holds")
            return None
        start, end = region.value.get("start"), region.value.get("end")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
            self.report.lose("span", "lies outside the text")
            return None
        asked, label = self.category[region.set], group.name
        if asked is not None and answer is not None:
            label = one_name(asked, answer.value, self.format, self.report) or group.name
        return Marked(start, end, label, group.name)


def without_overlaps(spans: list[Marked]) -> tuple[list[Marked], int]:
    """The first and longest of spans that overlap, and how many were left out."""
    kept: list[Marked] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept, len(spans) - len(kept)
