"""Which of a record's labels is written."""

from goldlabel.core.annotation import Purpose
from goldlabel.core.record import Labeled, Record, Report

SEVERAL = "several annotations and no resolution: resolve first, or write every annotation"


def chosen(record: Record, which: str, report: Report) -> list[Labeled]:
    """By `WriteOptions.which`. Suggestions are never taken for labels."""
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
