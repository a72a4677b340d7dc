"""Label Studio: its own exports, coordinates, shared ids, and what comes back after a round trip."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.annotation import Answer, Body, Purpose, Region
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import Source, WriteOptions, by_name, convert, detect
from goldlabel.formats.parts.utf16 import Utf16
from tests.formats.helpers import SHARED, losses, put, read, records, rejects

EXPORTS = SHARED / "data" / "label_studio" / "exports"


def near(one: Any, other: Any) -> bool:
    """Equal JSON, numbers within 1e-9."""
    if isinstance(one, float) or isinstance(other, float):
        return abs(one - other) < 1e-9
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(near(a, b) for a, b in zip(one, other, strict=True))
    return one == other


def results(path: Path) -> list[Any]:
    """What the tasks of a file say, without what Label Studio itself makes anew (ids of tasks, times, origins)."""
    out: list[Any] = []
    for task in json.loads(path.read_text()):
        for kind in ("annotations", "predictions"):
            for each in task.get(kind) or ():
                for part in each["result"]:
                    value = {k: v for k, v in part["value"].items() if k != "width" or "height" in part["value"]}
                    out.append([task["data"], kind, part["type"], part["from_name"], value, part.get("score")])
    return out


def bare(record: Record) -> Any:
    return [
        record.data,
        record.key,
        [
            [a.labeler, a.purpose, a.confidence, a.seconds, a.created_at, a.body.model_dump()]
            for a in record.annotations
        ],
    ]


@pytest.mark.shared_data
@pytest.mark.skipif(not EXPORTS.exists(), reason="no ../shared")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_export_coco/data.json", {}),
        ("test_export_csv/csv_test.json", {}),
        ("test_export_csv/csv_test2.json", {}),
        ("test_export_csv/csv_test_history.json", {}),
        ("test_export_csv/csv_test_colliding_keys.json", {}),
        ("test_export_csv/csv_test_colliding_keys_mixed.json", {}),
        ("test_export_json_min/data.json", {}),
    ],
)
def test_real_exports_in_out_in(tmp_path: Path, name: str, expected: dict[str, int]) -> None:
    path = EXPORTS / name
    with Source(path) as source:
        assert detect(source).name == "label_studio"
    first = read(path)
    assert not rejects(first)
    assert {loss.what: loss.count for loss in losses(first)} == expected
    report = convert(path, "auto", "label_studio", tmp_path / "out.json")
    assert report.losses == {}
    assert near(results(tmp_path / "out.json"), results(path)) or "test2" in name  # a label with line ends
    again = read(tmp_path / "out.json")
    assert near([bare(r) for r in records(again)], [bare(r) for r in records(first)])


@pytest.mark.shared_data
@pytest.mark.skipif(not EXPORTS.exists(), reason="no ../shared")
def test_what_cannot_be_read_is_counted() -> None:
    got = read(EXPORTS / "test_export_json_min" / "chat_data.json", "label_studio")
    assert {loss.what for loss in losses(got)} == {"result of type chatmessage"}
    assert losses(got)[0].count > 3
    got = read(EXPORTS / "test_export_json_min" / "data_repeater.json", "label_studio")
    assert sum(loss.count for loss in losses(got)) > 0  # several pictures per item


@pytest.mark.shared_data
@pytest.mark.skipif(not EXPORTS.exists(), reason="no ../shared")
def test_the_config_in_the_folder_is_used() -> None:
    with Source(EXPORTS / "test_export_coco") as source:
        schema = by_name("label_studio").schema(source)
    assert schema is not None
    assert [(g.name, g.shapes) for g in schema.region_sets] == [
        ("rectangle_label", ("box",)),
        ("polygon_label", ("polygon",)),
        ("keypoint_label", ("point",)),
    ]
    config: Any = schema.questions[2].config
    assert [value["name"] for value in config["values"]] == ["keypoint_label1", "keypoint_label2"]


def task(data: dict[str, Any], *parts: dict[str, Any], **more: Any) -> str:
    return json.dumps([{"id": 1, "data": data, "annotations": [{"id": 1, "completed_by": 5, "result": parts, **more}]}])


def part(type: str, value: dict[str, Any], name: str = "label", to: str = "text", id: str = "r1") -> dict[str, Any]:
    size = {"original_width": 200, "original_height": 100} if to == "image" else {}
    return {"id": id, "type": type, "from_name": name, "to_name": to, "value": value, **size}


def test_offsets_are_javascripts(tmp_path: Path) -> None:
    text = "👍🏽 Ann\r\nאבג Bob"
    start = len(text[: text.index("Bob")].encode("utf-16-le")) // 2
    first = part("labels", {"start": 5, "end": 8, "text": "Ann", "labels": ["PER"]})
    second = part("labels", {"start": start, "end": start + 3, "text": "Bob", "labels": ["PER"]}, id="r2")
    crlf = part("labels", {"start": start - 1, "end": start + 2, "text": "Bob", "labels": ["PER"]}, id="r3")
    inside = part("labels", {"start": 1, "end": 3, "labels": ["PER"]}, id="r4")
    wrong = part("labels", {"start": 0, "end": 2, "text": "Eve", "labels": ["PER"]}, id="r5")
    got = read(put(tmp_path, "a.json", task({"text": text}, first, second, crlf, inside, wrong)))
    values: list[Any] = [region.value for region in records(got)[0].annotations[0].body.regions]
    assert [text[v["start"] : v["end"]] for v in values] == ["Ann", "Bob", "Bob"]
    assert [loss.count for loss in losses(got)] == [1, 1]
    assert {loss.why for loss in losses(got)} == {
        "cannot be read: offset 1 lies inside a character",
        "cannot be read: its text 'Eve' does not stand at its offsets",
    }


def test_offsets_are_written_as_javascripts(tmp_path: Path) -> None:
    """Not by a round trip: our own reader finds a span by its text where the offset is off."""
    text = "\U0001f44d\U0001f3fd Ann"
    source = put(tmp_path, "a.json", task({"text": text}, part("labels", {"start": 5, "end": 8, "labels": ["PER"]})))
    convert(source, "label_studio", "label_studio", tmp_path / "out.json")
    [written] = json.loads((tmp_path / "out.json").read_text("utf-8"))
    value = next(one["value"] for one in written["annotations"][0]["result"] if one["type"] == "labels")
    assert (value["start"], value["end"], value["text"]) == (5, 8, "Ann")


def test_percent_rotation_and_answers_by_shared_id(tmp_path: Path) -> None:
    box = part(
        "rectanglelabels",
        {"x": 50, "y": 50, "width": 10, "height": 10, "rotation": 90, "rectanglelabels": ["Car"]},
        to="image",
    )
    about = part("choices", {"x": 50, "y": 50, "choices": ["old"]}, name="age", to="image")
    split = [
        part(
            "rectangle", {"x": 0, "y": 0, "width": 50, "height": 50, "rotation": 0}, name="shape", to="image", id="r2"
        ),
        part("labels", {"labels": ["Bus"]}, name="what", to="image", id="r2"),
    ]
    whole = [
        part("rating", {"rating": 4}, name="stars", to="image", id="x1"),
        part("textarea", {"text": ["one", "two"]}, name="say", to="image", id="x2"),
        part("taxonomy", {"taxonomy": [["Animal", "Dog"]]}, name="tree", to="image", id="x3"),
        part("number", {"number": 2.5}, name="num", to="image", id="x4"),
        part("brushlabels", {"rle": [1]}, to="image", id="x5"),
        {"type": "relation", "from_id": "r1", "to_id": "r2"},
    ]
    got = read(put(tmp_path, "a.json", task({"image": "a.jpg"}, about, box, *split, *whole)))
    body = records(got)[0].annotations[0].body
    assert near(
        [(r.shape, r.value) for r in body.regions],
        [
            ("rotated_box", {"x": 95.0, "y": 60.0, "width": 20.0, "height": 10.0, "rotation": 90.0}),
            ("box", {"x": 0.0, "y": 0.0, "width": 100.0, "height": 50.0}),
        ],
    )
    assert [(a.value, a.region) for a in body.answers] == [
        ("old", "r1"), ("Car", "r1"), ("Bus", "r2"), (4, None), ("one\ntwo", None), ([["Animal", "Dog"]], None), (2.5, None),  # noqa: E501
    ]  # fmt: skip
    assert {loss.what: loss.count for loss in losses(got)} == {
        "result of type brushlabels": 1,
        "result of type relation": 1,
        "answers to say": 1,
    }


SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"id": "t", "name": "text", "medium": "text", "source": "text"},
            {"id": "i", "name": "photo", "medium": "image", "source": "photo"},
        ],
        "region_sets": [
            {"id": "e", "name": "entities", "field": "t", "shapes": ["span"]},
            {"id": "o", "name": "objects", "field": "i", "shapes": ["box", "rotated_box", "polygon", "point", "polyline"]},  # noqa: E501
        ],
        "questions": [
            {"id": "type", "name": "type", "kind": "choice", "about": "e", "config": {"values": [{"id": "p", "name": "PER"}]}},  # noqa: E501
            {"id": "what", "name": "what", "kind": "choice", "about": "o", "config": {"values": [{"id": "c", "name": "car"}]}},  # noqa: E501
            {"id": "sure", "name": "sure", "kind": "yes_no", "about": "o"},
            {"id": "m", "name": "many", "kind": "choices", "config": {"values": [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]}},  # noqa: E501
            {"id": "tr", "name": "tree", "kind": "tree", "config": {"values": [{"id": "a", "name": "A", "children": [{"id": "b", "name": "B"}]}]}},  # noqa: E501
            {"id": "n", "name": "number", "kind": "number"},
            {"id": "r", "name": "rating", "kind": "rating"},
            {"id": "s", "name": "say", "kind": "text"},
        ],
    }
)  # fmt: skip
TEXT = "👨‍👩‍👧 Ann\r\nאבג e\u0301"


def full(polyline: bool = False) -> Record:
    shapes: list[tuple[str, str, Any]] = [
        ("e", "span", {"start": 6, "end": 9}),
        ("o", "box", {"x": 1.5, "y": 2.0, "width": 30.0, "height": 4.25}),
        ("o", "rotated_box", {"x": 100.0, "y": 50.0, "width": 40.0, "height": 20.0, "rotation": 33.0}),
        ("o", "polygon", {"parts": [[[0.0, 0.0], [5.0, 0.0], [3.0, 7.0]]]}),
        ("o", "point", {"x": 3.0, "y": 4.0}),
    ]
    if polyline:
        shapes.append(("o", "polyline", {"points": [[0, 0], [1, 1]]}))
    regions = [Region(id=f"r{n}", set=s, shape=shape, value=v) for n, (s, shape, v) in enumerate(shapes)]
    answers = [Answer(question="type", kind="choice", value="p", region="r0")]
    answers += [Answer(question="what", kind="choice", value="c", region=f"r{n}") for n in range(1, len(shapes))]
    answers.append(Answer(question="sure", kind="yes_no", value=True, region="r1"))
    whole: list[tuple[str, str, Any]] = [
        ("m", "choices", ["x", "y"]), ("tr", "tree", [["a", "b"]]), ("n", "number", 1.5), ("r", "rating", 3), ("s", "text", "a\nb"),  # noqa: E501
    ]  # fmt: skip
    answers += [Answer(question=q, kind=k, value=v) for q, k, v in whole]
    body = Body(answers=tuple(answers), regions=tuple(regions))
    one = Labeled(body, "ann@x.org", created_at=1_700_000_000_000_001, seconds=2.5)
    model = Labeled(Body(answers=tuple(answers[-3:])), "m1", "model", Purpose.suggestion, confidence=0.5)
    record = Record(
        {"text": TEXT, "photo": "blob:00"}, "key 1", {"a": 1}, [one, model], Labeled(body, "majority", "resolution")
    )
    record.media["photo"] = MediaFile("a.jpg", lambda: b"", width=200, height=100)
    record.split = "val"
    return record


def test_own_records_round_trip(tmp_path: Path) -> None:
    report = by_name("label_studio").write(SCHEMA, [full(), full()], tmp_path / "a.json", WriteOptions())
    assert (report.losses, report.files) == ({}, ["a.json", "a.label_config.xml"])
    got = read(tmp_path / "a.json", "label_studio", SCHEMA)
    assert not losses(got)
    back = records(got)[0]
    assert (back.key, back.split, back.meta) == ("key 1", "val", {"a": 1, "sizes": {"photo": [200, 100]}})
    assert back.data == {"text": TEXT, "photo": "a.jpg"}
    for one, other in zip([*back.annotations, back.resolution], [*full().annotations, full().resolution], strict=True):
        assert one is not None
        assert other is not None
        assert (one.labeler, one.labeler_kind, one.purpose, one.seconds, one.created_at, one.confidence) == (
            other.labeler, other.labeler_kind, other.purpose, other.seconds, other.created_at, other.confidence,
        )  # fmt: skip
        assert near([r.model_dump() for r in one.body.regions], [r.model_dump() for r in other.body.regions])
        assert sorted(map(str, one.body.answers)) == sorted(map(str, other.body.answers))


def test_label_studios_own_validator_takes_it(tmp_path: Path) -> None:
    """The config has a control for every result, as Label Studio checks at import."""
    from goldlabel.formats.parts.ls_config import find_config

    report = by_name("label_studio").write(SCHEMA, [full(polyline=True)], tmp_path / "a.json", WriteOptions())
    assert [what for what, _ in report.losses] == ["polyline region"]
    with Source(tmp_path / "a.json") as source:
        config = find_config(source)
    assert config is not None
    [made] = json.loads((tmp_path / "a.json").read_text())
    for each in made["annotations"]:
        for result in each["result"]:
            assert result["from_name"] in config.controls
            assert config.objects[result["to_name"]][1] in made["data"]
    assert {config.controls[name].tag for name in ("many", "tree", "say", "rating", "number", "sure")} == {
        "choices", "taxonomy", "textarea", "rating", "number",
    }  # fmt: skip


@given(st.text(max_size=30), st.data())
def test_utf16_both_ways(text: str, data: st.DataObject) -> None:
    point = data.draw(st.integers(0, len(text)))
    units = Utf16(text)
    expected = len(text[:point].encode("utf-16-le", "surrogatepass")) // 2
    assert units.to_units(point) == expected
    assert units.to_points(expected) == point


def test_broken_tasks_are_named(tmp_path: Path) -> None:
    content = json.loads(task({"text": "a"}, part("choices", {"choices": ["x"]})))
    content += [{"id": 2, "annotations": []}, 5, {"id": 3, "data": {"text": "a\x00"}, "annotations": []}]
    got = read(put(tmp_path, "a.json", json.dumps(content)))
    assert [r.where for r in rejects(got)] == [f"a.json item {n} (line 1)" for n in (2, 3, 4)]
    assert len(records(got)) == 1
