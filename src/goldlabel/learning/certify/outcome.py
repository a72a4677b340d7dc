"""What a rule found: which items it drew, what it accepted, and why it could not."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def nothing() -> Indices:
    return np.empty(0, np.int64)


@dataclass
class Outcome:
    """`region`: accepted items with what was drawn among them, most trustworthy first. `population`: what the draw was
    made from. `plan`: the rule's numbers, fixed before the draw."""

    rule: str
    pilot: Indices = field(default_factory=nothing)
    population: Indices = field(default_factory=nothing)
    drawn: Indices = field(default_factory=nothing)
    region: Indices = field(default_factory=nothing)
    places: Indices | None = None
    """Where each item stands in an order that is frozen before the draw."""
    plan: dict[str, Any] | None = None
    found: dict[str, Any] = field(default_factory=dict[str, Any])
    models: list[str] = field(default_factory=list[str])
    why: str = ""
