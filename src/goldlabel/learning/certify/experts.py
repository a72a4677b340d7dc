"""Experts err too: what double-checked expert labels add to a certificate."""

from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.learning.certify.tails import beta_upper


@dataclass(frozen=True, slots=True)
class ExpertCheck:
    """`wrong` of `checked` expert labels, drawn uniformly and decided once more beyond doubt, were wrong.

    A label that differs from the truth differs from the expert's label, or the expert's differs from the truth. So the
    error against the truth is at most eps + q, with q the share of items whose expert label is (or would be) wrong, and
    it holds with 1 − alpha − alpha_expert (union bound). q is bounded by Clopper–Pearson. For zero_one loss.
    """

    checked: int
    wrong: int
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not 0 <= self.wrong <= self.checked or self.checked < 1:
            raise Invalid(f"{self.wrong} wrong of {self.checked} checked is impossible", where="expert")
        if not 0 < self.confidence < 1:
            raise Invalid(f"must lie between 0 and 1, not {self.confidence}", where="expert.confidence")

    @property
    def upper(self) -> float:
        """Bound of the expert's error."""
        return beta_upper(self.wrong, self.checked, 1 - self.confidence)

    def compose(self, target_error: float, confidence: float) -> dict[str, Any]:
        """What holds against the truth."""
        together = confidence + self.confidence - 1
        if together <= 0:
            raise Invalid(f"{confidence} and {self.confidence} leave no confidence together", where="expert.confidence")
        return {
            "checked": self.checked,
            "wrong": self.wrong,
            "confidence": self.confidence,
            "error_upper": self.upper,
            "against_truth": {"error": min(1.0, target_error + self.upper), "confidence": together},
        }
