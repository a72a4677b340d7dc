"""Consensus on categories: from a table of answers to named labels, by any of the nominal algorithms."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, cast

import numpy as np

from goldlabel.consensus.dawid_skene import DawidSkene
from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.hierarchical import Hierarchical
from goldlabel.consensus.mixture import Mixture
from goldlabel.consensus.one_coin import OneCoin
from goldlabel.consensus.outside import Outside, outside
from goldlabel.consensus.plurality import Plurality
from goldlabel.consensus.result import Consensus, Floats, Ints, Posterior
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.subtypes import Subtypes
from goldlabel.consensus.votes import Votes, votes
from goldlabel.consensus.wawa import Wawa
from goldlabel.consensus.weighted_vote import LEVEL
from goldlabel.consensus.zero_based_skill import ZeroBasedSkill
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, Coded, canonical_order
from goldlabel.frames.column import matched, text_of
from goldlabel.frames.wide import Labels, read_labels, read_probabilities


class Algorithm(Protocol):
    def posterior(self, votes: Votes, known: Outside | None = None) -> Posterior: ...


METHODS: dict[str, tuple[Algorithm, str]] = {
    "auto": (Mixture(), ""),
    "majority": (Plurality(), "asked for: one worker, one vote"),
    "wawa": (Wawa(), "asked for: votes weigh by agreement with the majority"),
    "zero-based-skill": (ZeroBasedSkill(), "asked for: votes weigh by agreement with the weighted vote"),
    "one-coin": (OneCoin(), "asked for: one probability to be right per worker"),
    "dawid-skene": (DawidSkene(), "asked for: a confusion matrix per worker, nothing shrunk"),
    "diagonal": (Diagonal(), "asked for: confusion matrices with a prior that trusts people"),
    "hierarchical": (Hierarchical(), "asked for: confusion matrices shrunk towards the crowd and the worker's skill"),
    "subtypes": (Subtypes(), "asked for: workers err together on some kinds of items"),
}
"""By name: the algorithm and why it was taken; `auto` says why itself."""


def nominal(
    answers: Answers,
    method: str = "auto",
    *,
    gold: Any = None,
    probabilities: Any = None,
    families: Mapping[Any, Any] | None = None,
    classes: Sequence[Any] | None = None,
    seed: int = 0,
) -> Consensus:
    """See `aggregate`."""
    if method not in METHODS:
        raise Invalid(f"no method {method!r}; there is {', '.join(METHODS)}", where="method")
    algorithm, why = METHODS[method]
    known = None if gold is None else gold_labels(gold)
    coded = answers.coded(_classes(answers, known, classes))
    _fits(coded, method)
    place = None if known is None else known.on(coded.items, coded.classes)
    chances = None
    if probabilities is not None:
        found = read_probabilities(probabilities, classes=coded.classes)
        chances = found.on(coded.items, coded.classes, "probabilities")
    found = algorithm.posterior(
        votes(coded, family_weight(coded, families)),
        outside(place, chances, len(coded.items), len(coded.classes)),
    )
    return named(coded, replace(found, why=found.why or why), seed)


CELLS = 1 << 28
"""Cells of all confusion matrices together: 2 GB."""
WITHOUT_MATRICES = ("majority", "wawa", "zero-based-skill", "one-coin")


def _fits(coded: Coded, method: str) -> None:
    """Raises Invalid where confusion matrices would not fit into memory: what is said are no classes, most likely."""
    classes, workers = len(coded.classes), len(coded.workers)
    if method not in WITHOUT_MATRICES and workers * classes**2 > CELLS:
        raise Invalid(
            f"{classes:,} classes and {workers:,} workers are too many for confusion matrices; say what the labels are "
            f"by their scale (such as text), or take one of the methods {', '.join(WITHOUT_MATRICES)}",
            where="method",
        )


def _classes(answers: Answers, gold: Labels | None, classes: Sequence[Any] | None) -> list[Any] | None:
    """The answers' labels and those of gold that nobody gave; None: the answers' own suffice."""
    if classes is not None or gold is None:
        return None if classes is None else list(classes)
    used = set(np.flatnonzero(matched(gold.items, answers.items) >= 0).tolist())
    given = [label for at, label in enumerate(gold.labels) if at in used]
    extra = [label for label, at in zip(given, matched(given, answers.labels).tolist(), strict=True) if at < 0]
    return sorted([*answers.labels, *dict.fromkeys(extra)], key=canonical_order) if extra else None


def gold_labels(gold: Any) -> Labels:
    """From a mapping item → label, a table with columns item and label, or its file."""
    if isinstance(gold, Mapping):
        pairs = cast(Mapping[Any, Any], gold)
        if not ({"item", "label"} <= set(pairs) and isinstance(pairs["item"], Sequence)):
            return Labels(list(pairs), list(pairs.values()), "gold")
    return read_labels(gold)


def family_weight(coded: Coded, families: Mapping[Any, Any] | None) -> Floats | None:
    """Answers of one family about one item share one vote: models of one maker err together (see docs)."""
    if not families:
        return None
    by_name = {text_of(worker): text_of(family) for worker, family in families.items()}
    named = [by_name.get(text_of(worker)) for worker in coded.workers]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(name for name in named if name is not None))}
    family = np.array([-1 if name is None else numbers[name] for name in named], np.int64)[coded.worker]
    pair = coded.item * (len(numbers) + 1) + family
    _, back, size = np.unique(pair, return_inverse=True, return_counts=True)
    return np.where(family >= 0, 1 / size[back], 1.0)


def named(coded: Coded, found: Posterior, seed: int = 0) -> Consensus:
    """Labels, confidences and skills with their names. A tie is broken by a coin that item and seed decide."""
    choice = leading(coded.items, found.q, seed)
    answers = np.bincount(coded.worker, minlength=len(coded.workers))
    skills = share_skills(coded.workers, answers, found.right, np.maximum(found.right, answers.astype(np.float64)))
    if found.confusion is not None:
        skills = [replace(one, confusion=found.confusion[at]) for at, one in enumerate(skills)]
    return Consensus(
        items=coded.items,
        labels=[coded.classes[at] for at in choice.tolist()],
        confidence=np.clip(found.q[np.arange(len(choice)), choice], 0.0, 1.0) if len(choice) else np.zeros(0),
        workers=skills,
        method=found.method,
        why=found.why,
        posterior=found.q,
        classes=coded.classes,
    )


def leading(items: Sequence[Any], q: Floats, seed: int) -> Ints:
    """The most probable class of each item."""
    if not q.size:
        return np.zeros(len(q), np.int64)
    best = q >= q.max(1, keepdims=True) - LEVEL
    choice = best.argmax(1)
    for at in np.flatnonzero(best.sum(1) > 1).tolist():
        tied = np.flatnonzero(best[at])
        choice[at] = tied[zlib.crc32(f"{seed}/{text_of(items[at])}".encode()) % len(tied)]
    return choice
