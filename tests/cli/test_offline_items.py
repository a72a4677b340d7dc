"""`goldlabel label-model` and `goldlabel errors`: tables with one row per item, as written and wrongly."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goldlabel.consensus.label_model import label_model
from goldlabel.frames import read_table, write_table
from goldlabel.quality import find_errors
from tests.cli.conftest import Cli

FORMS = ("csv", "csv.gz", "tsv", "jsonl", "parquet", "parquet.gz")


def cells(path: str) -> dict[str, list[Any]]:
    return {name: column.list() for name, column in read_table(path).columns.items()}


def functions(items: int = 60) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Votes of three functions of different skill, a column that is none, and gold of half of the items."""
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, items)
    votes: dict[str, list[Any]] = {"item": [f"t{at}" for at in range(items)], "split": ["train"] * items}
    for name, skill, speaks in (("links", 0.9, 0.8), ("short", 0.7, 0.9), ("loud", 0.6, 0.5)):
        said = np.where(rng.random(items) < skill, truth, 1 - truth)
        votes[name] = np.where(rng.random(items) < speaks, said, -1).tolist()
    half = {"item": votes["item"][: items // 2], "label": truth[: items // 2].tolist()}
    return votes, half


def labels_and_probs(items: int = 80) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Three classes, five labels wrong, and a model that sees it."""
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, items)
    given = truth.copy()
    given[:5] = (truth[:5] + 1) % 3
    p = np.full((items, 3), 0.05)
    p[np.arange(items), truth] = 0.9
    names = [f"x{at}" for at in range(items)]
    probs = {"item": names[::-1]} | {f"p{k}": p[::-1, k].tolist() for k in range(3)}
    return {"item": names, "label": [str(one) for one in given]}, probs


# -- label-model


@pytest.mark.parametrize("form", FORMS)
def test_labels_from_functions_are_those_of_python(cli: Cli, form: str) -> None:
    votes, gold = functions()
    write_table(f"votes.{form}", votes)
    write_table(f"gold.{form}", gold)
    ran = cli("label-model", f"votes.{form}", "--out", f"out.{form}", "--gold", f"gold.{form}", "--abstain", "-1")
    assert (ran.code, f"out.{form}: 60 items" in ran.out) == (0, True)
    wanted = label_model(votes, gold)
    made = cells(f"out.{form}")
    assert list(made) == ["item", "label", "confidence"]
    assert [str(one) for one in made["label"]] == [str(one) for one in wanted.labels]
    assert [float(one) for one in made["confidence"]] == pytest.approx(list(wanted.confidence), abs=1e-6)
    for name in ("links", "short", "loud"):
        assert name in ran.out
    assert "split" in ran.err


def test_functions_are_told_as_json(cli: Cli) -> None:
    votes, gold = functions()
    write_table("votes.csv", votes)
    write_table("gold.csv", gold)
    told = json.loads(cli("label-model", "votes.csv", "--out", "out.csv", "--gold", "gold.csv", "--json").out)
    by_name = {one["function"]: one for one in told["functions"]}
    links = [(v, t) for v, t in zip(votes["links"][:30], gold["label"], strict=True) if v != -1]
    assert by_name["links"]["gold_votes"] == len(links)
    assert by_name["links"]["precision"] == pytest.approx(sum(v == t for v, t in links) / len(links))
    assert by_name["links"]["low"] < by_name["links"]["precision"] <= by_name["links"]["high"]
    assert list(told["left_out"]) == ["split"]


def test_which_columns_are_functions(cli: Cli) -> None:
    votes, _ = functions()
    write_table("votes.csv", votes)
    told = json.loads(cli("label-model", "votes.csv", "--out", "o.csv", "--functions", "links,short", "--json").out)
    assert [one["function"] for one in told["functions"]] == ["links", "short"]
    told = json.loads(cli("label-model", "votes.csv", "--out", "o.csv", "--ignore", "loud,split", "--json").out)
    assert [one["function"] for one in told["functions"]] == ["links", "short"]
    ran = cli("label-model", "votes.csv", "--out", "o.csv", "--ignore", "quiet")
    assert (ran.code, 'no column "quiet"; its columns are item, split, links' in ran.err) == (1, True)


def test_soft_labels_are_what_errors_reads(cli: Cli) -> None:
    votes, gold = functions()
    write_table("votes.csv", votes)
    write_table("gold.csv", gold)
    assert cli("label-model", "votes.csv", "--out", "o.csv", "--gold", "gold.csv", "--soft", "soft.csv").code == 0
    assert list(cells("soft.csv")) == ["item", "0", "1"]
    assert cli("errors", "o.csv", "--probs", "soft.csv", "--out", "ranked.csv").code == 0
    assert len(cells("ranked.csv")["item"]) == 60


@pytest.mark.parametrize("abstain", ["-1", "ABSTAIN", ""])
def test_what_an_abstention_reads_like(cli: Cli, abstain: str) -> None:
    said = {"item": ["a", "b"], "f": ["spam", abstain], "g": [abstain, "ham"]}
    write_table("votes.csv", said)
    assert cli("label-model", "votes.csv", "--out", "o.csv", "--abstain", abstain).code == 0
    assert cells("o.csv")["label"] == ["spam", "ham"]


WRONG_VOTES: list[tuple[bytes, str]] = [
    (b"task,f\na,1\n", 'has no column "item"; its columns are task, f. Name the column: --item COLUMN'),
    (b"item,f\na,1\na,0\n", "item a stands"),
    (b"item,f\na,1\n,0\n", 'votes.csv row 3: column "item" is empty'),
    (b"item,f\na,\xff\n", "is not UTF-8"),
    (b"", "is empty"),
]


@pytest.mark.parametrize(("content", "said"), WRONG_VOTES)
def test_votes_that_are_none(cli: Cli, content: bytes, said: str) -> None:
    Path("votes.csv").write_bytes(content)
    ran = cli("label-model", "votes.csv", "--out", "o.csv")
    assert (ran.code, said in ran.err, Path("o.csv").exists()) == (1, True, False), ran.err


def test_gold_that_fits_no_item_or_contradicts_itself(cli: Cli) -> None:
    write_table("votes.csv", functions()[0])
    for gold, said in (
        ({"item": ["zz"], "label": ["1"]}, "gold has none of the items"),
        ({"item": ["t1", "t1"], "label": ["1", "0"]}, "item t1 has two labels, 1 and 0"),
        ({"item": ["t1"], "truth": ["1"]}, 'has no column "label"'),
    ):
        write_table("gold.csv", gold)
        ran = cli("label-model", "votes.csv", "--out", "o.csv", "--gold", "gold.csv")
        assert (ran.code, said in ran.err) == (1, True), ran.err
    assert cli("label-model", "votes.csv", "--out", "o.csv", "--gold", "no.csv").code == 2


# -- errors


@pytest.mark.parametrize("form", FORMS)
def test_suspects_are_those_of_python(cli: Cli, form: str) -> None:
    given, probs = labels_and_probs()
    write_table(f"given.{form}", given)
    write_table(f"probs.{form}", probs)
    ran = cli("errors", f"given.{form}", "--probs", f"probs.{form}", "--out", f"ranked.{form}")
    assert (ran.code, "80 labels, worst first; 5 flagged" in ran.out) == (0, True)
    made = cells(f"ranked.{form}")
    assert list(made) == ["item", "label", "suggested", "score"]
    assert sorted(made["item"][:5]) == [f"x{at}" for at in range(5)]
    assert made["item"] == find_errors(given, probs).items
    scores = [float(one) for one in made["score"]]
    assert scores == sorted(scores)


def test_one_file_may_hold_both(cli: Cli) -> None:
    given, probs = labels_and_probs()
    whole = {"item": given["item"], "given": given["label"]} | {k: v[::-1] for k, v in probs.items() if k != "item"}
    write_table("both.csv.gz", whole)
    ran = cli("errors", "both.csv.gz", "--probs", "both.csv.gz", "--label", "given", "--out", "o.csv", "--flagged")
    assert (ran.code, sorted(cells("o.csv")["item"])) == (0, [f"x{at}" for at in range(5)])
    told = json.loads(
        cli("errors", "both.csv.gz", "--probs", "both.csv.gz", "--label", "given", "--out", "o.csv", "--json").out
    )
    assert (told["labels"], told["flagged"], told["classes"]) == (80, 5, ["0", "1", "2"])


WRONG_PROBS: list[tuple[dict[str, list[Any]], str]] = [
    ({"p0": ["nan"]}, "probs.csv row 2: column \"p0\" holds 'nan'"),
    ({"p0": ["inf"]}, "probs.csv row 2: column \"p0\" holds 'inf'"),
    ({"p0": ["much"]}, "probs.csv row 2: column \"p0\" holds 'much'"),
    ({"p0": ["0.9"], "p1": ["0.9"]}, "probs.csv row 2: the probabilities of 3 classes add up to"),
    ({"item": ["x3"]}, "item x3 stands twice"),
    ({"item": ["who"]}, "1 items of given.csv are missing: x79"),
]


@pytest.mark.parametrize(("change", "said"), WRONG_PROBS)
def test_probabilities_that_are_none(cli: Cli, change: dict[str, list[Any]], said: str) -> None:
    given, probs = labels_and_probs()
    write_table("given.csv", given)
    write_table("probs.csv", {name: [*change.get(name, cells[:1]), *cells[1:]] for name, cells in probs.items()})
    ran = cli("errors", "given.csv", "--probs", "probs.csv", "--out", "o.csv")
    assert (ran.code, said in ran.err, Path("o.csv").exists()) == (1, True, False), ran.err


def test_errors_called_wrongly(cli: Cli) -> None:
    given, probs = labels_and_probs()
    write_table("given.csv", given)
    write_table("probs.csv", {name: cells for name, cells in probs.items() if name != "p2"})
    ran = cli("errors", "given.csv", "--out", "o.csv")
    assert (ran.code, "--probs FILE, or --text COLUMN" in ran.err) == (2, True)
    ran = cli("errors", "given.csv", "--probs", "probs.csv", "--out", "o.csv")
    assert (ran.code, "has no column for the class" in ran.err) == (1, True), ran.err
    assert cli("errors", "given.csv", "--probs", "probs.csv", "--out", "o.csv", "--method", "magic").code == 2
    ran = cli("errors", "given.csv", "--probs", "probs.csv", "--out", "o.csv", "--label", "truth")
    assert (ran.code, 'no column "truth"' in ran.err, "--label COLUMN" in ran.err) == (1, True, True)


def test_a_model_may_be_trained_on_a_text(cli: Cli) -> None:
    rng = np.random.default_rng(4)
    words = {"animal": ["bird", "cat", "dog", "horse", "fox"], "machine": ["car", "engine", "pump", "crane", "drill"]}
    truth = ["animal", "machine"] * 40
    texts = [" ".join([*rng.choice(words[one], 4), *rng.choice(["the", "a", "on", "near"], 3)]) for one in truth]
    given = {"item": list(range(80)), "text": texts, "label": ["machine", *truth[1:]]}
    write_table("given.csv", given)
    ran = cli("errors", "given.csv", "--text", "text", "--out", "o.csv")
    assert ran.code == 0, ran.err
    assert (cells("o.csv")["item"][0], cells("o.csv")["suggested"][0]) == ("0", "animal")
