"""Softmax (multinomial logistic) regression with a ridge towards a centre, on dense or sparse rows, without
scikit-learn.

The objective is the negative log-likelihood Σ_i w_i · −Σ_k y_ik log p_ik plus ridge/2 · ‖W − centre‖² plus
intercept_ridge/2 · ‖b − start‖²; it is convex and is minimised by L-BFGS (Liu and Nocedal, "On the limited memory
BFGS method", Mathematical Programming 45, 1989) with ten pairs and Armijo's step halving.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PAIRS = 10


@dataclass(frozen=True, slots=True)
class Softmax:
    """`weights` float[features, classes], `intercept` float[classes]."""

    weights: Floats
    intercept: Floats

    def logits(self, x: Any) -> Floats:
        return x @ self.weights + self.intercept

    def probabilities(self, x: Any) -> Floats:
        """float[rows, classes] for x[rows, features]."""
        return softmax(self.logits(x))


def softmax(logits: Floats) -> Floats:
    """exp(z) / Σ exp(z) by row, without overflow."""
    z = np.exp(logits - logits.max(axis=1, keepdims=True))
    return z / z.sum(axis=1, keepdims=True)


def fit_softmax(
    x: Any,
    y: Floats,
    *,
    ridge: float,
    centre: Floats | None = None,
    intercept: Floats | None = None,
    intercept_ridge: float = 0.1,
    rounds: int = 200,
    gain: float = 1e-10,
) -> Softmax:
    """The best weights for x[rows, features] and y[rows, classes] (probabilities; a weighted row sums to its weight).

    `x` is an array, or anything with `shape`, `@` and `.T @`. `ridge` > 0: with it there is one optimum. O(rounds ·
    non-zero cells · classes). Not for features of very different sizes: scale them first, the ridge treats all alike.
    """
    features, classes = x.shape[1], y.shape[1]
    middle = np.zeros((features, classes)) if centre is None else centre
    start = np.zeros(classes) if intercept is None else intercept
    size = features * classes
    weight = y.sum(axis=1, keepdims=True)
    turned = x.T

    def cost(at: Floats) -> tuple[float, Floats]:
        w, b = at[:size].reshape(features, classes), at[size:]
        logits = x @ w + b
        top = logits.max(axis=1, keepdims=True)
        log_sum = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
        off = weight * np.exp(logits - log_sum) - y
        loss = float((weight * log_sum).sum() - (y * logits).sum())
        loss += 0.5 * ridge * float(((w - middle) ** 2).sum()) + 0.5 * intercept_ridge * float(((b - start) ** 2).sum())
        slope = turned @ off + ridge * (w - middle)
        return loss, np.concatenate([slope.ravel(), off.sum(axis=0) + intercept_ridge * (b - start)])

    found = minimise(cost, np.concatenate([middle.ravel(), start]), rounds, gain)
    return Softmax(found[:size].reshape(features, classes), found[size:])


def minimise(
    cost: Callable[[Floats], tuple[float, Floats]], start: Floats, rounds: int = 200, gain: float = 1e-10
) -> Floats:
    """Where a smooth convex `cost` (its value and slope) is least, by L-BFGS, from `start`.

    Ends when the slope has fallen to a millionth of its first size, or a round gains less than the share `gain`.
    """
    at, (value, slope) = start, cost(start)
    enough = 1e-6 * max(1.0, float(np.abs(slope).max(initial=0.0)))
    steps: list[Floats] = []
    turns: list[Floats] = []
    for _ in range(rounds):
        if np.abs(slope).max(initial=0.0) <= enough:
            break
        direction = -_curved(slope, steps, turns)
        length = 1.0 if steps else min(1.0, 1.0 / float(np.sqrt(slope @ slope)))
        found = _downhill(cost, at, value, direction, float(direction @ slope), length)
        if found is None:
            break
        further, next_value, next_slope = found
        step, turn = further - at, next_slope - slope
        if step @ turn > 1e-12 * float(turn @ turn):
            steps, turns = [*steps[-PAIRS + 1 :], step], [*turns[-PAIRS + 1 :], turn]
        improved = value - next_value
        at, value, slope = further, next_value, next_slope
        if improved <= gain * max(1.0, abs(value)):
            break
    return at


def _downhill(
    cost: Callable[[Floats], tuple[float, Floats]],
    at: Floats,
    value: float,
    direction: Floats,
    fall: float,
    length: float,
) -> tuple[Floats, float, Floats] | None:
    """The first point of the halving steps that is low enough (Armijo), with its value and slope."""
    for _ in range(40):
        further = at + length * direction
        next_value, slope = cost(further)
        if next_value <= value + 1e-4 * length * fall:
            return further, next_value, slope
        length /= 2
    return None


def _curved(slope: Floats, steps: list[Floats], turns: list[Floats]) -> Floats:
    """The slope times the inverse curvature that the last steps showed (the two-loop recursion)."""
    out = slope.copy()
    shares: list[float] = []
    for step, turn in zip(reversed(steps), reversed(turns), strict=True):
        share = float(step @ out) / float(step @ turn)
        shares.append(share)
        out -= share * turn
    if steps:
        out *= float(steps[-1] @ turns[-1]) / float(turns[-1] @ turns[-1])
    for step, turn, share in zip(steps, turns, reversed(shares), strict=True):
        out += (share - float(turn @ out) / float(step @ turn)) * step
    return out
