"""Every coefficient against published numbers, independent programs, and what must hold for any answers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from goldlabel.agreement import (
    bland_altman,
    cohen,
    error_rate,
    fleiss,
    gwet,
    icc,
    kendall_w,
    krippendorff,
    percent,
)
from goldlabel.agreement.icc import NAMES, icc_of
from goldlabel.agreement.units import units_of
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded, read_answers

# Krippendorff (2011), section E, also Gwet (2014), table 4.9 "cac.raw4raters": 4 observers, 12 units, 0 = missing.
OBSERVERS = ["123321412000", "123322412503", "033323422510", "123324412510"]


def coded(rows: list[tuple[Any, Any, Any]], classes: list[Any] | None = None) -> Coded:
    table = dict(zip(("item", "worker", "label"), map(list, zip(*rows, strict=True)), strict=True)) if rows else {
        "item": [], "worker": [], "label": []
    }  # fmt: skip
    return read_answers(table).coded(classes)


def observers() -> Coded:
    return coded(
        [(unit, who, int(row[unit])) for who, row in enumerate(OBSERVERS) for unit in range(12) if row[unit] != "0"]
    )


def of_table(counts: list[list[int]]) -> Coded:
    """Two workers' answers from their table of counts."""
    rows: list[tuple[Any, Any, Any]] = []
    for a, row in enumerate(counts):
        for b, count in enumerate(row):
            for _ in range(count):
                rows += [(len(rows) // 2, "first", a), (len(rows) // 2, "second", b)]
    return coded(rows)


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorff_2011(metric: str, value: float) -> None:
    assert krippendorff(observers(), metric) == pytest.approx(value, abs=5e-4)


def test_gwet_and_fleiss_of_gwet_2014() -> None:
    """Gwet, Handbook of Inter-Rater Reliability (2014), page 120, the same four raters: AC1 .77544, Fleiss .76117."""
    assert gwet(observers()) == pytest.approx(0.77544, abs=5e-6)
    assert fleiss(observers()) == pytest.approx(0.76117, abs=5e-6)


def test_two_abstractors_of_gwet_2014() -> None:
    """Gwet (2014), the 100 pregnancies of two abstractors (irrCAC's vignette prints the digits): Cohen .7964094,
    AC1 .8493305, Krippendorff .7972585, percent .89."""
    answers = of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert cohen(answers, "first", "second").value == pytest.approx(0.7964094, abs=5e-8)
    assert gwet(answers) == pytest.approx(0.8493305, abs=5e-8)
    assert krippendorff(answers) == pytest.approx(0.7972585, abs=5e-8)
    assert percent(answers) == pytest.approx(0.89)


def test_fleiss_1971() -> None:
    """Fleiss (1971): 30 patients, 6 psychiatrists, 5 diagnoses: κ = .430 (p = .556)."""
    table = np.array([
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ])  # fmt: skip
    rows = [
        (item, (item, which, one), which)
        for item, row in enumerate(table.tolist())
        for which, count in enumerate(row)
        for one in range(count)
    ]
    answers = coded([(item, str(worker), which) for item, worker, which in rows])
    assert fleiss(answers) == pytest.approx(0.430, abs=5e-4)
    assert fleiss(answers) == pytest.approx(fleiss_kappa(table), abs=1e-12)
    assert percent(answers) == pytest.approx(0.556, abs=5e-4)


SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def test_icc_of_shrout_and_fleiss_1979() -> None:
    """Table 4: .17 .29 .71 .44 .62 .91; intervals as the R package psych documents for the same data."""
    found = icc(SHROUT_FLEISS)
    printed = {
        "icc_1_1": (0.17, -0.133, 0.72), "icc_2_1": (0.29, 0.019, 0.76), "icc_3_1": (0.71, 0.342, 0.95),
        "icc_1_k": (0.44, -0.884, 0.91), "icc_2_k": (0.62, 0.071, 0.93), "icc_3_k": (0.91, 0.676, 0.99),
    }  # fmt: skip
    for name, (value, low, high) in printed.items():
        assert found[name].value == pytest.approx(value, abs=5e-3)
        assert found[name].low == pytest.approx(low, abs=5e-4)
        assert found[name].high == pytest.approx(high, abs=5e-3)


def test_bland_and_altman_1986() -> None:
    """Bland and Altman (Lancet 1986), peak flow of 17 people by two meters: bias −2.1, SD 38.8, limits −79.7 and 75.5
    (with 2 in place of 1.96)."""
    large = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    found = bland_altman(np.array(large, float), np.array(mini, float))
    assert found is not None
    assert (found.bias, found.sd) == (pytest.approx(-2.1, abs=0.05), pytest.approx(38.8, abs=0.05))
    assert found.bias - 2 * found.sd == pytest.approx(-79.7, abs=0.1)
    low, high = stats.t.interval(0.95, 16, found.bias, found.sd / np.sqrt(17))
    assert found.bias_interval == (pytest.approx(low), pytest.approx(high))
    assert found.lower_interval[0] < found.lower < found.lower_interval[1] < found.upper_interval[0]
    with pytest.raises(Invalid, match="same items"):
        bland_altman(np.zeros(3), np.zeros(4))


def test_a_slope_says_that_limits_do_not_hold() -> None:
    size = np.linspace(10, 100, 40)
    found = bland_altman(size * 1.2, size)
    assert found is not None
    assert found.slope == pytest.approx(0.2 / 1.1)


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohen_like_scikit_learn(weights: str) -> None:
    rng = np.random.default_rng(3)
    a = rng.integers(0, 4, 60)
    b = np.where(rng.random(60) < 0.5, a, rng.integers(0, 4, 60))
    rows = [(at, "a", int(x)) for at, x in enumerate(a)] + [(at, "b", int(x)) for at, x in enumerate(b)]
    found = cohen(coded(rows), "a", "b", weights)
    oracle = cohen_kappa_score(a, b, weights=None if weights == "identity" else weights)
    assert found.value == pytest.approx(oracle, abs=1e-12)
    assert found.low is not None
    assert found.high is not None
    assert found.low < oracle < found.high
    table = (
        np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0)))
        ** {"identity": 0, "linear": 1, "quadratic": 2}[weights]
    )
    np.fill_diagonal(table, 0)
    assert cohen(coded(rows), "a", "b", table, intervals=False).value == pytest.approx(oracle, abs=1e-12)


def test_cohens_interval_is_as_wide_as_its_standard_error() -> None:
    """Fleiss, Cohen and Everitt's standard error as irrCAC prints it for the abstractors: .0589."""
    found = cohen(of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), "first", "second")
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.0589, rel=0.08)


def test_fleiss_like_statsmodels() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(0, 3, (40, 5))
    rows = [(item, who, int(table[item, who])) for item in range(40) for who in range(5)]
    assert fleiss(coded(rows)) == pytest.approx(fleiss_kappa(aggregate_raters(table)[0]), abs=1e-12)


def test_kendall_like_friedman() -> None:
    """W = χ² / (m (n − 1)) of Friedman's test, also with ties."""
    rng = np.random.default_rng(6)
    for n in (5, 80):
        numbers = rng.integers(0, 6, (7, n)).astype(float)
        chi = stats.friedmanchisquare(*numbers.T).statistic
        assert kendall_w(numbers) == pytest.approx(chi / (7 * (n - 1)), abs=1e-12)
    assert kendall_w(np.array([[1.0, 2, 3], [3.0, 2, 1]])) == 0
    assert kendall_w(np.array([[1.0, 2, 3], [1.0, 2, 3]])) == 1
    assert kendall_w(np.ones((3, 4))) is None
    assert kendall_w(np.ones((1, 4))) is None


def long(table: np.ndarray, keep: Callable[[int, int], bool] = lambda item, who: True) -> Coded:
    rows = [
        (item, who, float(table[item, who]))
        for item in range(len(table))
        for who in range(table.shape[1])
        if keep(item, who)
    ]
    return coded(rows)


def test_components_are_the_analysis_of_variance_when_complete() -> None:
    units = units_of(long(SHROUT_FLEISS), numbers=True)
    by_squares = icc(SHROUT_FLEISS)
    for name, one in icc_of(units, intervals=False).items():
        assert one.value == pytest.approx(by_squares[name].value)
    from goldlabel.agreement.bootstrap import whole
    from goldlabel.agreement.icc import Components, Form

    components = Components(units)
    for name in NAMES:
        assert Form(name, components).value(whole(units)) == pytest.approx(by_squares[name].value, abs=1e-12)


def test_icc_with_missing_answers_like_a_mixed_model() -> None:
    """Variance components of a crossed random model by REML (statsmodels), on a third missing."""
    import pandas as pd
    import statsmodels.formula.api as smf

    rng = np.random.default_rng(8)
    table = rng.normal(0, 2, (80, 1)) + rng.normal(0, 0.7, (1, 6)) + rng.normal(0, 1, (80, 6))
    missing = rng.random((80, 6)) < 1 / 3
    answers = long(table, lambda item, who: not missing[item, who])
    frame = pd.DataFrame({
        "item": answers.item, "worker": answers.worker, "y": [answers.classes[at] for at in answers.label], "all": 1
    })  # fmt: skip
    parts = {"item": "0 + C(item)", "worker": "0 + C(worker)"}
    model = smf.mixedlm("y ~ 1", frame, groups="all", vc_formula=parts).fit()
    of_item, of_worker = model.vcomp
    oracle = of_item / (of_item + of_worker + model.scale)
    found = icc_of(units_of(answers, numbers=True), draws=200)
    assert found["icc_2_1"].value == pytest.approx(oracle, abs=0.02)
    assert found["icc_2_1"].low is not None
    assert found["icc_2_1"].low < oracle < (found["icc_2_1"].high or 0)


def test_error_rates() -> None:
    """Worked by hand: one substitution, one deletion, one insertion on 3 + 3 words."""
    assert error_rate(["the cat sat", "a b c"], ["the hat", "a b x c"]) == pytest.approx(3 / 6)
    assert error_rate(["abc"], ["axc"], of="characters") == pytest.approx(1 / 3)
    assert error_rate([""], ["word"]) is None
    with pytest.raises(Invalid, match="references"):
        error_rate(["a"], [])
    with pytest.raises(Invalid, match="words or characters"):
        error_rate(["a"], ["a"], of="bytes")


def test_the_prevalence_paradox() -> None:
    """Feinstein and Cicchetti (1990): the same 85 % of equal answers, κ .70 and .32 as the classes get lopsided; AC1
    stays."""
    even, lopsided = of_table([[40, 9], [6, 45]]), of_table([[80, 10], [5, 5]])
    assert percent(even) == percent(lopsided) == 0.85
    assert cohen(even, "first", "second").value == pytest.approx(0.70, abs=5e-3)
    assert cohen(lopsided, "first", "second").value == pytest.approx(0.32, abs=5e-3)
    assert (gwet(lopsided) or 0) > 0.8


def test_weights_and_workers_that_are_not_there() -> None:
    with pytest.raises(Invalid, match="linear"):
        gwet(observers(), "cubic")
    with pytest.raises(Invalid, match="linear"):
        cohen(observers(), 0, 1, "cubic")
    with pytest.raises(Invalid, match="disagreements"):
        cohen(observers(), 0, 1, np.ones((5, 5)))
    with pytest.raises(Invalid, match="no worker"):
        cohen(observers(), 0, 17)


# -- what must hold for any answers

ALL: list[Callable[[Coded], float | None]] = [
    krippendorff, lambda c: krippendorff(c, "ordinal"), lambda c: krippendorff(c, "interval"), percent, fleiss, gwet,
    lambda c: gwet(c, "quadratic"), lambda c: gwet(c, "linear"),
]  # fmt: skip
NOMINAL = [krippendorff, percent, fleiss, gwet]
answers = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 3)), st.integers(0, 3), max_size=24)


def rows_of(given_answers: dict[tuple[int, int], int]) -> list[tuple[Any, Any, Any]]:
    return [(item, who, label) for (item, who), label in given_answers.items()]


@given(answers, st.randoms())
def test_rows_items_and_workers_have_no_order(given_answers: dict[tuple[int, int], int], random: Any) -> None:
    rows = rows_of(given_answers)
    items, workers = list("defabc"), list("zyxw")
    random.shuffle(items)
    random.shuffle(workers)
    other = [(items[item], workers[who], label) for item, who, label in rows]
    random.shuffle(other)
    for one in ALL:
        assert one(coded(rows)) == pytest.approx(one(coded(other)), abs=1e-12)


@given(answers, st.permutations("pqrs"))
def test_nominal_classes_have_no_names(given_answers: dict[tuple[int, int], int], names: list[str]) -> None:
    rows = rows_of(given_answers)
    other = [(item, who, names[label]) for item, who, label in rows]
    for one in NOMINAL:
        assert one(coded(rows)) == pytest.approx(one(coded(other)), abs=1e-12)


@given(answers)
def test_unanimity_is_one_and_nothing_above(given_answers: dict[tuple[int, int], int]) -> None:
    rows = rows_of(given_answers)
    same = [(item, who, item % 3) for item, who, _ in rows]
    for one in ALL:
        assert (one(coded(same)) or 1) == pytest.approx(1)
        assert (one(coded(rows)) or 0) <= 1 + 1e-12


@given(answers)
def test_as_the_streaming_alpha_of_the_product(given_answers: dict[tuple[int, int], int]) -> None:
    from goldlabel.agreement import alpha

    by_item: dict[int, list[int]] = {}
    for (item, _), label in given_answers.items():
        by_item.setdefault(item, []).append(label)
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        streamed = alpha(by_item.values(), metric).value
        found = krippendorff(coded(rows_of(given_answers)), metric)
        assert (found is None) == (streamed is None)
        assert found is None or found == pytest.approx(streamed, abs=1e-9)


@pytest.mark.parametrize(
    "rows",
    [[], [(1, "a", "x")], [(1, "a", "x"), (2, "b", "y")], [(1, "a", "x"), (2, "a", "y")]],
    ids=["empty", "one answer", "nothing in common", "one worker"],
)
def test_nothing_to_compare(rows: list[tuple[Any, Any, Any]]) -> None:
    for one in NOMINAL:
        assert one(coded(rows)) is None


def test_one_class() -> None:
    answers = coded([(item, who, "x") for item in range(5) for who in "ab"])
    assert krippendorff(answers) is None
    assert fleiss(answers) is None
    assert gwet(answers) is None
    assert percent(answers) == 1
    assert cohen(answers, "a", "b").value is None
