"""Which of a record's labels is written."""

from typing import Any

from goldlabel.core.annotation import Purpose
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.formats.parts.names import Names
from goldlabel.formats.parts.plain import is_list

SEVERAL = "several annotations and no resolution: resolve first, or write every annotation"


def chosen(record: Record, which: str, report: Report, *, relations: bool = False) -> list[Labeled]:
    """By `WriteOptions.which`. Suggestions are never taken for labels. `relations`: whether the format has them."""
    found = _chosen(record, which, report)
    if not relations and (lost := sum(len(given.body.relations) for given in found)):
        report.lose("relations", "this format has none; JSONL, Parquet and CSV carry them", lost)
    return found


def _chosen(record: Record, which: str, report: Report) -> list[Labeled]:
    labels = [given for given in record.annotations if given.purpose != Purpose.suggestion]
    if which == "annotations":
        return labels
    if record.resolution is not None:
        return [record.resolution]
    if which == "auto" and len(labels) == 1:
        return labels
    if which == "auto" and len(labels) > 1:
        report.lose("unresolved item", SEVERAL)
    return []


def one_name(asked: Names, value: Any, format: str, report: Report) -> str | None:
    """A choice, choices or tree as the one name that a format has room for; what falls away is counted."""
    name, named = asked.question.name, asked.named(value)
    if not is_list(named):
        return str(named)
    if not named:
        report.lose(f"empty answers to {name}", f"{format} cannot say that none was chosen")
        return None
    if len(named) > 1:
        report.lose(f"further values of {name}", f"{format} has one; the first is written", len(named) - 1)
    first = named[0]
    if is_list(first):
        if len(first) > 1:
            report.lose(f"paths of {name}", f"{format} has flat names; the last step is written")
        first = first[-1] if first else ""
    return str(first)
