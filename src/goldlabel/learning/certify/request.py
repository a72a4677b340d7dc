"""What is asked of a certificate, checked before anybody is asked."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.learning.certify.losses import Loss, loss_of

RULES = ("auto", "exact", "betting", "sequential")
ORDERS = ("learned", "confidence")


@dataclass(frozen=True)
class Request:
    """Everything that decides what a run does, besides the frozen list and the expert's answers."""

    target_error: float
    confidence: float
    seed: int
    loss: str
    bounds: tuple[float, float]
    rule: str
    order: str
    draws: int | None
    pilot: int | None
    slices: str | None
    budget: int | None

    @property
    def alpha(self) -> float:
        return round(1 - self.confidence, 12)

    def check(self) -> Loss:
        """Raises Invalid for what makes no sense."""
        loss = loss_of(self.loss, self.bounds)
        if self.rule not in RULES:
            raise Invalid(f"no rule {self.rule!r}; there are {', '.join(RULES)}", where="rule")
        if self.rule == "exact" and loss.numeric:
            raise Invalid('is for the zero_one loss; use "betting" or "sequential"', where="rule")
        if self.order not in ORDERS:
            raise Invalid(f"no order {self.order!r}; there are {', '.join(ORDERS)}", where="order")
        if not (math.isfinite(self.confidence) and 0 < self.confidence < 1):
            raise Invalid(f"must lie between 0 and 1 (such as 0.95), not {self.confidence}", where="confidence")
        most = 1.0 if not loss.numeric else max(loss.bounds([loss.low, loss.high]).tolist())
        if not (math.isfinite(self.target_error) and 0 <= self.target_error < most):
            way = "everything is accepted at that" if self.target_error >= most else "such as 0.05"
            raise Invalid(
                f"must be at least 0 and below {most:g} ({way}), not {self.target_error}", where="target_error"
            )
        for name in ("draws", "pilot", "budget"):
            value = getattr(self, name)
            if value is not None and value < (1 if name == "draws" else 0):
                raise Invalid(f"must be positive, not {value}", where=name)
        return loss

    def arguments(self) -> dict[str, Any]:
        """As keywords of `certify`."""
        return asdict(self)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"bounds": list(self.bounds)}


def request_of(told: dict[str, Any]) -> Request:
    """From `to_json`. Raises TypeError or KeyError for anything else."""
    changed: dict[str, Any] = told | {"bounds": (told["bounds"][0], told["bounds"][1])}
    return Request(**changed)
