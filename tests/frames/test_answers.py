"""Answers from tables of every kind: codes, missing labels, double answers."""

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.problem import Invalid
from goldlabel.frames import read_answers, table_of
from goldlabel.frames.column import coded, matched, text_of
from goldlabel.frames.scale import scale

TABLE: dict[str, list[Any]] = {
    "item": ["b", "a", "b"],
    "worker": [7, 7, 8],
    "label": ["x", "y", None],
}


def relation(table: dict[str, list[Any]]) -> Any:
    frame = pd.DataFrame(table)
    return duckdb.connect().from_df(frame)


FACES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "dict": lambda table: table,
    "arrays": lambda table: {name: np.array(cells, object) for name, cells in table.items()},
    "pandas": pd.DataFrame,
    "arrow": pa.table,
    "duckdb": relation,
    "rows": lambda table: [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)],
}


@pytest.mark.parametrize("face", FACES)
def test_the_same_answers_from_any_table(face: str) -> None:
    found = read_answers(FACES[face](TABLE))
    assert (found.items, found.workers, found.labels) == (["b", "a"], [7], ["x", "y"])
    assert found.item.tolist() == [0, 1]
    assert found.values == ["x", "y"]
    assert found.rows.tolist() == [0, 1]
    assert found.unlabeled == 1


def test_what_is_no_table_is_said() -> None:
    with pytest.raises(Invalid, match="int is no table"):
        table_of(3)
    with pytest.raises(Invalid, match="different lengths: item 1, worker 2"):
        read_answers({"item": [1], "worker": [1, 2], "label": [1]})
    with pytest.raises(Invalid, match='no column "label"; its columns are item, worker'):
        read_answers({"item": [1], "worker": [1]})
    with pytest.raises(Invalid, match='row 1: column "worker" is empty'):
        read_answers({"item": [1, 2], "worker": ["a", None], "label": [1, 2]})
    with pytest.raises(Invalid, match="duplicates is one of"):
        read_answers(TABLE, duplicates="some")  # type: ignore[arg-type]


def test_cells_of_other_types_are_other_values() -> None:
    column = coded([1, 1.0, True, "1", [1], None, float("nan"), {"a": 1}, [1]])
    assert column.values == [1, 1.0, True, "1", [1], None, {"a": 1}]
    assert [type(value) for value in column.values[:3]] == [int, float, bool]
    assert column.codes.tolist() == [0, 1, 2, 3, 4, 5, 5, 6, 4]


@given(st.lists(st.one_of(st.integers(-3, 3), st.text(max_size=2), st.none(), st.booleans(), st.floats(0, 1))))
def test_a_column_gives_its_cells_back(cells: list[Any]) -> None:
    assert coded(cells).list() == cells
    assert [type(cell) for cell in coded(cells).list()] == [type(cell) for cell in cells]


@given(st.lists(st.integers(-5, 5)), st.data())
def test_numbers_and_rows_of_a_column(cells: list[int], data: st.DataObject) -> None:
    column = coded(np.array(cells, np.int64))
    assert column.list() == cells
    assert column.values == list(dict.fromkeys(cells))
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells))), bool)
    kept = column.rows(keep)
    assert kept.list() == [cell for cell, stays in zip(cells, keep, strict=True) if stays]
    assert set(kept.values) == set(kept.list())


def test_masked_and_missing_numbers() -> None:
    assert coded(np.array([2.5, np.nan, 2.5])).list() == [2.5, None, 2.5]
    assert coded(np.ma.MaskedArray([1, 2, 3], [False, True, False])).list() == [1, None, 3]
    assert coded(pd.Series([1, None, 3], dtype="Int64")).list() == [1, None, 3]
    assert coded(pd.Series(["a", None])).list() == ["a", None]
    assert coded(pd.Series(["a", "b", "a"], dtype="category")).list() == ["a", "b", "a"]


def test_names_match_across_files_of_other_types() -> None:
    assert matched([1, "2", 3.0, "x"], ["1", 2, "3"]).tolist() == [0, 1, 2, -1]
    assert matched(["1"], [1, "1"]).tolist() == [1]
    assert [text_of(value) for value in (1.0, True, None, [1, "a"], 0.25)] == ["1", "true", "", '[1,"a"]', "0.25"]


def doubled(duplicates: Any = "last") -> Any:
    rows = [("i", "w", "x"), ("i", "v", "x"), ("i", "w", "y"), ("j", "w", "x"), ("j", "w", "x"), ("i", "w", "x")]
    table = dict(zip(("item", "worker", "label"), (list(part) for part in zip(*rows, strict=True)), strict=True))
    return read_answers(table, duplicates=duplicates)


def test_the_last_of_different_answers_counts() -> None:
    found = doubled()
    assert found.rows.tolist() == [1, 4, 5]
    assert found.values == ["x", "x", "x"]
    assert (found.repeats.identical, found.repeats.conflicts, found.repeats.dropped) == (2, 1, 1)
    assert found.repeats.examples[0].rows == [0, 2, 5]
    assert found.repeats.examples[0].labels == ["x", "y", "x"]


def test_first_all_and_error() -> None:
    assert doubled("first").rows.tolist() == [0, 1, 3]
    assert len(doubled("all")) == 6
    with pytest.raises(
        Invalid, match=r"1 conflicting .*; worker w on item i said x \(row 0\), y \(row 2\), x \(row 5\)"
    ):
        doubled("error")


def test_identical_rows_are_no_conflict() -> None:
    found = read_answers({"item": [1, 1], "worker": ["a", "a"], "label": ["x", "x"]}, duplicates="error")
    assert (len(found), found.repeats.identical, found.repeats.conflicts) == (1, 1, 0)


answer = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))


@given(st.lists(answer))
def test_last_and_first_agree_with_a_plain_reading(rows: list[tuple[int, int, int]]) -> None:
    table = {name: [row[at] for row in rows] for at, name in enumerate(("item", "worker", "label"))}
    last = {(item, worker): label for item, worker, label in rows}
    first = {(item, worker): label for item, worker, label in reversed(rows)}
    for duplicates, wanted in (("last", last), ("first", first)):
        found = read_answers(table, duplicates=duplicates)  # type: ignore[arg-type]
        units = zip(found.item.tolist(), found.worker.tolist(), found.values, strict=True)
        assert {(found.items[i], found.workers[w]): label for i, w, label in units} == wanted
        assert len(found) == len(wanted)
        assert found.repeats.identical + found.repeats.dropped == len(rows) - len(wanted)
        different = {u for u in wanted if len({r[2] for r in rows if r[:2] == u}) > 1}
        assert found.repeats.conflicts == len(different)


@given(st.permutations(range(6)))
def test_classes_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    labels = ["10", "9", "b", "a", "-1", "2.5"]
    found = read_answers({"item": order, "worker": order, "label": [labels[at] for at in order]}).coded()
    assert found.classes == ["-1", "2.5", "9", "10", "a", "b"]
    assert [found.classes[code] for code in found.label] == [labels[at] for at in order]


def test_labels_outside_the_classes_are_refused_with_their_row() -> None:
    found = read_answers({"item": [1, 2], "worker": [1, 1], "label": ["a", "z"]})
    with pytest.raises(Invalid, match="row 1: label 'z' is none of the classes a, b"):
        found.coded(["a", "b"])
    assert found.coded(["z", "c", "a"]).label.tolist() == [2, 0]


def test_labels_without_the_form_of_their_scale_are_listed() -> None:
    found = read_answers({"item": [1, 2, 3, 4], "worker": [1] * 4, "label": ["1", "many", "inf", "many"]})
    with pytest.raises(Invalid) as caught:
        found.parsed(scale("numeric"))
    said = [str(problem) for problem in caught.value.problems]
    assert said[:2] == ["row 1: label 'many' is no number", "row 2: label 'inf' is no finite number"]
    assert "3 of 4 labels" in said[2]


def test_an_empty_transcript_is_an_answer() -> None:
    table = {"item": [1, 1, 2], "worker": ["a", "b", "a"], "label": ["", "hm", None]}
    assert read_answers(table, scale="text").values == ["", "hm"]
    assert read_answers(table).values == ["hm"]


def test_pairwise_answers_carry_what_was_compared() -> None:
    table = {"worker": ["a", "a", "a"], "left": ["x", "x", "y"], "right": ["y", "z", "x"], "label": ["left"] * 3}
    found = read_answers(table, scale="pairwise")
    assert found.items == ["x | y", "x | z", "y | x"]
    assert found.extra["left"].list() == ["x", "x", "y"]
    prompts = read_answers({**table, "item": [1, 1, 1]}, scale="pairwise")
    assert (len(prompts), prompts.items) == (3, [1])
    with pytest.raises(Invalid, match='no column "left"'):
        read_answers({"worker": ["a"], "right": ["y"], "label": ["left"]}, scale="pairwise")


def test_keeping_some_answers() -> None:
    found = doubled("all")
    kept = found.keep(found.item == 1)
    assert (kept.items, kept.workers, kept.rows.tolist()) == (["j"], ["w"], [3, 4])
