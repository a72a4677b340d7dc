"""When the target is not reached: what would be, as far as can be told."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.bounded import best_bet
from goldlabel.learning.certify.exact import allowed_errors, best_plan
from goldlabel.learning.certify.losses import Loss
from goldlabel.learning.certify.peel import Peel
from goldlabel.learning.certify.request import Request
from goldlabel.learning.certify.tails import hypergeometric_upper

Floats = NDArray[np.float64]
TARGETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
WORTH = 0.05
"""Targets at which a smaller share of the labels is expected to be saved are not worth naming."""


FEW = 30
"""From fewer answers of the expert prices came out at half of what it really took, or less."""


def outlook(
    peel: Peel, request: Request, kind: Loss, limits: Floats, unit: float, alpha: float
) -> dict[str, Any] | None:
    """None when too few items were asked to tell. `expert_labels` that this target would take, `model_error` by the
    pilot, and `reachable` targets with their price: expectations by the losses known and predicted, no guarantees."""
    items = peel.setting.items
    known = ~np.isnan(peel.loss)
    if int(known.sum()) < min(FEW, items):
        return None
    predicted = np.sort(np.where(known, np.nan_to_num(peel.loss), peel.predicted))
    top = float(limits.max())
    seen = peel.loss[known]
    spread = float((seen**2).sum() / seen.sum()) if seen.sum() > 0 else top

    def price(target: float) -> int:
        if kind.numeric:
            bet = best_bet(predicted, target * items / unit, alpha, max(spread, 1e-3 * top), top)
            return items - int(bet.expected) if bet else items
        plan = best_plan(predicted, allowed_errors(items, target), alpha)
        return items - int(plan.expected) if plan else items

    most = float(unit) if kind.numeric else 1.0
    tried = [(share * most, price(share * most)) for share in TARGETS if share * most > request.target_error]
    return {
        "expert_labels": price(request.target_error),
        "model_error": _model_error(peel, kind, alpha),
        "reachable": [
            {"target_error": target, "expert_labels": labels}
            for target, labels in tried
            if labels <= (1 - WORTH) * items
        ],
    }


def _model_error(peel: Peel, kind: Loss, alpha: float) -> dict[str, Any] | None:
    """Share of wrong model labels in the uniform pilot, with an exact upper bound for the list."""
    pilot = peel.loss[peel.pilot]
    if kind.numeric or not len(pilot) or np.isnan(pilot).any():
        return None
    wrong = int(pilot.sum())
    upper = hypergeometric_upper(wrong, peel.setting.items, len(pilot), alpha)
    return {"estimate": wrong / len(pilot), "upper": upper / peel.setting.items, "checked": len(pilot)}
