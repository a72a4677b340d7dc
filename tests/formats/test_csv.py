"""CSV and TSV: encodings, delimiters, bad rows named by their place, and what is written back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record
from goldlabel.core.schema import Schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name, convert
from goldlabel.formats.parts import limits
from tests.formats.helpers import put, read, records, rejects

SCHEMA = Schema.model_validate({"fields": [{"id": "text", "name": "text", "medium": "text", "source": "text"}]})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path, "a.csv", "id,text\n1,Größe 😀\n2,x\n".encode(encoding))
    if encoding == "utf-16-le":
        with pytest.raises(Invalid, match=r"a\.csv: looks like UTF-16.*--option encoding=utf-16-le"):
            read(path)
    got = read(path, encoding=encoding if encoding == "utf-16-le" else None)
    assert [r.data for r in records(got)] == [{"id": "1", "text": "Größe 😀"}, {"id": "2", "text": "x"}]


def test_another_encoding_is_named_with_byte_and_line_and_way_out(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "id,text\n1,ok\n2,Größe\n".encode("cp1252"))
    with pytest.raises(Invalid, match=r"a\.csv: is not UTF-8: byte 0xf6 at offset 17 \(line 3\).*encoding=cp1252"):
        read(path)
    assert records(read(path, encoding="cp1252"))[1].data["text"] == "Größe"
    with pytest.raises(Invalid, match="there is no encoding 'klingon'"):
        read(path, encoding="klingon")


def test_one_broken_byte_costs_one_row(tmp_path: Path) -> None:
    text = "id,text\n" + "".join(f"{n},Größe\n" for n in range(5))
    content = text.encode().replace("2,Größe".encode(), b"2,Gr\xf6\xdfe")
    got = read(put(tmp_path, "a.csv", content))
    assert [r.data["id"] for r in records(got)] == ["0", "1", "3", "4"]
    [bad] = rejects(got)
    assert bad.where == "a.csv row 4"
    assert 'column "text" contains byte 0xf6' in bad.message


def test_ragged_rows_nul_and_quotes(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", 'id,text\n1,a\n2,b,c\n\n3\n4,x\x00y\n5,"o"k\n6,fine\n7,"open\n8,after\n')
    got = read(path)
    assert [r.data["id"] for r in records(got)] == ["1", "6", "8"]
    assert [(r.where, r.message.split(";")[0]) for r in rejects(got)] == [
        ("a.csv row 3", "has 3 cells, the header has 2 columns (line 3)"),
        ("a.csv row 5", "has 1 of 2 cells (line 5)"),
        ("a.csv row 6", 'column "text" contains a NUL character'),
        ("a.csv row 7", "text follows a closing quote (line 7)"),
        ("a.csv row 9", 'a quote (") is opened and never closed (line 9)'),
    ]
    assert rejects(got)[0].raw == "2,b,c\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; a table needs a header"),
        ("a,b,a\n1,2,3\n", r'column "a" stands twice in the header \(columns 1 and 3\)'),
        ("x" * 2_000 + ",b\n1,2\n", "a name of more than 1,000 characters"),
        ("a,b\x00\n1,2\n", "column 2 of the header .* NUL"),
    ],
)
def test_broken_headers(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read(put(tmp_path, "a.csv", content))


def test_a_huge_line_is_refused_and_the_rest_goes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_VALUE", 3 * limits.MB)
    path = put(tmp_path, "a.csv", "id,text\n1,a\n2," + "x" * 5 * limits.MB + "\n3,b\n")
    got = read(path)
    assert [r.data["id"] for r in records(got)] == ["1", "3"]
    assert [(r.where, r.message[:23]) for r in rejects(got)] == [("a.csv line 3", "has 5 MB; the limit is ")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = [["id", "text"], ["1", "a, b; c"], ["2", "d | e"]]
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    assert [list(r.data.values()) for r in records(read(tmp_path / "a.csv"))] == lines[1:]


def test_old_mac_line_ends_and_windows_ones(tmp_path: Path) -> None:
    assert records(read(put(tmp_path, "a.csv", "id,text\r1,a\r2,b\r")))[1].data == {"id": "2", "text": "b"}
    assert records(read(put(tmp_path, "b.csv", 'id,text\r\n1,"a\r\nb"\r\n')))[0].data["text"] == "a\r\nb"


def test_key_and_labels(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "key,text,label\nk1,a,pos\nk2,b,\nk3,c,neg\n")
    with Source(path) as source:
        schema = by_name("csv").schema(source, ReadOptions(labels={"label": "sentiment"}))
    assert schema is not None
    assert [f.source for f in schema.fields] == ["text"]
    got = records(read(path, schema=schema, labels={"label": "sentiment"}))
    assert [r.key for r in got] == ["k1", "k2", "k3"]
    assert [[a.body.answers[0].value for a in r.annotations] for r in got] == [["pos"], [], ["neg"]]
    path = put(tmp_path, "b.csv", "text,label\na,pos\nb,odd\n")
    [bad] = rejects(read(path, schema=schema, labels={"label": "sentiment"}))
    assert bad.where == "b.csv row 3"
    assert 'column "label": "odd" is not a value of the question "sentiment" (pos, neg)' in bad.message
    with pytest.raises(Invalid, match=r'has no column "lable"; it has "text", "label"'):
        read(path, schema=schema, labels={"lable": "sentiment"})


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(rows=st.lists(st.tuples(cells, cells), max_size=8), suffix=st.sampled_from(["csv", "tsv"]))
def test_quoting_round_trip(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], suffix: str) -> None:
    out = tmp_path_factory.mktemp("csv") / f"a.{suffix}"
    given = [Record({"text": text, "other": other}, key=f"k{n}") for n, (text, other) in enumerate(rows)]
    by_name(suffix).write(SCHEMA, given, out, WriteOptions())
    if rows:
        back = read(out, suffix)
        assert [(r.key, r.data) for r in records(back)] == [(r.key, r.data) for r in given]
        assert len(back) == len(given)


def test_gzip_in_and_out(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "key,text\nk,a\n")
    convert(path, "csv", "csv", tmp_path / "b.csv.gz")
    assert (tmp_path / "b.csv.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert records(read(tmp_path / "b.csv.gz"))[0].data == {"text": "a"}
    (tmp_path / "cut.csv.gz").write_bytes((tmp_path / "b.csv.gz").read_bytes()[:-9])
    with pytest.raises(Invalid, match=r"cut\.csv: is not a whole gzip file"):
        read(tmp_path / "cut.csv.gz")
