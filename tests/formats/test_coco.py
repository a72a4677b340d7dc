"""COCO: real sub-sets in, out and in again; what is lost is counted; pycocotools reads what is written."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import Source, WriteOptions, by_name, convert, detect
from tests.formats.helpers import SHARED, losses, put, read, records, rejects

COCO = SHARED / "data" / "vision" / "coco_dataset"
shared = pytest.mark.shared_data


def parsed(folder: Path) -> dict[str, Any]:
    """Every annotation file by kind and split, with ids that do not matter taken off."""
    out: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.json")):
        content = json.loads(path.read_text())
        stem = path.stem if path.stem.count("_") == 1 and "coco" not in path.stem else f"instances_{path.parent.name}"
        pictures = {image["id"]: image for image in content["images"]}
        names = {category["id"]: category["name"] for category in content["categories"]}
        out[stem] = {
            "images": [(i["id"], i["file_name"], i["width"], i["height"]) for i in content["images"]],
            "categories": [(c["id"], c["name"]) for c in content["categories"]],
            "annotations": [
                (
                    pictures[a["image_id"]]["file_name"],
                    None if "caption" in a else names[a["category_id"]],
                    {k: a.get(k) for k in ("bbox", "area", "segmentation", "caption", "attributes")},
                )
                for a in content["annotations"]
                if a.get("iscrowd", 0) == 0
            ],
        }
    return out


def bare(record: Record) -> Any:
    media = record.media["image"]
    return record.data, record.key, record.split, media.name, media.width, media.height, record.annotations


@shared
@pytest.mark.skipif(not COCO.exists(), reason="no ../shared")
@pytest.mark.parametrize("name", ["coco_instances", "coco_labels", "coco_captions", "mmdet_coco", "coco_roboflow"])
def test_in_out_in(tmp_path: Path, name: str) -> None:
    with Source(COCO / name) as source:
        assert detect(source).name == "coco"
    options = WriteOptions(which="annotations", media="copy")
    report = convert(COCO / name, "auto", "coco", tmp_path / "out", write=options)
    lost = (
        {("crowd mask (RLE)", "goldlabel has no crowd regions yet"): 1}
        if name in ("coco_instances", "mmdet_coco", "coco_roboflow")
        else {}
    )
    assert report.losses == lost
    assert report.records == 2
    assert parsed(tmp_path / "out") == parsed(COCO / name)
    first, again = records(read(COCO / name)), records(read(tmp_path / "out"))
    assert [bare(r) for r in again] == [bare(r) for r in first]
    assert [r.media["image"].open() for r in again] == [r.media["image"].open() for r in first]


@shared
@pytest.mark.skipif(not COCO.exists(), reason="no ../shared")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("coco_person_keypoints", {"keypoints": 3, "crowd mask (RLE)": 1}),
        ("coco_stuff", {"crowd mask (RLE)": 2}),
        ("coco_panoptic", {"panoptic segment": 3}),
        ("coco_image_info", {}),
        ("coco", {"keypoints": 3, "crowd mask (RLE)": 3, "panoptic segment": 3}),
    ],
)
def test_what_is_lost_is_counted(name: str, expected: dict[str, int]) -> None:
    got = read(COCO / name)
    assert {loss.what: loss.count for loss in losses(got)} == expected
    assert all("yet" in loss.why for loss in losses(got))
    assert not rejects(got)
    assert [r.key for r in records(got)] == ["train/a.jpg", "val/b.jpg"]
    if name == "coco":
        body = records(got)[1].annotations[0].body
        assert [r.value for r in body.regions] == [{"parts": [[[0.0, 0.0], [1.0, 0.0], [1.0, 2.0], [0.0, 2.0]]]}]
        assert [(a.question, a.value, a.region) for a in body.answers] == [
            ("category", "1", "1"),
            ("x", 1, "1"),
            ("y", "hello", "1"),
            ("labels", ["1", "2"], None),
            ("caption", "world", None),
        ]
        assert [a.labeler for a in records(got)[1].annotations] == ["import", "import 2"]


@shared
@pytest.mark.skipif(not COCO.exists(), reason="no ../shared")
def test_a_zip_is_read_like_the_folder(tmp_path: Path) -> None:
    import shutil

    made = shutil.make_archive(str(tmp_path / "c"), "zip", COCO / "coco_instances")
    assert [bare(r) for r in records(read(Path(made)))] == [bare(r) for r in records(read(COCO / "coco_instances"))]


@shared
@pytest.mark.skipif(not COCO.exists(), reason="no ../shared")
def test_label_studios_own_import_sample() -> None:
    path = SHARED / "data" / "label_studio" / "exports" / "test_import_coco" / "coco_import_input.json"
    got = read(path)
    assert [r.key for r in records(got)] == ["image1.jpg", "image2.jpg"]
    assert not rejects(got)
    assert sum(len(a.body.regions) for r in records(got) for a in r.annotations) == len(
        json.loads(path.read_text())["annotations"]
    )


SCHEMA = Schema.model_validate(
    {
        "fields": [{"id": "image", "name": "image", "medium": "image", "source": "photo"}],
        "region_sets": [
            {"id": "s", "name": "things", "field": "image", "shapes": ["box", "polygon", "rotated_box", "point"]}
        ],
        "questions": [
            {
                "id": "c",
                "name": "type",
                "kind": "choice",
                "about": "s",
                "config": {"values": [{"id": "car", "name": "a car"}, {"id": "dog", "name": "dog"}]},
            },
            {"id": "o", "name": "occluded", "kind": "yes_no", "about": "s"},
            {"id": "n", "name": "note", "kind": "rating"},
        ],
    }
)


def made() -> Record:
    shapes: list[tuple[str, dict[str, Any]]] = [
        ("box", {"x": 1.5, "y": 2, "width": 3, "height": 4}),
        ("polygon", {"parts": [[[0, 0], [4, 0], [4, 4], [0, 4]], [[2, 2], [6, 2], [6, 6], [2, 6]]]}),
        ("rotated_box", {"x": 10, "y": 10, "width": 4, "height": 2, "rotation": 90}),
        ("point", {"x": 1, "y": 1}),
    ]
    regions = [Region(id=f"r{n}", set="s", shape=shape, value=value) for n, (shape, value) in enumerate(shapes)]
    answers = [Answer(question="c", kind="choice", value="dog" if n else "car", region=f"r{n}") for n in range(4)]
    answers.append(Answer(question="o", kind="yes_no", value=True, region="r0"))
    answers.append(Answer(question="n", kind="rating", value=4))
    record = Record({"photo": "../../etc/a.jpg"}, key="../evil/../a b.jpg")
    record.resolution = Labeled(Body(answers=tuple(answers), regions=tuple(regions)), "majority")
    record.meta["coco"] = {"id": 7, "license": 3}
    return record


def test_pycocotools_loads_it_and_losses_are_counted(tmp_path: Path) -> None:
    pytest.importorskip("pycocotools")
    from pycocotools.coco import COCO as Reader

    report = by_name("coco").write(SCHEMA, [made(), made()], tmp_path / "out.json", WriteOptions())
    assert {what: count for (what, _), count in report.losses.items()} == {
        "image size": 2,
        "rotated_box region": 2,
        "point region": 2,
        "answers to note": 2,
    }
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = Reader(str(tmp_path / "out.json"))
    assert [c["name"] for c in loaded.loadCats(loaded.getCatIds())] == ["a car", "dog"]
    first = loaded.loadAnns(loaded.getAnnIds(imgIds=[7]))
    assert [a["area"] for a in first] == [12, 28, 8]
    assert [a["bbox"] for a in first] == [[1.5, 2, 3, 4], [0, 0, 6, 6], [9, 8, 2, 4]]
    assert dict(first[0])["attributes"] == {"occluded": True}
    assert len(first[1]["segmentation"]) == 2
    assert len(loaded.getImgIds()) == 2
    assert {image["file_name"] for image in loaded.loadImgs(loaded.getImgIds())} == {"etc/a.jpg"}


def test_names_in_data_cannot_steer_where_files_go(tmp_path: Path) -> None:
    pictures = made()
    from goldlabel.core.record import MediaFile

    pictures.media["photo"] = MediaFile("../../../tmp/x/../a.jpg", lambda: b"jpeg", width=20, height=20)
    pictures.split = "../../up"
    by_name("coco").write(SCHEMA, [pictures, pictures], tmp_path / "out", WriteOptions(media="copy"))
    files = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert files == ["out/annotations/instances_up.json", "out/images/up/a-2.jpg", "out/images/up/a.jpg"]


def test_into_a_project_by_name(tmp_path: Path) -> None:
    content = {
        "images": [{"id": "x", "file_name": "a.jpg", "width": 20, "height": 10}, {"id": 2}],
        "categories": [{"id": 1, "name": "DOG"}, {"id": 2, "name": "cat"}],
        "annotations": [
            {"id": 1, "image_id": "x", "category_id": 1, "bbox": [1, 2, 3, 4], "attributes": {"occluded": 1, "z": 2}},
            {"id": 2, "image_id": "x", "category_id": 2, "bbox": [1, 2, 3, 4]},
            {"id": 3, "image_id": "x", "category_id": 1, "bbox": [1, 2, 0, 4]},
            {"id": 4, "image_id": "x", "category_id": 9, "bbox": [1, 2, 1, 4]},
            {"id": 5, "image_id": "gone", "category_id": 1, "bbox": [1, 2, 1, 4]},
            {"id": 6, "image_id": "x", "category_id": 1, "segmentation": [[1, 1, 2]]},
        ],
    }
    got = read(put(tmp_path, "a.json", json.dumps(content)), schema=SCHEMA)
    [record] = records(got)
    assert record.data == {"photo": "a.jpg"}
    assert [(a.question, a.value) for a in record.annotations[0].body.answers] == [("c", "dog"), ("o", True)]
    assert [r.where for r in rejects(got)] == [
        "a.json images",
        "a.json annotation 5",
        "a.json annotation 3",
        "a.json annotation 4",
        "a.json annotation 6",
    ]
    assert {loss.what: loss.count for loss in losses(got)} == {"region of category cat": 1, "attribute z": 1}


def test_existing_folders_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "out", "mine.txt", "x")
    with pytest.raises(Exception, match="exists; choose a new folder"):
        by_name("coco").write(SCHEMA, [made()], tmp_path / "out", WriteOptions())
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    with pytest.raises(Invalid, match="no COCO file"):
        read(tmp_path / "out", "coco")


def test_masks_go_out_and_come_back(tmp_path: Path) -> None:
    schema = SCHEMA.model_copy(
        update={"region_sets": (SCHEMA.region_sets[0].model_copy(update={"shapes": ("mask",)}),)}
    )
    rle = {"size": [30, 40], "counts": r"\>9e00O2Zd0"}
    body = Body(
        regions=(Region(id="r0", set="s", shape="mask", value=rle),),
        answers=(Answer(question="c", kind="choice", value="dog", region="r0"),),
    )
    record = Record({"photo": "a.jpg"}, key="a")
    record.resolution = Labeled(body, "majority")
    by_name("coco").write(schema, [record], tmp_path / "out.json", WriteOptions())
    [written] = json.loads((tmp_path / "out.json").read_text())["annotations"]
    assert (written["segmentation"], written["bbox"], written["area"]) == (rle, [15, 9, 3, 11], 29)
    implied = records(read(tmp_path / "out.json"))
    assert [(r.shape, r.value) for r in implied[0].annotations[0].body.regions] == [("mask", rle)]
