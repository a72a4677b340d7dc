"""How strong the compared things are: Bradley–Terry with ties."""

from dataclasses import dataclass

import numpy as np

from goldlabel.consensus.result import Floats, Ints


@dataclass(frozen=True)
class Strengths:
    """`worth[name]` > 0 with geometric mean 1; `ties`: the readiness to call a tie, ν."""

    worth: Floats
    ties: float

    def chances(self, first: Ints, second: Ints) -> Floats:
        """float[pairs, 3]: the first is better, the second is, neither."""
        a, b = self.worth[first], self.worth[second]
        even = self.ties * np.sqrt(a * b)
        return np.stack([a, b, even], 1) / (a + b + even)[:, None]


def davidson(
    first: Ints, second: Ints, outcome: Floats, names: int, *, prior: float = 1.0, steps: int = 200
) -> Strengths:
    """Likeliest worths from soft outcomes float[comparisons, 3] (first wins, second wins, tie; each row sums to its
    weight).

    Formula (Davidson 1970): P(a beats b) = a / D, P(tie) = ν √(ab) / D, D = a + b + ν √(ab). MM steps of Hunter 2004.
    Every name has besides won and lost `prior` times against an imagined one of worth 1, which keeps the unbeaten
    finite and joins groups that were never compared; with prior 0 this is plain maximum likelihood.
    O(steps · comparisons).
    """
    weight = outcome.sum(1)
    points = np.bincount(first, 2 * outcome[:, 0] + outcome[:, 2], names)
    points += np.bincount(second, 2 * outcome[:, 1] + outcome[:, 2], names) + 2 * prior
    drawn = float(outcome[:, 2].sum())
    worth, ties = np.ones(names), 1.0 if drawn else 0.0
    for _ in range(steps):
        a, b = worth[first], worth[second]
        root = np.sqrt(a * b)
        per = weight / (a + b + ties * root)
        share = np.bincount(first, per * (2 + ties * root / a), names)
        share += np.bincount(second, per * (2 + ties * root / b), names) + 4 * prior / (worth + 1)
        before, worth = worth, points / np.maximum(share, 1e-300)
        worth = np.clip(worth / np.exp(np.mean(np.log(np.maximum(worth, 1e-12)))), 1e-9, 1e9) if names else worth
        if drawn:
            ties = (drawn + 0.5) / (float((per * root).sum()) + 0.5)
        if not names or float(np.abs(np.log(worth / before)).max()) < 1e-7:
            break
    return Strengths(worth, ties)
