"""What the comparisons of labelers read: a table of answers, workers by their names."""

from typing import Any

from goldlabel.agreement.values import coded_values
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, Coded, read_answers
from goldlabel.frames.column import matched
from goldlabel.frames.scale import scale as scale_of


def read(answers: Any, scale: str, item: str, worker: str, label: str) -> Coded:
    """Answers of a scale, from any table. Raises Invalid for a missing column and a label without the form."""
    if not isinstance(answers, Answers):
        answers = read_answers(answers, item=item, worker=worker, label=label, scale=scale)
    return coded_values(answers, scale_of(scale))


def number_of(coded: Coded, worker: Any) -> int:
    """The worker's place. Raises Invalid for one that is not there."""
    found = int(matched([worker], coded.workers)[0])
    if found < 0:
        raise Invalid(f"there is no worker {worker!r}", where="worker")
    return found
