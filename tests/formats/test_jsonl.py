"""JSON Lines: plain rows, goldlabel's own records without loss, each kind of broken line by its number."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.annotation import Answer, Body, Purpose, Region
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name, convert
from goldlabel.formats.jsonl import Jsonl
from goldlabel.formats.parts import limits
from tests.formats.helpers import losses, put, read, records, rejects

SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"id": "text", "name": "text", "medium": "text", "source": "text"},
            {"id": "photo", "name": "photo", "medium": "image", "source": "photo"},
        ],
        "region_sets": [{"id": "ents", "name": "entities", "field": "text", "shapes": ["span"]}],
        "questions": [
            {
                "id": "q1",
                "name": "sentiment",
                "kind": "choice",
                "config": {"values": [{"id": "p", "name": "Positive"}]},
            },
            {
                "id": "q2",
                "name": "type",
                "kind": "choice",
                "about": "ents",
                "config": {"values": [{"id": "per", "name": "Person"}]},
            },
        ],
    }
)
BAD = [
    ('{"a": NaN}', "holds NaN, which JSON does not have; use null (byte 7 of the line)"),
    ('{"a": -Infinity}', "holds Infinity"),
    ('{"a": 1e999}', "holds a number too large"),
    ('{"a": "x\\u0000y"}', "column 'a' contains a NUL character"),
    ('{"a": {"b": ["\\u0000"]}}', "column 'a.b[0]' contains a NUL character"),
    ('{"a": "x\x00y"}', "holds a NUL byte (byte 9 of the line)"),
    ('{"a": "\\ud800"}', "holds half of a surrogate pair"),
    ('{"a": 1, "a": 2}', "has the key 'a' twice"),
    ('{"a": 1, "a" : 2}', "has the key 'a' twice"),
    ('{"a": {"b": 1, "b": 2}}', "has the key 'b' twice"),
    ('{"' + "k" * 1_001 + '": 1}', "has a key of 1,001 characters"),
    ('{"key": "' + "k" * 501 + '"}', 'the key (column "key") has 501 characters; the limit is 500'),
    ('{"a": 1', "is not JSON: "),
    ('{"a": 1} x', "is not JSON: trailing characters"),
    ("[1, 2]", "is a list, not an object"),
    ("{}", "is an empty object"),
    ("[" * 100_000 + "]" * 100_000, "is nested too deeply"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[message[:30] for _, message in BAD])
def test_a_bad_line_is_named_and_the_rest_goes_in(tmp_path: Path, line: str, message: str) -> None:
    path = put(tmp_path, "a.jsonl", f'{{"a": 1}}\n\n{line}\n{{"a": "3 : \\\\u0000 \\"b\\":"}}\n')
    got = read(path)
    assert [r.data["a"] for r in records(got)] == [1, '3 : \\u0000 "b":']
    [bad] = rejects(got)
    assert bad.where == "a.jsonl line 3"
    assert message in bad.message
    assert bad.raw[:50].replace("\ufffd", "\x00") == line[:50]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"a": "ä"}\n'.encode() * 3 + b'{"a": "\xe4"}\n')
    [bad] = rejects(read(path))
    assert bad.where == "a.jsonl line 4"
    assert "byte 0xe4, which is not UTF-8" in bad.message
    assert len(records(read(put(tmp_path, "b.jsonl", '{"a": "ä"}\n'.encode("utf-16"))))) == 1


def test_a_huge_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_VALUE", 3 * limits.MB)
    path = put(tmp_path, "a.jsonl", '{"a": 1}\n{"a": "' + "x" * 5 * limits.MB + '"}\n{"a": 3}\n')
    got = read(path)
    assert [r.data["a"] for r in records(got)] == [1, 3]
    assert (rejects(got)[0].where, rejects(got)[0].message) == (
        "a.jsonl line 2",
        "is 5 MB long; the limit is 3 MB",
    )


def labeled(value: str = "p", **more: Any) -> Labeled:
    answers = (Answer(question="q1", kind="choice", value=value, confidence=0.5),)
    return Labeled(Body(answers=answers), "ann", **more)


def full() -> Record:
    """A record that has everything."""
    span = Region(id="r-1", set="ents", shape="span", value={"start": 0, "end": 3}, confidence=0.25)
    answers = (
        Answer(question="q1", kind="choice", value="p"),
        Answer(question="q2", kind="choice", value="per", region="r-1", version=3),
        Answer(question="gone", kind="from_a_plugin", value={"any": ["thing", 1, None]}),
    )
    one = Labeled(
        Body(answers=answers, regions=(span,)),
        "ann",
        "crowd",
        Purpose.gold,
        seconds=1.5,
        cost=0.1,
        confidence=0.75,
        schema_version=2,
        guideline_version=3,
        item_revision=4,
        created_at=1_700_000_000_000_001,
        counted=False,
        note={"a": {"b": 1}},
    )
    return Record(
        {"text": "Ann\r\nא😀", "photo": "blob:00", "n": 2**60, "deep": {"a": [1.5, None]}},
        key="k1",
        meta={"source": "x"},
        annotations=[one, labeled(purpose=Purpose.suggestion)],
        resolution=labeled(note={"method": "majority", "agreement": 0.5}),
        media={"photo": MediaFile("a.jpg", lambda: b"jpeg", "image/jpeg", "00", 10, 5)},
        revision=7,
        split="test",
    )


def bare(record: Record) -> tuple[Any, ...]:
    media = {k: (m.name, m.mime, m.sha256, m.width, m.height) for k, m in record.media.items()}
    return (
        record.data,
        record.key,
        record.meta,
        record.annotations,
        record.resolution,
        media,
        record.revision,
        record.split,
    )


@pytest.mark.parametrize("schema", [SCHEMA, None])
def test_own_form_loses_nothing(tmp_path: Path, schema: Schema | None) -> None:
    out = tmp_path / "a.jsonl"
    report = by_name("jsonl").write(SCHEMA, [full()], out, WriteOptions(media="copy"))
    assert (report.records, report.annotations, report.losses) == (1, 3, {})
    assert report.files == ["a.jsonl", "a.schema.json", "a.media/"]
    given = full()
    if schema is not None:  # a question that the schema does not have is no part of it
        given.annotations[0].body = given.annotations[0].body.model_copy(
            update={"answers": given.annotations[0].body.answers[:2]}
        )
    with Source(out) as source:
        assert by_name("jsonl").schema(source) == SCHEMA
    with Source(out) as source:
        got = list(Jsonl().read_file(source.files[0], schema, ReadOptions()))
    [back] = records(got)
    assert bare(back) == bare(given)
    assert back.media["photo"].open() == b"jpeg"
    assert [(loss.what, loss.count) for loss in losses(got)] == ([("answers to gone", 1)] if schema else [])


def test_names_find_their_ids_in_another_schema(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    by_name("jsonl").write(SCHEMA, [full()], out, WriteOptions())
    other = SCHEMA.model_dump(mode="json")
    other["region_sets"][0]["id"] = "set9"
    other["questions"][0] |= {"id": "q9", "config": {"values": [{"id": "pos", "name": "Positive"}]}}
    other["questions"][1] |= {"about": "set9", "id": "q8"}
    [back] = records(read(out, schema=Schema.model_validate(other)))
    body = back.annotations[0].body
    assert [(a.question, a.value) for a in body.answers] == [("q9", "pos"), ("q8", "per")]
    assert body.regions[0].set == "set9"


def test_labels_by_name_as_a_person_writes_them(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"data": {"text": "a"}, "labels": {"sentiment": "Positive"}}\n')
    [record] = records(read(path, schema=SCHEMA))
    assert record.annotations[0].body.answers == (Answer(question="q1", kind="choice", value="p"),)
    path = put(tmp_path, "b.jsonl", '{"data": {"text": "a"}, "labels": {"mood": "Positive"}}\n')
    assert 'no question "mood"' in rejects(read(path, schema=SCHEMA))[0].message
    path = put(tmp_path, "c.jsonl", '{"data": {"text": "a"}, "annotations": [{"regions": [{"id": "a b"}]}]}\n')
    assert rejects(read(path))[0].where == "c.jsonl line 1"


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@given(data=st.dictionaries(text, json_values, min_size=1, max_size=4), key=st.none() | text.filter(bool))
def test_any_data_round_trips(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], key: str | None) -> None:
    out = tmp_path_factory.mktemp("own") / "a.jsonl"
    by_name("jsonl").write(SCHEMA, [Record(data, key=key, annotations=[labeled()])], out, WriteOptions())
    got = read(out)
    assert [(r.data, r.key, r.annotations) for r in records(got)] == [(data, key, [labeled()])]


def test_pandas_reads_it(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    out = tmp_path / "a.jsonl"
    by_name("jsonl").write(SCHEMA, [full(), Record({"text": "b"})], out, WriteOptions())
    frame = pandas.read_json(out, lines=True)
    assert len(frame) == 2
    assert frame["labels"][0] == {"sentiment": "Positive"}


def test_which(tmp_path: Path) -> None:
    for which, annotations, resolved in (
        ("auto", 2, True),
        ("resolution", 0, True),
        ("annotations", 2, False),
    ):
        by_name("jsonl").write(SCHEMA, [full()], tmp_path / "a.jsonl", WriteOptions(which=which))  # type: ignore[arg-type]
        [back] = records(read(tmp_path / "a.jsonl"))
        assert (len(back.annotations), back.resolution is not None) == (annotations, resolved)


def test_convert_csv(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "key,text\nk,a\n")
    report = convert(tmp_path / "a.csv", "auto", "jsonl", tmp_path / "b.jsonl")
    assert report.records == 1
    assert (tmp_path / "b.jsonl").read_text() == '{"key":"k","data":{"text":"a"}}\n'
