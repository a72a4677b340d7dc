"""Made-up lists with known truth, on the border where certificates are hardest to get right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.learning.certify import certify


@dataclass(frozen=True)
class World:
    """Predictions with their truth; `loss` of each item."""

    predictions: dict[str, list[Any]]
    truth: dict[str, Any]
    loss: str = "zero_one"

    def error(self, items: list[Any], labels: list[Any]) -> float:
        if self.loss == "squared":
            return sum((float(label) - self.truth[item]) ** 2 for item, label in zip(items, labels, strict=True)) / len(
                items
            )
        return sum(label != self.truth[item] for item, label in zip(items, labels, strict=True)) / len(items)


def world(items: int, error: float, scores: str, seed: int = 0, classes: int = 3) -> World:
    """0–1 loss. `scores`: "good" (calibrated), "ties" (one value), "coarse" (three values), "backwards" (the surer, the
    worse), "noise"."""
    random = np.random.default_rng([items, seed])
    wrong = np.zeros(items, bool)
    wrong[: round(error * items)] = True
    random.shuffle(wrong)
    order = random.random(items) * np.where(wrong, 0.6, 1.0)
    confidence = {
        "good": order,
        "ties": np.full(items, 0.9),
        "coarse": np.round(order * 2) / 2,
        "backwards": 1 - order,
        "noise": random.random(items),
    }[scores]
    label = random.integers(0, classes, items)
    names = [f"i{at}" for at in range(items)]
    truth = np.where(wrong, (label + 1) % classes, label)
    predictions: dict[str, list[Any]] = {
        "item": names,
        "label": [str(one) for one in label],
        "confidence": confidence.tolist(),
    }
    return World(predictions, {name: str(one) for name, one in zip(names, truth, strict=True)})


def numbers(items: int, seed: int = 0) -> World:
    """Squared loss: few large misses among many small ones, which bounds by normal approximation take too lightly."""
    random = np.random.default_rng([items, seed])
    truth = random.random(items)
    far = random.random(items) < 0.06
    label = np.where(far, 1.0 - truth, np.clip(truth + 0.05 * random.standard_normal(items), 0, 1))
    confidence = np.clip(0.5 + 0.3 * random.random(items) - 0.2 * far, 0, 1)
    names = [f"i{at}" for at in range(items)]
    predictions: dict[str, list[Any]] = {"item": names, "label": label.tolist(), "confidence": confidence.tolist()}
    return World(predictions, dict(zip(names, truth.tolist(), strict=True)), "squared")


def false_ones(world: World, target: float, runs: int, **options: Any) -> int:
    """How many of so many seeds end in labels that are worse than they claim."""
    return sum(error > target + 1e-12 for error in errors(world, target, runs, **options))


def errors(world: World, target: float, runs: int, **options: Any) -> Iterator[float]:
    for seed in range(runs):
        result = certify(world.predictions, world.truth, target, seed=seed, loss=world.loss, **options)
        yield world.error(result.items, result.labels)


def most(runs: int, alpha: float = 0.05) -> int:
    """So many false ones are within three standard deviations of the promise: 131 of 2,000 at 5 %."""
    return int(np.floor(runs * alpha + 3.2 * np.sqrt(runs * alpha * (1 - alpha))))
