"""Real pictures (scikit-image's own) as a folder: imported, boxed through the API, exported, read by pycocotools."""

import contextlib
import io
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from goldlabel.store import items
from goldlabel.store.jobs import rejects
from goldlabel.work import exports, imports, jobs
from tests.live import Live, ok, running

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "region_sets": [{"name": "things", "field": "picture", "shapes": ["box", "polygon"], "min": 1}],
    "questions": [{"name": "class", "kind": "choice", "about": "things", "config": {"values": ["left", "right"]}}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled pictures, with what else lies in that folder."""
    data = pytest.importorskip("skimage.data")
    out = tmp_path_factory.mktemp("pictures")
    for path in sorted(Path(data.__file__).parent.iterdir()):
        if path.suffix in (".png", ".jpg", ".gif", ".npy", ".txt"):
            shutil.copy(path, out / path.name)
    (out / "broken.png").write_bytes((out / "coffee.png").read_bytes()[:2000])
    return out


def test_folder_to_coco(folder: Path, tmp_path: Path) -> None:
    pictures = sorted(path for path in folder.iterdir() if path.suffix in (".png", ".jpg", ".gif"))
    with running(tmp_path / "ws", workers=0) as live:
        project = live.create("pictures", SCHEMA)
        result, refused = bring_in(live, project, folder)
        assert result["added"] == len(pictures) - 1
        assert len(refused) == result["rejected"]
        assert any("broken.png" in place or "broken.png" in message for place, message in refused)
        drawn = label_all(live, project)
        assert len(drawn) == result["added"]
        check_coco(export(live, project), folder, drawn)


def bring_in(live: Live, project: Any, folder: Path) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    database = live.workspace.database
    job = database.write(lambda tx: imports.start(tx, project, {"path": str(folder)}, format="images"))
    row = jobs.run_now(live.workspace, job)
    assert row.state == "done", row.error
    assert row.result is not None
    return row.result, [(place, message) for _, place, message, _ in database.read(lambda tx: rejects(tx, job))]


def label_all(live: Live, project: Any) -> dict[str, list[float]]:
    """One random box on each picture; by the picture's key."""
    chance = random.Random(5)
    out: dict[str, list[float]] = {}
    with live.client(live.person(project, "ann")) as client:
        while tasks := ok(client.post("/api/projects/pictures/next", json={"count": 5}))["tasks"]:
            for task in tasks:
                shown = task["media"]["picture"]
                content = client.get(shown["url"])
                assert content.headers["content-type"] == shown["mime"]
                assert Image.open(io.BytesIO(content.content)).size == (shown["width"], shown["height"])
                box = some_box(chance, shown["width"], shown["height"])
                ok(client.post("/api/projects/pictures/submit", json={"task": task["task"], "body": body_of(box)}))
                key = live.workspace.database.read(lambda tx, id=int(task["item"]): items.by_id(tx, project.id, id)).key
                out[key] = box
    return out


def some_box(chance: random.Random, width: int, height: int) -> list[float]:
    x, y = chance.uniform(0, width * 0.5), chance.uniform(0, height * 0.5)
    return [x, y, chance.uniform(1, width - x), chance.uniform(1, height - y)]


def body_of(box: list[float]) -> dict[str, Any]:
    value = dict(zip(("x", "y", "width", "height"), box, strict=True))
    return {
        "regions": [{"id": "r1", "set": "things", "shape": "box", "value": value}],
        "answers": [{"question": "class", "kind": "choice", "region": "r1", "value": "left"}],
    }


def export(live: Live, project: Any) -> Path:
    """The unpacked export."""
    database = live.workspace.database
    options = {"media": "copy"}
    job = database.write(lambda tx: exports.start(tx, project, "coco", options=options))
    row = jobs.run_now(live.workspace, job)
    assert row.state == "done", row.error
    file = exports.file_of(live.workspace, row)
    target = file.parent / "unpacked"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(target)
    return target


def check_coco(folder: Path, source: Path, drawn: dict[str, list[float]]) -> None:
    coco_module = pytest.importorskip("pycocotools.coco")
    file = next(path for path in folder.rglob("*.json") if "instances" in path.name)
    with contextlib.redirect_stdout(io.StringIO()):
        coco = coco_module.COCO(str(file))
    assert len(coco.imgs) == len(coco.anns) == len(drawn)
    assert [category["name"] for category in coco.cats.values()] == ["left", "right"]
    boxes = sorted(tuple(round(part, 3) for part in annotation["bbox"]) for annotation in coco.anns.values())
    assert boxes == sorted(tuple(round(part, 3) for part in box) for box in drawn.values())
    copied = {path.stat().st_size for path in folder.rglob("*") if path.suffix in (".png", ".jpg", ".gif")}
    assert copied <= {path.stat().st_size for path in source.iterdir()}
    assert len([path for path in folder.rglob("*") if path.suffix in (".png", ".jpg", ".gif")]) == len(drawn)
