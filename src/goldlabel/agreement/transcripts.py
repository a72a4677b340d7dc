"""Word and character error rates: how far transcripts are apart.

WER = edits / words of the reference, edits being the fewest substitutions, deletions and insertions (Levenshtein);
CER the same over code points. Over a corpus edits and lengths are summed first. Between two workers nobody is the
reference, so the rate is edits over the mean length of the two, which is symmetric. Words are what whitespace
separates; case and punctuation count: normalise before, if they should not. O(length²/64) per pair (rapidfuzz).

Not for judging one transcript as right: a low rate between workers says that they hear alike. Above 1 when much is
inserted."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from goldlabel.agreement.bootstrap import Ratio
from goldlabel.agreement.metric import add_up
from goldlabel.agreement.units import Units, paired
from goldlabel.core.problem import Invalid


def error_rate(references: Sequence[str], hypotheses: Sequence[str], *, of: str = "words") -> float | None:
    """WER (`words`) or CER (`characters`) of a corpus; None when the references are empty.

    Raises Invalid for lists of different lengths and another unit.
    """
    if len(references) != len(hypotheses):
        raise Invalid(f"{len(references)} references but {len(hypotheses)} hypotheses")
    cut = _cut(of)
    pairs = [(cut(one), cut(other)) for one, other in zip(references, hypotheses, strict=True)]
    length = sum(len(one) for one, _ in pairs)
    return sum(Levenshtein.distance(one, other) for one, other in pairs) / length if length else None


def _cut(of: str) -> Callable[[str], Any]:
    if of not in ("words", "characters"):
        raise Invalid(f"a rate is of words or characters, not of {of!r}", where="of")
    return str.split if of == "words" else str


def between_workers(units: Units, of: str) -> Ratio:
    """The rate between workers: edits over mean length, summed over all pairs of workers and items.

    `units.classes` are the texts.
    """
    cut = _cut(of)
    texts = [cut(one) for one in units.classes]
    lengths = np.array([len(one) for one in texts], np.float64)
    edits = units.added(paired(lambda a, b: Levenshtein.distance(texts[a], texts[b])))
    return Ratio(edits, add_up(units.unit, lengths[units.code], len(units)) * (units.sizes - 1.0))
