"""`goldlabel certify` and `goldlabel verify` of what it wrote."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goldlabel.frames import read_table, write_table
from goldlabel.learning import certify
from tests.cli.conftest import Cli

ITEMS = 1200


def predictions(wrong: float = 0.1, items: int = ITEMS) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """A model whose confidence knows where it errs, and the truth."""
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 2, items)
    doubt = rng.random(items) ** 3
    errs = rng.random(items) < doubt * 4 * wrong
    names = [f"n{at}" for at in range(items)]
    said = np.where(errs, 1 - truth, truth).tolist()
    table = {"item": names, "label": said, "confidence": np.round(1 - doubt, 4).tolist()}
    return table, {"item": names[::-1], "label": truth[::-1].tolist()}


@pytest.fixture
def files(cli: Cli) -> None:
    table, truth = predictions()
    write_table("predictions.csv", table)
    write_table("oracle.csv", truth)


ASK = ("certify", "predictions.csv", "--labels", "oracle.csv", "--target-error", "0.05", "--confidence", "0.95")


def certificate(folder: str = "out") -> dict[str, Any]:
    return json.loads(Path(folder, "certificate.json").read_text())


@pytest.mark.usefixtures("files")
def test_as_the_design_writes_it(cli: Cli) -> None:
    ran = cli(*ASK, "--out", "out", "--seed", "3")
    assert ran.code == 0, ran.err
    told = certificate()
    assert {"items", "oracle_labels_used", "target_error", "confidence", "reached"} <= told.keys()
    assert (told["items"], told["target_error"], told["confidence"], told["reached"]) == (ITEMS, 0.05, 0.95, True)
    made = {name: column.list() for name, column in read_table("out/labels.csv").columns.items()}
    table, truth = predictions()
    assert list(made) == ["item", "label", "source"]
    assert made["item"] == table["item"]
    right = dict(zip(truth["item"], map(str, truth["label"]), strict=True))
    asked = [at for at, source in enumerate(made["source"]) if source == "expert"]
    assert len(asked) == told["oracle_labels_used"] < ITEMS
    assert all(made["label"][at] == right[made["item"][at]] for at in asked)
    assert sum(right[i] != one for i, one in zip(made["item"], made["label"], strict=True)) <= 0.05 * ITEMS
    python = certify(table, dict(zip(truth["item"], truth["label"], strict=True)), 0.05, 0.95, seed=3)
    assert python.oracle_labels_used == told["oracle_labels_used"]


@pytest.mark.parametrize("form", ["tsv", "jsonl.gz", "parquet", "parquet.gz", "csv.gz"])
def test_other_forms_ask_for_the_same_items(cli: Cli, form: str) -> None:
    table, truth = predictions(items=300)
    for kind in ("csv", form):
        write_table(f"p.{kind}", table)
        write_table(f"o.{kind}", truth)
        ran = cli("certify", f"p.{kind}", "--labels", f"o.{kind}", "--target-error", "0.1", "--out", kind)
        assert ran.code == 0, ran.err
    assert Path(form, "labels.csv").read_bytes() == Path("csv", "labels.csv").read_bytes()
    assert cli("verify", form).code == 0


@pytest.mark.usefixtures("files")
def test_not_reachable_is_an_answer(cli: Cli) -> None:
    ran = cli(*ASK[:4], "--target-error", "0.0005", "--out", "out", "--budget", "60")
    assert (ran.code, certificate()["reached"], "Not reached" in ran.out) == (0, False, True)
    assert "expert labels" in ran.err
    told = json.loads(cli(*ASK[:4], "--target-error", "0.0005", "--out", "out", "--budget", "60", "--json").out)
    assert (told["reached"], told["parts"][0]["reached"], told["oracle_labels_used"] <= 60) == (False, False, True)
    assert cli("verify", "out").code == 0


@pytest.mark.usefixtures("files")
def test_the_oracle_is_read_for_what_is_asked_alone(cli: Cli) -> None:
    assert cli(*ASK, "--out", "whole").code == 0
    made = read_table("whole/labels.csv").columns
    asked = {i for i, s in zip(made["item"].list(), made["source"].list(), strict=True) if s == "expert"}
    _, truth = predictions()
    pairs = list(zip(truth["item"], truth["label"], strict=True))
    write_table("oracle.csv", {"item": [i for i, _ in pairs], "label": [t if i in asked else "?" for i, t in pairs]})
    assert cli(*ASK, "--out", "nonsense").code == 0
    write_table(
        "oracle.csv", {"item": [i for i, _ in pairs if i in asked], "label": [t for i, t in pairs if i in asked]}
    )
    assert cli(*ASK, "--out", "short").code == 0
    for folder in ("nonsense", "short"):
        assert certificate(folder)["hash"] == certificate("whole")["hash"]
    gone = sorted(asked)[0]
    pairs = [(i, t) for i, t in pairs if i != gone]
    write_table("oracle.csv", {"item": [i for i, _ in pairs], "label": [t for _, t in pairs]})
    ran = cli(*ASK, "--out", "lacking")
    assert (ran.code, f"oracle.csv: lacks item '{gone}'" in ran.err, Path("lacking").exists()) == (1, True, False)


def test_one_file_with_other_column_names(cli: Cli) -> None:
    table, truth = predictions(items=400)
    write_table("data.csv", {
        "id": table["item"], "model": table["label"], "score": table["confidence"], "truth": truth["label"][::-1],
    })  # fmt: skip
    names = ("--item", "id", "--label", "model", "--score", "score", "--oracle-item", "id", "--oracle-label", "truth")
    ran = cli("certify", "data.csv", "--labels", "data.csv", "--target-error", "0.1", "--out", "out", *names)
    assert (ran.code, cli("verify", "out").code) == (0, 0), ran.err
    ran = cli("verify", "out", "--predictions", "data.csv", "--labels", "data.csv")
    assert (ran.code, "whole and true" in ran.out) == (0, True), ran.out + ran.err
    write_table("other.csv", {"id": table["item"], "said": table["label"]})
    ran = cli("verify", "out", "--labels", "other.csv")
    assert (ran.code, 'other.csv has no column "truth"' in ran.err) == (2, True), ran.err
    ran = cli("certify", "data.csv", "--labels", "data.csv", "--out", "out")
    assert (ran.code, 'no column "item"; its columns are id, model' in ran.err, "--item COLUMN" in ran.err) == (
        1,
        True,
        True,
    )
    ran = cli("certify", "data.csv", "--labels", "data.csv", "--out", "out", *names[:6])
    assert (ran.code, "--oracle-item COLUMN" in ran.err) == (1, True)


WRONG: list[tuple[str, list[Any], str]] = [
    ("confidence", ["nan"], "predictions.csv row 2 column confidence: is"),
    ("confidence", ["inf"], "predictions.csv row 2 column confidence: is"),
    ("confidence", ["-Infinity"], "predictions.csv row 2 column confidence: is"),
    ("confidence", ["sure"], "predictions.csv row 2 column confidence: is"),
    ("confidence", [""], "predictions.csv row 2 column confidence: is"),
    ("item", ["n5"], "predictions.csv row 7: item 'n5' stands here and in predictions.csv row 2"),
    ("item", [""], "predictions.csv row 2: the item has no name"),
]


@pytest.mark.parametrize(("column", "first", "said"), WRONG)
def test_predictions_that_cannot_be_used(cli: Cli, column: str, first: list[Any], said: str) -> None:
    table, truth = predictions(items=60)
    write_table("predictions.csv", {**table, column: [*first, *table[column][1:]]})
    write_table("oracle.csv", truth)
    ran = cli(*ASK, "--out", "out")
    assert (ran.code, said in ran.err, Path("out").exists()) == (1, True, False), ran.err


@pytest.mark.usefixtures("files")
def test_called_wrongly(cli: Cli) -> None:
    for more, said in (
        (("--target-error", "1.5"), "target_error"),
        (("--confidence", "95"), "confidence"),
        (("--bounds", "0-1"), "--bounds takes two numbers"),
        (("--rule", "guess"), "guess"),
        (("--slices", "country"), 'no column "country"'),
    ):
        ran = cli(*ASK[:4], "--out", "out", *more)
        assert (ran.code in (1, 2), said in ran.err + ran.out) == (True, True), ran.err
    Path("file").write_text("")
    assert cli(*ASK, "--out", "file").code == 2
    assert cli("certify", "predictions.csv", "--labels", "nobody.csv", "--out", "out").code == 2
    assert cli("certify", "predictions.csv", "--out", "out").code == 2


@pytest.mark.usefixtures("files")
def test_verify_takes_folder_and_file_and_sees_what_was_touched(cli: Cli) -> None:
    cli(*ASK, "--out", "out")
    for path in ("out", "out/certificate.json"):
        ran = cli("verify", path, "--predictions", "predictions.csv", "--labels", "oracle.csv")
        assert (ran.code, "whole and true" in ran.out, certificate()["claim"] in ran.out) == (0, True, True)
    told = json.loads(cli("verify", "out", "--json").out)
    assert (told["ok"], told["reached"], told["hash"]) == (True, True, certificate()["hash"])
    labels = Path("out/labels.csv")
    before = labels.read_text()
    labels.write_text(before.replace("n7,0", "n7,1") if "n7,0" in before else before.replace("n7,1", "n7,0"))
    ran = cli("verify", "out")
    assert (ran.code, "is not what it says" in ran.out) == (1, True)
    labels.write_text(before)
    changed = {**certificate(), "target_error": 0.01}
    Path("out/certificate.json").write_text(json.dumps(changed))
    assert cli("verify", "out").code == 1
    Path("out/certificate.json").write_text("{")
    ran = cli("verify", "out")
    assert (ran.code, "is no JSON" in ran.out) == (1, True)
    assert json.loads(cli("verify", "out", "--json").out)["ok"] is False


@pytest.mark.usefixtures("files")
def test_verify_beside_other_predictions_or_labels(cli: Cli) -> None:
    cli(*ASK, "--out", "out")
    table, truth = predictions()
    write_table("other.csv", {**table, "confidence": table["confidence"][::-1]})
    assert cli("verify", "out", "--predictions", "other.csv").code == 1
    write_table("other.csv", {**truth, "label": [1 - one for one in truth["label"]]})
    assert cli("verify", "out", "--labels", "other.csv").code == 1
    assert cli("verify", "out", "--labels", "nobody.csv").code == 2
    assert cli("verify", "nothing-here").code == 2


def test_numbers_by_their_loss(cli: Cli) -> None:
    rng = np.random.default_rng(5)
    truth = rng.random(600)
    said = np.clip(truth + rng.normal(0, 0.05, 600), 0, 1)
    names = list(range(600))
    write_table("predictions.csv", {"item": names, "label": said.tolist(), "confidence": [0.5] * 600})
    write_table("oracle.csv", {"item": names, "label": truth.tolist()})
    ran = cli(*ASK[:4], "--target-error", "0.05", "--loss", "squared", "--bounds", "0,1", "--out", "out")
    assert (ran.code, certificate()["reached"], cli("verify", "out").code) == (0, True, 0), ran.err


@pytest.mark.usefixtures("files")
def test_verify_beside_what_is_not_enough(cli: Cli) -> None:
    cli(*ASK, "--out", "out")
    _, truth = predictions()
    write_table("short.csv", {name: column[:5] for name, column in truth.items()})
    ran = cli("verify", "out", "--labels", "short.csv")
    assert (ran.code, "short.csv: lacks" in ran.err, "is not what it says" in ran.out) == (1, True, False), ran.err
    Path("empty").mkdir()
    ran = cli("verify", "empty")
    assert (ran.code, ran.err.count("\n"), "no certificate (certificate.json) and no release" in ran.err) == (
        2,
        1,
        True,
    )


@pytest.mark.usefixtures("files")
def test_without_a_budget_nothing_is_foretold(cli: Cli) -> None:
    ran = cli(*ASK[:4], "--out", "out", "--budget", "0")
    assert (ran.code, "too few items were asked" in ran.err, "would take" in ran.err) == (0, True, False), ran.err


def test_a_single_row_is_the_experts(cli: Cli) -> None:
    write_table("one.csv", {"item": ["a"], "label": ["x"], "confidence": [0.5]})
    ran = cli("certify", "one.csv", "--labels", "one.csv", "--out", "out")
    assert (ran.code, "the one item was asked" in ran.out, "out: 1 label, 1 of them" in ran.out) == (0, True, True)


@pytest.mark.usefixtures("files")
def test_classes_that_are_named_differently(cli: Cli) -> None:
    _, truth = predictions()
    assert "None of the expert's classes" not in cli(*ASK, "--out", "out").err
    write_table("oracle.csv", {**truth, "label": ["XY"[one] for one in truth["label"]]})
    assert "None of the expert's classes (X, Y) is one of the model's (0, 1)" in cli(*ASK, "--out", "out").err
    write_table("oracle.csv", {**truth, "label": [""] * ITEMS})
    ran = cli(*ASK, "--out", "out")
    assert (ran.code, "oracle.csv row " in ran.err, "has no label; fill it in" in ran.err) == (1, True, True)
