"""The alternative annotator test: may this machine take the place of a person?

Each person j is left out in turn. On every item that j and at least one other person answered, who is nearer to the
others, the machine or j? With S the likeness to the others' answers (nominal: share that is equal; numbers: minus the
root mean squared difference; other scales: minus the mean distance), the machine wins where S(machine) >= S(j), j wins
where S(j) >= S(machine); a draw is a win for both. The *advantage probability* against j is the machine's share of
wins. H0: it is not above j's share of wins less ε, tested one-sided with d = [j wins] − [machine wins] against ε; ε is
what a machine's being cheap and quick is worth: .1 for crowd workers, .15 for trained ones, .2 for experts. The
*winning rate* is the share of people against whom H0 falls, with Benjamini and Yekutieli's control of false
discoveries at q; the machine passes at one half or more.

Source: Calderon, Reichart and Dror, "The Alternative Annotator Test for LLM-as-a-Judge" (ACL 2025, arXiv 2501.10970).
30 items or more: Student's t, as there. Fewer: where they take Wilcoxon's test, which is about medians, this takes
an exact test of the mean of a three-valued d (`trinomial`), so that small samples stay within their level.
O(answers + draws · comparisons).

Not with one person, and weakly with two; not where people are no standard (they agree on a common error: the machine is
then asked to share it); a pass says "as good as one more person", not "right". Choose ε before looking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf, sqrt
from typing import Any

import numpy as np

from goldlabel.agreement.metric import Floats, Ints, add_up
from goldlabel.agreement.units import canonical_places, paired
from goldlabel.core.distribution import t_cdf
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded
from goldlabel.frames.scale import scale as scale_of
from goldlabel.quality.machines.reading import number_of, read
from goldlabel.quality.machines.trinomial import trinomial

EPSILON = {"crowd": 0.1, "skilled": 0.15, "experts": 0.2}
NORMAL = 30
"""Items from which the mean of d is taken as normal."""
PASS = 0.5


@dataclass(frozen=True, slots=True)
class Beside:
    """The machine beside one person: shares of items that each wins (draws count for both), p, and whether H0 falls."""

    person: Any
    items: int
    machine_wins: float
    person_wins: float
    p: float
    beaten: bool
    test: str


@dataclass(frozen=True)
class AltTest:
    """`winning_rate`: share of people that the machine may replace; `passed`: it is one half or more.

    `advantage`: mean advantage probability, with a 95 % interval from resampled items: what machines are compared by.
    Both are None where nobody could be tested.
    """

    machine: Any
    epsilon: float
    q: float
    items: int
    people: list[Beside]
    winning_rate: float | None
    passed: bool
    advantage: float | None
    low: float | None
    high: float | None
    notes: list[str]

    def table(self) -> dict[str, list[Any]]:
        """Columns person, items, machine_wins, person_wins, p, beaten, test."""
        names = ("person", "items", "machine_wins", "person_wins", "p", "beaten", "test")
        return {name: [getattr(one, name) for one in self.people] for name in names}


def alt_test(
    answers: Any,
    machine: Any,
    *,
    epsilon: float | str = "crowd",
    scale: str = "nominal",
    q: float = 0.05,
    least: int = NORMAL,
    machines: tuple[Any, ...] = (),
    draws: int = 1000,
    seed: int = 0,
    item: str = "item",
    worker: str = "worker",
    label: str = "label",
) -> AltTest:
    """The test of one worker of the table, the machine, against all others, the people.

    `epsilon`: crowd, skilled, experts or a number >= 0. `least`: items that a person must share with others to be
    tested (30 as published; down to 5). `machines`: further workers that are no people. Raises Invalid for a worker
    that is not there, an ε below 0 or not below 1, and labels without the scale's form.
    """
    allowed = EPSILON.get(epsilon, -1.0) if isinstance(epsilon, str) else float(epsilon)
    if not 0 <= allowed < 1:
        raise Invalid(
            f"epsilon is crowd, skilled, experts or a number from 0 to below 1, not {epsilon!r}", where="epsilon"
        )
    if least < 5 or not 0 < q < 1:
        raise Invalid("least is 5 or more, q lies between 0 and 1", where="least" if least < 5 else "q")
    coded = read(answers, scale, item, worker, label)
    rows = _compared(coded, scale, number_of(coded, machine), [number_of(coded, one) for one in machines])
    people = _people(coded, rows, allowed, q, least)
    tested = {one.person for one in people}
    kept = np.array([coded.workers[at] in tested for at in rows.person.tolist()], bool)
    advantage, low, high = _advantage(_Compared(*(part[kept] for part in rows.parts)), draws, seed)
    rate = sum(one.beaten for one in people) / len(people) if people else None
    return AltTest(
        machine, allowed, q, len(np.unique(rows.item)), people, rate, rate is not None and rate >= PASS,
        advantage, low, high, _notes(coded, rows, people, least),
    )  # fmt: skip


@dataclass(frozen=True)
class _Compared:
    """One row per item and person left out: whether the machine, and whether the person, is at least as near."""

    item: Ints
    person: Ints
    machine_wins: Floats
    person_wins: Floats

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.item, self.person, self.machine_wins, self.person_wins


def _compared(coded: Coded, scale: str, machine: int, others: list[int]) -> _Compared:
    """Over items that the machine and two people or more answered."""
    said = np.full(len(coded.items), -1, np.int64)
    own = coded.worker == machine
    said[coded.item[own]] = coded.label[own]
    human = ~np.isin(coded.worker, [machine, *others])
    count = np.bincount(coded.item[human], minlength=len(coded.items))
    kept = human & (said[coded.item] >= 0) & (count[coded.item] > 1)
    item, person, label = coded.item[kept], coded.worker[kept], coded.label[kept]
    order = np.lexsort((person, item))
    item, person, label = item[order], person[order], label[order]
    between = _between(coded, scale)
    by_machine, by_person = np.zeros(len(item)), np.zeros(len(item))
    for step in range(1, int(count.max(initial=0))):
        first = np.flatnonzero(item[:-step] == item[step:])
        for one, other in ((first, first + step), (first + step, first)):
            by_person[one] += between(label[one], label[other])
            by_machine[one] += between(said[item[one]], label[other])
    apart = by_machine - by_person
    near = 1e-9 * np.maximum(1.0, np.abs(by_machine) + np.abs(by_person))
    return _Compared(item, person, (apart <= near).astype(np.float64), (apart >= -near).astype(np.float64))


def _differ(a: Ints, b: Ints) -> Floats:
    return (a != b).astype(np.float64)


def _squared(values: Floats, a: Ints, b: Ints) -> Floats:
    return (values[a] - values[b]) ** 2


def _between(coded: Coded, scale: str) -> Callable[[Ints, Ints], Floats]:
    """How far answers are apart; sums of it order as the root mean square does where it is squared."""
    if scale in ("nominal", "pairwise"):
        return _differ
    if scale in ("numeric", "ordinal"):
        values = np.array(coded.classes, np.float64)
        return partial(_squared, values)
    distance = scale_of(scale).distance
    return paired(lambda a, b: distance(coded.classes[a], coded.classes[b]) if a != b else 0.0)


def _people(coded: Coded, rows: _Compared, epsilon: float, q: float, least: int) -> list[Beside]:
    count = len(coded.workers)
    items = np.bincount(rows.person, minlength=count)
    order = [at for at in canonical_places(coded.workers).tolist() if items[at] >= least]
    tested: list[tuple[float, str]] = []
    for at in order:
        own = rows.person == at
        tested.append(_tested(rows.person_wins[own] - rows.machine_wins[own], epsilon))
    fallen = benjamini_yekutieli([p for p, _ in tested], q)
    wins = [add_up(rows.person, part, count) / np.maximum(items, 1) for part in (rows.machine_wins, rows.person_wins)]
    return [
        Beside(coded.workers[at], int(items[at]), float(wins[0][at]), float(wins[1][at]), p, beaten, test)
        for at, (p, test), beaten in zip(order, tested, fallen, strict=True)
    ]


def _tested(apart: Floats, epsilon: float) -> tuple[float, str]:
    """The p of H0: the mean of d is ε or more."""
    count = len(apart)
    if count < NORMAL:
        return trinomial(int((apart > 0).sum()), int((apart < 0).sum()), count, epsilon), "exact"
    spread = float(apart.std(ddof=1))
    off = float(apart.mean()) - epsilon
    t = off * sqrt(count) / spread if spread > 0 else (-inf if off < 0 else inf)
    return t_cdf(t, count - 1), "t"


def benjamini_yekutieli(p: list[float], q: float) -> list[bool]:
    """Which hypotheses fall at a false discovery rate of q under any dependence: the largest k with
    p_(k) <= k q / (m Σ 1/i), and all below it (Benjamini and Yekutieli 2001)."""
    count = len(p)
    harmonic = sum(1 / rank for rank in range(1, count + 1))
    order = sorted(range(count), key=p.__getitem__)
    last = max((rank for rank, at in enumerate(order, 1) if p[at] <= rank * q / (count * harmonic)), default=0)
    out = [False] * count
    for at in order[:last]:
        out[at] = True
    return out


def _advantage(rows: _Compared, draws: int, seed: int) -> tuple[float | None, float | None, float | None]:
    """Mean over people of the machine's share of wins, with an interval from resampled items."""
    if not len(rows.item):
        return None, None, None
    item = np.unique(rows.item, return_inverse=True)[1].reshape(-1)
    person = np.unique(rows.person, return_inverse=True)[1].reshape(-1)
    items, people = int(item.max()) + 1, int(person.max()) + 1
    rng = np.random.default_rng(seed)

    def mean(weight: Floats) -> float:
        load = add_up(person, weight[item], people)
        wins = add_up(person, weight[item] * rows.machine_wins, people)
        return float((wins[load > 0] / load[load > 0]).mean())

    again = [mean(np.bincount(rng.integers(0, items, items), minlength=items).astype(np.float64)) for _ in range(draws)]
    low, high = (float(end) for end in np.quantile(again, [0.025, 0.975])) if draws else (None, None)
    return mean(np.ones(items)), low, high


def _notes(coded: Coded, rows: _Compared, people: list[Beside], least: int) -> list[str]:
    out: list[str] = []
    left = len(np.unique(rows.person)) - len(people)
    if left:
        out.append(f"{left} people share fewer than {least} items with the machine and another person: not tested")
    if not people:
        out.append("Nobody could be tested: the test needs people with answers to the same items as the machine")
    elif len(people) < 3:
        out.append("Fewer than three people: they are a weak standard; ask a third one")
    return out
