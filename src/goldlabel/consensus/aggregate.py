"""Consensus offline, on a table of answers of any kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldlabel.consensus.nominal import gold_labels, nominal
from goldlabel.consensus.result import Consensus
from goldlabel.consensus.scales import by_scale
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, Duplicates, read_answers


def aggregate(
    answers: Any,
    scale: str = "nominal",
    method: str = "auto",
    *,
    item: str = "item",
    worker: str = "worker",
    label: str = "label",
    gold: Any = None,
    probabilities: Any = None,
    families: Mapping[Any, Any] | None = None,
    classes: Sequence[Any] | None = None,
    duplicates: Duplicates = "last",
    seed: int = 0,
) -> Consensus:
    """One label per item with its confidence, and every worker's skill with a 95 % credible interval.

        aggregate({"item": [1, 1, 1], "worker": ["a", "b", "c"], "label": ["x", "x", "y"]})

    `answers`: a dict of columns, data frame (pandas, polars, Arrow, DuckDB), list of dicts, file, or `Answers`; one row
    per answer. `scale` says what a label is (nominal, ordinal, numeric, set, text, …), `method` how to decide; `auto`
    is the scale's default, and `.why` says what it did. `gold`: known labels, item → label or a table; they are held
    fixed and show who is right. Nominal only: `probabilities`, a table with `item` and one column per class, is a
    machine's opinion, weighed by how it fits the people's; `families`, worker → name, lets correlated machines of one
    family share one vote per item. `classes` fixes the classes and their order. Of a worker's several answers to one
    item the last counts (`duplicates`). Same answers and seed, same result, whatever the order of rows; the seed only
    breaks ties. Raises Invalid for a missing column, an unknown scale or method, a label that does not fit.

    Confidence is each algorithm's own estimate from the answers; where workers err together it is too high. What a
    label set is worth is known from an audit alone (`goldlabel.learning.certify`).
    """
    found: Answers = answers
    if not isinstance(answers, Answers):
        found = read_answers(answers, item=item, worker=worker, label=label, scale=scale, duplicates=duplicates)
    if scale == "nominal":
        return nominal(
            found, method, gold=gold, probabilities=probabilities, families=families, classes=classes, seed=seed
        )
    for name, given in (("probabilities", probabilities), ("families", families)):
        if given is not None:
            raise Invalid(f"{name} are understood on the nominal scale, not on {scale}", where=name)
    known = None if gold is None else gold_labels(gold)
    truth = None if known is None else dict(zip(known.items, known.labels, strict=True))
    return by_scale(found, scale, method, gold=truth, classes=classes, seed=seed)
