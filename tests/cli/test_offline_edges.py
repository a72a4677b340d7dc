"""Offline commands on small, wrong and extreme tables: what a first user meets."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli


def write(name: str, *rows: str, head: str = "item,worker,label") -> str:
    Path(name).write_text("\n".join([head, *rows]) + "\n")
    return name


def coefficients(cli: Cli, *words: Any) -> dict[str, Any]:
    return {one["name"]: one for one in json.loads(cli("agreement", *words, "--json").out)["coefficients"]}


def test_items_with_one_answer_are_left_out_of_every_coefficient(cli: Cli) -> None:
    pairs = ["1,a,x", "1,b,y", "2,a,x", "2,b,x", "3,a,y", "3,b,y"]
    write("pairs.csv", *pairs)
    write("more.csv", *pairs, *(f"{item},a,x" for item in range(4, 30)))
    alone, more = (coefficients(cli, name) for name in ("pairs.csv", "more.csv"))
    for name in ("alpha", "fleiss_kappa", "ac1", "percent"):
        assert more[name]["value"] == alone[name]["value"]


def test_one_class_leaves_kappa_as_undefined_as_alpha(cli: Cli) -> None:
    found = coefficients(cli, write("a.csv", "1,a,p", "1,b,p", "2,a,q"))
    for name in ("alpha", "fleiss_kappa"):
        assert found[name]["value"] is None
        assert "all are the same" in found[name]["note"]
    said = cli("agreement", "a.csv").out
    assert said.startswith("1 item with two answers or more, 2 answers, 2 workers")
    assert "Only 1 item with two answers" in said


@pytest.mark.parametrize("missing", [False, True])
def test_numbers_too_large_to_be_squared_are_no_warning(cli: Cli, missing: bool) -> None:
    rows = ["1,a,1e308", "1,b,-1e308", "2,a,1e308", "2,b,-1e308", "3,a,1", "3,b,2", *(["4,c,1"] if missing else [])]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ran = cli("agreement", write("a.csv", *rows), "--scale", "numeric", "--pairs", "--by", "worker,item")
    assert (ran.code, ran.err) == (0, "")
    assert "alpha                  -                   not defined: the numbers are too large" in ran.out
    coefficients_said = ran.out[: ran.out.index("by worker")]
    assert " inf " not in coefficients_said.replace("-inf", " inf ")
    assert "nan" not in coefficients_said


def test_a_ratio_has_a_true_zero(cli: Cli) -> None:
    name = write("a.csv", "1,a,1", "1,b,2", "2,a,-3", "2,b,3")
    ran = cli("agreement", name, "--scale", "numeric", "--metric", "ratio")
    assert (ran.code, "a.csv row 4: -3 is below zero" in ran.err) == (1, True)
    assert cli("agreement", name, "--scale", "numeric").code == 0


def test_draws_are_not_fewer_than_none(cli: Cli) -> None:
    ran = cli("agreement", write("a.csv", "1,a,x", "1,b,y"), "--draws", "-1")
    assert (ran.code, "--draws is 0 or more, not -1" in ran.err) == (2, True)


def test_two_outputs_are_two_files(cli: Cli) -> None:
    name = write("a.csv", "1,a,x", "1,b,y")
    ran = cli("consensus", name, "--out", "x.csv", "--workers", "./x.csv")
    assert (ran.code, "--workers x.csv is also the file of --out" in ran.err) == (2, True)
    assert not Path("x.csv").exists()
    ran = cli("consensus", name, "--out", "x.csv", "--workers", name)
    assert (ran.code, "--workers a.csv is a file that is read" in ran.err) == (2, True)
    votes = write("v.csv", "1,x,y", "2,x,x", head="item,f,g")
    ran = cli("label-model", votes, "--out", "l.csv", "--soft", "l.csv")
    assert (ran.code, "--soft l.csv is also the file of --out" in ran.err) == (2, True)


def test_classes_are_of_scales_that_have_them(cli: Cli) -> None:
    name = write("a.csv", "1,a,1", "1,b,2")
    ran = cli("consensus", name, "--out", "x.csv", "--scale", "numeric", "--classes", "1,2")
    assert (ran.code, "leave them out for numeric" in ran.err) == (2, True)
    assert cli("consensus", name, "--out", "x.csv", "--scale", "ordinal", "--classes", "1,2").code == 0


@pytest.mark.parametrize("scale", ["nominal", "numeric"])
def test_gold_of_other_items_is_refused(cli: Cli, scale: str) -> None:
    name, gold = write("a.csv", "1,a,1", "1,b,2"), write("g.csv", "9,1", head="item,label")
    ran = cli("consensus", name, "--out", "x.csv", "--gold", gold, "--scale", scale)
    assert (ran.code, "g.csv: gold has none of the items that have answers" in ran.err) == (1, True)


def test_a_gold_class_that_nobody_answered_is_said(cli: Cli) -> None:
    name, gold = write("a.csv", "1,a,x", "1,b,y"), write("g.csv", "1,X", head="item,label")
    ran = cli("consensus", name, "--out", "x.csv", "--gold", gold)
    assert (ran.code, "g.csv: nobody answered X; is it spelled alike?" in ran.err) == (0, True)
    write("g.csv", "1,x", head="item,label")
    assert "nobody answered" not in cli("consensus", name, "--out", "x.csv", "--gold", gold).err


def test_a_question_ends_with_its_mark(cli: Cli) -> None:
    ran = cli("agreement", write("a.csv", "1,a,x", head="item,worker,lbl"))
    assert 'did you mean "lbl"? Name the column: --label COLUMN' in ran.err


@pytest.mark.parametrize("command", ["agreement", "consensus"])
def test_masks_of_two_sizes_are_named_by_row(cli: Cli, command: str) -> None:
    masks = ['"{""size"": [2, 2], ""counts"": [1, 3]}"', '"{""size"": [2, 3], ""counts"": [1, 5]}"']
    name = write("m.csv", f"1,a,{masks[0]}", f"2,a,{masks[1]}", f"1,b,{masks[1]}")
    out = ["--out", "o.csv"] if command == "consensus" else []
    ran = cli(command, name, "--scale", "masks", *out)
    assert (ran.code, "m.csv row 4: the masks of item 1 have different sizes: 2 × 3" in ran.err) == (1, True)
