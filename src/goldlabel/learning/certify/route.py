"""PAC routing: several sources with prices, each item to the cheapest that is good enough, the doubtful to the expert.

Sources form a cascade by price. On a random share of the items, answered by the expert, one regression per step and
source predicts the chance that the source is wrong from what has been bought so far: labels, confidences, agreement.
With a price lambda on errors, an item stops at the step where no later one promises to pay (price + lambda · chance);
lambda is the lowest at which the accepted errors are predicted to stay within the target. All other items are then
certified as if one source had labelled them: items, labels and scores are frozen before the certifying draw, so the
guarantee holds whatever the router does. Idea: Candès, Ilyas and Zrnic (arXiv 2506.10908, on several models); the
cascade is ours.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.model import content_hash
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.table import write_table
from goldlabel.learning.certify.certificate import Certified
from goldlabel.learning.certify.draw import keys, smallest
from goldlabel.learning.certify.losses import Loss
from goldlabel.learning.certify.oracle import Expert, Oracle
from goldlabel.learning.certify.order.features import Features, class_columns, standard
from goldlabel.learning.certify.order.learner import Learner
from goldlabel.learning.certify.reading import Frozen, read_predictions
from goldlabel.learning.certify.run import certify

Floats = NDArray[np.float64]
ROUNDS = 40


@dataclass(frozen=True)
class Routed:
    """`trained`: the expert's labels of the share that the router learned from. `certified`: all other items.
    `source`: who labelled each item, a source's name or "expert". `cost`: of sources bought and expert labels."""

    items: list[Any]
    labels: list[Any]
    source: list[str]
    trained: dict[Any, Any]
    certified: Certified
    cost: float
    target_error: float

    @property
    def reached(self) -> bool:
        return self.certified.reached

    @property
    def oracle_labels_used(self) -> int:
        return len(self.trained) + self.certified.oracle_labels_used

    def table(self) -> dict[str, list[Any]]:
        """Columns `item, label, source`, all items."""
        return {"item": self.items, "label": self.labels, "source": self.source}

    def write(self, folder: str | Path) -> None:
        """The certificate of the items that were routed (`labels.csv`, `certificate.json`) and `routed.csv` of all."""
        self.certified.write(folder)
        write_table(Path(folder) / "routed.csv", self.table())


def route(
    sources: Mapping[str, Any],
    oracle: Oracle,
    target_error: float = 0.05,
    confidence: float = 0.95,
    *,
    prices: Mapping[str, float],
    expert_price: float = 1.0,
    share: float = 0.1,
    seed: int = 0,
) -> Routed:
    """Labels of which at most `target_error` is wrong, with `confidence`, for little money. 0–1 loss.

    sources: name → predictions (`item, label, confidence`, the same items each). prices: of one label, by source; a
    source is bought after all cheaper ones. share: of the items, drawn at random, that the router learns from (the
    expert answers them, all sources are bought for them). Raises Invalid for sources that differ in their items or
    lack a price.
    When not to use it: under a few hundred items the router's share costs more than it finds; use `certify`.
    """
    names = sorted(sources, key=lambda name: (prices.get(name, math.nan), name))
    frozen = _read(sources, names)
    _check(names, prices, expert_price, share)
    items = len(frozen[0])
    seal = content_hash([[name, one.hash] for name, one in zip(names, frozen, strict=True)])
    taught = np.sort(smallest(keys(seed, seal, "router", items), np.arange(items), max(1, round(share * items))))
    experts = [Expert(oracle, one, Loss("zero_one"), None) for one in frozen]
    wrong = np.stack([_losses(expert, experts[0], taught) for expert in experts])
    cascade = _Cascade(frozen, taught, wrong, [float(prices[name]) for name in names], expert_price)
    step, chosen, chance = cascade.solve(target_error * items)
    rest = np.setdiff1d(np.arange(items), taught)
    if not len(rest):
        raise Invalid("leaves nothing to certify; take a smaller one", where="share")
    taken: list[int] = chosen.tolist()
    labels = [frozen[by].given[row] for row, by in enumerate(taken)]
    predictions: dict[str, list[Any]] = {
        "item": [frozen[0].items[row] for row in rest.tolist()],
        "label": [labels[row] for row in rest.tolist()],
        "confidence": (1 - chance[rest]).tolist(),
    }
    target = min(target_error * items / len(rest), 1 - 1e-9)
    certified = certify(predictions, oracle, target, confidence, seed=seed)
    bought = np.cumsum([float(prices[name]) for name in names])
    cost = float(bought[step[rest]].sum() + bought[-1] * len(taught))
    trained = {frozen[0].items[row]: experts[0].given[row] for row in taught.tolist()}
    told = dict(zip(certified.items, zip(certified.labels, certified.source, strict=True), strict=True))
    final = [told.get(item, (trained.get(item), "expert")) for item in frozen[0].items]
    by = [names[taken[row]] if source == "model" else source for row, (_, source) in enumerate(final)]
    cost += expert_price * (len(trained) + certified.oracle_labels_used)
    return Routed(frozen[0].items, [label for label, _ in final], by, trained, certified, cost, target_error)


def _read(sources: Mapping[str, Any], names: list[str]) -> list[Frozen]:
    if not names:
        raise Invalid("there is no source to route to", where="sources")
    frozen = [read_predictions(sources[name], Loss("zero_one")) for name in names]
    first = [text_of(item) for item in frozen[0].items]
    for name, one in zip(names, frozen, strict=True):
        if [text_of(item) for item in one.items] != first:
            raise Invalid(
                f"has other items than {names[0]!r}; give every source the same list", where=f"sources.{name}"
            )
    return frozen


def _check(names: list[str], prices: Mapping[str, float], expert_price: float, share: float) -> None:
    for name in names:
        if not (math.isfinite(prices.get(name, math.nan)) and prices[name] >= 0):
            raise Invalid(f"source {name!r} needs a price, 0 or more", where="prices")
    if not (math.isfinite(expert_price) and expert_price > 0):
        raise Invalid(f"must be positive, not {expert_price}", where="expert_price")
    if not 0 < share < 1:
        raise Invalid(f"must lie between 0 and 1, not {share}", where="share")


def _losses(expert: Expert, first: Expert, rows: NDArray[np.int64]) -> Floats:
    """The expert is asked once; the other sources are compared with the same answers."""
    if expert is not first:
        expert.given.update(first.given)
        expert.answers.update(first.answers)
    return expert.losses(rows)


class _Cascade:
    """`chance[step][source]`: float[items], that the source is wrong, by what is known at that step."""

    def __init__(
        self, frozen: list[Frozen], taught: NDArray[np.int64], wrong: Floats, prices: list[float], expert: float
    ) -> None:
        self._prices, self._expert = prices, expert
        self._chance: list[list[Floats]] = []
        for step in range(len(frozen)):
            known = Features([_bought(frozen[: step + 1])], ["bought"])
            self._chance.append([Learner(known).predict(taught, one) for one in wrong])

    def solve(self, allowed: float) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """(last step bought, source whose label is taken, its chance of being wrong) of each item."""
        low, high = 0.0, 1e6
        for _ in range(ROUNDS):
            middle = math.sqrt(max(low, 1e-3) * high)
            _, _, chance = self._stop(middle)
            accepted = chance[middle * chance < self._expert]
            if accepted.sum() > allowed:
                low = middle
            else:
                high = middle
        return self._stop(high)

    def _stop(self, rate: float) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        items = len(self._chance[0][0])
        step, open_ = np.zeros(items, np.int64), np.ones(items, bool)
        chosen, chance = np.zeros(items, np.int64), np.zeros(items)
        for at, by_source in enumerate(self._chance):
            now = np.stack(by_source[: at + 1])
            best = now.argmin(axis=0)
            value = np.minimum(rate * now.min(axis=0), self._expert)
            stop = open_ & (value <= self._later(at, rate))
            step[stop], chosen[stop], chance[stop] = at, best[stop], now.min(axis=0)[stop]
            open_ &= ~stop
        return step, chosen, chance

    def _later(self, at: int, rate: float) -> Floats:
        """The least that going on is expected to cost."""
        more = np.cumsum(self._prices[at + 1 :])
        costs = [
            price + np.minimum(rate * chance, self._expert)
            for price, chance in zip(more, self._chance[at][at + 1 :], strict=True)
        ]
        return np.min(costs, axis=0) if costs else np.full(len(self._chance[0][0]), np.inf)


def _bought(frozen: list[Frozen]) -> Floats:
    """What is known of each item: confidence and label of each bought source, and who agrees with whom."""
    blocks: list[Floats] = []
    for at, one in enumerate(frozen):
        trust = standard(one.confidence)[:, None]
        kinds = class_columns(one.labels)
        blocks += [trust, kinds, kinds * trust]
        for other in frozen[:at]:
            same = np.array([a == b for a, b in zip(one.labels, other.labels, strict=True)], np.float64)[:, None]
            blocks += [2.0 * same, same * trust, same * standard(other.confidence)[:, None]]
    return np.hstack(blocks)
