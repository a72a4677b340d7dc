"""Label errors by class: scores and confident learning beside the published formulas, and what is refused."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.core.problem import Invalid
from goldlabel.quality.errors import confident, find_errors, scores
from tests.conftest import SHARED

Table = dict[str, list[Any]]

P = np.array([[0.9, 0.1, 0.0], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3]])
"""Four items; given classes 0, 0, 1, 2 below."""
GIVEN = np.array([0, 0, 1, 2])


def table(given: Any, p: Any) -> tuple[Table, Table]:
    items = [f"i{at}" for at in range(len(given))]
    probs: Table = {"item": items} | {str(k): p[:, k].tolist() for k in range(p.shape[1])}
    return {"item": items, "label": [str(one) for one in given]}, probs


def noisy(seed: int, items: int = 400, classes: int = 3, wrong: float = 0.1) -> Any:
    """True classes, given ones of which a share is wrong, and honest probabilities of the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, items)
    p = rng.dirichlet(np.ones(classes), items) * 0.6
    p[np.arange(items), truth] += 0.4
    turned = rng.random(items) < wrong
    return truth, np.where(turned, (truth + rng.integers(1, classes, items)) % classes, truth), p


class TestScores:
    def test_by_hand(self) -> None:
        """Normalised margin (p_given − max other + 1) / 2 and self-confidence, as cleanlab defines them."""
        assert scores.normalized_margin(GIVEN, P) == pytest.approx([0.9, 0.35, 0.15, 0.45])
        assert scores.self_confidence(GIVEN, P) == pytest.approx([0.9, 0.2, 0.1, 0.3])
        entropy = -(0.2 * math.log(0.2) + 0.5 * math.log(0.5) + 0.3 * math.log(0.3)) / math.log(3)
        ratio = 0.2 / entropy
        assert scores.confidence_weighted_entropy(GIVEN, P)[1] == pytest.approx(ratio / (1 + ratio))

    @pytest.mark.parametrize("name", scores.SCORES)
    def test_between_0_and_1_and_rising_with_the_given_class(self, name: str) -> None:
        _, given, p = noisy(1)
        score = scores.SCORES[name](given, p)
        assert ((score >= 0) & (score <= 1)).all()
        sure = np.full((1, 3), 1e-9)
        sure[0, 1] = 1 - 2e-9
        assert scores.SCORES[name](np.array([1]), sure)[0] > 0.99
        assert scores.SCORES[name](np.array([0]), sure)[0] < 0.01


def joint_by_loops(given: Any, p: Any) -> Any:
    """Northcutt, Jiang and Chuang (2021), equation 1 with collisions resolved by argmax, then calibration."""
    classes = p.shape[1]
    limits = [p[given == k, k].mean() if (given == k).any() else math.inf for k in range(classes)]
    joint = np.zeros((classes, classes))
    for label, row in zip(given, p, strict=True):
        reached = [k for k in range(classes) if row[k] >= limits[k] - 1e-6]
        if reached:
            joint[label, max(reached, key=lambda k: row[k])] += 1
    for k in range(classes):
        if (given == k).any():
            joint[k, k] = max(joint[k, k], 1)
            joint[k] *= (given == k).sum() / joint[k].sum()
    return joint


class TestConfidentLearning:
    def test_joint_by_hand(self) -> None:
        """Thresholds .55, .1, .3: items confidently of classes 0, 1, 2, 1; each class is right at least once, so the
        rows are (1, 1, 0), (0, 1, 1) scaled to one item, (0, 1, 1) scaled to one item."""
        assert confident.thresholds(GIVEN, P) == pytest.approx([0.55, 0.1, 0.3])
        assert confident.confident_classes(GIVEN, P).tolist() == [0, 1, 2, 1]
        assert confident.confident_joint(GIVEN, P) == pytest.approx(np.array([[1, 1, 0], [0, 0.5, 0.5], [0, 0.5, 0.5]]))
        assert confident.estimated_errors(GIVEN, P) == pytest.approx(2)

    @settings(max_examples=40)
    @given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 60))
    def test_joint_by_loops(self, seed: int, classes: int, items: int) -> None:
        _, given, p = noisy(seed, items, classes, 0.3)
        assert confident.confident_joint(given, p) == pytest.approx(joint_by_loops(given, p))

    @settings(max_examples=40)
    @given(st.integers(0, 10_000), st.integers(2, 4), st.integers(5, 80))
    def test_noise_rate_by_loops(self, seed: int, classes: int, items: int) -> None:
        """For each pair (j, k), as many given j as the joint has there, by p_k − p_j, but where the model agrees."""
        _, given, p = noisy(seed, items, classes, 0.3)
        joint = confident.whole(confident.confident_joint(given, p))
        expected: set[int] = set()
        for j in range(classes):
            for k in range(classes):
                rows = sorted((at for at in range(items) if given[at] == j), key=lambda at: p[at, j] - p[at, k])
                expected.update(rows[: joint[j, k]] if j != k else ())
        expected = {at for at in expected if p[at].argmax() != given[at]}
        assert set(np.flatnonzero(confident.prune_by_noise_rate(given, p)).tolist()) == expected

    @pytest.mark.parametrize("name", confident.FILTERS)
    def test_finds_what_is_wrong_and_leaves_what_is_right(self, name: str) -> None:
        truth, given, p = noisy(2, items=3000)
        flagged = confident.FILTERS[name](given, p)
        wrong = truth != given
        assert (flagged & wrong).sum() > 0.5 * wrong.sum()
        assert (flagged & ~wrong).sum() < 0.2 * (~wrong).sum()
        assert not flagged[p.argmax(axis=1) == given].any()

    def test_filters_are_ordered(self) -> None:
        _, given, p = noisy(3)
        rate, by_class = confident.prune_by_noise_rate(given, p), confident.prune_by_class(given, p)
        assert (confident.prune_by_both(given, p) == (rate & by_class)).all()
        assert (confident.predicted_other(given, p) >= rate).all()

    def test_estimate_is_near_the_truth(self) -> None:
        truth, given, p = noisy(4, items=5000)
        assert confident.estimated_errors(given, p) == pytest.approx((truth != given).sum(), rel=0.25)

    def test_rounding_keeps_rows(self) -> None:
        joint = np.array([[1.5, 1.25, 0.25], [0.3, 0.3, 0.4], [0.0, 0.0, 0.0]])
        assert confident.whole(joint).tolist() == [[2, 1, 0], [0, 0, 1], [0, 0, 0]]


class TestFindErrors:
    def test_worst_first_with_what_the_model_would_say(self) -> None:
        found = find_errors(*table(GIVEN, P)).table()
        assert found["item"] == ["i2", "i1", "i3", "i0"]
        assert found["label"] == ["1", "0", "2", "0"]
        assert found["suggested"] == ["2", "1", "1", "0"]
        assert found["score"] == pytest.approx([0.15, 0.35, 0.45, 0.9])

    @settings(max_examples=20)
    @given(st.integers(0, 1000), st.randoms(use_true_random=False))
    def test_order_of_rows_and_names_of_classes_do_not_matter(self, seed: int, random: Any) -> None:
        _, given, p = noisy(seed, 40)
        p = np.round(p, 1)  # many ties
        p[:, 0] += 1 - p.sum(axis=1)
        labels, probs = table(given, np.abs(p) / np.abs(p).sum(axis=1, keepdims=True))
        before = find_errors(labels, probs)
        order = random.sample(range(40), 40)
        again = find_errors(
            {name: [cells[at] for at in order] for name, cells in labels.items()},
            {name: probs[name] for name in ("item", "2", "0", "1")},
        )
        assert again.items == before.items
        assert again.flagged.tolist() == before.flagged.tolist()
        named = find_errors(
            {**labels, "label": [f"class {one}" for one in labels["label"]]},
            {name if name == "item" else f"class {name}": cells for name, cells in probs.items()},
        )
        assert named.items == before.items

    def test_a_prefix_before_every_class(self) -> None:
        labels, probs = table(GIVEN, P)
        prefixed = {name if name == "item" else f"p{name}": cells for name, cells in probs.items()}
        assert find_errors(labels, prefixed).table() == find_errors(labels, probs).table()
        with pytest.raises(Invalid, match="no column for the class 'cat'; its class columns are p0, p1, p2"):
            find_errors({**labels, "label": ["cat", "0", "1", "2"]}, prefixed)
        both = {**prefixed, "given": labels["label"]}
        assert find_errors(labels, both).table() == find_errors(labels, probs).table()

    def test_one_class_one_item_none(self) -> None:
        none = find_errors({"item": [], "label": []}, {"item": [], "a": [], "b": []})
        assert (len(none), none.estimated, none.table()["score"]) == (0, 0.0, [])
        one = find_errors({"item": [1], "label": ["a"]}, {"item": [1], "a": [0.2], "b": [0.8]})
        assert one.suggested == ["b"]
        same = find_errors({"item": [1, 2], "label": ["a", "a"]}, {"item": [1, 2], "a": [1, 0.9], "b": [0, 0.1]})
        assert not same.flagged.any()

    def test_flagged_only(self) -> None:
        _, given, p = noisy(5)
        found = find_errors(*table(given, p))
        only = found.table(flagged=True)
        assert len(only["item"]) == found.flagged.sum() > 0
        assert set(only["item"]) < set(found.items)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"0": [0.5, 0.2, 0.1, 0.3]}, "add up to 0.6, not to 1"),
            ({"0": [float("nan"), 0.2, 0.1, 0.3]}, "no number from 0 to 1"),
            ({"0": [float("inf"), 0.2, 0.1, 0.3]}, "no number from 0 to 1"),
            ({"0": ["much", 0.2, 0.1, 0.3]}, "'much'"),
            ({"item": ["i0", "i1", "i2", "i9"]}, "1 items of given are missing: i3"),
            ({"item": ["i0", "i1", "i2", "i2"]}, "twice"),
        ],
    )
    def test_tables_that_are_wrong(self, change: Table, says: str) -> None:
        labels, probs = table(GIVEN, P)
        with pytest.raises(Invalid, match=says):
            find_errors(labels, {**probs, **change})

    def test_tables_that_do_not_fit(self) -> None:
        labels, probs = table(GIVEN, P)
        with pytest.raises(Invalid, match="no column for the class 'cat'; its class columns are 0, 1, 2"):
            find_errors({**labels, "label": ["0", "1", "2", "cat"]}, probs)
        with pytest.raises(Invalid, match="1 items of probs are missing: i3"):
            find_errors({name: cells[:3] for name, cells in labels.items()}, probs)
        with pytest.raises(Invalid, match="no method 'magic'"):
            find_errors(labels, probs, "magic")
        with pytest.raises(Invalid, match="no filter 'magic'"):
            find_errors(labels, probs, filter="magic")
        with pytest.raises(Invalid, match="two labels"):
            find_errors({"item": ["i0", "i0"], "label": ["0", "1"]}, probs)

    def test_rounding_in_a_file_is_no_mistake(self) -> None:
        labels, probs = table(GIVEN, P)
        find_errors(labels, {**probs, "0": [0.903, 0.2, 0.1, 0.3]})


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared beside this checkout")
def test_as_many_true_errors_as_cleanlab_finds() -> None:
    from bench.quality.errors import rows

    found = {(row.set, row.measure): row for row in rows()}
    assert all(row.ok for row in found.values())
    assert found["imdb", "flagged"].ours == 1309
    assert found["mnist", "flagged"].ours == 15
