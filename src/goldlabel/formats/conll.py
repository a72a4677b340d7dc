"""CoNLL columns (the shared tasks of 2002 and 2003): a word per line, its tag last, an empty line after a sentence.

Read with any of IOB1, IOB2, BIOES and BILOU tags; written as IOB2 with the words of `parts.words`. The text of a
sentence is its words with one space between, since the format does not keep the spaces of the original.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.record import Labeled, Loss, Record, Reject, Report
from goldlabel.core.schema import DataField, Question, RegionSet, Schema, slug
from goldlabel.formats.base import FileFormat, Got, ReadOptions, WriteOptions
from goldlabel.formats.parts import rows, sink
from goldlabel.formats.parts.choose import chosen
from goldlabel.formats.parts.lines import TextLines, odd, utf8
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.source import File, Source
from goldlabel.formats.parts.texts import SPAN, TextLabels, without_overlaps
from goldlabel.formats.parts.words import covering, tokens

DOCUMENT = "-DOCSTART-"
_TAG = re.compile(r"^(?:O|[BIESLU]-\S+)$")
_MAX_WORDS = 100_000


class Conll(FileFormat):
    name = "conll"
    title = "CoNLL"
    endings = (".conll", ".iob", ".iob2", ".bio", ".conll2002", ".conll2003")
    writes = True
    carries = frozenset({"span", "choice"})
    about = "A word and its tag per line. Spans are widened to whole words, and of overlapping ones the first is kept."

    def sniff_file(self, file: File) -> float:
        if file.ending not in (*self.endings, ".txt", ".tsv", ".data", ""):
            return 0.0
        lines = file.head(16_384).decode("utf-8", "replace").replace("\r", "").split("\n")[:-1][:200]
        words = [columns for line in lines if (columns := _columns(line)) and columns[0] != DOCUMENT]
        if len(words) < 2 or not all(1 < len(columns) < 10 for columns in words):
            return 0.5 if file.ending in self.endings else 0.0
        tagged = sum(bool(_TAG.match(columns[-1])) for columns in words)
        return 0.95 if tagged == len(words) else 0.5 if file.ending in self.endings else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
        files = self.pick(source)
        if not files:
            return None
        types: dict[str, None] = {}
        for file in files:
            for sentence in _sentences(file, options):
                if isinstance(sentence, _Sentence):
                    types |= {type: None for _, _, type in spans_of(sentence.tags)}
        field = DataField(id="text", name="text", medium="text", source="text")
        if not types:
            return Schema(fields=(field,))
        taken: set[str] = set()
        config: dict[str, Any] = {"values": [{"id": slug(type, taken), "name": type[:100]} for type in types]}
        return Schema(
            fields=(field,),
            region_sets=(RegionSet(id="entities", name="entities", field="text", shapes=("span",)),),
            questions=(Question(id="type", name="type", kind="choice", about="entities", config=config),),
        )

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        if schema is None:
            return
        reader = _Reader(schema, options)
        for sentence in _sentences(file, options):
            yield sentence if isinstance(sentence, Reject) else reader.record(sentence)
        for (what, why), count in reader.report.losses.items():
            yield Loss(what, count, why, file.name)

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        report = Report()
        labels = TextLabels(schema, "CoNLL", report)
        with sink.whole_file(out) as temporary, sink.text_out(temporary, out.name) as stream:
            for record in records:
                report.records += 1
                text = labels.text(record)
                given = chosen(record, options.which, report)
                if text is None:
                    continue
                for each in given or [None]:
                    stream.writelines(_lines(labels, text, each))
                report.annotations += len(given)
        report.files = [out.name]
        return report


class _Sentence:
    """Words with their tags; a word None ends a sentence inside a document."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.words: list[str | None] = []
        self.tags: list[str] = []
        self.problem: Reject | None = None


def _columns(line: str) -> list[str]:
    return [part.strip() for part in line.split("\t")] if "\t" in line else line.split()


def _sentences(file: File, options: ReadOptions) -> Iterator[_Sentence | Reject]:
    with utf8(file, options.encoding) as stream:
        lines = TextLines(stream, file.name)
        sentence = _Sentence("")
        for line in lines:
            lines.pending.clear()
            lines.too_long.clear()
            columns = _columns(line)
            start = bool(columns) and columns[0] == DOCUMENT
            if not any(columns) or start:
                if sentence.words and (start or not options.documents):
                    yield sentence.problem or sentence
                    sentence = _Sentence("")
                elif sentence.words and sentence.words[-1] is not None:
                    sentence.words.append(None)
                    sentence.tags.append("O")
                continue
            where = f"{file.name} line {lines.number}"
            if line.startswith("#") and not _TAG.match(columns[-1]):
                continue
            sentence.where = sentence.where or where
            _word(sentence, columns, where, line, lines.suspect, options)
        if sentence.words:
            yield sentence.problem or sentence


def _word(sentence: _Sentence, columns: list[str], where: str, line: str, suspect: bool, options: ReadOptions) -> None:
    """Adds a line to the sentence; a broken one costs the whole sentence, since its text would miss a word."""
    problem = odd(line) if suspect else None
    place = len(columns) - 1 if options.column is None else options.column
    if len(columns) < 2 or place >= len(columns):
        problem = (
            problem or f"has {len(columns)} columns, no tag in column {max(place, 1) + 1}; its sentence was left out"
        )
    elif len(sentence.words) >= _MAX_WORDS:
        problem = problem or f"is in a sentence of more than {_MAX_WORDS:,} words; an empty line ends a sentence"
    if problem is not None:
        sentence.problem = sentence.problem or rows.reject(where, problem, line)
        sentence.words = sentence.words[:1] or [columns[0]]
        return
    sentence.words.append(columns[0])
    sentence.tags.append(columns[place])


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """First word, last word (exclusive) and type of each entity, for IOB1, IOB2, BIOES and BILOU alike."""
    out: list[tuple[int, int, str]] = []
    open_type: str | None = None
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, type = tag.partition("-")
        if prefix not in "BIESLU" or not type:
            prefix, type = ("O", "") if tag in ("O", "", "_", "-") else ("I", tag)
        if open_type is not None and (prefix in "BSUO" or type != open_type):
            out[-1] = (out[-1][0], index, open_type)
            open_type = None
        if prefix != "O" and open_type is None:
            out.append((index, index + 1, type))
            open_type = type
        if prefix in "ESLU" and open_type is not None:
            out[-1] = (out[-1][0], index + 1, open_type)
            open_type = None
    return out


class _Reader:
    def __init__(self, schema: Schema, options: ReadOptions) -> None:
        names = SchemaNames(schema)
        self.options, self.report = options, Report()
        sets = names.sets("text", SPAN)
        self.set = sets[0] if sets else None
        self.source = names.source_of(sets[0]) if sets else names.source("text") or schema.fields[0].source
        self.category: Names | None = names.category(sets[0].id) if sets else None
        self.by_tag = {tag_name(name): id for id, name in self.category.names.items()} if self.category else {}

    def record(self, sentence: _Sentence) -> Record:
        text, places = "", list[tuple[int, int]]()
        for word in sentence.words:
            if word is None:
                places.append((len(text), len(text)))
                text += "\n"
                continue
            text += " " if text and not text.endswith("\n") else ""
            places.append((len(text), len(text) + len(word)))
            text += word
        record = Record({self.source: text.rstrip("\n")}, where=sentence.where)
        regions: list[Region] = []
        answers: list[Answer] = []
        for first, last, type in spans_of(sentence.tags):
            self._span(places[first][0], places[last - 1][1], type, regions, answers)
        record.annotations.append(rows.imported(Body(answers=tuple(answers), regions=tuple(regions)), self.options))
        return record

    def _span(self, start: int, end: int, type: str, regions: list[Region], answers: list[Answer]) -> None:
        if self.set is None:
            self.report.lose("entity", "the schema has no region set for spans of text")
            return
        value: Any = None
        if self.category is not None:
            try:
                value = self.by_tag.get(type) or self.category.id_of(type)
            except ValueError as error:
                self.report.lose(f"entity of type {type}", str(error))
                return
            kind = self.category.question.kind
            value = [[value]] if kind == "tree" else [value] if kind == "choices" else value
        id = f"e{len(regions) + 1}"
        regions.append(Region(id=id, set=self.set.id, shape="span", value={"start": start, "end": end}))
        if self.category is not None:
            asked = self.category.question
            answers.append(Answer(question=asked.id, kind=asked.kind, value=value, region=id))


def tag_name(name: str) -> str:
    """A label's name as a column takes it: no white space."""
    return "_".join(name.split()) or "_"


def _lines(labels: TextLabels, text: str, given: Labeled | None) -> Iterator[str]:
    """The words of an item with their tags, and the empty line after them."""
    words = tokens(text)
    tags = ["O"] * len(words)
    for answer in given.body.answers if given is not None else ():
        if answer.region is None:
            known = labels.names.questions.get(answer.question)
            labels.report.lose(
                f"answers to {known.question.name if known else answer.question}", "CoNLL holds spans only"
            )
    spans, overlapping = without_overlaps(labels.spans(given, text) if given is not None else [])
    if overlapping:
        labels.report.lose("overlapping span", "CoNLL has one tag per word; the first and longest is kept", overlapping)
    for span in spans:
        found = covering(words, span.start, span.end)
        if found is None or any(tag != "O" for tag in tags[found[0] : found[1]]):
            labels.report.lose("span", "holds no word of its own; not written")
            continue
        first, last = found
        if (words[first][0], words[last - 1][1]) != (span.start, span.end):
            labels.report.lose("span off word borders", "was moved to the borders of whole words")
        type = tag_name(span.label)
        tags[first:last] = [f"B-{type}", *(f"I-{type}" for _ in range(first + 1, last))]
    if not words:
        labels.report.lose("item without words", "there is nothing to tag")
        return
    for (start, end), tag in zip(words, tags, strict=True):
        yield f"{text[start:end]} {tag}\n"
    yield "\n"
