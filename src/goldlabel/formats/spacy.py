"""spaCy's DocBin (spacy.io/api/docbin), for training with `spacy train`. Needs spaCy, which is not installed along."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Format, Got, ReadOptions, WriteOptions
from goldlabel.formats.parts import sink
from goldlabel.formats.parts.choose import chosen
from goldlabel.formats.parts.names import Names
from goldlabel.formats.parts.plain import is_list
from goldlabel.formats.parts.source import Source
from goldlabel.formats.parts.texts import TextLabels, without_overlaps

SHARD = 10_000
"""Documents per file; more become a folder of files, which spaCy reads alike."""


class Spacy(Format):
    name = "spacy"
    title = "spaCy DocBin"
    endings = (".spacy",)
    reads = False
    writes = True
    carries = frozenset({"span", "choice", "choices"})
    takes = ("which", "language")
    needs = "spacy"
    about = "Spans as `doc.ents` (overlapping ones in `doc.spans`), choices about the item as `doc.cats`."

    def sniff(self, source: Source) -> float:
        return 0.0

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        raise Invalid("spaCy DocBin can be written here, not read", where=source.name)

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        spacy = _spacy()
        report = Report()
        docs = _Docs(spacy, TextLabels(schema, "spaCy", report), options).docs(records)
        first = list(islice(docs, SHARD))
        following = next(docs, None)
        if following is None:
            with sink.whole_file(out) as temporary:
                _save(spacy, first, temporary)
            report.files = [out.name]
            return report
        with sink.whole_folder(out) as folder:
            rest: Iterator[Any] = chain([following], docs)
            number = 0
            while first:
                number += 1
                _save(spacy, first, folder / f"part-{number:05}.spacy")
                first = list(islice(rest, SHARD))
            sink.listed(folder, report)
        return report


def _spacy() -> Any:
    try:
        import_module("spacy.tokens")
        return import_module("spacy")
    except ImportError as error:
        raise Invalid(f"spaCy is not installed ({error}); pip install spacy", where="format") from None


def _save(spacy: Any, docs: list[Any], path: Path) -> None:
    store = spacy.tokens.DocBin(store_user_data=True, docs=docs)
    path.write_bytes(store.to_bytes())


class _Docs:
    def __init__(self, spacy: Any, labels: TextLabels, options: WriteOptions) -> None:
        self.labels, self.options, self.report = labels, options, labels.report
        try:
            self.pipeline = spacy.blank(options.language)
        except ImportError as error:
            raise Invalid(f"spaCy cannot split words of this language: {error}", where="language") from None

    def docs(self, records: Iterable[Record]) -> Iterator[Any]:
        for record in records:
            self.report.records += 1
            text = self.labels.text(record)
            if text is None:
                continue
            given = chosen(record, self.options.which, self.report)
            for each in given or [None]:
                doc = self.pipeline.make_doc(text)
                if record.key is not None:
                    doc.user_data["key"] = record.key
                if each is not None:
                    self.report.annotations += 1
                    self._spans(doc, each, text)
                    self._categories(doc, each)
                yield doc

    def _spans(self, doc: Any, given: Labeled, text: str) -> None:
        marked = self.labels.spans(given, text)
        made = {span: doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand") for span in marked}
        for span, found in made.items():
            if found is None:
                self.report.lose("span", "holds no word; not written")
            elif (found.start_char, found.end_char) != (span.start, span.end):
                self.report.lose("span off word borders", "was widened to whole words")
        good = [span for span in marked if made[span] is not None]
        flat, overlapping = without_overlaps(good)
        crossing = any(made[a].end > made[b].start for a, b in pairwise(flat))
        if not overlapping and not crossing:
            doc.ents = [made[span] for span in good]
            return
        for name in dict.fromkeys(span.set for span in good):
            doc.spans[name] = [made[span] for span in good if span.set == name]

    def _categories(self, doc: Any, given: Labeled) -> None:
        for answer in given.body.answers:
            if answer.region is not None:
                continue
            known = self.labels.names.questions.get(answer.question)
            if known is None or known.question.kind not in ("choice", "choices"):
                name = known.question.name if known is not None else answer.question
                self.report.lose(f"answers to {name}", "spaCy has categories of documents only")
                continue
            doc.cats |= _scores(known, answer.value)


def _scores(known: Names, value: Any) -> dict[str, float]:
    """1.0 for the values given, 0.0 for the others that were offered."""
    chosen_names = known.named(value)
    taken = set(chosen_names) if is_list(chosen_names) else {str(chosen_names)}
    return {name: float(name in taken) for name in [*known.names.values(), *sorted(taken - set(known.names.values()))]}
