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
