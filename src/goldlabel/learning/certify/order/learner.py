"""Predicted loss of each item: ridge logistic regression on the labels seen so far, the richness chosen by evidence.

Minimises −Σ [y log p + (1 − y) log(1 − p)] + ½ |w − w0|² with p = 1 / (1 + exp(−(b + x·w))), by Newton steps. y is the
loss on a scale of 0 … 1; it need not be 0 or 1, the minimum is consistent for the mean all the same (Papke and
Wooldridge 1996). w0 is 0 but for confidence, which is taken at its word (−1 per deviation) until labels speak against
it. Candidates are compared by approximate leave-one-out deviance (K. Rad and A. Maleki, JRSS-B 2020); a richer one must
win by one standard error. Its predictions only order items and plan draws, no guarantee rests on them.
"""

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.order.features import Features

Floats = NDArray[np.float64]
STEPS = 25
TRUST = -1.0
MOST_ROWS = 4_000
"""Labels beyond these add nothing to so few weights; every so manieth is used."""


def fit(x: Floats, y: Floats, start: Floats | None = None) -> Floats:
    """Weights, the intercept first, from float[rows, columns] and float[rows] in 0 … 1; `start`: where to begin.

    O(rows · columns²) per step.
    """
    ones, penalty = _design(np.vstack([x, np.zeros((1, x.shape[1]))]))
    largest = float(y.max()) if y.size and y.max() > 0 else 1.0
    y = np.append(y, largest / 2)  # half an error and half a right label that nobody saw (Jeffreys)
    weights = np.zeros(ones.shape[1])
    weights[0] = np.log(y.mean() / (1 - y.mean()))
    best = _objective(ones, y, weights, penalty)
    if start is not None and (from_start := _objective(ones, y, start, penalty)) < best:
        weights, best = start, from_start
    for _ in range(STEPS):
        p, hessian = _state(ones, weights, penalty)
        step = np.linalg.solve(hessian, ones.T @ (p - y) + penalty * (weights - _centre(weights)))
        size, now = 1.0, np.inf
        while size > 1e-4 and (now := _objective(ones, y, weights - size * step, penalty)) > best:
            size /= 2
        if now > best:
            break
        weights, gain, best = weights - size * step, best - now, now
        if gain < 1e-9 * (1 + abs(best)):
            break
    return weights


def left_out_deviance(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Deviance of each row by the fit without it, to first order: eta − h / (1 − h) · (y − p) / w with leverage h."""
    ones, penalty = _design(x)
    p, hessian = _state(ones, weights, penalty)
    w = np.maximum(p * (1 - p), 1e-10)
    leverage = np.minimum(w * np.einsum("ij,ji->i", ones, np.linalg.solve(hessian, ones.T)), 0.999)
    return _deviance(ones @ weights - leverage / (1 - leverage) * (y - p) / w, y)


class Learner:
    """Predicts losses again and again from growing labels; a candidate is chosen whenever they have grown by half."""

    def __init__(self, features: Features) -> None:
        self._features = features
        self._at = 0
        self._rows = 0
        self._weights: Floats | None = None
        self.chosen: list[str] = []

    def predict(self, rows: NDArray[np.int64], y: Floats) -> Floats:
        """Predicted loss, strictly between 0 and 1, of every item, from the losses `y` of some `rows`."""
        if len(rows) > MOST_ROWS:
            first = np.arange(MOST_ROWS // 4)  # the pilot stands there, the only fair labels
            few = np.append(first, np.linspace(len(first), len(rows) - 1, MOST_ROWS - len(first)).astype(np.int64))
            rows, y = rows[few], y[few]
        if self._weights is None or len(rows) >= 1.5 * self._rows:
            self._rows = len(rows)
            self._weights = self._choose(rows, y)
        else:
            self._weights = fit(self._features.candidates[self._at][rows], y, self._weights)
        line = self._weights[0] + self._features.candidates[self._at] @ self._weights[1:]
        return np.clip(_sigmoid(line), 1e-9, 1 - 1e-9)

    def _choose(self, rows: NDArray[np.int64], y: Floats) -> Floats:
        best, deviance = np.zeros(0), np.full(len(y), np.inf)
        for at, matrix in enumerate(self._features.candidates):
            weights = fit(matrix[rows], y)
            tried = left_out_deviance(matrix[rows], y, weights)
            gain = deviance - tried
            if at == 0 or gain.sum() > gain.std() * np.sqrt(len(gain)):
                best, deviance, self._at = weights, tried, at
        name = self._features.names[self._at]
        if self.chosen[-1:] != [name]:
            self.chosen.append(name)
        return best


def _centre(weights: Floats) -> Floats:
    """What the weights are drawn to; column 1 is confidence."""
    out = np.zeros(len(weights))
    out[1] = TRUST
    return out


def _design(x: Floats) -> tuple[Floats, Floats]:
    penalty = np.ones(x.shape[1] + 1)
    penalty[0] = 1e-3
    return np.hstack([np.ones((len(x), 1)), x]), penalty


def _state(x: Floats, weights: Floats, penalty: Floats) -> tuple[Floats, Floats]:
    p = _sigmoid(x @ weights)
    return p, (x * np.maximum(p * (1 - p), 1e-10)[:, None]).T @ x + np.diag(penalty)


def _objective(x: Floats, y: Floats, weights: Floats, penalty: Floats) -> float:
    return float(_deviance(x @ weights, y).sum() + 0.5 * (penalty * (weights - _centre(weights)) ** 2).sum())


def _deviance(line: Floats, y: Floats) -> Floats:
    return np.logaddexp(0.0, line) - y * line


def _sigmoid(line: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(line, -500, 500)))
