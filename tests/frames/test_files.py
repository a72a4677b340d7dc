"""Tables from files and back: every form, and every way a file can be wrong, named with its place."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goldlabel.core.problem import Invalid
from goldlabel.frames import read_table, reading, write_table

FORMS = ("csv", "tsv", "jsonl", "ndjson", "parquet", "pq")
TEXTS = {"item": ["a", "b", "ü\n2"], "label": ['say "x", y', "", " z\t"]}


def cells(path: Path) -> dict[str, list[Any]]:
    return {name: column.list() for name, column in read_table(path).columns.items()}


@pytest.mark.parametrize("packing", ["", ".gz"])
@pytest.mark.parametrize("form", FORMS)
def test_texts_come_back_as_they_went(tmp_path: Path, form: str, packing: str) -> None:
    path = tmp_path / f"t.{form}{packing}"
    write_table(path, TEXTS)
    assert cells(path) == TEXTS
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == bool(packing)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_typed_forms_keep_types(tmp_path: Path, form: str) -> None:
    table = {"n": [1, 2, None], "x": [0.5, 2.0, None], "yes": [True, False, None], "text": ["a", None, "c"]}
    write_table(tmp_path / f"t.{form}", table)
    back = cells(tmp_path / f"t.{form}")
    assert back == table
    assert [type(one) for one in back["n"]] == [int, int, type(None)]
    assert type(back["yes"][0]) is bool


def test_lists_stand_as_json_where_a_cell_is_text(tmp_path: Path) -> None:
    table = {"item": [1], "label": [[[0, 5, "PER"]]]}
    for form in ("csv", "parquet"):
        write_table(tmp_path / f"t.{form}", table)
        assert cells(tmp_path / f"t.{form}")["label"] == ['[[0,5,"PER"]]']
    write_table(tmp_path / "t.jsonl", table)
    assert cells(tmp_path / "t.jsonl") == table


def test_parquet_with_lists_inside_is_read(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"item": [1, 2], "label": [["x", "y"], []]}), tmp_path / "t.parquet")
    assert cells(tmp_path / "t.parquet") == {"item": [1, 2], "label": [["x", "y"], []]}


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in ("csv.gz", "jsonl.gz"):
        write_table(tmp_path / f"a.{form}", TEXTS)
        write_table(tmp_path / f"b.{form}", TEXTS)
        assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_table(path, TEXTS)
    before = path.read_bytes()
    with pytest.raises(ValueError):
        write_table(path, {"a": [1, 2], "b": [1]})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    for form in ("csv", "jsonl", "parquet"):
        write_table(tmp_path / f"t.{form}", TEXTS)
        table = read_table(tmp_path / f"t.{form}", ["label"])
        assert list(table.columns) == ["label"]
        assert table.names == ("item", "label")


def test_semicolons_and_byte_order_mark_of_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("\ufeffitem;label\r\n1;a,b\r\n".encode())
    assert cells(tmp_path / "t.csv") == {"item": ["1"], "label": ["a,b"]}
    (tmp_path / "t.jsonl").write_bytes('\ufeff{"item": 1}\n'.encode())
    assert cells(tmp_path / "t.jsonl") == {"item": [1]}


def test_a_large_file_is_read_by_the_engine_as_by_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    rows = [f"i{a},w{b},{'' if b == 3 else f'lä{b}'}" for a, b in rng.integers(0, 90, (5000, 2)).tolist()]
    path = tmp_path / "t.csv"
    path.write_text("item,worker,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(reading, "LARGE", 1 << 40)
    slow = read_table(path)
    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(reading, "_slowly", None)
    quick = read_table(path)
    for name in slow.columns:
        assert quick.columns[name].values == slow.columns[name].values
        assert (quick.columns[name].codes == slow.columns[name].codes).all()
    monkeypatch.setattr("goldlabel.frames.engine.FEW", 1)
    assert read_table(path).columns["item"].list() == slow.columns["item"].list()


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_a_mistake_is_named_alike_in_large_and_small_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(reading, "LARGE", large)
    path = tmp_path / "t.csv"
    path.write_text("item,label\n1,a\n\n2,b,c\n")
    with pytest.raises(Invalid, match=r"t\.csv row 4: has 3 cells, the header has 2 columns"):
        read_table(path)
    path.write_bytes(b"item,label\n1,a\n2,\xe9\n")
    with pytest.raises(Invalid, match=r"t\.csv: is not UTF-8: byte 0xe9 at offset 17 \(line 3\)"):
        read_table(path)


def test_blank_lines_keep_the_count_of_rows(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("item,label\n\n1,a\n\n2,b\n")
    table = read_table(tmp_path / "t.csv")
    assert [table.place(row).rsplit(" ", 1)[1] for row in (0, 1)] == ["3", "5"]
    (tmp_path / "t.jsonl").write_text('{"item": 1}\n\n{"item": 2}\n')
    assert read_table(tmp_path / "t.jsonl").place(1).endswith("row 3")


def test_a_column_that_begins_late_in_jsonl(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"a": 1}\n{"b": [2]}\n{"a": "1"}\n')
    assert cells(tmp_path / "t.jsonl") == {"a": [1, None, "1"], "b": [None, [2], None]}


WRONG: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "empty.csv: is empty"),
    "empty.jsonl": (b"", "is empty"),
    "empty.csv.gz": (b"", "is empty"),
    "twice.csv": (b"a,a\n1,2\n", 'column "a" stands twice'),
    "quote.csv": (b'a,b\n1,"2\n', "cannot be read near line"),
    "list.jsonl": (b"[1]\n", "row 1: is no JSON object"),
    "cut.jsonl": (b'{"a": 1}\n{"a"\n', "row 2: is no JSON object"),
    "latin.jsonl": (b'{"a": "\xe9"}\n', "is not UTF-8: byte 0xe9 at offset 7"),
    "utf16.csv": ("a,b\n1,2\n".encode("utf-16"), "it looks like UTF-16"),
    "end.csv": ("a,b\n1,é".encode()[:-1], "is not UTF-8"),
    "not.parquet": (b"PAR1 no", "is not a readable Parquet file"),
    "not.csv.gz": (b"a,b\n", "is not gzip, though its name ends in .gz"),
    "cut.csv.gz": (gzip.compress(b"a,b\n" * 9999)[:-20], "is broken or cut gzip"),
    "not.parquet.gz": (gzip.compress(b"abc"), "is not a readable Parquet file"),
    "table.xlsx": (b"", "ends in none of .csv"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, name: str) -> None:
    content, said = WRONG[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Invalid) as caught:
        read_table(tmp_path / name)
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="there is no such file"):
        read_table(tmp_path / "no.csv")
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(Invalid, match="is a folder"):
        read_table(tmp_path / "d.csv")
    with pytest.raises(Invalid, match="its folder does not exist"):
        write_table(tmp_path / "no" / "t.csv", TEXTS)


def test_a_missing_column_names_those_there_are(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", {"Item": ["1"], "annotator": ["w"]})
    with pytest.raises(Invalid, match=r'has no column "item"; its columns are Item, annotator; did you mean "Item"\?'):
        read_table(tmp_path / "t.csv").column("item")
