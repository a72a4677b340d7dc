"""Labels that look wrong: by class, in sets of labels, spans and boxes, and copies that are labeled differently."""

from goldlabel.quality.errors.boxes import BoxError, BoxErrors, find_box_errors
from goldlabel.quality.errors.conflicts import Conflicts, Copies, find_conflicts
from goldlabel.quality.errors.copies import group_of, image_copies, text_copies, vector_copies
from goldlabel.quality.errors.find import Errors, find_errors
from goldlabel.quality.errors.foresee import Foreseen, out_of_fold
from goldlabel.quality.errors.sets import SetErrors, find_set_errors
from goldlabel.quality.errors.spans import SpanError, SpanErrors, find_span_errors

__all__ = [
    "BoxError", "BoxErrors", "Conflicts", "Copies", "Errors", "Foreseen", "SetErrors", "SpanError", "SpanErrors",
    "find_box_errors", "find_conflicts", "find_errors", "find_set_errors", "find_span_errors", "group_of",
    "image_copies", "out_of_fold", "text_copies", "vector_copies",
]  # fmt: skip
