"""`certify`: from predictions and an expert to labels whose error is bounded, with the certificate that says so."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.learning.certify.certificate import Certified, Part, certificate
from goldlabel.learning.certify.exact import allowed_errors
from goldlabel.learning.certify.experts import ExpertCheck
from goldlabel.learning.certify.losses import Loss
from goldlabel.learning.certify.oracle import Expert, Oracle, Spent
from goldlabel.learning.certify.order.features import features, plain
from goldlabel.learning.certify.outcome import Outcome
from goldlabel.learning.certify.outlook import outlook
from goldlabel.learning.certify.peel import Peel, Setting
from goldlabel.learning.certify.reading import Frozen, read_predictions
from goldlabel.learning.certify.request import Request
from goldlabel.learning.certify.rules import by_betting, by_exact_rule

Indices = NDArray[np.int64]


def certify(
    predictions: Any,
    oracle: Oracle,
    target_error: float = 0.05,
    confidence: float = 0.95,
    *,
    seed: int = 0,
    loss: str = "zero_one",
    bounds: tuple[float, float] = (0.0, 1.0),
    rule: str = "auto",
    order: str = "learned",
    draws: int | None = None,
    pilot: int | None = None,
    slices: str | None = None,
    budget: int | None = None,
    expert: ExpertCheck | None = None,
) -> Certified:
    """Labels of which at most a share `target_error` is wrong, with probability `confidence`, for few expert labels.

        result = certify({"item": …, "label": …, "confidence": …}, oracle, target_error=0.05)
        result.reached, result.oracle_labels_used, result.table(), result.write("certified/")

    predictions: a path or table with `item, label, confidence` and, if there is one, `text`.
    oracle: a mapping of items to labels, or a function of an item; asked only for the items the rule selects.
    loss: "zero_one", or for numbers within `bounds` "squared" or "absolute": `target_error` then bounds the mean loss.
    rule: "exact" (hypergeometric; zero_one), "betting" (any loss), "sequential" (any loss; draws while it pays, may be
        stopped at any time). "auto": exact for zero_one, sequential otherwise.
    order: "learned" (from confidence, label and text on labels asked so far, never on the draw that certifies) or
        "confidence". It costs or saves labels; the guarantee needs neither calibrated nor even sensible scores.
    draws, pilot: sizes of the certifying draw and of the uniform pilot before it; chosen by themselves (about
        items^(2/3) / 8 for the pilot).
    slices: a column; every slice gets a certificate of its own at alpha / slices (Bonferroni), alpha = 1 − confidence,
        so that all hold together; "label" gives them by predicted class.
    budget: the most expert labels; when they do not suffice the result says so, what would, and is not reached.
    expert: double-checked expert labels; their error bound is added to the target, their error chance to alpha.

    Only the draw is random, so nothing is assumed about data or scores. Assumed: the expert's label is the truth, the
    list is frozen, target and seed were chosen before looking, one run. Raises Invalid for unusable input, naming the
    row, and when the oracle lacks an item that it is asked for. O(items · log items) and small regressions.
    When not to use it: for items that are not in the list, or after choosing the best of several runs.
    """
    request = Request(
        float(target_error), float(confidence), int(seed), loss, bounds, rule, order, draws, pilot, slices, budget
    )
    kind = request.check()
    frozen = read_predictions(predictions, kind, slices)
    if draws is not None and draws > len(frozen):
        raise Invalid(f"{draws:,} draws from {len(frozen):,} items; draw at most all of them", where="draws")
    asked = Expert(oracle, frozen, kind, budget)
    groups = list(_groups(frozen))
    parts = [_part(request, kind, frozen, asked, name, rows, request.alpha / len(groups)) for name, rows in groups]
    return certificate(request, frozen, asked, parts, expert)


def _groups(frozen: Frozen) -> Iterator[tuple[str | None, Indices]]:
    if frozen.slices is None:
        yield None, np.arange(len(frozen))
        return
    names, codes = np.unique(np.asarray(frozen.slices, object).astype(str), return_inverse=True)
    for code, name in enumerate(names.tolist()):
        yield name, np.flatnonzero(codes == code)


def _part(
    request: Request, kind: Loss, whole: Frozen, asked: Expert, name: str | None, rows: Indices, alpha: float
) -> Part:
    frozen = whole if name is None else whole.only(rows)
    limits = kind.bounds(frozen.labels)
    unit = float(limits.max())

    def ask(some: Indices) -> NDArray[np.float64]:
        return asked.losses(rows[some]) / unit

    setting = _setting(request, kind, frozen, ask)
    out = Outcome(rule_of(request, kind))
    peel = Peel(setting)
    try:
        _run(peel, out, request, limits / unit, request.target_error * len(frozen) / unit, alpha)
    except Spent:
        out.why = "the budget of expert labels ended before anything could be accepted"
        out.region = out.region[:0]
    drawn = np.zeros(len(frozen), bool)
    drawn[out.drawn] = True
    accepted = int((~drawn[out.region]).sum())
    if not accepted:
        out.why = out.why or "what could be accepted was all drawn: every label is the expert's"
    view = None if accepted else outlook(peel, request, kind, limits / unit, unit, alpha)
    return Part(name, rows, frozen, out, alpha, unit, accepted > 0, view)


def rule_of(request: Request, kind: Loss) -> str:
    if request.rule != "auto":
        return request.rule
    return "sequential" if kind.numeric else "exact"


def pilot_size(items: int, numeric: bool) -> int:
    """items^(2/3) / 8, at least 30 unless that is more than a twentieth; four times that for numbers, whose order it
    fixes.

    The certifying draw grows like items^(2/3) too. Chosen by looking: twice as many saved half a point less on
    imagenetv2, and as much on stance.
    """
    size = max(items ** (2 / 3) / 8, min(30, items / 20))
    return min(items, math.ceil(4 * size if numeric else size))


def _setting(request: Request, kind: Loss, frozen: Frozen, ask: Any) -> Setting:
    size = pilot_size(len(frozen), kind.numeric) if request.pilot is None else request.pilot
    learned = request.order == "learned"
    labels = np.array(frozen.labels) if kind.numeric else frozen.labels
    known = features(frozen.confidence, labels, frozen.texts) if learned else plain(frozen.confidence)
    fixed = None if learned else frozen.confidence
    return Setting(len(frozen), known, ask, request.seed, frozen.hash, min(size, len(frozen)), fixed)


def _run(peel: Peel, out: Outcome, request: Request, limits: NDArray[np.float64], allowed: float, alpha: float) -> None:
    peel.start()
    out.pilot, out.models = peel.pilot, peel.models
    if out.rule == "exact":
        by_exact_rule(peel, out, allowed_errors(peel.setting.items, request.target_error), alpha, request.draws)
    else:
        by_betting(peel, out, allowed, alpha, limits, request.draws, out.rule == "sequential")
