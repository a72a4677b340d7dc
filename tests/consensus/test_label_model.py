"""The label model: what it reads, learns and refuses, and that it never collapses."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from goldlabel.consensus.label_model import analyse, label_model
from goldlabel.consensus.label_model.analysis import exact_interval
from goldlabel.consensus.label_model.gold import mixture
from goldlabel.consensus.label_model.learners import cells, from_rules, from_votes, precision_weights, spread
from goldlabel.consensus.label_model.majority import independence, plain_majority
from goldlabel.consensus.label_model.votes import read_votes
from goldlabel.core.problem import Invalid
from tests.conftest import SHARED

Table = dict[str, list[Any]]


def world(items: int, rules: Sequence[tuple[str, float, float]], seed: int, shares: dict[str, float]) -> Any:
    """Rules (class, share of the class's items they fire on, share of the others') over items with known classes."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(list(shares), items, p=list(shares.values()))
    votes: Table = {"item": [f"i{at}" for at in range(items)]}
    for number, (label, hit, slip) in enumerate(rules):
        fires = rng.random(items) < np.where(truth == label, hit, slip)
        votes[f"rule{number}"] = [label if one else None for one in fires.tolist()]
    return votes, truth


def gold_of(votes: Table, truth: Any, rows: Sequence[int]) -> Table:
    return {"item": [votes["item"][at] for at in rows], "label": [str(truth[at]) for at in rows]}


def accuracy(labels: list[Any], truth: Any, skip: int = 0) -> float:
    return float(np.mean(np.array(labels)[skip:] == truth[skip:]))


SPAM = [("spam", 0.35, 0.02), ("spam", 0.3, 0.01), ("spam", 0.4, 0.12), ("ham", 0.2, 0.1), ("ham", 0.1, 0.01)]


def test_a_vote_is_a_label_and_silence_is_not() -> None:
    found = label_model({"item": [1, 2, 3], "link": ["spam", -1, None], "short": [-1, "ham", ""]})
    assert found.labels[:2] == ["spam", "ham"]
    assert found.votes.tolist() == [1, 1, 0]
    assert found.confidence[0] == pytest.approx(0.75)  # one vote and a prior of one: (1 + 0.5) / 2
    assert "1 of 3 items without a vote" in found.why


def test_gold_is_kept_and_said() -> None:
    votes, truth = world(300, SPAM, 1, {"spam": 0.4, "ham": 0.6})
    found = label_model(votes, gold_of(votes, truth, range(60)))
    assert found.labels[:60] == truth[:60].tolist()
    assert (found.confidence[:60] == 1).all()
    assert found.check is not None
    assert found.check.gold == 60
    assert "60 gold items foreseen" in found.why
    assert [one.worker for one in found.workers] == [f"rule{at}" for at in range(5)]


def test_gold_shows_that_silence_speaks() -> None:
    """Rules for spam alone: whatever they leave is ham, which no rule says."""
    votes, truth = world(1000, SPAM[:3], 2, {"spam": 0.3, "ham": 0.7})
    found = label_model(votes, gold_of(votes, truth, range(100)))
    silent = found.votes == 0
    assert accuracy(np.array(found.labels)[silent].tolist(), truth[silent]) > 0.8
    assert accuracy(found.labels, truth, 100) > accuracy(label_model(votes).labels, truth, 100)


def test_gold_turns_a_rule_that_is_wrong() -> None:
    votes, truth = world(800, [("spam", 0.05, 0.5), ("ham", 0.4, 0.1)], 3, {"spam": 0.5, "ham": 0.5})
    found = label_model(votes, gold_of(votes, truth, range(150)))
    alone = label_model(votes)
    assert accuracy(found.labels, truth, 150) > accuracy(alone.labels, truth, 150) + 0.2
    assert found.workers[0].high < 0.5


def test_copies_of_a_rule_count_once() -> None:
    votes, _ = world(400, SPAM, 4, {"spam": 0.4, "ham": 0.6})
    before = label_model(votes)
    for number in range(6):
        votes[f"copy{number}"] = votes["rule3"]
    read = read_votes(votes)
    weight = independence(read)
    copies = [at for at, name in enumerate(read.functions) if name == "rule3" or name.startswith("copy")]
    assert weight[copies].sum() == pytest.approx(
        independence(read_votes({k: votes[k] for k in ("item", "rule3")}))[0], abs=0.4
    )
    after = label_model(votes)
    assert np.mean([a == b for a, b in zip(before.labels, after.labels, strict=True)]) > 0.97


def test_copies_do_not_outvote_with_gold() -> None:
    votes, truth = world(1500, SPAM, 5, {"spam": 0.4, "ham": 0.6})
    once = accuracy(label_model(votes, gold_of(votes, truth, range(100))).labels, truth, 100)
    for number in range(8):
        votes[f"copy{number}"] = votes["rule2"]
    assert accuracy(label_model(votes, gold_of(votes, truth, range(100))).labels, truth, 100) > once - 0.02


def test_majority_is_kept_where_nothing_better_is_foreseen() -> None:
    """Many equal rules and little gold: votes know better than what can be learnt."""
    rng = np.random.default_rng(6)
    rules = [("a", 0.65, 0.35), ("b", 0.65, 0.35)] * 8
    kept = 0
    for draw in range(10):
        votes, truth = world(300, rules, draw, {"a": 0.5, "b": 0.5})
        rows = rng.choice(300, 12, replace=False).tolist()
        found = label_model(votes, gold_of(votes, truth, rows))
        assert found.check is not None
        assert found.check.kept_majority == (found.check.model_right < found.check.majority_right)
        if found.check.kept_majority:
            kept += 1
            best = plain_majority(read_votes(votes, gold_of(votes, truth, rows)), 0)
            sure = best.max(axis=1) == 1
            assert found.method == "majority"
            own = [at for at in np.flatnonzero(sure & (found.votes > 0)).tolist() if at not in rows]
            assert [found.labels[at] for at in own] == [found.classes[int(best[at].argmax())] for at in own]  # type: ignore[index]
    assert kept


def test_never_under_majority_on_gold() -> None:
    for seed in range(12):
        votes, truth = world(250, SPAM, seed, {"spam": 0.2, "ham": 0.8})
        check = label_model(votes, gold_of(votes, truth, range(40))).check
        assert check is not None
        assert check.kept_majority or check.model_right >= check.majority_right


def test_many_classes_rare_ones_and_no_rule_for_one() -> None:
    shares = {"a": 0.9, "b": 0.04, "c": 0.03, "d": 0.03}
    votes, truth = world(900, [("a", 0.3, 0.1), ("b", 0.6, 0.02), ("c", 0.6, 0.02)], 7, shares)
    found = label_model(votes, gold_of(votes, truth, range(100)))
    assert found.classes == ["a", "b", "c", "d"]
    assert accuracy(found.labels, truth, 100) > 0.88


def test_too_little_gold_is_said_and_still_kept() -> None:
    votes, truth = world(50, SPAM, 8, {"spam": 0.5, "ham": 0.5})
    found = label_model(votes, gold_of(votes, truth, range(4)))
    assert found.check is None
    assert "4 gold items are too few" in found.why
    assert found.labels[:4] == truth[:4].tolist()


def test_balance_decides_for_silent_items_without_gold() -> None:
    votes: Table = {"item": [1, 2, 3], "a": ["x", None, None], "b": ["y", None, None]}
    assert label_model(votes, balance={"x": 0.9, "y": 0.1}).labels == ["x", "x", "x"]
    assert label_model(votes, balance={"x": 0.1, "y": 0.9}).labels == ["y", "y", "y"]
    with pytest.raises(Invalid, match="a share of 0 or more for each class"):
        label_model(votes, balance={"x": 1.0})


@pytest.mark.parametrize("gold", [None, {"item": [1], "label": ["x"]}])
def test_nothing_to_read(gold: Table | None) -> None:
    empty = label_model({"item": [], "a": []})
    assert (empty.labels, empty.method) == ([], "none")
    silent = label_model({"item": [1, 2], "a": [-1, None]}, gold)
    assert silent.labels == ([None, None] if gold is None else ["x", "x"])
    assert label_model({"item": [1, 2]}).labels == [None, None]


def test_one_function_and_one_class() -> None:
    assert label_model({"item": [1, 2], "a": ["x", "x"]}).labels == ["x", "x"]
    assert label_model({"item": [1, 2], "a": ["x", "y"]}).labels == ["x", "y"]
    many: Table = {"item": list(range(30)), "a": ["x"] * 30}
    assert set(label_model(many, {"item": list(range(12)), "label": ["x"] * 12}).labels) == {"x"}


def test_ties_prefer_no_class() -> None:
    votes: Table = {"item": list(range(400)), "a": ["x"] * 400, "b": ["y"] * 400}
    found = label_model(votes)
    assert 150 < found.labels.count("x") < 250
    assert found.confidence == pytest.approx(0.5)
    assert found.labels == label_model(votes).labels


@settings(max_examples=25)
@given(
    st.lists(st.tuples(*[st.sampled_from([None, "a", "b", "c"])] * 3), min_size=12, max_size=30),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_order_of_rows_columns_and_names_do_not_matter(rows: list[Any], random: Any, with_gold: bool) -> None:
    items = [f"i{at}" for at in range(len(rows))]
    votes: Table = {"item": items} | {f"f{at}": [row[at] for row in rows] for at in range(3)}
    gold: Table | None = {"item": items[:10], "label": ["a", "b"] * 5} if with_gold else None
    before = label_model(votes, gold)
    order = list(range(len(rows)))
    random.shuffle(order)
    columns = ["item", *random.sample(["f0", "f1", "f2"], 3)]
    again = label_model({name: [votes[name][at] for at in order] for name in columns}, gold)
    assert again.posterior is not None
    assert before.posterior is not None
    assert again.classes == before.classes
    assert [again.items[at] for at in np.argsort(order)] == before.items
    assert np.allclose(again.posterior[np.argsort(order)], before.posterior, atol=1e-5)
    assert np.allclose(before.posterior.sum(axis=1), 1 if before.classes else 0)


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.sampled_from([None, "a", "b", "c"])] * 4), min_size=1, max_size=25), st.data())
def test_analysis_by_counting(rows: list[Any], data: Any) -> None:
    """Beside Snorkel's definitions, counted item by item."""
    gold = data.draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=len(rows), max_size=len(rows)))
    votes: Table = {"item": list(range(len(rows)))} | {f"f{at}": [row[at] for row in rows] for at in range(4)}
    found = analyse(votes, {"item": votes["item"], "label": gold})
    assert found.covered == sum(any(row) for row in rows)
    assert found.conflicting == sum(len(set(row) - {None}) > 1 for row in rows)
    for at, one in enumerate(found.functions):
        fired = [row for row in rows if row[at]]
        others = [[vote for place, vote in enumerate(row) if place != at and vote] for row in fired]
        assert one.votes == len(fired)
        assert one.overlaps * len(rows) == pytest.approx(sum(bool(o) for o in others))
        differ = sum(any(vote != row[at] for vote in o) for row, o in zip(fired, others, strict=True))
        assert one.conflicts * len(rows) == pytest.approx(differ)
        assert one.polarity == sorted({row[at] for row in fired})
        assert one.gold_right == sum(row[at] == right for row, right in zip(rows, gold, strict=True))
    for pair in found.pairs:
        a, b = int(pair.first[1]), int(pair.second[1])
        both = [row for row in rows if row[a] and row[b]]
        same = sum(row[a] == row[b] for row in both)
        assert pair.both == len(both)
        assert pair.agree == pytest.approx(same / len(both))
        assert pair.alike == pytest.approx(same / sum(bool(row[a] or row[b]) for row in rows))


class TestLearners:
    """By the formulas, written out for a handful of items: a votes x on 0, 1, 2, b votes y on 2, 3; gold on 0, 1, 3."""

    VOTES = read_votes(
        {"item": [0, 1, 2, 3, 4], "a": ["x", "x", "x", None, None], "b": [None, None, "y", "y", None]},
        {"item": [0, 1, 3], "label": ["x", "y", "y"]},
    )
    GOLD = np.array([0, 1, 3])

    def test_precision_weights(self) -> None:
        """Shares (1 + 1) / 5, (2 + 1) / 5; two of three gold votes are right: pooled 3 / 5. One of a's is."""
        shares, pooled = np.array([0.4, 0.6]), 0.6
        weights = precision_weights(self.VOTES, self.GOLD, cells(self.VOTES))
        prior_a = (1 - pooled) * shares + [pooled, 0]
        prior_b = (1 - pooled) * shares + [0, pooled]
        assert weights[0] == pytest.approx(np.log(([1, 1] + 4 * prior_a) / 6 / shares))
        assert weights[1] == pytest.approx(np.log(([0, 1] + 4 * prior_b) / 5 / shares))

    def test_spread(self) -> None:
        """Soft counts of every item (gold ones as they are) per class: of votes and of silence."""
        q = from_rules(self.VOTES, self.GOLD)
        q[self.GOLD] = [[1, 0], [0, 1], [0, 1]]
        total = q.sum(axis=0)
        logits = np.tile(np.log((total + 1) / (5 + 2)), (5, 1))
        for function in range(2):
            column = self.VOTES.vote[:, function]
            rates: dict[int, Any] = {}
            mixes = {say: (column == say).mean() + 1e-3 for say in (-1, 0, 1)}
            for say, mix in mixes.items():
                rates[say] = (q[column == say].sum(axis=0) + mix) / (total + sum(mixes.values()))
            logits += np.log([rates[int(say)] for say in column])
        expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        assert spread(self.VOTES, self.GOLD) == pytest.approx(expected)

    def test_without_gold_nothing_moves_from_the_start(self) -> None:
        none = np.zeros(0, np.int64)
        q = from_votes(self.VOTES, none)
        assert q[0] == pytest.approx(np.exp([0.5, -0.5]) / np.exp([0.5, -0.5]).sum(), abs=1e-6)
        assert q[4] == pytest.approx([0.5, 0.5])


def test_intervals_are_those_of_scipy() -> None:
    for right, count in [(0, 0), (0, 7), (3, 7), (7, 7), (45, 60), (999, 1000)]:
        ours = exact_interval(right, count)
        if count == 0:
            assert ours == (0.0, 1.0)
        else:
            scipy = binomtest(right, count).proportion_ci(method="exact")
            assert ours == pytest.approx((scipy.low, scipy.high), abs=1e-9)


def test_mixture_leans_to_the_better_forecaster() -> None:
    rng = np.random.default_rng(9)
    good, bad = rng.uniform(0.6, 0.95, 200), rng.uniform(0.1, 0.6, 200)
    weights = mixture({"good": good, "bad": bad})
    assert weights["good"] > 0.95
    assert sum(weights.values()) == pytest.approx(1)
    same = mixture({"one": good, "other": good})
    assert same["one"] == pytest.approx(0.5)


class TestColumns:
    def test_what_cannot_be_a_function_is_left_out_and_named(self) -> None:
        items = list(range(30))
        votes: Table = {
            "item": items,
            "split": ["train"] * 30,
            "note": [f"text {at}" for at in items],
            "source": ["web", "mail"] * 15,
            "f": ["x", "y", None] * 10,
            "g": ["y", None, "x"] * 10,
        }
        found = label_model(votes)
        assert sorted(found.left_out) == ["note", "source", "split"]
        assert found.classes == ["x", "y"]
        assert "never abstains, and neither gold nor another column knows a label such as 'mail'" in found.why

    def test_one_class_functions_are_functions(self) -> None:
        votes: Table = {"item": [1, 2, 3], "f": ["x", None, None], "g": [None, "y", None]}
        assert label_model(votes).left_out == {}
        always: Table = {"item": [1, 2, 3], "f": ["x", "x", "x"]}
        assert label_model(always).left_out == {}

    def test_columns_and_ignore(self) -> None:
        votes: Table = {"item": [1, 2], "f": ["x", "y"], "g": ["y", "y"], "split": ["x", "x"]}
        assert label_model(votes, columns=["split"]).labels == ["x", "x"]
        assert label_model(votes, ignore=["g", "split"]).labels == ["x", "y"]
        with pytest.raises(Invalid, match='no column "h"'):
            label_model(votes, columns=["h"])

    def test_labels_are_told_apart_by_their_text(self) -> None:
        votes: Table = {"item": ["1", "2"], "f": [0.0, -1.0], "g": ["0", "1"]}
        gold: Table = {"item": [1], "label": ["0"]}
        found = label_model(votes, gold)
        assert found.classes is not None
        assert [str(label) for label in found.classes] == ["0", "1"]

    def test_double_items_contradicting_gold_and_foreign_gold(self) -> None:
        with pytest.raises(Invalid, match="twice"):
            label_model({"item": [1, 1], "f": ["x", "y"]})
        with pytest.raises(Invalid, match="two labels"):
            label_model({"item": [1, 2], "f": ["x", "y"]}, {"item": [1, 1], "label": ["x", "y"]})
        with pytest.raises(Invalid, match="none of the items"):
            label_model({"item": [1, 2], "f": ["x", "y"]}, {"item": [7], "label": ["x"]})

    def test_another_abstention(self) -> None:
        found = label_model({"item": [1, 2], "f": ["x", "ABSTAIN"], "g": ["ABSTAIN", "y"]}, abstain="ABSTAIN")
        assert found.labels == ["x", "y"]

    def test_soft_table_goes_into_find_errors(self) -> None:
        from goldlabel.quality.errors import find_errors

        votes, truth = world(200, SPAM, 10, {"spam": 0.5, "ham": 0.5})
        found = label_model(votes)
        given: Table = {"item": votes["item"], "label": truth.tolist()}
        assert len(find_errors(given, found.soft_table())) == 200


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared beside this checkout")
def test_100_gold_labels_beat_majority_and_naive_bayes() -> None:
    from bench.quality.label_model import rows

    found = {row.set: row for row in rows() if row.measure == "accuracy %"}
    assert all(row.ok for row in found.values())
    assert found["sms"].ours >= 84
    assert found["youtube"].ours >= 88
