"""Taking the least trustworthy items away, the expert answering each, with what is learned from them on the way.

`Peel` holds the *region* (items whose model labels may still be accepted) and everything known *outside* it: pilot,
items taken away, their losses. The order inside is predicted from outside alone, so what is drawn inside stays hidden
from it (`exact` says why that matters).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.draw import keys, smallest
from goldlabel.learning.certify.order.features import Features
from goldlabel.learning.certify.order.learner import Learner

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
DEPTH = (4.0, 3.0, 2.0)
"""Before anything is drawn the region shrinks to where so many times the allowed loss is predicted, model refitted
each time. 1.5 saved a point less, no shrinking learns less: chosen by looking at stance and imagenetv2."""
PACE = 0.03
"""After so large a share of the region was taken away, the order of the rest is revised."""
LEAST = 20
HEED = 10.0
"""So many errors must be foreseen in the pilot before it is heeded as much as the predictions."""
FINE = 1_000.0
"""Predicted log-odds are rounded to 1/1000: the last bits of a fit, which differ between machines, decide nothing."""


@dataclass(frozen=True)
class Setting:
    """What a run stands on. `ask`: losses of items (indices), by asking the expert. `frozen`: hash of the list."""

    items: int
    features: Features
    ask: Callable[[Indices], Floats]
    seed: int
    frozen: str
    pilot: int
    confidence: Floats | None = None
    """Where it is given, items stand in its order and nothing is learned but how many to draw."""

    def key(self, purpose: str) -> NDArray[np.uint64]:
        return keys(self.seed, self.frozen, purpose, self.items)


class Peel:
    """`inside`: most trustworthy first. `outside`: in the order of asking. `loss`: NaN where nobody looked."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.loss: Floats = np.full(setting.items, np.nan)
        self._tie = setting.key("ties")
        everything = np.arange(setting.items)
        self.pilot: Indices = smallest(setting.key("pilot"), everything, setting.pilot)
        self.outside: list[Indices] = []
        self.predicted: Floats = np.zeros(setting.items)
        self._learner = Learner(setting.features)
        self.inside: Indices = np.setdiff1d(everything, self.pilot)

    def start(self) -> None:
        """The expert answers the pilot."""
        self._leave(self.pilot)
        self.order()

    @property
    def seen(self) -> float:
        """How much loss the predictions rest on."""
        return float(self.loss[np.concatenate(self.outside)].sum())

    @property
    def models(self) -> list[str]:
        """The candidate that ordered the items, each time it changed."""
        return self._learner.chosen

    def order(self) -> None:
        """Predicts losses anew from all that is known outside, and sorts the region by them; ties by chance."""
        rows = np.concatenate(self.outside)
        self.predicted = self._learner.predict(rows, self.loss[rows])
        line = np.round(FINE * np.log(self.predicted / (1 - self.predicted)))
        if self.setting.confidence is not None:
            line = -self.setting.confidence
        self.inside = self.inside[np.lexsort((self._tie[self.inside], line[self.inside]))]

    def take(self, count: int) -> None:
        """The expert answers the `count` least trustworthy items of the region, which leave it."""
        cut = len(self.inside) - count
        gone, self.inside = self.inside[cut:][::-1], self.inside[:cut]
        self._leave(gone)

    def keep_only(self, kept: NDArray[np.bool_]) -> None:
        """The expert answers all others of the region; `kept` in its order."""
        gone, self.inside = self.inside[~kept], self.inside[kept]
        self._leave(gone)

    def shrink(self, allowed: float) -> None:
        """To where the threshold may fall: beyond it the expert is asked anyhow, so nothing is wasted there."""
        if not len(self.pilot):
            return
        for depth in DEPTH:
            many = depth * allowed
            most = many + 3.0 * math.sqrt(many) + 3.0
            running: Floats = np.cumsum(self.predicted[self.inside])
            keep = max(int(np.searchsorted(running, most)), self._by_pilot(most))
            if keep < len(self.inside):
                self.take(len(self.inside) - keep)
                self.order()

    def _by_pilot(self, most: float) -> int:
        """How long a prefix loses `most` by the pilot alone, which is few but fair: predictions that were learned at
        the other end may be far too dark here."""
        at = self.predicted[self.pilot]
        order = np.argsort(at, kind="stable")
        losses = self.loss[self.pilot][order]
        scaled = (np.cumsum(losses) + float(losses.max())) * (self.setting.items / len(self.pilot))
        beyond = int(np.searchsorted(scaled, most, side="right"))
        edge = at[order][beyond] if beyond < len(order) else np.inf
        return int((self.predicted[self.inside] < edge).sum())

    def foreseen(self) -> Floats:
        """Predicted losses in the region, brought towards what the pilot found among items like these."""
        inside = self.predicted[self.inside]
        if not len(inside) or not len(self.pilot):
            return inside
        alike = self.pilot[self.predicted[self.pilot] <= inside[-1]]
        doubt = HEED * max(float(self.loss[self.pilot].max()), 1e-3)
        factor = (float(self.loss[alike].sum()) + doubt) / (float(self.predicted[alike].sum()) + doubt)
        return np.minimum(inside * factor, 1.0)

    def draw(self, count: int) -> Indices:
        """`count` items of the region, uniformly without replacement, in the order of drawing; the expert answers."""
        drawn = smallest(self.setting.key("draw"), np.sort(self.inside), count)
        self._look(drawn)
        return drawn

    def _leave(self, gone: Indices) -> None:
        self._look(gone)
        self.outside.append(gone)

    def _look(self, rows: Indices) -> None:
        unknown = rows[np.isnan(self.loss[rows])]
        self.loss[unknown] = self.setting.ask(unknown)
