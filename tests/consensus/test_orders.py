"""Rankings and comparisons against brute force, scipy and crowd-kit."""

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from crowdkit.aggregation import BradleyTerry as TheirBradleyTerry
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from goldlabel.consensus import aggregate
from goldlabel.consensus.kemeny import EXACT, borda, cost, kemeny
from goldlabel.consensus.pairwise import strengths
from goldlabel.consensus.ranking import worth
from goldlabel.consensus.strengths import davidson
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import read_answers


@settings(max_examples=40)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_kemeny_is_the_best_of_all_orders(n: int, seed: int) -> None:
    above = np.random.default_rng(seed).integers(0, 4, (n, n)).astype(float)
    best = min((cost(order, above), order) for order in itertools.permutations(range(n)))
    found = kemeny(above)
    assert (cost(found, above), tuple(found)) == best


def test_many_names_are_never_worse_than_borda() -> None:
    g = np.random.default_rng(1)
    for n in (EXACT + 1, 40):
        above = g.integers(0, 9, (n, n)).astype(float)
        assert cost(kemeny(above), above) < cost(borda(above), above)
    order = g.permutation(30)
    place = np.argsort(order)
    clear = (place[:, None] < place[None, :]).astype(float)
    assert kemeny(clear) == order.tolist()


def test_plackett_luce_is_the_likeliest() -> None:
    rankings = [[0, 1, 2, 3], [1, 0, 2], [0, 2, 1, 3], [3, 0]]

    def loss(log_worth: np.ndarray) -> float:
        w = np.exp(log_worth)
        out = -(np.log(w / (w + 1)) + np.log(1 / (w + 1))).sum()
        for ranking in rankings:
            left = set(range(4))
            for chosen in ranking[:3]:
                out -= np.log(w[chosen] / sum(w[one] for one in left))
                left -= {chosen}
        return float(out)

    best = np.exp(minimize(loss, np.zeros(4), tol=1e-10).x)
    assert worth(rankings, 4, 5000) == pytest.approx(best / best.mean(), rel=1e-4)


def test_ranking_workers_who_turn_pairs_count_less() -> None:
    g = np.random.default_rng(2)
    names = list("abcdef")
    rows: list[tuple[int, str, list[str]]] = []
    for item in range(40):
        rows += [(item, "good", names), (item, "fair", names), (item, "bad", [names[at] for at in g.permutation(6)])]
        rows += [(item, "worse", [names[at] for at in g.permutation(6)])]
    found = aggregate([{"item": i, "worker": w, "label": v} for i, w, v in rows], "ranking")
    assert all(label == names for label in found.labels)
    skill = {one.worker: one for one in found.workers}
    assert skill["good"].skill > 0.98
    assert skill["bad"].skill == pytest.approx(0.5, abs=0.1)


def outcomes(seed: int, names: int = 6, size: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    g = np.random.default_rng(seed)
    pairs = np.array([g.choice(names, 2, replace=False) for _ in range(size)])
    true = np.exp(g.normal(0, 1, names))
    wins = g.random(size) < true[pairs[:, 0]] / (true[pairs[:, 0]] + true[pairs[:, 1]])
    return pairs[:, 0], pairs[:, 1], wins


def test_bradley_terry_as_crowd_kit() -> None:
    first, second, wins = outcomes(0)
    soft = np.stack([wins, ~wins, np.zeros(len(wins), bool)], 1).astype(float)
    ours = davidson(first, second, soft, 6, prior=0.0, steps=10_000)
    frame = pd.DataFrame({"worker": "w", "left": first, "right": second, "label": np.where(wins, first, second)})
    # 1.4.2 compares its estimate with itself, so that any tolerance from 0 up stops it after two rounds
    theirs = TheirBradleyTerry(n_iter=10_000, tol=-1.0).fit_predict(frame).sort_index().to_numpy()
    assert ours.worth / ours.worth.sum() == pytest.approx(theirs / theirs.sum(), rel=1e-4)
    assert ours.ties == 0


def test_davidson_is_the_likeliest_with_ties() -> None:
    first, second, wins = outcomes(1)
    g = np.random.default_rng(1)
    tie = g.random(len(wins)) < 0.3
    soft = np.stack([wins & ~tie, ~wins & ~tie, tie], 1).astype(float)

    def loss(x: np.ndarray) -> float:
        w, nu = np.exp(x[:6] - x[:6].mean()), np.exp(x[6])
        a, b = w[first], w[second]
        even = nu * np.sqrt(a * b)
        p = np.stack([a, b, even], 1) / (a + b + even)[:, None]
        return -float((soft * np.log(p)).sum())

    best = minimize(loss, np.zeros(7), tol=1e-12).x
    ours = davidson(first, second, soft, 6, prior=0.0, steps=10_000)
    assert np.log(ours.worth) == pytest.approx(best[:6] - best[:6].mean(), abs=0.02)
    assert ours.ties == pytest.approx(np.exp(best[6]), rel=0.02)
    chances = ours.chances(first, second)
    assert chances.sum(1) == pytest.approx(np.ones(len(first)))


def comparisons(seed: int) -> tuple[dict[str, list[Any]], dict[int, tuple[int, int]], np.ndarray]:
    """20 things, 400 pairs, 4 workers each of whom `lefty` says left whatever he sees; sides change at random."""
    g = np.random.default_rng(seed)
    true = g.normal(0, 1.5, 20)
    columns: dict[str, list[Any]] = {"item": [], "worker": [], "label": [], "left": [], "right": []}
    pairs: dict[int, tuple[int, int]] = {}
    for item in range(400):
        a, b = (int(one) for one in g.choice(20, 2, replace=False))
        pairs[item] = (a, b)
        for worker, right in (("good", 0.95), ("fair", 0.75), ("coin", 0.5), ("lefty", None)):
            left, other = (a, b) if g.random() < 0.5 else (b, a)
            better = "left" if true[left] > true[other] else "right"
            worse = "right" if better == "left" else "left"
            said = "left" if right is None else better if g.random() < right else worse
            for name, value in zip(columns, (item, worker, said, left, other), strict=True):
                columns[name].append(value)
    return columns, pairs, true


def test_reliability_and_position_bias_are_seen_through() -> None:
    table, pairs, true = comparisons(0)
    found = aggregate(table, "pairwise")
    assert found.evidence is not None
    right = 0
    for label, shown in zip(found.labels, found.evidence, strict=True):
        left_better = true[int(shown["left"])] > true[int(shown["right"])]
        right += label == ("left" if left_better else "right")
    assert right >= 0.9 * len(pairs)
    skill = {one.worker: one for one in found.workers}
    assert skill["good"].low > skill["fair"].high
    assert skill["lefty"].skill == pytest.approx(0.5, abs=0.1)
    ranked = strengths(read_answers(table, scale="pairwise"))
    assert np.corrcoef(ranked["strength"], [true[int(name)] for name in ranked["name"]])[0, 1] > 0.9
    assert sum(ranked["comparisons"]) == 2 * 4 * 400


def test_ties_are_an_answer() -> None:
    table = {
        "item": [1] * 3,
        "worker": list("abc"),
        "label": ["tie", "tie", "left"],
        "left": ["x"] * 3,
        "right": ["y"] * 3,
    }
    assert aggregate(table, "pairwise")["label"] == ["tie"]


def test_an_item_is_one_pair() -> None:
    table = {"item": [1, 1], "worker": ["a", "b"], "label": ["left", "left"], "left": ["x", "x"], "right": ["y", "z"]}
    with pytest.raises(Invalid, match="an item is one pair"):
        aggregate(table, "pairwise")


def test_answers_without_what_was_compared() -> None:
    said = read_answers({"item": [1], "worker": ["a"], "label": ["left"]})
    with pytest.raises(Invalid, match='need the column "left"'):
        aggregate(said, "pairwise")


def test_a_turned_pair_is_the_same_pair() -> None:
    """Three say x, two of them with x on the right."""
    table = {
        "item": [1] * 3, "worker": list("abc"), "label": ["right", "right", "left"],
        "left": ["y", "y", "x"], "right": ["x", "x", "y"],
    }  # fmt: skip
    found = aggregate(table, "pairwise")
    assert found.evidence is not None
    assert found.evidence[0][found.labels[0]] == "x"


def test_one_careful_ranker_outvotes_two_careless_ones() -> None:
    g = np.random.default_rng(6)
    names = list("abcdef")
    rows = [(99, "a", names), (99, "x", names[::-1]), (99, "y", names[::-1])]
    for item in range(40):
        rows += [(item, worker, names) for worker in "abc"]
        rows += [(item, worker, [names[at] for at in g.permutation(6)]) for worker in "xy"]
    table = [{"item": item, "worker": worker, "label": label} for item, worker, label in rows]
    assert aggregate(table, "ranking").labels[0] == names
    assert aggregate(table, "ranking", "borda").labels[0] == names[::-1]
