"""What a wrong label costs: 0–1 for classes, squared or absolute difference for numbers in a known range."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of

Floats = NDArray[np.float64]
NAMES = ("zero_one", "squared", "absolute")


@dataclass(frozen=True)
class Loss:
    """`between(model, expert)` >= 0; `bounds(models)`: the most that each model label can cost."""

    name: str
    low: float = 0.0
    high: float = 1.0

    @property
    def numeric(self) -> bool:
        return self.name != "zero_one"

    def read(self, label: Any, where: str) -> Any:
        """The label in the form that is compared: text for classes, a number of the range otherwise."""
        if label is None or label == "":
            raise Invalid("has no label", where=where)
        return self._number(label, where) if self.numeric else text_of(label)

    def _number(self, label: Any, where: str) -> float:
        try:
            value = float(label)
        except (TypeError, ValueError):
            raise Invalid(f"{label!r} is not a number, which the {self.name} loss needs", where=where) from None
        if not self.low <= value <= self.high:  # NaN included
            way = "give the range of the labels as `bounds`"
            raise Invalid(f"{label!r} is outside {self.low:g} … {self.high:g}; {way}", where=where)
        return value

    def between(self, model: Any, expert: Any) -> float:
        return _BETWEEN[self.name](model, expert)

    def bounds(self, models: list[Any]) -> Floats:
        if not self.numeric:
            return np.ones(len(models))
        values = np.array(models, np.float64)
        far = np.maximum(values - self.low, self.high - values)
        return far**2 if self.name == "squared" else far


_BETWEEN: dict[str, Callable[[Any, Any], float]] = {
    "zero_one": lambda model, expert: float(model != expert),
    "squared": lambda model, expert: (model - expert) ** 2,
    "absolute": lambda model, expert: abs(model - expert),
}


def loss_of(name: str, bounds: tuple[float, float]) -> Loss:
    """Raises Invalid for a name or a range that is none."""
    if name not in NAMES:
        raise Invalid(f"no loss {name!r}; there are {', '.join(NAMES)}", where="loss")
    low, high = float(bounds[0]), float(bounds[1])
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise Invalid(f"must be two numbers, the lower first, not {bounds!r}", where="bounds")
    return Loss(name, low, high)
