"""Tag chains against every path written out; spans and segments as anybody has them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.consensus import aggregate
from goldlabel.consensus.chains import Chains, beliefs, candidates, leaving
from goldlabel.consensus.keep import expected_f1, threshold
from goldlabel.consensus.presence import presence
from goldlabel.frames.answers import Coded

TWO = np.array([0.4, 0.2, 0.1, 0.2, 0.1])


def paths(scores: np.ndarray, share: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every valid tag sequence with its probability, from the definition."""
    tags = range(len(share))

    def may(before: int | None, tag: int) -> bool:
        return tag == 0 or tag % 2 == 1 or before in (tag - 1, tag)

    out: dict[tuple[int, ...], float] = {}
    for path in itertools.product(tags, repeat=len(scores)):
        p = 1.0
        for at, tag in enumerate(path):
            before = path[at - 1] if at else None
            total = sum(share[one] for one in tags if may(before, one))
            p *= share[tag] / total * np.exp(scores[at, tag]) if may(before, tag) else 0.0
        if p:
            out[path] = p
    total = sum(out.values())
    return {path: p / total for path, p in out.items()}


def stretches_of(path: tuple[int, ...]) -> set[tuple[int, int, int]]:
    out: set[tuple[int, int, int]] = set()
    for first, tag in enumerate(path):
        if tag % 2 == 1:
            last = first
            while last + 1 < len(path) and path[last + 1] == tag + 1:
                last += 1
            out.add((first, last, tag // 2))
    return out


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_chains_agree_with_every_path_written_out(seed: int) -> None:
    g = np.random.default_rng(seed)
    sizes = [3, 0, 1, 4]
    chains = Chains(np.cumsum([0, *sizes]))
    scores = g.normal(0, 2, (sum(sizes), 5))
    share = g.dirichlet(np.ones(5))
    found = beliefs(chains, scores, share)
    for chain, size in enumerate(sizes):
        start = chains.offsets[chain]
        known = paths(scores[start : start + size], share)
        for at in range(size):
            for tag in range(5):
                expected = sum(p for path, p in known.items() if path[at] == tag)
                assert found.q[start + at, tag] == pytest.approx(expected, abs=1e-9)
        exact: dict[tuple[int, int, int], float] = {}
        for path, p in known.items():
            for one in stretches_of(path):
                exact[one] = exact.get(one, 0.0) + p
        told = {
            (c.first - start, c.last - start, c.label): c.probability
            for c in candidates(chains, found, share, chain, 0.01)
        }
        assert told.keys() == {one for one, p in exact.items() if p >= 0.01 + 1e-9} | (told.keys() & exact.keys())
        for one, p in told.items():
            assert p == pytest.approx(exact[one], abs=1e-9)


def test_what_may_follow() -> None:
    assert leaving(TWO) == pytest.approx([0.8, 0.9, 0.9, 0.9, 0.9])


@settings(max_examples=50)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8), st.floats(0, 3))
def test_the_threshold_has_the_largest_expected_f1(p: list[float], hidden: float) -> None:
    """Among all ways to keep some of them; at most 1/2 and at least 1/4."""
    expected = sum(p) + hidden
    at = threshold(p, expected)
    best = max(2 * sum(sorted(p)[-n:]) / (n + expected) for n in range(1, len(p) + 1))
    kept = [one for one in p if one >= at]
    reached = 2 * sum(kept) / (len(kept) + expected) if kept else 0.0
    assert reached == pytest.approx(best) or at in (0.25, 0.5)


def test_f1_of_nothing_is_the_chance_that_there_is_nothing() -> None:
    assert expected_f1(np.zeros(0), 0.0) == 1
    assert expected_f1(np.zeros(0), 2.0) == pytest.approx(np.exp(-2))
    assert expected_f1(np.array([0.5]), 0.5) == pytest.approx(2 * 0.5 / 1.5)


def table(*labels: list[list[object]], item: str = "d") -> dict[str, list[object]]:
    return {"item": [item] * len(labels), "worker": [f"w{at}" for at in range(len(labels))], "label": list(labels)}


@pytest.mark.parametrize("method", ["clusters", "sequence"])
def test_most_workers_decide_boundary_and_label(method: str) -> None:
    found = aggregate(
        table([[0, 5, "PER"]], [[0, 5, "PER"]], [[0, 5, "ORG"]], [[0, 5, "PER"], [9, 12, "LOC"]], [[0, 7, "PER"]]),
        "spans", method,
    )  # fmt: skip
    assert found.labels == [[[0, 5, "PER"]]]
    assert found.evidence is not None
    regions = found.evidence[0]["regions"]
    assert regions[0]["region"] == [0, 5, "PER"]
    assert regions[0]["probability"] > 0.8
    assert "w0" in regions[0]["by"]


@pytest.mark.parametrize("method", ["clusters", "sequence"])
def test_touching_spans_stay_two(method: str) -> None:
    said = [[0, 2, "PER"], [2, 4, "PER"]]
    assert aggregate(table(said, said, said), "spans", method).labels == [said]


def test_nested_spans_stay_nested() -> None:
    said = [[0, 9, "ORG"], [4, 9, "LOC"]]
    assert aggregate(table(said, said, [[0, 9, "ORG"]]), "spans").labels == [said]


def test_segments_take_the_median_and_spans_the_mode() -> None:
    said = [[[0.0, 9.0, "a"]], [[1.0, 10.0, "a"]], [[1.25, 10.0, "a"]]]
    assert aggregate(table(*said), "segments").labels == [[[1.0, 10.0, "a"]]]
    offsets = [[[0, 20, "a"]], [[0, 20, "a"]], [[1, 20, "a"]], [[2, 20, "a"]], [[3, 20, "a"]]]
    assert aggregate(table(*offsets), "spans").labels == [[[0, 20, "a"]]]


def test_the_unit_of_offsets_does_not_matter() -> None:
    tokens = [[[0, 3, "x"], [5, 6, "y"]], [[0, 3, "x"]], [[1, 3, "x"], [5, 6, "y"]]]
    letters = [[[start * 7, end * 7, label] for start, end, label in one] for one in tokens]
    for method in ("clusters", "sequence"):
        few = aggregate(table(*tokens), "spans", method)
        many = aggregate(table(*letters), "spans", method)
        assert many.labels == [[[start * 7, end * 7, label] for start, end, label in few.labels[0]]]
        assert many.confidence == pytest.approx(few.confidence)


def test_who_invents_is_not_followed_and_who_is_careful_is() -> None:
    """Two careful workers and one who marks at random: what he alone marks does not exist, what one careful one
    marks may."""
    g = np.random.default_rng(3)
    item: list[int] = []
    worker: list[str] = []
    label: list[list[list[object]]] = []
    for number in range(60):
        true = [[int(start), int(start) + 3, "x"] for start in (0, 10, 20)]
        for name in ("a", "b", "c"):
            own = [one for one in true if g.random() < 0.9]
            if name == "c":
                own = [[int(start), int(start) + 2, "x"] for start in g.integers(30, 90, 3) // 4 * 4]
            item.append(number)
            worker.append(name)
            label.append([list(one) for one in {tuple(one): one for one in own}.values()])
    found = aggregate({"item": item, "worker": worker, "label": label}, "spans")
    kept = [one for own in found.labels for one in own]
    assert sum(one[0] >= 30 for one in kept) <= 2
    assert sum(one[0] < 30 for one in kept) >= 170
    skill = {one.worker: one for one in found.workers}
    assert skill["c"].high < skill["a"].low


def test_what_all_overlook_counts_in_what_workers_miss() -> None:
    """Three workers who find 60 % of things: among what anybody found, each has 64 %; of what there is, 60 %."""
    g = np.random.default_rng(8)
    found = (g.random((4000, 3)) < 0.6).astype(np.int64)
    found = found[found.any(1)]
    coded = Coded(
        items=list(range(len(found))), workers=["a", "b", "c"], classes=[None, "x"],
        item=np.repeat(np.arange(len(found)), 3), worker=np.tile(np.arange(3), len(found)), label=found.ravel(),
    )  # fmt: skip
    assert found.mean() > 0.63
    told = presence(coded, gold=np.ones(len(found), np.int64))
    assert told.finds == pytest.approx([0.6] * 3, abs=0.02)


def test_gold_is_kept_even_where_the_method_could_not_say_it() -> None:
    known = [[0, 6, "x"], [2, 8, "x"]]
    found = aggregate(table([[0, 6, "x"]], [[0, 6, "x"]]), "spans", "sequence", gold={"d": known})
    assert found.labels == [known]
    assert found.confidence == pytest.approx([1.0])
