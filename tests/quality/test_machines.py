"""Machines beside people: the published procedure step by step, exact tests within their level, intervals that hold."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import brier_score_loss, roc_auc_score
from statsmodels.stats.multitest import multipletests

import goldlabel as gl
from goldlabel.core.problem import Invalid
from goldlabel.quality.machines import alt_test, auroc, brier, calibration, effective_votes
from goldlabel.quality.machines.alternative import benjamini_yekutieli
from goldlabel.quality.machines.calibration import proportion
from goldlabel.quality.machines.trinomial import trinomial


def table(rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(("item", "worker", "label"))}


def people_and_machine(seed: int, items: int = 60, machine: float = 0.9, person: float = 0.75) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, items)
    rows: list[tuple[Any, ...]] = []
    for who, right in (("ann", person), ("bob", person), ("cem", person), ("gpt", machine)):
        for item in range(items):
            rows.append((item, who, int(truth[item] if rng.random() < right else rng.integers(0, 3))))  # noqa: PERF401
    return rows


# -- alternative annotator test


def as_in_the_paper(
    rows: list[tuple[Any, ...]], machine: str, epsilon: float, score: Any
) -> tuple[list[float], float, float]:
    """Section 3 of arXiv 2501.10970, word by word, with scipy's t test and statsmodels' Benjamini-Yekutieli."""
    said: dict[Any, dict[Any, Any]] = {}
    for item, who, label in rows:
        said.setdefault(item, {})[who] = label
    p: list[float] = []
    advantages: list[float] = []
    for person in ("ann", "bob", "cem"):
        machine_wins, person_wins = [], []
        for by in said.values():
            others = [label for who, label in by.items() if who not in (machine, person)]
            if person in by and machine in by and others:
                one, other = score(by[machine], others), score(by[person], others)
                machine_wins.append(float(one >= other))
                person_wins.append(float(other >= one))
        apart = np.array(person_wins) - np.array(machine_wins)
        result: Any = stats.ttest_1samp(apart, epsilon, alternative="less")
        p.append(float(result.pvalue))
        advantages.append(float(np.mean(machine_wins)))
    rejected = multipletests(p, 0.05, "fdr_by")[0]
    return p, float(rejected.mean()), float(np.mean(advantages))


@pytest.mark.parametrize("seed", range(6))
def test_as_published(seed: int) -> None:
    rows = people_and_machine(seed, machine=0.6 + 0.08 * seed)
    rows = [row for at, row in enumerate(rows) if (at * 7 + seed) % 13 or row[1] == "gpt"]  # some answers missing
    found = alt_test(table(rows), "gpt", epsilon=0.1)
    p, rate, advantage = as_in_the_paper(rows, "gpt", 0.1, lambda one, others: np.mean([one == x for x in others]))
    assert [one.p for one in found.people] == pytest.approx(p, abs=1e-12)
    assert (found.winning_rate, found.advantage) == (pytest.approx(rate), pytest.approx(advantage))
    assert found.passed == (rate >= 0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= advantage <= found.high


def test_numbers_by_their_root_mean_square() -> None:
    rows = [(item, who, label * 2 + 1) for item, who, label in people_and_machine(3)]
    found = alt_test(table(rows), "gpt", epsilon=0.2, scale="numeric")
    p, rate, advantage = as_in_the_paper(
        rows, "gpt", 0.2, lambda one, others: -np.sqrt(np.mean([(one - x) ** 2 for x in others]))
    )
    assert [one.p for one in found.people] == pytest.approx(p, abs=1e-12)
    assert (found.winning_rate, found.advantage) == (pytest.approx(rate), pytest.approx(advantage))


def test_a_good_machine_passes_and_a_bad_one_does_not() -> None:
    good, bad = people_and_machine(1, 100, 0.98, 0.6), people_and_machine(1, 100, 0.35, 0.9)
    assert alt_test(table(good), "gpt").passed
    found = alt_test(table(bad), "gpt", epsilon="experts")
    assert (found.winning_rate, found.passed, found.epsilon) == (0, False, 0.2)
    assert found.table()["beaten"] == [False, False, False]


def test_distances_of_other_scales() -> None:
    rows = [(item, who, ["x", "y"][: 1 + label % 2]) for item, who, label in people_and_machine(2)]
    same = [(item, who, label % 2) for item, who, label in people_and_machine(2)]
    assert [one.p for one in alt_test(table(rows), "gpt", scale="set").people] == pytest.approx(
        [one.p for one in alt_test(table(same), "gpt").people]
    )


def test_who_is_not_tested() -> None:
    rows = [*people_and_machine(1), *((item, "dan", 0) for item in range(7))]
    found = alt_test(table(rows), "gpt")
    assert [one.person for one in found.people] == ["ann", "bob", "cem"]
    assert any("1 people share fewer than 30" in note for note in found.notes)
    assert [one.test for one in alt_test(table(rows), "gpt", least=5).people] == ["t", "t", "t", "exact"]
    two = alt_test(table([row for row in rows if row[1] in ("ann", "bob", "gpt")]), "gpt")
    assert any("Fewer than three" in note for note in two.notes)
    alone = alt_test(table([row for row in rows if row[1] in ("ann", "gpt")]), "gpt")
    assert (alone.winning_rate, alone.advantage, alone.passed) == (None, None, False)
    machines = alt_test(table([*rows, *((item, "llama", 0) for item in range(60))]), "gpt", machines=("llama",))
    assert [one.person for one in machines.people] == ["ann", "bob", "cem"]


@pytest.mark.parametrize(
    ("options", "message"),
    [({"epsilon": 1}, "epsilon"), ({"epsilon": "all"}, "epsilon"), ({"least": 2}, "least"), ({"q": 0}, "q lies")],
)
def test_wrong_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Invalid, match=message):
        alt_test(table(people_and_machine(1)), "gpt", **options)
    with pytest.raises(Invalid, match="no worker 'nobody'"):
        alt_test(table(people_and_machine(1)), "nobody")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_benjamini_yekutieli_like_statsmodels(p: list[float]) -> None:
    assert benjamini_yekutieli(p, 0.05) == multipletests(p, 0.05, "fdr_by")[0].tolist()


@pytest.mark.parametrize("epsilon", [0.1, 0.2])
@pytest.mark.parametrize("count", [5, 8, 12])
def test_the_exact_test_keeps_its_level(epsilon: float, count: int) -> None:
    """At every boundary distribution, also off the grid: P(p <= .05) <= .05, summed over all outcomes."""
    outcomes = [(up, down) for up, down in product(range(count + 1), repeat=2) if up + down <= count]
    rejected = [one for one in outcomes if trinomial(*one, count, epsilon) <= 0.05]
    assert rejected
    for zero in (0.0, 0.1234, 0.317, 0.55, 0.8, 1 - epsilon):
        chances = [(1 - zero + epsilon) / 2, max(0.0, (1 - zero - epsilon) / 2), zero]
        level = sum(stats.multinomial.pmf([up, down, count - up - down], count, chances) for up, down in rejected)
        assert level <= 0.05 + 1e-4


@pytest.mark.parametrize("count", [6, 15, 29])
def test_a_smaller_value_never_raises_p(count: int) -> None:
    """What the exact test's boundary argument needs: an answer moved towards the machine is more evidence for it."""
    for up, down in product(range(count + 1), repeat=2):
        zero, p = count - up - down, trinomial(up, down, count, 0.1) if up + down <= count else 0.0
        if zero > 0:
            assert trinomial(up, down + 1, count, 0.1) <= p + 1e-9
        if up and zero >= 0:
            assert trinomial(up - 1, down, count, 0.1) <= p + 1e-9


def test_the_exact_test_by_hand() -> None:
    """Five losses of five, ε = 0: no zeros are the worst case, p = 1/32."""
    assert trinomial(0, 5, 5, 0.0) == pytest.approx(1 / 32, abs=1e-9)
    assert trinomial(5, 0, 5, 0.1) == 1


# -- effective votes


def labelers(
    rho: float, count: int = 5, items: int = 4000, seed: int = 0
) -> tuple[list[tuple[Any, ...]], dict[int, int]]:
    """Each error is a common one with probability √ρ, else its own: any two have the correlation ρ."""
    rng = np.random.default_rng(seed)
    shared = rng.random(items) < 0.3
    rows: list[tuple[Any, ...]] = []
    for who in range(count):
        wrong = np.where(rng.random(items) < np.sqrt(rho), shared, rng.random(items) < 0.3)
        rows += [(item, f"m{who}", int(one)) for item, one in enumerate(wrong)]
    return rows, dict.fromkeys(range(items), 0)


@pytest.mark.parametrize("rho", [0.0, 0.3, 1.0])
def test_votes_by_the_design_effect(rho: float) -> None:
    rows, truth = labelers(rho)
    found = effective_votes(table(rows), truth=truth, draws=200)
    expected = 5 / (1 + 4 * rho)
    assert found.value == pytest.approx(expected, rel=0.06)
    assert found.low is not None
    assert found.high is not None
    assert found.low - 1e-9 <= expected <= found.high + 1e-9
    assert len(found.pairs["first"]) == 10
    assert found.pairs["same_wrong"] == [1.0] * 10


def test_correlations_like_numpy() -> None:
    rows, truth = labelers(0.4, items=300)
    rows = [row for at, row in enumerate(rows) if at % 11]
    found = effective_votes(table(rows), truth=truth, draws=0)
    wrong = {(item, who): label for item, who, label in rows}
    both = [item for item in range(300) if (item, "m0") in wrong and (item, "m1") in wrong]
    oracle = np.corrcoef([wrong[one, "m0"] for one in both], [wrong[one, "m1"] for one in both])[0, 1]
    assert found.pairs["correlation"][0] == pytest.approx(oracle, abs=1e-12)
    assert found.pairs["items"][0] == len(both)
    assert found.correlation == pytest.approx(np.mean(found.pairs["correlation"]))


def test_votes_on_numbers_and_by_the_majority_of_others() -> None:
    rng = np.random.default_rng(4)
    truth, common = rng.normal(0, 3, 500), rng.normal(0, 1, 500)
    rows = [(at, f"m{who}", float(truth[at] + common[at] + rng.normal())) for at in range(500) for who in range(4)]
    found = effective_votes(
        table(rows), truth={at: float(one) for at, one in enumerate(truth)}, scale="numeric", draws=100
    )
    assert found.value == pytest.approx(4 / (1 + 3 * 0.5), rel=0.1)
    people = [(at, who, 0) for at in range(4000) for who in ("ann", "bob", "cem")]
    machines, known = labelers(0.3)
    given_truth = effective_votes(table(machines), truth=known, draws=0)
    by_people = effective_votes(table([*machines, *people]), [f"m{at}" for at in range(5)], draws=0)
    assert by_people.value == pytest.approx(given_truth.value)
    assert (by_people.truth, given_truth.truth) == ("majority of the others", "given")


def test_votes_that_cannot_be_counted() -> None:
    perfect = table([(item, who, 0) for item in range(9) for who in "ab"])
    found = effective_votes(perfect, truth=dict.fromkeys(range(9), 0))
    assert (found.value, found.correlation) == (None, None)
    assert "no two labelers" in found.note
    with pytest.raises(Invalid, match="there are none"):
        effective_votes(perfect)
    with pytest.raises(Invalid, match="two labelers"):
        effective_votes(perfect, ["a"])
    with pytest.raises(Invalid, match="nominal"):
        effective_votes(perfect, scale="set")
    with pytest.raises(Invalid, match="no worker"):
        effective_votes(perfect, ["a", "z"])


# -- calibration


def test_a_curve_by_hand() -> None:
    """Four answers at .8 with three right, four at .4 with none: ECE = (.05 + .4) / 2."""
    found = calibration([0.8] * 4 + [0.4] * 4, [1, 1, 1, 0, 0, 0, 0, 0], bins=2)
    assert found.ece == pytest.approx((0.05 + 0.4) / 2)
    assert found.gap == pytest.approx((4 * 0.05 + 4 * 0.4) / 8)
    assert found.table()["confidence"] == pytest.approx([0.4, 0.8])
    assert found.table()["right"] == [0, 0.75]
    low, high = stats.binomtest(3, 4).proportion_ci(method="exact")
    assert (found.curve[1].low, found.curve[1].high) == (pytest.approx(low), pytest.approx(high))
    assert found.rms_debiased == pytest.approx(np.sqrt((0.05**2 - 0.75 * 0.25 / 3 + 0.4**2) / 2))
    assert found.brier == pytest.approx(brier_score_loss([1, 1, 1, 0, 0, 0, 0, 0], [0.8] * 4 + [0.4] * 4))


@pytest.mark.parametrize("by", ["mass", "width"])
def test_ece_like_a_plain_loop(by: str) -> None:
    rng = np.random.default_rng(2)
    stated = rng.permutation(np.linspace(0.3, 0.999, 200))
    right = rng.random(200) < stated**2
    order = np.argsort(stated)
    groups = np.array_split(order, 10) if by == "mass" else [
        np.flatnonzero((stated >= at / 10) & (stated < (at + 1) / 10)) for at in range(10)
    ]  # fmt: skip
    oracle = sum(len(one) / 200 * abs(stated[one].mean() - right[one].mean()) for one in groups if len(one))
    found = calibration(stated, right, bins=10, by=by, draws=100)
    assert found.ece == pytest.approx(oracle, abs=1e-12)
    assert sum(one.count for one in found.curve) == found.answers == 200
    assert found.ece_low <= found.ece_high
    assert found.brier_low < found.brier < found.brier_high


def test_the_debiased_error_is_near_the_true_one() -> None:
    """Over 50 samples of 300: a calibrated labeler has true error 0, one that is .1 too sure has .1."""
    rng = np.random.default_rng(7)
    for shift, true in ((0.0, 0.0), (0.1, 0.1)):
        plain, debiased, rms = [], [], []
        for _ in range(50):
            chance = rng.uniform(0.3, 0.9, 300)
            found = calibration(chance + shift, rng.random(300) < chance, draws=0)
            plain.append(found.ece)
            debiased.append(found.ece_debiased)
            rms.append(found.rms_debiased**2)
        assert abs(np.mean(debiased) - true) < abs(np.mean(plain) - true)
        assert np.mean(rms) == pytest.approx(true**2, abs=0.003)


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.5, 1.0]), st.booleans()), min_size=1, max_size=30),
    st.randoms(),
)
@settings(max_examples=40)
def test_calibration_has_no_order(pairs: list[tuple[float, bool]], random: Any) -> None:
    stated, right = zip(*pairs, strict=True)
    found = calibration(stated, right, draws=10)
    mixed = list(pairs)
    random.shuffle(mixed)
    assert calibration(*zip(*mixed, strict=True), draws=10) == found
    assert 0 <= found.ece_debiased <= found.ece + 1e-12 <= 1 + 1e-12
    assert len({one.confidence for one in found.curve}) == len(found.curve)


def test_wrong_confidences() -> None:
    for stated, right, message in (
        ([1.2], [1], "0 … 1"),
        ([float("nan")], [1], "0 … 1"),
        ([], [], "at least one"),
        ([0.5], [], "0 answers"),
    ):
        with pytest.raises(Invalid, match=message):
            calibration(stated, right)
    with pytest.raises(Invalid, match="mass or width"):
        calibration([0.5], [1], by="rank")


def test_brier_of_classes() -> None:
    assert brier([[1.0, 0, 0], [0.5, 0.5, 0]], [0, 2]) == pytest.approx((0 + 0.25 + 0.25 + 1) / 2)
    rng = np.random.default_rng(1)
    p, y = rng.random(50), rng.integers(0, 2, 50)
    assert brier(np.stack([1 - p, p], 1), y) == pytest.approx(2 * brier_score_loss(y, p))
    with pytest.raises(Invalid, match="table"):
        brier([0.5], [1])


def test_proportions_like_scipy() -> None:
    for hits, count in ((0, 5), (5, 5), (3, 17)):
        low, high = stats.binomtest(hits, count).proportion_ci(method="exact")
        assert proportion(hits, count) == (pytest.approx(low, abs=1e-10), pytest.approx(high, abs=1e-10))


# -- AUROC


def test_auroc_like_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        yes = rng.random(60) < 0.4
        scores = np.round(rng.normal(yes * 0.8, 1), 1)
        found = auroc(scores, yes)
        assert found.value == pytest.approx(roc_auc_score(yes, scores), abs=1e-12)
        assert found.low is not None
        assert found.high is not None
        assert found.low < (found.value or 0) < found.high


def test_delongs_variance_by_definition() -> None:
    """DeLong, DeLong and Clarke-Pearson (1988), formula by formula."""
    rng = np.random.default_rng(1)
    up, down = rng.normal(1, 1, 30), rng.normal(0, 1, 40)
    psi = (up[:, None] > down) + 0.5 * (up[:, None] == down)
    error = np.sqrt(psi.mean(1).var(ddof=1) / 30 + psi.mean(0).var(ddof=1) / 40)
    found = auroc([*up, *down], [True] * 30 + [False] * 40)
    area = psi.mean()
    middle, wide = np.log(area / (1 - area)), 1.959964 * error / (area * (1 - area))
    assert found.method == "delong"
    assert found.low == pytest.approx(1 / (1 + np.exp(wide - middle)), abs=1e-6)
    assert found.high == pytest.approx(1 / (1 + np.exp(-wide - middle)), abs=1e-6)


@pytest.mark.parametrize(("ups", "downs", "least"), [(25, 60, 0.92), (5, 30, 0.95)])
def test_the_interval_holds_the_true_area(ups: int, downs: int, least: float) -> None:
    """Normal scores one apart: the true area is Φ(1/√2). DeLong near its level, the guaranteed one above it."""
    rng, true = np.random.default_rng(3), stats.norm.cdf(1 / np.sqrt(2))
    inside = 0
    for _ in range(500):
        found = auroc([*rng.normal(1, 1, ups), *rng.normal(0, 1, downs)], [True] * ups + [False] * downs)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= true <= found.high
    assert inside / 500 >= least


def test_auroc_at_its_ends() -> None:
    """All above: no variance to measure. From m of each, all A' with m log(1/A') <= log 40 remain: 40^(−1/m)."""
    found = auroc([*range(50)], [False] * 25 + [True] * 25)
    assert (found.value, found.high, found.method) == (1, 1, "guaranteed")
    assert found.low == pytest.approx(40 ** (-1 / 25))
    assert auroc([1, 2, 3], [True, True, True]).value is None
    assert auroc([1, 1, 1, 1], [True, False, True, False]).value == 0.5
    assert "no better than chance" in auroc([1, 2, 1, 2], [True, False, False, True]).note
    with pytest.raises(Invalid, match="2 scores but 1"):
        auroc([1, 2], [True])
    with pytest.raises(Invalid, match="score 1 is not finite"):
        auroc([1, float("inf")], [True, False])


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=40))
def test_turning_the_scores_turns_the_area(pairs: list[tuple[int, bool]]) -> None:
    scores, yes = zip(*pairs, strict=True)
    one, other = auroc(scores, yes), auroc([-score for score in scores], yes)
    assert (one.value is None) == (other.value is None)
    if one.value is not None and other.value is not None:
        assert one.value == pytest.approx(1 - other.value, abs=1e-12)
        assert (one.low, one.high) == (
            pytest.approx(1 - (other.high or 0), abs=1e-9),
            pytest.approx(1 - (other.low or 0), abs=1e-9),
        )


def test_the_public_face() -> None:
    assert gl.quality.machines.alt_test is alt_test
