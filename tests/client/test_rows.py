"""Tables in memory as lines of JSON."""

import datetime
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from goldlabel.core.problem import Invalid
from goldlabel.workspace import rows
from goldlabel.workspace.rows import lines_of


def read(source: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines_of(source)]


@pytest.mark.parametrize(
    "table",
    [
        {"a": [1, 2], "b": ["x", None]},
        {"a": np.array([1, 2]), "b": ("x", None)},
        pa.table({"a": [1, 2], "b": ["x", None]}),
        pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
        ({"a": n, "b": b} for n, b in ((1, "x"), (2, None))),
    ],
    ids=["lists", "arrays", "arrow", "pandas", "generator"],
)
def test_the_same_table_in_any_make_gives_the_same_rows(table: Any) -> None:
    assert read(table) == [{"a": 1, "b": "x"}, {"a": 2, "b": None}]


def test_a_long_frame_is_cut_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "CHUNK", 7)
    assert read(pd.DataFrame({"n": range(50)}, index=range(100, 150))) == [{"n": n} for n in range(50)]


def test_missing_cells_of_a_table_are_empty_but_a_row_says_nan_aloud() -> None:
    frame = pd.DataFrame({"n": [math.nan], "t": [pd.NaT], "i": pd.array([None], dtype="Int64")})
    assert read(frame) == [{"n": None, "t": None, "i": None}]
    (line,) = lines_of([{"n": math.nan}])
    assert b"NaN" in line  # the import refuses it with its line


def test_cells_of_libraries_become_plain_values() -> None:
    row = {"i": np.int64(3), "a": np.array([1.5]), "d": datetime.date(2026, 1, 2), "t": pd.Timestamp("2026-01-02")}
    assert read([row]) == [{"i": 3, "a": [1.5], "d": "2026-01-02", "t": "2026-01-02T00:00:00"}]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ([{"a": 1}, "b"], "row 2: must be an object, not str"),
        ({"a": [1], "b": [1, 2]}, "different lengths"),
        (7, "cannot add int"),
        ([{"a": object()}], "no JSON value"),
    ],
)
def test_what_is_no_table_is_said(source: Any, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read(source)
