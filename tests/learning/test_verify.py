"""`verify` finds whatever was changed; each tampering is sealed anew where that is within a forger's reach."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.frames.table import read_table, write_table
from goldlabel.learning.certify import ExpertCheck, certify, is_certificate, verify
from goldlabel.learning.certify.certificate import labels_hash, sealed
from tests.learning.worlds import World, numbers, world

GOOD = world(400, 0.15, "good")
RULES = ["exact", "betting", "sequential"]


def written(folder: Path, made: World = GOOD, target: float = 0.1, **options: Any) -> Path:
    certify(made.predictions, made.truth, target, loss=made.loss, **options).write(folder)
    return folder


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The certificate after a change, with its seal made good."""
    file = folder / "certificate.json"
    told = json.loads(file.read_text())
    change(told)
    file.write_text(json.dumps(sealed(told)))
    return folder


@pytest.mark.parametrize("rule", RULES)
def test_a_whole_one_is_true_from_the_folder_the_predictions_and_the_oracle(tmp_path: Path, rule: str) -> None:
    folder = written(tmp_path, rule=rule, expert=ExpertCheck(50, 1))
    assert is_certificate(folder)
    assert is_certificate(folder / "certificate.json")
    assert not is_certificate(folder / "labels.csv")
    assert verify(folder) == []
    assert verify(folder / "certificate.json", GOOD.predictions, oracle=GOOD.truth) == []


def test_numbers_too(tmp_path: Path) -> None:
    made = numbers(600)
    folder = written(tmp_path, made, 0.02)
    assert verify(folder, made.predictions) == []


def part(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["parts"][0].__setitem__(key, value)


def plan(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["parts"][0]["plan"].__setitem__(key, value)


def rightened(told: dict[str, Any]) -> None:
    """A drawn error that is made to vanish."""
    row = next(row for row in told["parts"][0]["sample"] if row["model"] != row["expert"])
    row["expert"] = row["model"]


def pushed_out(told: dict[str, Any]) -> None:
    """A drawn error that is said to lie outside the region."""
    row = next(row for row in told["parts"][0]["sample"] if row["inside"])
    row["inside"] = False


def another_seed(told: dict[str, Any]) -> None:
    told["request"]["seed"] = 99


TAMPERED: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("target_error", lambda told: told.update(target_error=0.01)),
    ("confidence", lambda told: told.update(confidence=0.999)),
    ("oracle_labels_used", lambda told: told.update(oracle_labels_used=3)),
    ("items", lambda told: told.update(items=4_000)),
    ("reached", lambda told: told.update(reached=False)),
    ("claim", lambda told: told.update(claim="All labels are right.")),
    ("chance", plan("tolerated", 60)),
    ("chance", plan("chance", 0.0)),
    ("allowed", plan("allowed", 80)),
    ("draws", plan("draws", 1)),
    ("population", plan("population", 100)),
    ("alpha", part("alpha", 0.5)),
    ("items", part("items", 399)),
    ("sample", lambda told: told["parts"][0]["sample"].reverse()),
    ("sample", another_seed),
    ("sample", rightened),
    ("region", pushed_out),
    ("pilot", lambda told: told["parts"][0]["pilot"].pop(0)),
    ("damaged", part("population", "no bits")),
    ("damaged", lambda told: told.pop("parts")),
    ("format", lambda told: told.update(format="goldlabel certificate 0")),
]


@pytest.mark.parametrize(("named", "change"), TAMPERED)
def test_tampering_is_found_without_the_predictions(
    tmp_path: Path, named: str, change: Callable[[dict[str, Any]], None]
) -> None:
    problems = verify(changed(written(tmp_path, rule="exact"), change))
    assert any(named in str(problem) for problem in problems), problems


def test_a_seal_that_was_not_renewed_is_found(tmp_path: Path) -> None:
    file = written(tmp_path) / "certificate.json"
    file.write_text(file.read_text().replace('"numpy": "', '"numpy": "9'))
    assert "hash" in str(verify(tmp_path)[0])


def relabelled(folder: Path, change: Callable[[dict[str, list[Any]]], None]) -> Path:
    """labels.csv after a change, its hash made good in the certificate."""
    table = read_table(folder / "labels.csv")
    columns = {name: column.list() for name, column in table.columns.items()}
    change(columns)
    write_table(folder / "labels.csv", columns)
    right = labels_hash(columns["item"], columns["label"], columns["source"], None)
    return changed(folder, lambda told: told["hashes"].update(labels=right))


def one_label(columns: dict[str, list[Any]], source: str) -> None:
    at = columns["source"].index(source)
    columns["label"][at] = "3" if columns["label"][at] != "3" else "4"


def more_by_the_model(columns: dict[str, list[Any]]) -> None:
    columns["source"][columns["source"].index("expert")] = "model"


def test_changed_labels_are_found(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (tmp_path / "labels.csv").write_text((tmp_path / "labels.csv").read_text().replace(",model", ",expert", 1))
    assert "labels.csv" in str(verify(folder)[0])


def test_changed_labels_with_a_good_hash_are_found(tmp_path: Path) -> None:
    assert verify(relabelled(written(tmp_path / "a"), more_by_the_model))
    model = relabelled(written(tmp_path / "b"), lambda columns: one_label(columns, "model"))
    assert verify(model, GOOD.predictions)
    expert = relabelled(written(tmp_path / "c"), lambda columns: one_label(columns, "expert"))
    assert verify(expert, GOOD.predictions) or verify(expert, oracle=GOOD.truth)
    assert verify(expert, oracle=GOOD.truth)


def test_other_predictions_are_found(tmp_path: Path) -> None:
    folder = written(tmp_path)
    scores = list(GOOD.predictions["confidence"])
    scores[5] += 0.001
    problems = verify(folder, {**GOOD.predictions, "confidence": scores})
    assert "predictions: are not those" in str(problems[0])


def test_a_false_region_under_bets_is_found(tmp_path: Path) -> None:
    folder = written(tmp_path, rule="betting")
    assert verify(changed(folder, lambda told: told["parts"][0]["region"].update(corrected=0.0)))
    folder = written(tmp_path / "again", rule="betting")
    assert verify(changed(folder, lambda told: told["parts"][0]["plan"].update(cap=500.0)))


def test_what_is_no_certificate(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no certificate"):
        verify(tmp_path / "nowhere")
    (tmp_path / "certificate.json").write_text("[1, 2")
    assert "no JSON" in str(verify(tmp_path)[0])
    (tmp_path / "certificate.json").write_text("[1, 2]")
    (tmp_path / "labels.csv").write_text("item,label,source\n")
    assert "no certificate" in str(verify(tmp_path)[0])
    (tmp_path / "labels.csv").unlink()
    written(tmp_path)
    (tmp_path / "labels.csv").unlink()
    assert "no such file" in str(verify(tmp_path)[0])


MISSHAPEN: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ('is no certificate: lacks "format"', lambda told: told.clear()),
    ("\"items\" is 'many', not a number of items", lambda told: told.update(items="many")),
    ('"reached" is 1, not true or false', lambda told: told.update(reached=1)),
    ('"parts" is 3, not a list of objects', lambda told: told.update(parts=3)),
    ('lacks "request.seed"', lambda told: told["request"].pop("seed")),
    ('lacks "parts[0].region.accepted"', lambda told: told["parts"][0]["region"].pop("accepted")),
    ('lacks "parts[0].sample[2].inside"', lambda told: told["parts"][0]["sample"][2].pop("inside")),
    ('lacks "tolerated"', lambda told: told["parts"][0]["plan"].pop("tolerated")),
    ("not those that a run writes", plan("tolerated", "few")),
    ("not those that a run writes", lambda told: told["request"].update(hurry=True)),
]


@pytest.mark.parametrize(("said", "change"), MISSHAPEN)
def test_a_damaged_document_names_the_key_in_plain_words(
    tmp_path: Path, said: str, change: Callable[[dict[str, Any]], None]
) -> None:
    (problem, *more) = verify(changed(written(tmp_path, rule="exact"), change))
    assert (said in problem.message, more) == (True, []), problem
    assert "Error" not in problem.message


def test_an_oracle_that_lacks_what_was_asked_is_a_wrong_oracle(tmp_path: Path) -> None:
    folder = written(tmp_path)
    table = read_table(folder / "labels.csv")
    asked = [
        item
        for item, source in zip(table.column("item").list(), table.column("source").list(), strict=True)
        if source == "expert"
    ]
    short = {item: label for item, label in GOOD.truth.items() if str(item) != asked[0]}
    with pytest.raises(Invalid, match=f"lacks 1 of the {len(asked)} items .* such as item '{asked[0]}'"):
        verify(folder, oracle=short)
    other = next(item for item in short if str(item) == asked[1])
    (problem,) = verify(folder, oracle={**short, other: "another"})
    assert asked[1] in problem.message
