"""`certify`: what it asks, what it gives, what it refuses."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from goldlabel import Invalid
from goldlabel.learning.certify import ExpertCheck, OracleFile, certify, verify
from tests.learning.worlds import false_ones, most, numbers, world

GOOD = world(400, 0.1, "good")


class Watched(Mapping[Any, Any]):
    """Remembers what it was asked for."""

    def __init__(self, truth: Mapping[Any, Any]) -> None:
        self.truth, self.asked = truth, []

    def __getitem__(self, item: Any) -> Any:
        self.asked.append(item)
        return self.truth[item]

    def __contains__(self, item: object) -> bool:
        return item in self.truth

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("nobody may look at the whole oracle")

    def __len__(self) -> int:
        raise AssertionError("nobody may look at the whole oracle")


@pytest.mark.parametrize("rule", ["exact", "betting", "sequential"])
def test_asked_items_and_no_others_matter(rule: str) -> None:
    oracle = Watched(GOOD.truth)
    result = certify(GOOD.predictions, oracle, 0.1, seed=1, rule=rule)
    assert result.reached
    assert len(oracle.asked) == len(set(oracle.asked)) == result.oracle_labels_used < 400
    by = dict(zip(result.items, result.source, strict=True))
    assert {item for item, source in by.items() if source == "expert"} == set(oracle.asked)
    others = {item: label if by[item] == "expert" else "nonsense" for item, label in GOOD.truth.items()}
    assert certify(GOOD.predictions, others, 0.1, seed=1, rule=rule).certificate == result.certificate


def test_labels_are_the_experts_where_asked_and_the_models_elsewhere() -> None:
    result = certify(GOOD.predictions, GOOD.truth, 0.1)
    model = dict(zip(GOOD.predictions["item"], GOOD.predictions["label"], strict=True))
    assert result.items == GOOD.predictions["item"]
    for item, label, source in zip(result.items, result.labels, result.source, strict=True):
        assert label == (GOOD.truth[item] if source == "expert" else model[item])
    assert result.saved == 1 - result.oracle_labels_used / 400
    assert GOOD.error(result.items, result.labels) <= 0.1


def test_a_callable_is_an_oracle_too() -> None:
    by_mapping = certify(GOOD.predictions, GOOD.truth, 0.1)
    assert certify(GOOD.predictions, GOOD.truth.__getitem__, 0.1).certificate == by_mapping.certificate


def test_the_order_of_rows_and_the_names_of_labels_change_nothing() -> None:
    turned = {name: column[::-1] for name, column in GOOD.predictions.items()}
    result, other = certify(GOOD.predictions, GOOD.truth, 0.1), certify(turned, GOOD.truth, 0.1)
    assert result.certificate == other.certificate
    assert result.items == other.items[::-1]
    assert result.labels == other.labels[::-1]


def test_another_seed_draws_others() -> None:
    one, two = (certify(GOOD.predictions, GOOD.truth, 0.1, seed=seed).certificate["parts"][0] for seed in (0, 1))
    assert {row["item"] for row in one["sample"]} != {row["item"] for row in two["sample"]}
    assert {row["item"] for row in one["pilot"]} != {row["item"] for row in two["pilot"]}


def test_numbers_and_text_name_the_same_item() -> None:
    predictions = {"item": [1, 2, 3] * 20, "label": [1] * 60, "confidence": [0.5] * 60}
    predictions["item"] = list(range(60))
    truth = {str(at): "1" for at in range(60)}
    assert certify(predictions, truth, 0.2).reached


@pytest.mark.parametrize("items", [1, 2, 3, 5])
@pytest.mark.parametrize("target", [0.0, 0.05, 0.6])
def test_tiny_lists(items: int, target: float) -> None:
    tiny = world(items, 0.3, "good")
    result = certify(tiny.predictions, tiny.truth, target)
    assert result.reached == ("model" in result.source)
    if not result.reached:
        assert result.labels == [tiny.truth[item] for item in result.items]
        assert result.certificate["claim"].startswith("Nothing is left to the model")
    assert verify(result, tiny.predictions) == []


def test_a_target_of_zero_may_still_leave_the_last_few() -> None:
    perfect = world(200, 0.0, "good")
    result = certify(perfect.predictions, perfect.truth, 0.0)
    assert 0 < result.saved <= 0.05


def test_a_perfect_model_takes_few() -> None:
    perfect = world(3_000, 0.0, "noise")
    assert certify(perfect.predictions, perfect.truth, 0.05).oracle_labels_used <= 210


def test_a_model_that_is_always_wrong_saves_no_more_than_is_allowed() -> None:
    wrong = world(400, 1.0, "noise")
    result = certify(wrong.predictions, wrong.truth, 0.05)
    assert result.saved <= 0.05
    assert wrong.error(result.items, result.labels) <= 0.05


def test_scores_that_run_backwards_are_seen_through() -> None:
    good, backwards = world(1_500, 0.15, "good"), world(1_500, 0.15, "backwards")
    forth = np.mean([certify(good.predictions, good.truth, 0.05, seed=seed).saved for seed in range(5)])
    back = np.mean([certify(backwards.predictions, backwards.truth, 0.05, seed=seed).saved for seed in range(5)])
    assert back > 0.7 * forth > 0.2


def test_learning_from_labels_saves_more_than_confidence_alone() -> None:
    """Confidence is the same for all; one class is always right."""
    random = np.random.default_rng(2)
    label = random.integers(0, 2, 1_000)
    wrong = (label == 1) & (random.random(1_000) < 0.4)
    predictions = {"item": list(range(1_000)), "label": label.tolist(), "confidence": [0.9] * 1_000}
    truth = dict(enumerate(np.where(wrong, 2, label).tolist()))
    learned = np.mean([certify(predictions, truth, 0.03, seed=seed).saved for seed in range(5)])
    plain = np.mean([certify(predictions, truth, 0.03, seed=seed, order="confidence").saved for seed in range(5)])
    assert learned > plain + 0.2


def test_text_helps_where_it_tells() -> None:
    random = np.random.default_rng(3)
    hard = random.random(1_200) < 0.3
    wrong = hard & (random.random(1_200) < 0.7)
    words = [["ironic", "sly"] if one else ["plain", "open"] for one in hard]
    text = [f"{random.choice(pair)} words number {at % 7}" for at, pair in enumerate(words)]
    predictions = {"item": list(range(1_200)), "label": ["x"] * 1_200, "confidence": [0.9] * 1_200}
    truth = dict(enumerate(np.where(wrong, "y", "x").tolist()))
    without = np.mean([certify(predictions, truth, 0.05, seed=seed).saved for seed in range(4)])
    told = np.mean([certify({**predictions, "text": text}, truth, 0.05, seed=seed).saved for seed in range(4)])
    assert told > without + 0.2


def test_a_fixed_number_of_draws_is_kept() -> None:
    part = certify(GOOD.predictions, GOOD.truth, 0.1, draws=90, pilot=0, order="confidence").certificate["parts"][0]
    assert (len(part["sample"]), part["pilot"]) == (90, [])
    with pytest.raises(Invalid, match="draw at most all"):
        certify(GOOD.predictions, GOOD.truth, 0.1, draws=401)


def test_a_budget_that_does_not_suffice_says_what_would() -> None:
    result = certify(GOOD.predictions, GOOD.truth, 0.02, budget=100)
    view = result.certificate["parts"][0]["would_take"]
    assert not result.reached
    assert result.oracle_labels_used <= 100
    assert "budget" in result.certificate["claim"]
    assert view["expert_labels"] > 100
    assert view["reachable"]
    assert view["reachable"][0]["expert_labels"] < 400
    assert verify(result, GOOD.predictions) == []
    assert certify(GOOD.predictions, GOOD.truth, 0.1, budget=399).reached


def test_of_a_few_answers_no_price_is_told() -> None:
    def view(budget: int) -> dict[str, Any] | None:
        return certify(GOOD.predictions, GOOD.truth, 0.02, budget=budget).certificate["parts"][0]["would_take"]

    assert (view(0), view(20)) == (None, None)
    assert view(100) is not None


def test_slices_hold_each_by_itself() -> None:
    easy, hard = world(500, 0.02, "good", 1), world(500, 0.3, "good", 2)
    predictions = {name: easy.predictions[name] + hard.predictions[name] for name in ("label", "confidence")}
    predictions |= {"item": list(range(1_000)), "kind": ["easy"] * 500 + ["hard"] * 500}
    truth = dict(enumerate([*easy.truth.values(), *hard.truth.values()]))
    result = certify(predictions, truth, 0.05, slices="kind")
    told = {part["slice"]: part for part in result.certificate["parts"]}
    assert set(told) == {"easy", "hard"}
    assert told["easy"]["alpha"] == pytest.approx(0.025)
    assert told["easy"]["region"]["accepted"] > 2 * told["hard"]["region"]["accepted"]
    for part in (0, 500):
        assert sum(result.labels[at] != truth[at] for at in range(part, part + 500)) <= 25
    assert "in each of 2 slices" in result.certificate["claim"]
    assert verify(result, predictions) == []


def test_expert_errors_are_added() -> None:
    told = certify(GOOD.predictions, GOOD.truth, 0.1, expert=ExpertCheck(200, 4)).certificate["expert"]
    assert told["error_upper"] == pytest.approx(0.0453, abs=1e-3)  # Clopper-Pearson, scipy: beta.ppf(.95, 5, 196)
    assert told["against_truth"]["error"] == pytest.approx(0.1 + told["error_upper"])
    assert told["against_truth"]["confidence"] == pytest.approx(0.9)
    with pytest.raises(Invalid, match="impossible"):
        ExpertCheck(3, 4)


def test_bounded_losses() -> None:
    made = numbers(1_500)
    result = certify(made.predictions, made.truth, 0.02, loss="squared")
    assert result.saved > 0.15
    assert made.error(result.items, result.labels) <= 0.02
    assert "mean squared loss" in result.certificate["claim"]
    scaled = {**made.predictions, "label": [100 * one for one in made.predictions["label"]]}
    truth = {item: 100 * one for item, one in made.truth.items()}
    other = certify(scaled, truth, 200.0, loss="squared", bounds=(0, 100))
    assert other.saved == pytest.approx(result.saved, abs=0.1)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"confidence": [0.5, float("nan"), 0.1]}, "missing or NaN"),
    ({"confidence": [0.5, float("inf"), 0.1]}, "finite"),
    ({"confidence": [0.5, "high", 0.1]}, "'high'"),
    ({"confidence": [0.5, None, 0.1]}, "missing"),
    ({"item": ["a", "b", "a"]}, "keep one prediction"),
    ({"item": ["a", "", "c"]}, "no name"),
    ({"label": ["x", None, "y"]}, "no label"),
    ({"item": [], "label": [], "confidence": []}, "no rows"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_unusable_predictions_are_refused(change: dict[str, Any], message: str) -> None:
    table = {"item": ["a", "b", "c"], "label": ["x", "y", "y"], "confidence": [0.5, 0.6, 0.7]} | change
    with pytest.raises(Invalid, match=message) as refused:
        certify(table, {})
    if table["item"]:
        assert "row" in str(refused.value)


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(Invalid, match='no column "confidence"; its columns are item, label, score'):
        certify({"item": ["a"], "label": ["x"], "score": [1.0]}, {})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target_error": 1.0}, "target_error"),
        ({"target_error": -0.1}, "target_error"),
        ({"target_error": float("nan")}, "target_error"),
        ({"confidence": 1.0}, "confidence"),
        ({"confidence": 0.0}, "confidence"),
        ({"loss": "hinge"}, "zero_one, squared"),
        ({"rule": "exactly"}, "exact, betting"),
        ({"rule": "exact", "loss": "squared"}, "zero_one loss"),
        ({"order": "alphabet"}, "learned"),
        ({"draws": 0}, "draws"),
        ({"budget": -1}, "budget"),
        ({"bounds": (1, 0), "loss": "squared"}, "bounds"),
    ],
)
def test_senseless_requests_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Invalid, match=message):
        certify(GOOD.predictions, GOOD.truth, **options)


def test_an_oracle_that_lacks_an_asked_item_is_named() -> None:
    less = dict(GOOD.truth)
    pilot = certify(GOOD.predictions, GOOD.truth, 0.1).certificate["parts"][0]["pilot"]
    del less[pilot[0]["item"]]
    with pytest.raises(Invalid, match=f"lacks item '{pilot[0]['item']}'"):
        certify(GOOD.predictions, less, 0.1)


def test_numbers_outside_the_range_are_refused() -> None:
    table = {"item": ["a", "b"], "label": [0.5, 7], "confidence": [1, 1]}
    with pytest.raises(Invalid, match=r"7 is outside 0 … 1; give the range"):
        certify(table, {}, loss="squared")
    with pytest.raises(Invalid, match="is not a number"):
        certify({**table, "label": ["x", "y"]}, {}, loss="squared")


def test_an_oracle_file_is_read_where_it_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "oracle.csv"
    file.write_text("item,label\na,x\nb,x\nb,y\na,x\nc,\n")
    oracle = OracleFile(file)
    assert oracle["a"] == "x"
    with pytest.raises(Invalid, match="'x' and 'y'; keep one"):
        oracle["b"]
    with pytest.raises(Invalid, match="lacks item 'z'"):
        certify({"item": ["z"], "label": ["x"], "confidence": [1.0]}, oracle)
    with pytest.raises(Invalid, match="has no label"):
        certify({"item": ["c"], "label": ["x"], "confidence": [1.0]}, oracle)


def test_files_in_and_out(tmp_path: Path) -> None:
    from goldlabel.frames.table import read_table, write_table

    write_table(tmp_path / "predictions.parquet", GOOD.predictions)
    result = certify(tmp_path / "predictions.parquet", GOOD.truth, 0.1)
    result.write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "certificate.json").read_text())
    assert {"items", "oracle_labels_used", "target_error", "confidence", "reached"} <= set(told)
    assert (told["items"], told["oracle_labels_used"]) == (400, result.oracle_labels_used)
    written = read_table(tmp_path / "out" / "labels.csv")
    assert list(written.columns) == ["item", "label", "source"]
    assert written.column("source").list() == result.source
    with pytest.raises(Invalid, match="is a file"):
        result.write(tmp_path / "predictions.parquet")


@settings(max_examples=25)
@given(some.lists(some.tuples(some.booleans(), some.floats(-3, 3)), min_size=1, max_size=40), some.floats(0, 0.9))
def test_whatever_the_list_the_certificate_is_true(rows: list[tuple[bool, float]], target: float) -> None:
    scores = [score for _, score in rows]
    predictions = {"item": list(range(len(rows))), "label": ["x"] * len(rows), "confidence": scores}
    truth = {at: "x" if right else "y" for at, (right, _) in enumerate(rows)}
    result = certify(predictions, truth, target)
    assert len(result.labels) == len(rows)
    assert verify(result, predictions, oracle=truth) == []


@pytest.mark.parametrize("scores", ["good", "ties", "backwards"])
def test_false_certificates_are_as_rare_as_promised(scores: str) -> None:
    """A quick look; the long one is test_false_certificates_long.py."""
    assert false_ones(world(120, 0.25, scores), 0.1, 200) <= most(200)
