"""JSON, Parquet, Excel, text, addresses and folders of images."""

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name, detect
from goldlabel.formats.parts import limits
from tests.formats.helpers import losses, put, read, records, rejects

VALUES = {"values": [{"id": "p", "name": "Positive"}, {"id": "n", "name": "Negative"}]}
SCHEMA = Schema.model_validate(
    {
        "fields": [{"id": "text", "name": "text", "medium": "text", "source": "text"}],
        "region_sets": [{"id": "e", "name": "entities", "field": "text", "shapes": ["span"]}],
        "questions": [
            {"id": "q", "name": "text", "kind": "choice", "config": VALUES},
            {"id": "m", "name": "many", "kind": "choices", "config": VALUES},
            {"id": "t", "name": "tree", "kind": "tree", "config": VALUES},
            {"id": "num", "name": "num", "kind": "number"},
            {"id": "stars", "name": "stars", "kind": "rating"},
            {"id": "ok", "name": "ok", "kind": "yes_no"},
            {"id": "say", "name": "say", "kind": "text"},
            {"id": "type", "name": "type", "kind": "choice", "about": "e", "config": VALUES},
        ],
    }
)
ANSWERS: list[tuple[str, str, Any]] = [
    ("q", "choice", "p"),
    ("m", "choices", ["p", "n"]),
    ("t", "tree", [["n"]]),
    ("num", "number", 1.5),
    ("stars", "rating", 4),
    ("ok", "yes_no", False),
    ("say", "text", 'a "b",\nc'),
]
LABELS = {"label.text": "text", **{name: name for name in ("many", "tree", "num", "stars", "ok", "say", "entities")}}


def labeled() -> Labeled:
    span = Region(id="r1", set="e", shape="span", value={"start": 0, "end": 2})
    answers = [Answer(question=q, kind=kind, value=value) for q, kind, value in ANSWERS]
    answers.append(Answer(question="type", kind="choice", value="n", region="r1"))
    return Labeled(Body(answers=tuple(answers), regions=(span,)), "import", "import")


@pytest.mark.parametrize("name", ["csv", "tsv", "parquet"])
def test_flat_tables_carry_every_kind(tmp_path: Path, name: str) -> None:
    given = [Record({"text": "אb", "n": 1}, key="k1", annotations=[labeled()]), Record({"text": "x", "n": 2}, key="k2")]
    report = by_name(name).write(SCHEMA, given, tmp_path / f"a.{name}", WriteOptions())
    assert (report.records, report.annotations, report.losses) == (2, 1, {})
    back = records(read(tmp_path / f"a.{name}", name, SCHEMA, labels=LABELS))
    assert [r.key for r in back] == ["k1", "k2"]
    assert back[0].annotations == [labeled()]
    assert back[1].annotations == []
    assert back[0].data == {"text": "אb", "n": "1" if name != "parquet" else 1}


def cells(path: Path) -> list[dict[str, Any]]:
    """The table as others read it, its lists, numbers and times made alike."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        read = {"labelers": json.loads, "answers": int, "confidence": float, "label.text.agreement": float}
        read["labeled_at"] = lambda text: text.removesuffix("Z")
        return [{c: (read.get(c, str)(v) if v else None) for c, v in row.items()} for row in rows]
    import duckdb

    with duckdb.connect(":memory:") as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [one[0] for one in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"labeled_at": row["labeled_at"] and row["labeled_at"].isoformat()} for row in rows]


def told(name: str, body: Body, at: int, **given: Any) -> Labeled:
    return Labeled(body, name, created_at=at, **given)


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_tables_say_how_a_label_was_made(tmp_path: Path, name: str) -> None:
    """A resolution, a lone answer, several open ones and none; read back, none of it is data of the item."""
    body = Body(answers=(Answer(question="q", kind="choice", value="p"),))
    at = 1_700_000_000_123_456
    votes = [{"question": "q", "value": "p", "support": 0.75, "votes": []}]
    note = {"method": "majority 1", "n": 4, "labelers": ["ann", "bob", "cem", "dot"], "answers": votes}
    agreed = Labeled(body, "consensus", "resolution", confidence=0.75, created_at=at, note=note)
    decided = Labeled(body, "adjudication", "resolution", created_at=at, note={"by": "eve", "n": 2, "labelers": ["a"]})
    given = [
        Record({"text": "a"}, key="k1", resolution=agreed, annotations=[told("ann", body, at)] * 4),
        Record({"text": "b", "state": "Ohio"}, key="k2", resolution=decided),
        Record({"text": "c"}, key="k3", annotations=[told("ann", body, at, confidence=0.5)]),
        Record({"text": "d"}, key="k4", annotations=[told("ann", body, at), told("bob", body, at)]),
        Record({"text": "e"}, key="k5"),
    ]
    by_name(name).write(SCHEMA, given, tmp_path / f"a.{name}", WriteOptions())
    names = ("label.state", "label_by", "labelers", "answers", "confidence", "labeled_at", "label.text.agreement")
    flat = [[row[column] for column in names] for row in cells(tmp_path / f"a.{name}")]
    when = "2023-11-14T22:13:20"
    assert flat == [
        ["resolved", "consensus", ["ann", "bob", "cem", "dot"], 4, 0.75, when, 0.75],
        ["resolved", "adjudication", ["eve"], 2, None, when, None],
        ["answered", "label", ["ann"], 1, 0.5, when, None],
        ["open", None, None, 2, None, None, None],
        ["unlabeled", None, None, None, None, None, None],
    ]
    back = records(read(tmp_path / f"a.{name}", name, SCHEMA, labels={"label.text": "text"}))
    kept = {"text", "state", "many", "tree", "num", "stars", "ok", "say", "entities", "label.text.agreement"}
    assert set(back[0].data) == kept
    asked = records(read(tmp_path / f"a.{name}", name, SCHEMA, meta=("label_by",)))
    assert asked[0].meta == {"label_by": "consensus"}


def test_parquet_is_typed_and_read_elsewhere(tmp_path: Path) -> None:
    import duckdb

    given = [Record({"text": "a", "deep": {"x": [1]}, "mixed": 1, "b": True}, key="k", resolution=labeled())]
    given[0].resolution.note = {"agreement": {"q": 0.75}}  # type: ignore[union-attr]
    given.append(Record({"text": "b", "mixed": "x", "when": 2.5}))
    by_name("parquet").write(SCHEMA, given, tmp_path / "a.parquet", WriteOptions())
    with duckdb.connect(":memory:") as connection:
        shown = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(tmp_path / "a.parquet")]).fetchall()
        rows = connection.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "a.parquet")]).fetchall()
    types = {row[0]: row[1] for row in shown}
    assert types["many"] == "VARCHAR[]"
    assert types["tree"] == "VARCHAR[][]"
    assert (types["b"], types["mixed"], types["when"], types["label.text.agreement"]) == (
        "BOOLEAN",
        "VARCHAR",
        "DOUBLE",
        "DOUBLE",
    )
    first = dict(zip(types, rows[0], strict=True))
    assert (first["deep"], first["label.text"], first["many"]) == ('{"x":[1]}', "Positive", ["Positive", "Negative"])
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.read_parquet(tmp_path / "a.parquet")
    assert list(frame["label.text"].fillna("")) == ["Positive", ""]


def test_parquet_keeps_the_order_over_many_row_groups(tmp_path: Path) -> None:
    given = (Record({"text": "x" * 1_000}, key=str(number)) for number in range(50_000))
    by_name("parquet").write(SCHEMA, given, tmp_path / "a.parquet", WriteOptions())
    assert [r.key for r in records(read(tmp_path / "a.parquet"))] == [str(number) for number in range(50_000)]


def test_every_annotation_is_a_row(tmp_path: Path) -> None:
    one, other = labeled(), labeled()
    one.labeler, other.labeler = "ann", "ben"
    record = Record({"text": "a"}, key="k", annotations=[one, other])
    report = by_name("csv").write(SCHEMA, [record], tmp_path / "a.csv", WriteOptions(which="annotations"))
    assert report.annotations == 2
    assert [r.data["labeler"] for r in records(read(tmp_path / "a.csv"))] == ["ann", "ben"]
    report = by_name("csv").write(SCHEMA, [record], tmp_path / "b.csv", WriteOptions())
    assert list(report.losses) == [("unresolved item", next(iter(report.losses))[1])]
    assert "resolve first" in next(iter(report.losses))[1]
    assert isinstance(report, Report)


def test_parquet_with_pictures_and_bad_values(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "a.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT {'bytes': 'abc'::BLOB, 'path': 'x/y.jpg'} AS image, 1.5::DECIMAL(3,1) AS d, "
            f"DATE '2026-01-31' AS day, x FROM (VALUES (1.0), ('nan'::DOUBLE)) t(x)) TO '{path}' (FORMAT parquet)"
        )
    got = read(path)
    [good] = records(got)
    assert good.data == {"image": "x/y.jpg", "d": 1.5, "day": "2026-01-31", "x": 1.0}
    assert (good.media["image"].name, good.media["image"].open()) == ("y.jpg", b"abc")
    assert rejects(got)[0].where == "a.parquet row 2"
    assert "'x' is nan" in rejects(got)[0].message
    with pytest.raises(Invalid, match=r"b\.parquet: is not a readable Parquet file"):
        read(put(tmp_path, "b.parquet", b"PAR1 nothing"))


def test_json_array(tmp_path: Path) -> None:
    rows: list[Any] = [{"a": n, "t": "x" * 1000} for n in range(3000)]
    rows[7] = "text"
    content = json.dumps(rows, indent=1).replace('"a": 5,', '"a": NaN,').replace('"a": 6,', '"a": 6, "a": 6,')
    got = read(put(tmp_path, "a.json", content))
    assert len(records(got)) == 2997
    assert [r.where for r in rejects(got)] == [f"a.json item {n} (line {4 * n - 2})" for n in (6, 7, 8)]
    assert [r.message[:9] for r in rejects(got)] == [
        "holds NaN",
        "has the k",
        "is not an",
    ]
    assert records(got)[0].where == "a.json item 1 (line 2)"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"a": 1}, {"a" 2}]', r"cannot be read from line 1, column 17 on: expecting ':' delimiter"),
        ('[{"a": 1}\n {"a": 2}]', r"cannot be read from line 2, column 2 on: expected ',', found '{'"),
        ('[{"a": 1},\n{"a": "x', "line 2, column 7 on: unterminated string"),
        ('[{"a": 1}', "ends where ',' is due"),
    ],
)
def test_broken_json_keeps_what_came_before(tmp_path: Path, content: str, message: str) -> None:
    path = put(tmp_path, "a.json", content)
    seen: list[Any] = []
    with Source(path) as source, pytest.raises(Invalid, match=message):
        seen.extend(by_name("json").read(source, SCHEMA, ReadOptions()))
    assert [r.data for r in records(seen)] == [{"a": 1}]


def test_a_json_value_of_200_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.write(b'[{"a": 1},\n{"a": "')
        for _ in range(200):
            file.write(b"x" * limits.MB)
        file.write(b'"}]')
    tracemalloc.start()
    with pytest.raises(Invalid, match=r"a\.json: the value at line 2 is larger than 16 MB"):
        read(path, "json", SCHEMA)
    assert tracemalloc.get_traced_memory()[1] < 150 * limits.MB
    tracemalloc.stop()


def test_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["key", "text", "when", "n"],
        ["k1", "ä😀", datetime.date(2026, 1, 31), 3],
        [None] * 4,
        ["k2", "b", None, 2.5],
    ):
        sheet.append(row)
    sheet.append(["k3", "c", None, None, "stray"])
    book.create_sheet("more").append(["a"])
    book.save(tmp_path / "a.xlsx")
    got = read(tmp_path / "a.xlsx")
    assert [(r.key, r.data, r.where) for r in records(got)] == [
        ("k1", {"text": "ä😀", "when": "2026-01-31T00:00:00", "n": 3}, "a.xlsx row 2"),
        ("k2", {"text": "b", "n": 2.5}, "a.xlsx row 4"),
    ]
    assert rejects(got)[0].where == "a.xlsx row 5"
    assert losses(got)[0].why == "only the first was read; others: more"
    with pytest.raises(Invalid, match='has no sheet "x"; it has Sheet, more'):
        read(tmp_path / "a.xlsx", sheet="x")


def test_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "one\r\n\ntwo \u2028 x\nb\x00d\n")
    got = read(path)
    assert [(r.data, r.where) for r in records(got)] == [
        ({"text": "one"}, "a.txt line 1"),
        ({"text": "two \u2028 x"}, "a.txt line 3"),
    ]
    assert rejects(got)[0].where == "a.txt line 4"
    put(tmp_path / "f", "x/a.txt", "one\r\ntwo")
    put(tmp_path / "f", "b.txt", "")
    put(tmp_path / "f", "c.txt", "gr\xf6\xdf".encode("latin-1"))
    got = read(tmp_path / "f")
    assert [(r.key, r.data) for r in records(got)] == [("x/a.txt", {"text": "one\r\ntwo"})]
    assert [(r.where, r.message[:12]) for r in rejects(got)] == [("b.txt", "is empty"), ("c.txt", "is not UTF-8")]


def test_addresses(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "https://x.org/a.jpg\nhttp://x.org/b.jpg?q=1\n")
    with Source(path) as source:
        assert detect(source).name == "urls"
    assert [(r.key, r.data) for r in records(read(path))][1] == (
        "http://x.org/b.jpg?q=1",
        {"image": "http://x.org/b.jpg?q=1"},
    )
    path = put(tmp_path, "b.txt", "https://x.org/a.jpg\nfile:///etc/passwd\n")
    assert rejects(read(path, "urls"))[0].where == "b.txt line 2"


def picture(width: int = 10, height: int = 5, orientation: int | None = None) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[274] = orientation
    Image.new("RGB", (width, height)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_folders_of_images(tmp_path: Path) -> None:
    for name in ("train/cat/a.jpg", "train/dog/b.jpg", "val/cat/a.jpg"):
        put(tmp_path / "d", name, picture())
    put(tmp_path / "d", "notes.txt", "x")
    got = records(read(tmp_path / "d", "images"))
    assert (got[0].key, got[0].split, got[0].data) == ("train/cat/a.jpg", "train", {"image": "train/cat/a.jpg"})
    assert got[0].media["image"].open() == picture()
    with Source(tmp_path / "d") as source:
        schema = by_name("images").schema(source, ReadOptions(folders="animal"))
    got = records(read(tmp_path / "d", "images", schema, folders="animal"))
    assert [r.annotations[0].body.answers[0].value for r in got] == ["cat", "dog", "cat"]
