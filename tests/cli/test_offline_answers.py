"""`goldlabel consensus`, `workers` and `agreement` as DESIGN writes them, wrongly in every way, in every table."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import goldlabel as gl
from goldlabel.frames import read_table, write_table
from tests.cli.conftest import Cli

FORMS = ("csv", "csv.gz", "tsv", "jsonl", "jsonl.gz", "parquet", "parquet.gz")
COMMANDS = ("consensus", "agreement", "workers")


def crowd(items: int = 40, workers: int = 7, seed: int = 1) -> dict[str, list[Any]]:
    """Workers who are right four times of five, on two classes."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, items)
    right = rng.random((items, workers)) < 0.8
    said = np.where(right, truth[:, None], 1 - truth[:, None])
    pairs = [(i, w) for i in range(items) for w in range(workers)]
    return {
        "item": [f"i{i}" for i, _ in pairs],
        "worker": [f"w{w}" for _, w in pairs],
        "label": [("cat", "dog")[said[i, w]] for i, w in pairs],
    }


@pytest.fixture
def answers(cli: Cli) -> Path:
    write_table("answers.csv", crowd())
    return Path("answers.csv")


def words(command: str, *more: Any) -> list[Any]:
    return [command, *more, *(["--out", "out.csv"] if command == "consensus" else [])]


def cells(path: str) -> dict[str, list[Any]]:
    return {name: column.list() for name, column in read_table(path).columns.items()}


# -- as written


@pytest.mark.parametrize("form", FORMS)
def test_consensus_of_every_form_is_that_of_python(cli: Cli, form: str) -> None:
    write_table(f"answers.{form}", crowd())
    ran = cli("consensus", f"answers.{form}", "--out", f"labels.{form}")
    assert (ran.code, ran.out.split(",")[0]) == (0, f"labels.{form}: 40 items from 280 answers of 7 workers")
    wanted = gl.consensus.aggregate(crowd())
    made = cells(f"labels.{form}")
    assert list(made) == ["item", "label", "confidence"]
    assert (made["item"], made["label"]) == (wanted.items, wanted.labels)
    assert [float(one) for one in made["confidence"]] == pytest.approx(list(wanted.confidence), abs=1e-6)


def test_consensus_says_how_and_of_what(cli: Cli, answers: Path) -> None:
    told = json.loads(cli("consensus", answers, "--out", "out.csv", "--json").out)
    wanted = gl.consensus.aggregate(crowd())
    assert (told["method"], told["why"]) == (wanted.method, wanted.why)
    assert (told["items"], told["answers"], told["workers"], told["scale"]) == (40, 280, 7, "nominal")
    assert told["duplicates"] == {"identical": 0, "conflicting": 0, "dropped": 0, "examples": []}


def test_every_option_of_the_design(cli: Cli, answers: Path) -> None:
    write_table("gold.csv", {"item": ["i0"], "label": ["dog"]})
    ran = cli("consensus", answers, "--out", "a.csv", "--scale", "nominal", "--method", "majority",
              "--gold", "gold.csv", "--seed", "3")  # fmt: skip
    assert (ran.code, "majority" in ran.err) == (0, True)
    known = dict(zip(cells("a.csv")["item"], cells("a.csv")["label"], strict=True))
    assert known["i0"] == "dog"


def test_the_same_seed_gives_the_same_file(cli: Cli, answers: Path) -> None:
    for out in ("a.csv", "b.csv"):
        assert cli("consensus", answers, "--out", out, "--seed", "5").code == 0
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()


def test_workers_are_listed_worst_first(cli: Cli) -> None:
    table = crowd()
    table["label"] = ["cat" if w == "w3" else label for w, label in zip(table["worker"], table["label"], strict=True)]
    write_table("answers.parquet", table)
    ran = cli("workers", "answers.parquet")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["worker", "answers", "skill", "low", "high"]
    assert (ran.code, len(lines), lines[1].split()[:2]) == (0, 8, ["w3", "40"])
    told = json.loads(cli("workers", "answers.parquet", "--json").out)
    wanted = {one.worker: one for one in gl.consensus.aggregate(table).workers}
    for one in told["workers"]:
        assert one["low"] <= one["skill"] <= one["high"]
        assert one["skill"] == pytest.approx(wanted[one["worker"]].skill, abs=1e-4)
    assert cli("workers", "answers.parquet", "--out", "skill.csv").code == 0
    assert cells("skill.csv")["worker"] == [one["worker"] for one in told["workers"]]


def test_agreement_is_that_of_python(cli: Cli, answers: Path) -> None:
    ran = cli("agreement", answers, "--json")
    wanted = gl.agreement.report(crowd())
    told = {one["name"]: one for one in json.loads(ran.out)["coefficients"]}
    assert ran.code == 0
    assert told["alpha"]["value"] == pytest.approx(wanted.value)
    assert told["alpha"]["low"] == pytest.approx(wanted.low)
    assert f"{wanted.value:.3f}" in cli("agreement", answers).out


def test_agreement_by_slice_worker_and_pair(cli: Cli) -> None:
    table = crowd()
    write_table("answers.csv", {**table, "split": ["a" if i < "i2" else "b" for i in table["item"]]})
    ran = cli("agreement", "answers.csv", "--by", "split,worker", "--pairs", "--draws", "50")
    assert ran.code == 0
    for title in ("by split", "by worker", "pairs of workers"):
        assert title in ran.out
    told = json.loads(cli("agreement", "answers.csv", "--by", "split", "--draws", "0", "--json").out)
    assert told["by"]["split"]["split"] == ["a", "b"]
    assert told["coefficients"][0]["low"] is None
    missing = cli("agreement", "answers.csv", "--by", "country")
    assert (missing.code, 'no column "country"' in missing.err) == (1, True)


def test_one_worker_answers_several_questions_about_an_item(cli: Cli) -> None:
    table = crowd(20, 3)
    twice = {name: cells * 2 for name, cells in table.items()}
    write_table("answers.csv", {**twice, "question": ["q1"] * 60 + ["q2"] * 60})
    told = json.loads(cli("agreement", "answers.csv", "--by", "question", "--json", "--draws", "0").out)
    assert (told["items"], told["duplicates"]["identical"]) == (40, 0)


SCALES: dict[str, list[Any]] = {
    "nominal": ["x", "x", "y"],
    "ordinal": ["1", "2", "3"],
    "numeric": ["1.5", "2", "40"],
    "text": ["the cat sat", "the cat sat", "a cat sat"],
    "tree": ["animal/dog", "animal/cat", "animal/dog"],
    "set": ['["x", "y"]', '["x"]', '["x", "z"]'],
    "ranking": ['["a", "b", "c"]', '["a", "c", "b"]', '["a", "b", "c"]'],
    "spans": ['[[0, 5, "PER"]]', '[[0, 5, "PER"]]', "[]"],
    "segments": ['[[0.5, 2, "speech"]]', '[[0.5, 2.5, "speech"]]', '[[0.4, 2, "speech"]]'],
    "boxes": ['[[1, 2, 10, 10, "car"]]', '[[1, 2, 10, 11, "car"]]', '[[2, 2, 10, 10, "car"]]'],
    "polygons": ['[[[[0, 0], [9, 0], [9, 9]], "roof"]]', '[[[[0, 0], [9, 0], [9, 9]], "roof"]]', "[]"],
    "points": ['[[3, 4, "nose"]]', '[[4, 4, "nose"]]', '[[3, 5, "nose"], [90, 90, "ear"]]'],
    "masks": ['{"size": [2, 2], "counts": [1, 3]}'] * 2 + ['{"size": [2, 2], "counts": "04"}'],
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet.gz"])
@pytest.mark.parametrize("scale", SCALES)
def test_every_scale_in_its_form(cli: Cli, scale: str, form: str) -> None:
    labels = SCALES[scale] * 4
    items = [f"i{at // 3}" for at in range(12)]
    write_table(f"answers.{form}", {"item": items, "worker": ["a", "b", "c"] * 4, "label": labels})
    ran = cli("consensus", f"answers.{form}", "--out", f"out.{form}", "--scale", scale)
    assert ran.code == 0, ran.err
    made = cells(f"out.{form}")
    assert made["item"] == ["i0", "i1", "i2", "i3"]
    assert all(0 <= float(one) <= 1 for one in made["confidence"])
    from goldlabel.frames.scale import scale as form_of

    for label in made["label"]:
        form_of(scale).parse(label)
    assert cli("agreement", f"answers.{form}", "--scale", scale, "--draws", "20").code == 0
    assert cli("workers", f"answers.{form}", "--scale", scale).code == 0


def test_pairwise_answers(cli: Cli) -> None:
    pairs = [("a", "b", "left"), ("b", "c", "left"), ("a", "c", "left"), ("c", "a", "right"), ("b", "a", "tie")]
    rows = [(*pair, worker) for worker in "uvw" for pair in pairs]
    left, right, label, worker = (list(part) for part in zip(*rows, strict=True))
    write_table("answers.csv", {"worker": worker, "left": left, "right": right, "label": label})
    ran = cli("consensus", "answers.csv", "--scale", "pairwise", "--out", "out.csv")
    assert ran.code == 0, ran.err
    assert list(cells("out.csv")) == ["item", "label", "confidence"]
    write_table("short.csv", {"item": [1], "worker": [1], "left": ["a"], "label": ["left"]})
    missing = cli("consensus", "short.csv", "--scale", "pairwise", "--out", "out.csv")
    assert (missing.code, 'no column "right"' in missing.err) == (1, True)


def test_the_order_of_an_ordinal_scale(cli: Cli) -> None:
    table = {"item": [1, 1, 1], "worker": ["a", "b", "c"], "label": ["low", "mid", "high"]}
    write_table("answers.csv", table)
    ran = cli("consensus", "answers.csv", "--scale", "ordinal", "--classes", "low,mid,high", "--out", "out.csv")
    assert (ran.code, cells("out.csv")["label"]) == (0, ["mid"])
    assert cli("agreement", "answers.csv", "--scale", "ordinal", "--classes", "low, mid, high").code == 0


# -- double answers


def doubled() -> dict[str, list[Any]]:
    rows = [("i", "w", "x"), ("i", "v", "y"), ("i", "u", "x"), ("i", "w", "y"), ("j", "w", "x"), ("j", "w", "x")]
    return dict(zip(("item", "worker", "label"), (list(part) for part in zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("command", COMMANDS)
def test_different_answers_of_one_worker_are_listed(cli: Cli, command: str) -> None:
    write_table("answers.csv", doubled())
    ran = cli(*words(command, "answers.csv"))
    assert ran.code == 1
    assert "1 conflicting duplicate answer" in ran.err
    assert "worker w on item i said x (row 2), y (row 5)" in ran.err
    assert "--duplicates last, first, all or error" in ran.err
    chosen = cli(*words(command, "answers.csv", "--duplicates", "last"))
    assert (chosen.code, "conflicting" in chosen.err, chosen.out == ran.out) == (0, False, True)
    refused = cli(*words(command, "answers.csv", "--duplicates", "error"))
    assert (refused.code, refused.out, "conflicting" in refused.err) == (1, "", True)
    told = json.loads(cli(*words(command, "answers.csv", "--duplicates", "last", "--json")).out)
    assert (told["duplicates"]["identical"], told["duplicates"]["dropped"]) == (1, 1)


def test_labels_that_are_no_classes_are_doubted(cli: Cli) -> None:
    for labels, said in (
        ([f"[[{at}, 9, 'x']]" for at in range(4)], "look like lists"),
        ([at * 1.5 for at in range(40)], "40 different numbers as labels"),
        ([f"a long sentence {at}" for at in range(40)], "40 different labels in 40 answers"),
    ):
        write_table("answers.csv", {"item": [1] * len(labels), "worker": list(range(len(labels))), "label": labels})
        ran = cli("agreement", "answers.csv", "--draws", "0")
        assert (ran.code, said in ran.err, "--scale" in ran.err) == (0, True, True)
    write_table("answers.csv", crowd())
    assert "--scale" not in cli("agreement", "answers.csv", "--draws", "0").err


def test_which_answer_counts(cli: Cli) -> None:
    write_table("answers.csv", doubled())
    assert cli("consensus", "answers.csv", "--out", "out.csv", "--method", "majority").code == 1
    assert cells("out.csv")["label"][0] == "y"  # written all the same: the last counts
    for duplicates in ("first", "all"):
        ran = cli("consensus", "answers.csv", "--out", "out.csv", "--method", "majority", "--duplicates", duplicates)
        assert ran.code == 0
        assert cells("out.csv")["label"][0] == "x" or duplicates == "all"
    Path("out.csv").unlink()
    assert cli("consensus", "answers.csv", "--out", "out.csv", "--duplicates", "error").code == 1
    assert not Path("out.csv").exists()


# -- wrongly

WRONG: dict[str, tuple[dict[str, Any] | bytes, list[str], int, str]] = {
    "a missing column": (
        {"task": ["a"], "worker": ["b"], "label": ["c"]}, [], 1,
        'has no column "item"; its columns are task, worker, label. Name the column: --item COLUMN',
    ),
    "a column that is nearly right": (
        {"item": ["a"], "Workers": ["b"], "label": ["c"]}, [], 1, 'did you mean "Workers"? Name the column: --worker',
    ),
    "an unknown scale": ({"item": ["a"], "worker": ["b"], "label": ["c"]}, ["--scale", "interval"], 2, "interval"),
    "labels of another scale": (
        {"item": ["a"], "worker": ["b"], "label": ["c"]}, ["--scale", "numeric"], 1, "label 'c' is no number",
    ),
    "a label that is no JSON": (
        {"item": ["a"], "worker": ["b"], "label": ["[1"]}, ["--scale", "spans"], 1, "is no JSON",
    ),
    "infinite numbers": (
        {"item": ["a", "a"], "worker": ["b", "c"], "label": ["1", "inf"]}, ["--scale", "numeric"], 1,
        "answers.csv row 3: label 'inf' is no finite number",
    ),
    "no file": (b"", ["--label", "x"], 1, "is empty"),
    "only a header": (b"item,worker,label\n", [], 1, "has a header and no rows"),
    "not UTF-8": (b"item,worker,label\na,b,\xff\n", [], 1, "is not UTF-8: byte 0xff at offset 22 (line 2)"),
    "a ragged row": (b"item,worker,label\na,b\n", [], 1, "answers.csv row 2: has 2 cells, the header has 3 columns"),
    "a nameless item": (b"item,worker,label\n,b,c\n", [], 1, 'answers.csv row 2: column "item" is empty'),
    "no label at all": (b"item,worker,label\na,b,\n", [], 1, "no rows"),
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(cli: Cli, command: str, case: str) -> None:
    content, more, code, said = WRONG[case]
    if isinstance(content, bytes):
        Path("answers.csv").write_bytes(content)
    else:
        write_table("answers.csv", content)
    ran = cli(*words(command, "answers.csv", *more))
    shown = " ".join((ran.err + ran.out).split())
    assert (ran.code, said in shown) == (code, True), shown
    assert not Path("out.csv").exists()
    assert "mistake in goldlabel" not in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_not_there_or_no_tables(cli: Cli, command: str) -> None:
    ran = cli(*words(command, "nowhere.csv"))
    assert (ran.code, "there is no file nowhere.csv" in ran.err) == (2, True)
    Path("answers.xlsx").write_text("")
    ran = cli(*words(command, "answers.xlsx"))
    assert (ran.code, "ends in none of .csv, .tsv, .jsonl" in ran.err) == (2, True)
    for name, said in (("a.parquet", "is not a readable Parquet file"), ("a.csv.gz", "is not gzip")):
        Path(name).write_text("item,worker,label\na,b,c\n")
        ran = cli(*words(command, name))
        assert (ran.code, said in ran.err) == (1, True)


def test_an_unknown_method_names_those_there_are(cli: Cli, answers: Path) -> None:
    ran = cli("consensus", answers, "--out", "out.csv", "--method", "magic")
    assert (ran.code, "magic" in ran.err, "majority" in ran.err) == (2, True, True)


def test_outputs_that_cannot_be(cli: Cli, answers: Path) -> None:
    for out, said in (
        ("out.xlsx", "ends in none of"),
        (".", "ends in none of"),
        ("answers.csv", "is a file that is read"),
    ):
        ran = cli("consensus", answers, "--out", out)
        assert (ran.code, said in ran.err) == (2, True)
    assert cli("consensus", answers, "--out", "new/folder/out.csv").code == 0
    assert Path("new/folder/out.csv").exists()
    Path("d.csv").mkdir()
    assert cli("consensus", answers, "--out", "d.csv").code == 2
    assert cli("consensus", answers).code == 2


def test_other_column_names(cli: Cli) -> None:
    table = crowd()
    write_table("a.csv", {"task": table["item"], "annotator": table["worker"], "answer": table["label"]})
    ran = cli("consensus", "a.csv", "--out", "b.csv", "--item", "task", "--worker", "annotator", "--label", "answer")
    assert (ran.code, list(cells("b.csv"))) == (0, ["item", "label", "confidence"])


def test_rows_without_a_label_are_counted(cli: Cli) -> None:
    Path("a.csv").write_text("item,worker,label\na,u,x\na,v,\na,w,x\n")
    ran = cli("consensus", "a.csv", "--out", "b.csv")
    assert (ran.code, "1 row without a label left out" in ran.err) == (0, True)


def test_gold_of_an_unknown_class_or_item(cli: Cli, answers: Path) -> None:
    write_table("gold.csv", {"item": ["i0", "nobody"], "label": ["bird", "cat"]})
    ran = cli("consensus", answers, "--out", "out.csv", "--gold", "gold.csv", "--classes", "cat,dog")
    assert (ran.code, "bird" in ran.err) == (1, True)
    write_table("gold.csv", {"item": ["i0", "i0"], "label": ["cat", "dog"]})
    ran = cli("consensus", answers, "--out", "out.csv", "--gold", "gold.csv")
    assert (ran.code, "two labels" in ran.err) == (1, True)
    write_table("gold.csv", {"item": ["i0"], "answer": ["cat"]})
    ran = cli("consensus", answers, "--out", "out.csv", "--gold", "gold.csv")
    assert (ran.code, 'gold.csv: has no column "label"' in ran.err) == (1, True)


def test_a_models_probabilities_are_a_voice(cli: Cli, answers: Path) -> None:
    items = list(dict.fromkeys(crowd()["item"]))
    write_table("probs.csv", {"item": items, "cat": [0.9] * 40, "dog": [0.1] * 40})
    assert cli("consensus", answers, "--out", "out.csv", "--probs", "probs.csv").code == 0
    write_table("probs.csv", {"item": items, "cat": [float("nan")] * 40, "dog": [0.1] * 40})
    ran = cli("consensus", answers, "--out", "out.csv", "--probs", "probs.csv")
    assert (ran.code, 'probs.csv row 2: column "cat"' in ran.err) == (1, True)


def test_labels_too_many_to_be_classes_are_refused_with_the_way_out(cli: Cli) -> None:
    count = 900
    write_table(
        "a.csv", {"item": list(range(count)), "worker": list(range(count)), "label": [f"t{x}" for x in range(count)]}
    )
    ran = cli("consensus", "a.csv", "--out", "b.csv")
    assert (ran.code, "too many for confusion matrices" in ran.err, Path("b.csv").exists()) == (2, True, False)
    assert cli("consensus", "a.csv", "--out", "b.csv", "--method", "majority").code == 0
