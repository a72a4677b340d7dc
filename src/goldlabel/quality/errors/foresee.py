"""Out-of-fold class probabilities: each item's from a model that has not seen it, nor its copies."""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.core.softmax import fit_softmax
from goldlabel.frames.answers import canonical_order
from goldlabel.frames.column import coded, text_of
from goldlabel.quality.errors.scores import Floats, Ints
from goldlabel.quality.errors.words import Sparse, normal, tf_idf

RIDGE = 0.2
"""Between what digits (0.03) and short posts (0.3) like best."""
GAIN = 3e-4
"""The regression ends when a round gains less than this share: further ones hardly move a rank."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`p` float[items, classes], rows sum to 1; `label` int[items]: a place in `classes`."""

    classes: list[Any]
    label: Ints
    p: Floats


def out_of_fold(
    features: Any,
    labels: Sequence[Any],
    *,
    groups: Sequence[Hashable] | None = None,
    folds: int = 5,
    seed: int = 0,
    names: Sequence[Any] | None = None,
) -> Foreseen:
    """Class probabilities by softmax regression, each item's from the folds that it is not in.

    `features`: a text per item (words and pairs of words by tf-idf), or float[items, features] (standardised here).
    `groups`: items of one group (copies, frames of one film) stay in one fold, or they would betray each other's
    labels; texts that read the same are always one group. Classes are spread evenly over folds. `names` order the
    items for the draw, so that the order of rows does not matter. O(rounds · non-zero features · classes · folds).

    A quick stand-in for a model of your own, whose out-of-fold probabilities are better wherever it is better. Not for
    features larger than memory, and a class of fewer than two items cannot be foreseen.
    """
    column = coded(list(labels))
    order = sorted(range(len(column.values)), key=lambda at: canonical_order(column.values[at]))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    label, classes = rank[column.codes], [column.values[at] for at in order]
    texts = [str(one) for one in features] if _are_texts(features) else None
    x = tf_idf(texts) if texts is not None else _standard(np.asarray(features, np.float64))
    if x.shape[0] != len(label):
        raise Invalid(f"has {x.shape[0]:,} rows for {len(label):,} labels", where="features")
    together = [(normal(text) if texts is not None else at) for at, text in enumerate(texts or label.tolist())]
    if groups is not None:
        together = list(groups)
    fold = spread_folds(label, together, folds, seed, names)
    p = np.zeros((len(label), len(classes)))
    for one in range(folds):
        test = np.flatnonzero(fold == one)
        train = np.flatnonzero(fold != one)
        if len(test) and len(train):
            p[test] = _learn(_take(x, train), label[train], len(classes), _take(x, test))
        elif len(test):
            p[test] = 1 / len(classes)
    return Foreseen(classes, label, p)


def _learn(x: Any, label: Ints, classes: int, unseen: Any) -> Floats:
    shares = (np.bincount(label, minlength=classes) + 1.0) / (len(label) + classes)
    model = fit_softmax(x, np.eye(classes)[label], ridge=RIDGE, intercept=np.log(shares), rounds=60, gain=GAIN)
    return model.probabilities(unseen)


def _are_texts(features: Any) -> bool:
    return not isinstance(features, np.ndarray) and len(features) > 0 and isinstance(features[0], str)


def _take(x: "Sparse | Floats", rows: Ints) -> Any:
    return x.take(rows) if isinstance(x, Sparse) else x[rows]


def _standard(x: Floats) -> Floats:
    """Mean 0 and variance 1 per feature, then rows of length about 1 as those of texts have."""
    if not len(x):
        return np.zeros((0, 1))
    flat = x.reshape(len(x), -1)
    if not np.isfinite(flat).all():
        row = int(np.flatnonzero(~np.isfinite(flat).all(axis=1))[0])
        raise Invalid(f"row {row} holds a number that is not finite", where="features")
    spread = flat.std(axis=0)
    return (flat - flat.mean(axis=0)) / np.where(spread > 0, spread, 1) / np.sqrt(max(flat.shape[1], 1))


def spread_folds(
    label: Ints, groups: Sequence[Hashable], folds: int, seed: int, names: Sequence[Any] | None = None
) -> Ints:
    """int[items]: a fold each. Groups stay whole; larger ones first, each goes where its classes are fewest so far."""
    if folds < 2:
        raise Invalid(f"needs at least 2 folds, not {folds}", where="folds")
    own = names if names is not None else range(len(label))
    draw = [hashlib.blake2b(f"{seed} {text_of(name)}".encode(), digest_size=8).digest() for name in own]
    members: dict[Hashable, list[int]] = {}
    for at in sorted(range(len(label)), key=lambda at: draw[at]):
        members.setdefault(groups[at], []).append(at)
    held = np.zeros((folds, int(label.max(initial=-1)) + 1))
    size = np.zeros(folds)
    out = np.empty(len(label), np.int64)
    for rows in sorted(members.values(), key=len, reverse=True):
        classes = label[rows]
        where = int(np.lexsort((np.arange(folds), size, held[:, classes].sum(axis=1)))[0])
        np.add.at(held[where], classes, 1.0)
        size[where] += len(rows)
        out[rows] = where
    return out
