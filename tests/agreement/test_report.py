"""The report: every scale, intervals, parts and pairs."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

import goldlabel as gl
from goldlabel.agreement import report
from goldlabel.agreement.bootstrap import draw, interval, whole
from goldlabel.agreement.krippendorff import ByDistance, Krippendorff
from goldlabel.agreement.meaning import SAYS
from goldlabel.agreement.units import units_of
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import read_answers
from goldlabel.frames.scale import SCALES


def table(rows: list[tuple[Any, ...]], *more: str) -> dict[str, list[Any]]:
    names = ("item", "worker", "label", *more)
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def crowd(
    seed: int, items: int = 40, workers: int = 5, classes: str = "abc", right: float = 0.7
) -> dict[str, list[Any]]:
    rng = np.random.default_rng(seed)
    rows: list[tuple[Any, ...]] = []
    for item in range(items):
        truth = rng.integers(0, len(classes))
        for who in rng.permutation(workers)[: rng.integers(2, workers + 1)]:
            said = truth if rng.random() < right else rng.integers(0, len(classes))
            rows.append((f"i{item}", f"w{who}", classes[said]))
    return table(rows)


EVERY: dict[str, list[Any]] = {
    "nominal": ["cat", "dog", "cat"],
    "ordinal": [1, 2, 5],
    "numeric": [1.5, 2, 8.25],
    "text": ["the cat sat", "the bat sat", "a cat"],
    "tree": ["a/b/c", "a/b", "d"],
    "set": [["x", "y"], ["x"], []],
    "ranking": [["p", "q", "r"], ["q", "p", "r"], ["r", "q", "p"]],
    "spans": [[[0, 5, "PER"], [8, 9, "LOC"]], [[0, 4, "PER"]], []],
    "segments": [[[0.5, 2.5, "speech"]], [[0.4, 2.5, "music"]], [[7, 9, "speech"]]],
    "boxes": [[[0, 0, 10, 10, "car"]], [[1, 0, 10, 10, "car"]], [[40, 40, 4, 4, "bus"]]],
    "polygons": [[[[[0, 0], [9, 0], [0, 9]], "roof"]], [[[[0, 0], [8, 0], [0, 9]], "roof"]], []],
    "points": [[[3, 4, "nose"]], [[9, 4, "nose"], [80, 80, "ear"]], []],
    "masks": [
        [[{"size": [2, 3], "counts": [0, 4, 2]}, "m"]], [[{"size": [2, 3], "counts": [0, 3, 3]}, "m"]],
        [[{"size": [2, 3], "counts": [5, 1]}, "m"]],
    ],
}  # fmt: skip


def of_scale(scale: str, repeats: int = 6) -> dict[str, list[Any]]:
    """Three workers who mostly give a label of the item's own."""
    labels = EVERY[scale]
    rows = [
        (item, f"w{who}", labels[item % 3] if (item + who) % 4 else labels[(item + 1) % 3])
        for item in range(repeats)
        for who in range(3)
    ]
    return table(rows)


@pytest.mark.parametrize("scale", EVERY)
def test_every_scale(scale: str) -> None:
    found = report(of_scale(scale), scale, by=("worker", "item"), draws=50)
    assert (found.units, found.answers, found.workers) == (6, 18, 3)
    assert found.coefficients[0].name == "alpha"
    assert found.value is not None
    assert -1 < found.value < 1
    assert found.agreement is not None
    for one in found.coefficients:
        assert (
            one.value is None
            or one.low is None
            or (one.low - 1e-9 <= one.value <= (one.high or 0) + 1e-9)
            or "icc" in one.name
        )
        assert one.name in SAYS
    assert len(found.pairs["first"]) == 3
    assert len(found.by["worker"]["worker"]) == 3
    json.dumps(found.json())
    assert str(found).count("\n") >= len(found.coefficients)


@pytest.mark.parametrize("scale", EVERY)
def test_unanimity_on_every_scale(scale: str) -> None:
    labels = EVERY[scale]
    rows = [(item, who, labels[item % 3]) for item in range(6) for who in "abc"]
    found = report(table(rows), scale, draws=0)
    assert found.agreement == 1
    for one in found.coefficients:
        assert one.value is None or one.value == pytest.approx(0 if one.name in ("wer", "cer") else 1), one.name
    assert found.value == pytest.approx(1)


def test_every_scale_is_here() -> None:
    assert {*EVERY, "pairwise"} == set(SCALES)


def test_pairwise_is_turned() -> None:
    """Left and right swapped, the same object preferred: agreement."""
    rows = [
        (1, "a", "left", "x", "y"), (1, "b", "right", "y", "x"), (2, "a", "right", "x", "y"),
        (2, "b", "left", "y", "x"), (3, "a", "tie", "x", "y"), (3, "b", "tie", "y", "x"),
    ]  # fmt: skip
    found = report(table(rows, "left", "right"), "pairwise", draws=0)
    assert found.agreement == 1
    assert found.value == pytest.approx(1)
    assert found.made is not None
    assert found.made.coded.items == [["1", "x", "y"], ["2", "x", "y"], ["3", "x", "y"]]
    opposed = [(1, "a", "left", "x", "y"), (1, "b", "left", "y", "x")]
    assert report(table(opposed, "left", "right"), "pairwise", draws=0).agreement == 0


def test_the_interval_holds_alpha_of_more_items() -> None:
    """95 % intervals from 60 items hold the α of the whole crowd in most of 60 trials (at least 85 %)."""
    many = crowd(1, items=4000)
    target = report(many, draws=0).value
    assert target is not None
    names = sorted(set(many["item"]))
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(60):
        chosen = set(rng.choice(names, 60, replace=False).tolist())
        rows = [row for row in zip(*many.values(), strict=True) if row[0] in chosen]
        found = report(table(rows), draws=200)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= target <= found.high
    assert inside >= 51


def test_patterns_draw_like_items() -> None:
    """Drawing patterns is drawing items: the same α, and the same interval up to chance."""
    coded = read_answers(crowd(3, items=400)).coded()
    units = units_of(coded)
    few = units.patterns
    assert len(few) < len(units) / 4
    assert few.times.sum() == len(units)
    ends = []
    for one in (units, few):
        alpha = Krippendorff(one)
        ends.append((alpha.value(whole(one)), *(interval(draw([alpha], one, 800, seed=4)[:, 0]) or ())))
    assert ends[0] == pytest.approx(ends[1], abs=0.01)
    assert ends[0][0] == pytest.approx(ends[1][0], abs=1e-12)


def test_a_resampled_alpha_is_the_alpha_of_the_resample() -> None:
    """Weighing a unit k times gives what k copies of it give, for every coefficient."""
    from goldlabel.agreement.bootstrap import Weighed

    for scale in ("nominal", "ordinal", "set", "spans", "text", "ranking", "boxes"):
        data = of_scale(scale, 9) if scale != "nominal" else crowd(5, items=9)
        made = report(data, scale, draws=0).made
        assert made is not None
        weight = np.arange(len(made.base.times)) % 3.0 * made.base.times
        times = {made.coded.items[item]: int(k) for item, k in zip(made.base.item, weight, strict=True)}
        if len(made.base) < len(made.units):
            continue
        rows = [
            (f"{row[0]} {copy}", *row[1:]) for row in zip(*data.values(), strict=True) for copy in range(times[row[0]])
        ]
        copied = report(table(rows), scale, draws=0)
        for name, one in made.coefficients.items():
            found, known = one.value(Weighed(made.base, weight)), copied[name].value
            assert found == pytest.approx(np.nan if known is None else known, abs=1e-9, nan_ok=True), (scale, name)


@given(st.integers(0, 3), st.randoms())
@settings(max_examples=15)
def test_the_report_does_not_depend_on_the_order_of_rows(seed: int, random: Any) -> None:
    data = crowd(seed)
    rows = list(zip(*data.values(), strict=True))
    random.shuffle(rows)
    one, other = report(data, draws=50, by="worker"), report(table(rows), draws=50, by="worker")
    assert one.json(pairs=False) == other.json(pairs=False)


def test_seeds() -> None:
    data = crowd(1)
    assert report(data, draws=50, seed=1).json() == report(data, draws=50, seed=1).json()
    assert report(data, draws=50, seed=1).low != report(data, draws=50, seed=2).low
    assert report(data, intervals=False).low is None


def test_pairs_like_scikit_learn() -> None:
    data = crowd(7, items=60, workers=3)
    found = report(data, draws=0)
    said = {(item, who): label for item, who, label in zip(*data.values(), strict=True)}
    for at, (a, b) in enumerate(zip(found.pairs["first"], found.pairs["second"], strict=True)):
        both = [item for item in dict.fromkeys(data["item"]) if (item, a) in said and (item, b) in said]
        oracle = cohen_kappa_score([said[one, a] for one in both], [said[one, b] for one in both])
        assert found.pairs["kappa"][at] == pytest.approx(oracle, abs=1e-12)
        assert found.pairs["items"][at] == len(both)
    workers, matrix = found.matrix("kappa")
    assert matrix[0][1] == matrix[1][0] == found.pairs["kappa"][0] or workers[0] != found.pairs["first"][0]
    assert matrix[0][0] is None
    with pytest.raises(Invalid, match="kappa"):
        found.matrix("bias")


def test_pairs_of_ordered_classes_and_numbers() -> None:
    rng = np.random.default_rng(9)
    a, b = rng.integers(0, 5, 50), rng.integers(0, 5, 50)
    rows = [(at, "a", int(x)) for at, x in enumerate(a)] + [(at, "b", int(x)) for at, x in enumerate(b)]
    oracle = cohen_kappa_score(a, b, weights="quadratic")
    ordinal, numeric = report(table(rows), "ordinal", draws=0), report(table(rows), "numeric", draws=0)
    assert ordinal.pairs["kappa"][0] == pytest.approx(oracle, abs=1e-12)
    assert ordinal["weighted_kappa"].value == pytest.approx(oracle, abs=1e-12)
    assert numeric.pairs["concordance"][0] == pytest.approx(oracle, abs=1e-12)
    assert numeric.pairs["bias"][0] == pytest.approx(float((a - b).mean()))
    assert numeric.pairs["upper"][0] == pytest.approx(float((a - b).mean() + 1.96 * (a - b).std(ddof=1)), abs=1e-3)


def test_workers_alphas_are_in_sum_everybodys() -> None:
    rows = list(zip(*crowd(4, items=50, workers=3).values(), strict=True))
    full = {item for item in {row[0] for row in rows} if sum(row[0] == item for row in rows) == 3}
    for scale in ("nominal", "numeric"):
        data = table(
            [(i, w, label if scale == "nominal" else float("abc".index(label))) for i, w, label in rows if i in full]
        )
        found = report(data, scale, by="worker", draws=0)
        part = found.by["worker"]
        mean = np.average(part["alpha"], weights=part["answers"])
        assert mean == pytest.approx(found.value, abs=1e-9)
        assert part["alpha"] == sorted(part["alpha"])


def test_a_bad_worker_stands_first() -> None:
    rows = [(item, who, "ab"[item % 2] if who != "bad" else "ab"[(item * 7 // 3) % 2]) for item in range(40)
            for who in ("x", "y", "z", "bad")]  # fmt: skip
    part = report(table(rows), by="worker", draws=0).by["worker"]
    assert part["worker"][0] == "bad"
    assert part["high"][0] < part["low"][1]


def test_by_item_value_and_slice() -> None:
    rows = [(1, "a", "x", "de"), (1, "b", "x", "de"), (2, "a", "x", "de"), (2, "b", "y", "de"), (3, "a", "z", "fr"),
            (3, "b", "z", "fr"), (4, "a", "x", "fr"), (4, "b", "x", "fr"), (5, "a", "x", "fr")]  # fmt: skip
    found = report(table(rows, "country"), by=("item", "value", "country"), draws=20)
    assert found.by["item"]["agreement"] == [1, 0, 1, 1, None]
    assert found.by["item"]["answers"] == [2, 2, 2, 2, 1]
    value = found.by["value"]
    assert value["value"] == ["x", "y", "z"]
    assert value["answers"] == [5, 1, 2]
    binary = [(item, who, str(label == "z")) for item, who, label, _ in rows]
    assert value["alpha"][2] == pytest.approx(report(table(binary), draws=0).value)
    country = found.by["country"]
    assert country["country"] == ["de", "fr"]
    assert country["items"] == [2, 2]
    assert country["agreement"] == [0.5, 1]
    assert country["alpha"][1] == pytest.approx(1)
    only = [row[:3] for row in rows if row[3] == "de"]
    assert country["alpha"][0] == pytest.approx(report(table(only), draws=0).value)


def test_by_question_tells_answers_apart() -> None:
    rows = [(1, "a", "x", "q1"), (1, "b", "x", "q1"), (1, "a", "u", "q2"), (1, "b", "v", "q2"), (2, "a", "y", "q1"),
            (2, "b", "y", "q1"), (2, "a", "v", "q2"), (2, "b", "u", "q2")]  # fmt: skip
    found = report(table(rows, "question"), by="question", draws=0)
    assert found.units == 4
    assert found.by["question"]["question"] == ["q1", "q2"]
    assert found.by["question"]["alpha"] == [pytest.approx(1), pytest.approx(-0.5)]


def test_sets_and_regions_by_label() -> None:
    rows = [(1, "a", ["x", "y"]), (1, "b", ["x"]), (2, "a", ["y"]), (2, "b", ["y"]), (3, "a", []), (3, "b", ["x"])]
    value = report(table(rows), "set", by="value", draws=20).by["value"]
    assert value["value"] == ["x", "y"]
    assert value["answers"] == [3, 3]
    for at, name in enumerate("xy"):
        binary = [(item, who, str(name in label)) for item, who, label in rows]
        assert value["alpha"][at] == pytest.approx(report(table(binary), draws=0).value)
    spans = report(of_scale("spans"), "spans", by="value", draws=0).by["value"]
    assert spans["value"] == ["LOC", "PER"]
    assert all(0 <= f1 <= 1 for f1 in spans["f1"])
    with pytest.raises(Invalid, match="no classes"):
        report(of_scale("text"), "text", by="value")


def test_spans_by_hand() -> None:
    """Two workers, two items: one span the same, one half shared, one that the other lacks."""
    rows = [(1, "a", [[0, 4, "P"], [6, 10, "Q"]]), (1, "b", [[0, 4, "P"], [6, 8, "Q"]]), (2, "a", [[0, 10, "P"]]),
            (2, "b", [])]  # fmt: skip
    found = report(table(rows), "spans", draws=0)
    assert found["f1"].value == pytest.approx(4 / 5)
    assert found["f1_exact"].value == pytest.approx(2 / 5)
    assert found["mean_iou"].value == pytest.approx((1 + 0.5) / 2)
    # positions: 20 of each worker; they differ on 2 of the first 10 and on all of the second 10
    shares = np.array([4 + 4 + 10, 4 + 2, 2 + 4 + 10]) / 40
    assert found["alpha_positions"].value == pytest.approx(1 - (12 / 20) / (1 - shares @ shares))
    # labels of what two marked: P, P and Q, Q
    assert found["alpha_labels"].value == pytest.approx(1)


def test_positions_are_the_nominal_alpha_of_characters() -> None:
    """With every character as an item of its own, α is the same but for N in place of N − 1."""
    rng = np.random.default_rng(11)
    rows: list[tuple[Any, ...]] = []
    characters: list[tuple[Any, ...]] = []
    for item in range(30):
        for who in "abc":
            start = int(rng.integers(0, 6))
            end = start + int(rng.integers(2, 9))
            rows.append((item, who, [[start, end, "P"], [0, 20, "ALL"]]))
            characters += [((item, at), who, "P" if start <= at < end else "") for at in range(20)]
    found = report(table(rows), "spans", draws=0)["alpha_positions"].value
    letters = [(f"{item}", who, label or "none") for item, who, label in characters]
    oracle = report(table(letters), draws=0)
    assert oracle.observed is not None
    assert oracle.expected is not None
    total = oracle.answers
    assert found == pytest.approx(1 - oracle.observed / (oracle.expected * (total - 1) / total), abs=1e-12)


def test_metric_distance_and_classes() -> None:
    data = table([(1, "a", 1), (1, "b", 2), (2, "a", 30), (2, "b", 60), (3, "a", 5), (3, "b", 5)])
    assert report(data, "numeric", metric="ratio", draws=0).value != report(data, "numeric", draws=0).value
    squared = report(data, "numeric", distance=lambda a, b: (a - b) ** 2, draws=0)
    assert squared.value == pytest.approx(report(data, "numeric", draws=0).value)
    words = table(
        [(1, "a", "low"), (1, "b", "mid"), (2, "a", "high"), (2, "b", "high"), (3, "a", "low"), (3, "b", "low")]
    )
    by_rank = table([(i, w, {"low": 1, "mid": 2, "high": 3}[x]) for i, w, x in zip(*words.values(), strict=True)])
    ordered = report(words, "ordinal", classes=["low", "mid", "high"], draws=0)
    assert ordered.value == pytest.approx(report(by_rank, "ordinal", draws=0).value)
    with pytest.raises(Invalid, match="row 0"):
        report(words, "ordinal")
    with pytest.raises(Invalid, match="interval or ratio"):
        report(words, metric="ratio")
    with pytest.raises(Invalid, match="none of the classes"):
        report(words, classes=["low", "mid"])


def test_a_class_that_nobody_used_counts_for_ac1() -> None:
    data = crowd(2)
    assert report(data, classes=list("abcd"), draws=0)["ac1"].value != report(data, draws=0)["ac1"].value
    assert report(data, classes=list("abcd"), draws=0).value == pytest.approx(report(data, draws=0).value)


def test_more_distances_than_are_compared() -> None:
    """Beyond 300 different answers De is a sample's, and the report says so; it stays near."""
    rng = np.random.default_rng(12)
    rows = [(item, who, float(rng.normal(item % 7, 1))) for item in range(300) for who in "ab"]
    found = report(table(rows), "numeric", distance=lambda a, b: (a - b) ** 2, draws=20)
    exact = report(table(rows), "numeric", draws=0).value
    assert "sample of 300" in found.note
    assert found.value == pytest.approx(exact, abs=0.1)
    assert found.low is not None
    assert exact is not None
    assert found.low < exact < (found.high or 0)


def test_what_alpha_is_not() -> None:
    few = report(crowd(1, items=5), draws=0)
    assert any("Only 5 items" in note for note in few.notes)
    low = report(crowd(1, right=0.5, items=50), draws=0)
    assert any("not bad labels" in note for note in low.notes)
    rng = np.random.default_rng(0)
    rows = [(item, who, "rare" if rng.random() < 0.05 else "usual") for item in range(200) for who in "ab"]
    lopsided = report(table(rows), draws=0)
    assert any("prevalence paradox" in note for note in lopsided.notes)
    assert (lopsided["ac1"].value or 0) > 0.8 > (lopsided.value or 0)


def test_nothing_in_common_and_no_rows() -> None:
    alone = report(table([(1, "a", "x"), (2, "b", "y")]), by=("item", "worker", "value"), draws=20)
    assert (alone.value, alone.agreement, alone.units) == (None, None, 0)
    assert "two workers" in alone.notes[0]
    assert alone.pairs["first"] == []
    assert alone.by["worker"]["alpha"] == [None, None]
    empty = report(table([]), draws=20)
    assert (empty.value, empty.items, empty.pairs["items"]) == (None, 0, [])
    same = report(table([(1, "a", "x"), (1, "b", "x")]), draws=20)
    assert (same.value, same.agreement) == (None, 1)
    assert any("without variation" in note for note in same.notes)


@pytest.mark.parametrize("scale", EVERY)
def test_no_rows_on_any_scale(scale: str) -> None:
    found = report(table([]), scale, by=("item", "worker"), draws=5)
    assert all(one.value is None for one in found.coefficients)
    one = report(table([(1, "a", EVERY[scale][0])]), scale, draws=5)
    assert all(part.value is None for part in one.coefficients), one


def test_by_distance_is_alpha_where_the_distance_is_the_metric() -> None:
    coded = read_answers(crowd(8)).coded()
    units = units_of(coded)
    by_distance = ByDistance(units, lambda a, b: float(a != b))
    assert by_distance.value(whole(units)) == pytest.approx(Krippendorff(units).value(whole(units)), abs=1e-12)


def test_the_public_face_and_frames() -> None:
    import pandas as pd

    data = crowd(1)
    assert gl.agreement.report(pd.DataFrame(data), draws=20).json() == report(data, draws=20).json()
    columns = report(data, draws=20).table()
    assert columns["coefficient"][0] == "alpha"
    assert len({len(cells) for cells in columns.values()}) == 1
    with pytest.raises(KeyError, match="alpha"):
        report(data, draws=0)["kendall"]
    with pytest.raises(Invalid, match="column"):
        report(data, by="country")


def test_what_is_too_large_to_be_said_is_left_out() -> None:
    data = {"item": [1, 1, 2, 2], "worker": ["a", "b"] * 2, "label": [1e308, -1e308, 1.0, 2.0]}
    found = report(data, "numeric", draws=10)
    assert found.pairs["bias"] == [None]
    json.dumps(found.json(), allow_nan=False)
