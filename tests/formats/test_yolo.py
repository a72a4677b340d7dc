"""YOLO: three real layouts in and out, each task, and lines that are wrong named by their place."""

import io
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name, convert, detect
from tests.formats.helpers import SHARED, losses, put, read, records, rejects

YOLO = SHARED / "data" / "vision" / "yolo_dataset"


def picture(width: int = 20, height: int = 10, orientation: int | None = None) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[274] = orientation
    Image.new("RGB", (width, height)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def lines(folder: Path) -> list[list[float]]:
    """All numbers of all label files, in order."""
    files = sorted(p for p in folder.rglob("*.txt") if p.stem.isdigit())
    return [[float(word) for word in line.split()] for path in files for line in path.read_text().splitlines()]


def near(one: list[list[float]], other: list[list[float]], tolerance: float) -> bool:
    pairs = zip(one, other, strict=True)
    return all(len(a) == len(b) and all(abs(x - y) <= tolerance for x, y in zip(a, b, strict=True)) for a, b in pairs)


def numbers(record: Record) -> list[list[float]]:
    values: list[Any] = [region.value for region in record.annotations[0].body.regions]
    return [[float(number) for number in value.values()] for value in values]


@pytest.mark.shared_data
@pytest.mark.skipif(not YOLO.exists(), reason="no ../shared")
@pytest.mark.parametrize(
    ("name", "splits"), [("labels", ["train", "val"]), ("annotations", [None]), ("strict", ["train"])]
)
def test_in_out_in(tmp_path: Path, name: str, splits: list[str | None]) -> None:
    with Source(YOLO / name) as source:
        assert detect(source).name == "yolo"
    first = read(YOLO / name)
    assert not rejects(first)
    assert not losses(first)
    assert [r.split for r in records(first)] == splits
    for record in records(first):
        assert near(numbers(record), [[0, 2, 4, 2], [3, 3, 2, 3]], 2e-5)
        assert [a.value for a in record.annotations[0].body.answers] == ["2", "4"]
        assert (record.media["image"].width, record.media["image"].height) == (15, 10)
    report = convert(YOLO / name, "auto", "yolo", tmp_path / "out", write=WriteOptions(media="copy"))
    assert {what for what, _ in report.losses} <= {"split val"}
    assert near(lines(tmp_path / "out"), lines(YOLO / name), 1e-6)  # the six decimals of the originals
    again = records(read(tmp_path / "out"))
    assert [a.annotations[0].body.answers for a in again] == [a.annotations[0].body.answers for a in records(first)]
    for one, other in zip(again, records(first), strict=True):
        assert near(numbers(one), numbers(other), 1e-6)
    content = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert content["names"] == {n: f"label_{n}" for n in range(10)}
    assert all((tmp_path / "out" / content[split]).is_dir() for split in ("train", "val"))


def dataset(folder: Path, *label_lines: str, names: str = "names: [cat, dog]\n") -> Path:
    put(folder, "data.yaml", f"train: images/train\nval: images/val\n{names}")
    put(folder, "images/train/1.jpg", picture())
    put(folder, "labels/train/1.txt", "\n".join(label_lines))
    return folder


def test_bad_lines_are_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    got = read(
        dataset(
            tmp_path,
            "0 0.5 0.5 0.2 0.2",
            "cat 0.5 0.5 0.2 0.2",
            "7 0.5 0.5 0.2 0.2",
            "0 0.5 0.5 nan 0.2",
            "0 0.5 0.5 0.2",
            "0 50 50 20 20",
            "1 0.5 0.5 0.2 0",
            "1 0.5 0.5 x 0.1",
            "1 0.5 0.5 0.5 0.4 0.25",
        )
    )
    [record] = records(got)
    assert numbers(record) == [[8.0, 4.0, 4.0, 2.0], [5.0, 3.0, 10.0, 4.0]]
    assert record.annotations[0].body.regions[1].confidence == 0.25
    messages = {r.where.split(" line ")[1]: r.message for r in rejects(got)}
    assert sorted(messages) == ["2", "3", "4", "5", "6", "7", "8"]
    assert '"cat" is not the number of a class' in messages["2"]
    assert "class 7 has no name; there are 2" in messages["3"]
    assert "holds NaN" in messages["4"]
    assert "has 3 numbers after the class" in messages["5"]
    assert "outside the picture" in messages["6"]


def test_sizes_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    dataset(tmp_path, "0 0.5 0.5 0.5 0.5")
    put(tmp_path, "images/train/1.jpg", picture(20, 10, orientation=6))
    [record] = records(read(tmp_path))
    assert (record.media["image"].width, record.media["image"].height) == (10, 20)
    assert numbers(record) == [[2.5, 5.0, 5.0, 10.0]]


def test_a_broken_picture_and_stray_labels(tmp_path: Path) -> None:
    dataset(tmp_path, "0 0.5 0.5 0.5 0.5")
    put(tmp_path, "images/train/1.jpg", b"no picture")
    put(tmp_path, "labels/train/9.txt", "0 0.5 0.5 0.5 0.5")
    assert {r.where: r.message.split(",")[0] for r in rejects(read(tmp_path))} == {
        "images/train/1.jpg": "is not a readable picture",
        "labels/train/9.txt": "there is no picture of that name; labels need its size",
    }


def schema(*shapes: str) -> Schema:
    return Schema.model_validate(
        {
            "fields": [{"id": "image", "name": "image", "medium": "image", "source": "image"}],
            "region_sets": [{"id": "objects", "name": "objects", "field": "image", "shapes": shapes}],
            "questions": [
                {
                    "id": "class",
                    "name": "class",
                    "kind": "choice",
                    "about": "objects",
                    "config": {"values": [{"id": "0", "name": "cat"}, {"id": "1", "name": "dog"}]},
                }
            ],
        }
    )


def record(*regions: tuple[str, dict[str, Any]], key: str = "1.jpg") -> Record:
    made = [Region(id=f"r{n}", set="objects", shape=shape, value=value) for n, (shape, value) in enumerate(regions, 1)]
    answers = [Answer(question="class", kind="choice", value="1", region=region.id) for region in made]
    out = Record({"image": key}, key=key)
    out.resolution = Labeled(Body(answers=tuple(answers), regions=tuple(made)), "majority")
    out.media["image"] = MediaFile(key, picture, width=20, height=10)
    return out


BOX = ("box", {"x": 2.0, "y": 3.0, "width": 4.0, "height": 5.0})
TURNED = ("rotated_box", {"x": 10.0, "y": 5.0, "width": 4.0, "height": 2.0, "rotation": 30.0})
TRIANGLE = ("polygon", {"parts": [[[1.0, 1.0], [9.0, 1.0], [5.0, 8.0]]]})


def test_polygons_round_trip(tmp_path: Path) -> None:
    by_name("yolo").write(schema("polygon"), [record(TRIANGLE)], tmp_path / "out", WriteOptions(media="copy"))
    [back] = records(read(tmp_path / "out"))
    region = back.annotations[0].body.regions[0]
    assert region.shape == "polygon"
    value: Any = region.value
    assert near(value["parts"][0], TRIANGLE[1]["parts"][0], 1e-6)


def test_turned_boxes_round_trip(tmp_path: Path) -> None:
    for rotation in (0.0, 30.0, 90.0, 200.0, 359.0):
        shape = ("rotated_box", TURNED[1] | {"rotation": rotation})
        out = tmp_path / str(rotation)
        report = by_name("yolo").write(schema("rotated_box"), [record(shape)], out, WriteOptions(media="copy"))
        assert {what for what, _ in report.losses} == {"split val"}
        (out / "data.yaml").write_text((out / "data.yaml").read_text().replace("task: obb\n", ""))  # to be found out
        [back] = records(read(out))
        region = back.annotations[0].body.regions[0]
        assert region.shape == "rotated_box"
        assert near(numbers(back), [list(shape[1].values())], 1e-5)


def test_what_a_task_cannot_say_is_counted(tmp_path: Path) -> None:
    split = ("polygon", {"parts": [[[1, 1], [9, 1], [9, 8], [1, 8]], [[12, 2], [14, 2], [14, 4], [12, 4]]]})
    for task, expected in {
        "detect": {"rotated_box region": 1, "polygon region": 2},
        "segment": {"box region": 1, "rotated_box region": 1, "polygon of several parts": 1},
        "obb": {"polygon region": 2},
    }.items():
        options = WriteOptions(task=task)  # type: ignore[arg-type]
        given = [record(BOX, TURNED, TRIANGLE, split)]
        report = by_name("yolo").write(schema("box", "rotated_box", "polygon"), given, tmp_path / task, options)
        assert {what: count for (what, _), count in report.losses.items() if what != "split val"} == expected
        text = (tmp_path / task / "labels" / "train" / "1.txt").read_text().splitlines()
        assert len(text) == {"detect": 4, "segment": 4, "obb": 2}[task]
        if task == "segment":  # the bridge has no area
            flat = [float(word) for word in text[3].split()[1:]]
            points = [(x * 20, y * 10) for x, y in zip(flat[::2], flat[1::2], strict=True)]
            shifted = [*points[1:], points[0]]
            area = abs(sum(a * d - b * c for (a, b), (c, d) in zip(points, shifted, strict=True))) / 2
            assert math.isclose(area, 8 * 7 + 4, abs_tol=1e-6)


def test_names_collide_without_harm(tmp_path: Path) -> None:
    given = [record(BOX, key=key) for key in ("a/x.jpg", "b/X.jpg", "b/x.png", "../../x.jpg")]
    by_name("yolo").write(schema("box"), given, tmp_path / "out", WriteOptions(media="copy"))
    assert sorted(p.name for p in (tmp_path / "out" / "labels" / "train").iterdir()) == [
        "X-2.txt", "x-3.txt", "x-4.txt", "x.txt",
    ]  # fmt: skip
    assert len(records(read(tmp_path / "out"))) == 4


def test_poses_keep_their_boxes(tmp_path: Path) -> None:
    got = read(dataset(tmp_path, "0 0.5 0.5 0.2 0.2 0.1 0.1 2 0.3 0.3 1", names="names: [cat]\nkpt_shape: [2, 3]\n"))
    assert [(loss.what, loss.count) for loss in losses(got)] == [("keypoints", 1)]
    assert numbers(records(got)[0]) == [[8.0, 4.0, 4.0, 2.0]]


def test_classification_folders(tmp_path: Path) -> None:
    for name in ("train/cat/1.jpg", "train/dog/1.jpg", "val/cat/2.jpg"):
        put(tmp_path, name, picture())
    with Source(tmp_path) as source:
        assert detect(source).name == "yolo"
        found = by_name("yolo").schema(source, ReadOptions())
    assert found is not None
    got = records(read(tmp_path, schema=found))
    assert [(r.split, r.annotations[0].body.answers[0].value) for r in got] == [
        ("train", "cat"), ("train", "dog"), ("val", "cat"),
    ]  # fmt: skip
