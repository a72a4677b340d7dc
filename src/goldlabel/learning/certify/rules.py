"""The three ways to a certificate, each on a `Peel`: shrink to where the threshold may fall, plan, draw, accept.

Everything that is planned is planned from what lies outside the region (pilot and items taken away), before the draw
inside it: so the draw is uniform and fresh, and the certificate owes nothing to what was learned.
"""

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify import bounded, exact
from goldlabel.learning.certify.outcome import Outcome
from goldlabel.learning.certify.peel import LEAST, PACE, Peel

Floats = NDArray[np.float64]
NOTHING = "no model label can be accepted: every label is the expert's"
LOOKS = 20
"""Draws between two looks of the sequential rule, at least; or a tenth of the plan."""
PATIENCE = 3


def by_exact_rule(peel: Peel, out: Outcome, allowed: int, alpha: float, draws: int | None) -> None:
    """0–1 loss: at most `allowed` errors remain, but for a chance of `alpha`. Fills `out` as it goes."""
    peel.shrink(allowed)
    out.population = np.sort(peel.inside)
    size = len(peel.inside)
    if draws is None:
        plan = exact.best_plan(peel.foreseen(), allowed, alpha, peel.seen)
    else:
        plan = exact.plan_with(size, allowed, min(draws, size), alpha)
    if plan is None:
        out.why = NOTHING
        peel.take(size)
        return
    out.plan = asdict(plan)
    out.drawn = peel.draw(plan.draws)
    hit = np.zeros(len(peel.loss), bool)
    hit[out.drawn] = peel.loss[out.drawn] > 0
    while (left := int(hit[peel.inside].sum())) > plan.tolerated:
        ends = np.cumsum(hit[peel.inside][::-1])
        until = int(np.searchsorted(ends, left - plan.tolerated)) + 1
        pace = max(LEAST, int(PACE * len(peel.inside)))
        peel.take(min(until, pace))
        if pace < until:
            peel.order()
    out.region = peel.inside
    out.found = {"errors_inside": left}


def by_betting(
    peel: Peel, out: Outcome, allowed: float, alpha: float, limits: Floats, draws: int | None, watched: bool
) -> None:
    """Losses of 0 … `limits` (as shares of the largest loss there can be): at most `allowed` remains.

    `watched`: draws go on only while they pay, looking again and again; otherwise as many as were planned.
    """
    peel.shrink(allowed)
    bet = _best_bet(peel, limits, allowed, alpha)
    if bet is None:
        out.why = NOTHING
        peel.take(len(peel.inside))
        return
    peel.keep_only(limits[peel.inside] <= bet.bound)
    inside = peel.inside
    out.population = np.sort(inside)
    place = np.full(len(peel.loss), -1)
    place[inside] = np.arange(len(inside))
    out.places = place
    most = bet.draws if draws is None else min(draws, len(inside))
    length = 0
    if not watched:
        out.drawn = peel.draw(most)
        length = bounded.certified(bet, place[out.drawn], peel.loss[out.drawn], alpha)
    else:
        length = _watch(peel, out, bet, place, alpha, len(inside) if draws is None else most)
    out.plan = asdict(bet) | {"stakes": list(bet.stakes)}
    peel.take(len(inside) - length)
    corrected = _until_corrected(peel, out, bet.cap - allowed)
    out.region = peel.inside
    out.found = {"certified": length, "corrected": corrected}


def _best_bet(peel: Peel, limits: Floats, allowed: float, alpha: float) -> bounded.Bet | None:
    """Among bets on items whose loss is limited to this or that: a smaller limit allows higher stakes, fewer items."""
    seen = np.concatenate(peel.outside)
    total = float(peel.loss[seen].sum())
    spread = float((peel.loss[seen] ** 2).sum()) / total if total > 0 else 1.0
    own, foreseen = limits[peel.inside], peel.foreseen()
    best: bounded.Bet | None = None
    for top in np.unique(np.quantile(own, np.linspace(0.1, 1, 10), method="higher")) if len(own) else ():
        predicted = np.minimum(foreseen[own <= top], top)
        bet = bounded.best_bet(predicted, allowed, alpha, min(max(spread, 1e-3 * top), top), float(top))
        if bet is not None and (best is None or bet.expected > best.expected):
            best = bet
    return best


def _watch(peel: Peel, out: Outcome, bet: bounded.Bet, place: NDArray[np.int64], alpha: float, most: int) -> int:
    """Draws in batches until further draws cost more than they save; the certified length."""
    best, idle, count, length = -1.0, 0, 0, 0
    beyond_doubt = int(bet.cap / bet.bound) + 1  # so many items cannot lose the cap: certifying them is nothing
    while count < most and idle < PATIENCE:
        count = min(most, max(count + max(LOOKS, bet.draws // 10), bet.draws // 2))
        out.drawn = peel.draw(count)
        length = bounded.certified(bet, place[out.drawn], peel.loss[out.drawn], alpha)
        saved = length * (1 - count / len(place[place >= 0]))
        idle = 0 if saved > best else idle + (length > 2 * beyond_doubt)
        best = max(best, saved)
    return length


def _until_corrected(peel: Peel, out: Outcome, wanted: float) -> float:
    """The expert goes on from the end of the certified prefix until corrected losses in it reach `wanted`."""
    drawn = np.zeros(len(peel.loss), bool)
    drawn[out.drawn] = True
    hit = np.where(drawn, np.nan_to_num(peel.loss), 0.0)
    corrected = float(hit[peel.inside].sum())
    while corrected < wanted - 1e-12 and len(peel.inside):
        last = peel.inside[-1]
        peel.take(1)
        corrected += 0.0 if drawn[last] else float(peel.loss[last])
    return corrected
