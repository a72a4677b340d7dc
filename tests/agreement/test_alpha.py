"""α against published numbers, against its definition, whatever the order."""

import csv
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldlabel.agreement import Squares, alpha, report
from goldlabel.agreement.alpha import SAMPLE
from goldlabel.core.problem import Invalid

RTE = Path(__file__).resolve().parents[3] / "shared" / "data" / "crowd" / "rte" / "answers.csv"
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section E: 4 observers, 12 units, 0 = missing.
OBSERVERS = ["123321412000", "123322412503", "033323422510", "123324412510"]
UNITS = [[int(row[unit]) for row in OBSERVERS if row[unit] != "0"] for unit in range(12)]


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example(metric: str, value: float) -> None:
    found = alpha(UNITS, metric)
    assert found.value == pytest.approx(value, abs=5e-4)
    assert (found.units, found.answers) == (11, 40)


def test_binary_two_observers() -> None:
    """Krippendorff (2011), section A: 2 observers, 10 units, binary: α = .095."""
    a, b = "0100000010", "1110010000"
    assert alpha(list(zip(a, b, strict=True))).value == pytest.approx(0.095, abs=5e-4)


def test_nominal_two_observers() -> None:
    """Krippendorff (2011), section B: 2 observers, 12 units, nominal: α = .692."""
    a, b = "aabbdcccedda", "babbbccceddd"
    assert alpha(list(zip(a, b, strict=True))).value == pytest.approx(0.692, abs=5e-4)


def test_squares_are_the_interval_metric() -> None:
    squares = Squares()
    for unit in UNITS:
        squares.add(unit)
    assert squares.result().value == pytest.approx(alpha(UNITS, "interval").value, abs=1e-12)


def test_a_distance_is_a_metric_too() -> None:
    assert alpha(UNITS, lambda a, b: float(a != b)).value == pytest.approx(alpha(UNITS, "nominal").value, abs=1e-12)
    assert alpha(UNITS, lambda a, b: (a - b) ** 2).value == pytest.approx(alpha(UNITS, "interval").value, abs=1e-12)


def by_definition(units: list[list[Any]], difference: Any) -> float | None:
    """α as written: mean difference over pairs within units (weighted 1/(m-1)), over all pairs of answers."""
    units = [unit for unit in units if len(unit) > 1]
    pooled = [answer for unit in units for answer in unit]
    if len(pooled) < 2:
        return None
    observed = sum(sum(difference(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / len(
        pooled
    )
    expected = sum(difference(a, b) for a, b in permutations(pooled, 2)) / (len(pooled) * (len(pooled) - 1))
    return None if expected == 0 else 1 - observed / expected


units_of_numbers = st.lists(st.lists(st.integers(-3, 5), max_size=4), max_size=8)


@given(units_of_numbers)
def test_nominal_and_interval_by_definition(units: list[list[int]]) -> None:
    for metric, difference in (("nominal", lambda a, b: float(a != b)), ("interval", lambda a, b: (a - b) ** 2)):
        expected = by_definition(units, difference)
        assert alpha(units, metric).value == (None if expected is None else pytest.approx(expected, abs=1e-9))
    squares = Squares()
    for unit in units:
        squares.add(unit)
    assert squares.result().value == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(units_of_numbers, st.floats(-1e6, 1e6), st.floats(0.1, 100))
def test_interval_does_not_mind_the_unit_of_measure(units: list[list[int]], shift: float, scale: float) -> None:
    plain, moved = Squares(), Squares()
    for unit in units:
        plain.add(unit)
        moved.add([value * scale + shift for value in unit])
    a, b = plain.result().value, moved.result().value
    assert (a is None) == (b is None)
    assert a is None or a == pytest.approx(b, abs=1e-3)


@given(units_of_numbers, st.randoms())
def test_order_does_not_matter(units: list[list[int]], random: Any) -> None:
    mixed = [list(unit) for unit in units]
    for unit in mixed:
        random.shuffle(unit)
    random.shuffle(mixed)
    for metric in ("nominal", "ordinal", "interval"):
        a, b = alpha(units, metric), alpha(mixed, metric)
        assert a.agreement == b.agreement
        assert (a.value is None) == (b.value is None)
        assert a.value is None or a.value == pytest.approx(b.value, abs=1e-9)


@given(units_of_numbers)
def test_percent_agreement_counts_pairs(units: list[list[int]]) -> None:
    pairs = [a == b for unit in units for a, b in combinations(unit, 2)]
    assert alpha(units).agreement == (sum(pairs) / len(pairs) if pairs else None)


def test_too_little() -> None:
    found = alpha([["a"], [], ["b"]])
    assert found.value is None
    assert "too little" in found.note
    same = alpha([["a", "a"], ["a", "a"]])
    assert (same.value, same.agreement) == (None, 1.0)
    assert "variation" in same.note


def test_numbers_too_large() -> None:
    squares = Squares()
    squares.add([1e300, -1e300])
    assert squares.result().value is None
    assert "too large" in squares.result().note


def test_perfect_chance_and_opposed() -> None:
    assert alpha([[1, 1], [2, 2]]).value == 1
    assert (alpha([[1, 2], [2, 1]] * 50).value or 0) < -0.9
    independent = [[a, b] for a in range(4) for b in range(4)] * 20
    assert alpha(independent).value == pytest.approx(0, abs=0.01)


def test_a_large_sample_says_so_and_is_near() -> None:
    def away(a: int, b: int) -> float:
        return abs(a - b) / 1000

    units = [[(7 * n) % 1009, (7 * n + n % 13) % 1009] for n in range(1000)]
    exact = by_definition(units, away)
    found = alpha(units, away)
    assert f"sample of {SAMPLE}" in found.note
    assert found.value == pytest.approx(exact, abs=0.01)


def test_offline_report() -> None:
    rows = [(unit, who, row[unit]) for who, row in enumerate(OBSERVERS) for unit in range(12) if row[unit] != "0"]
    item, worker, label = (list(column) for column in zip(*rows, strict=True))
    table = {"item": item, "worker": worker, "label": label}
    assert report(table).value == pytest.approx(0.743, abs=5e-4)
    assert report(table, "ordinal").value == pytest.approx(0.815, abs=5e-4)
    assert report(table, "numeric").value == pytest.approx(0.849, abs=5e-4)
    with pytest.raises(Invalid, match="nominal"):
        report(table, "circles")


@pytest.mark.shared_data
def test_rte_like_the_reference() -> None:
    """`research/quality_science.md` §5: the answers of rte have α .24 (`krippendorff` 0.9 to three digits)."""
    if not RTE.exists():
        pytest.skip("no ../shared")
    with RTE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = report({name: [row[name] for row in rows] for name in ("item", "worker", "label")})
    assert found.value == pytest.approx(0.24, abs=0.005)
    assert (found.units, found.answers) == (800, 8000)


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=2, max_size=3), min_size=1, max_size=6))
def test_never_above_one(units: list[list[str]]) -> None:
    found = alpha(units).value
    assume(found is not None)
    assert (found or 0) <= 1 + 1e-12
