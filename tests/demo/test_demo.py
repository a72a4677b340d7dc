"""The demo, run as anybody would: what it makes opens in other people's readers."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pandas as pd
import pytest

from goldlabel.demo.build import build
from goldlabel.formats import ReadOptions, Source, by_name
from goldlabel.release.files import Files
from goldlabel.release.verify import verify
from goldlabel.work.workspace import open_workspace
from goldlabel.workspace import open as open_face

ITEMS = 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `goldlabel demo --headless --json` says it made, and where."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "goldlabel", "demo", "--headless", "--json", "--items", str(ITEMS)]
    ran = subprocess.run([*command, "--workspace", str(folder)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def files(made: dict[str, Any], project: str) -> dict[str, Path]:
    """The project's files by ending; a folder by its name."""
    found = next(one for one in made["projects"] if one["project"] == project)
    return {Path(file).suffix or Path(file).name: Path(file) for file in found["files"]}


def test_everything_is_labeled_resolved_and_verified(made: dict[str, Any]) -> None:
    assert made["problems"] == []
    assert [one["project"] for one in made["projects"]] == ["support", "news", "streets", "leaves"]
    for one in made["projects"]:
        assert (one["items"], one["annotations"], one["resolved"]) == (ITEMS, 3 * ITEMS, ITEMS), one
        assert verify(files(made, one["project"])[".zip"]) == []
    assert sum(one["ties"] for one in made["projects"]) > 0
    with open_face(made["workspace"]) as workspace:
        assert [len(list(project.ties())) for project in workspace.projects] == [0, 0, 0, 0]


def test_the_tables_open_in_pandas_and_agree_with_the_release(made: dict[str, Any]) -> None:
    paths = files(made, "support")
    with Files(paths[".zip"]) as content:
        released = {record.key: record.resolution for record in content.records()}
        sheet = content.json("datasheet.json")
    lines = pd.read_json(paths[".jsonl"], lines=True)
    parquet, table = pd.read_parquet(paths[".parquet"]), pd.read_csv(paths[".csv"])
    topics = [labels["topic"] for labels in lines["labels"]]
    assert list(lines["key"]) == list(parquet["key"]) == list(table["key"]) == list(released)
    assert topics == list(table["topic"]) == [column_of(row) for row in parquet.to_dict("records")]
    shares = sheet["rows"]["questions"]["topic"]["values"]
    assert {one["name"]: one["count"] for one in shares.values() if one["count"]} == dict(
        pd.Series(topics).value_counts()
    )


def column_of(row: dict[str, Any]) -> Any:
    return row["topic"] if "topic" in row else row["labels"]["topic"]


def test_coco_opens_in_pycocotools(made: dict[str, Any]) -> None:
    from pycocotools.coco import COCO

    (path,) = files(made, "streets")["coco"].rglob("*.json")
    with Files(files(made, "streets")[".zip"]) as content:
        released = [record.resolution.body for record in content.records() if record.resolution]
    coco = COCO(str(path))
    boxes = sorted(tuple(round(part, 2) for part in one["bbox"]) for one in coco.loadAnns(coco.getAnnIds()))
    wanted = [region.value for body in released for region in body.regions]
    assert boxes == sorted(tuple(round(w[p], 2) for p in ("x", "y", "width", "height")) for w in wanted)  # type: ignore[index,call-overload]
    assert {category["name"] for category in coco.loadCats(coco.getCatIds())} >= {"Car", "Bus", "Person"}
    assert len(coco.getImgIds()) == ITEMS


def test_names_open_in_spacy_and_conll_reads_back(made: dict[str, Any]) -> None:
    import spacy
    from spacy.tokens import DocBin

    paths = files(made, "news")
    docs = list(DocBin().from_disk(paths[".spacy"]).get_docs(spacy.blank("xx").vocab))
    assert len(docs) == ITEMS
    lines = pd.read_json(paths[".jsonl"], lines=True)
    assert [doc.text for doc in docs] == [data["text"] for data in lines["data"]]
    with Source(paths[".conll"]) as source:
        back = list(by_name("conll").read(source, None, ReadOptions()))
    entities = [len(record.annotations[0].body.regions) for record in back]  # type: ignore[union-attr]
    assert entities == [len(doc.ents) for doc in docs]


# Each at another place of its way.
ANSWERED = {"support": 19, "news": 10, "streets": 14, "leaves": 21}


def test_the_demo_is_built_once(tmp_path: Path) -> None:
    said: list[str] = []
    with open_workspace(tmp_path) as opened:
        build(opened, said.append, count=8)
        assert len(said) == 4
        build(opened, said.append, count=8)
        assert len(said) == 4
    with open_face(tmp_path) as workspace:
        for project in workspace.projects:
            progress = project.progress()
            assert (progress["items"], progress["annotations"]) == (8, ANSWERED[project.name])
            assert progress["resolved"] + len(list(project.ties())) == progress["done"]
            assert 0 < progress["done"] < 8
            assert project.next("you") is not None
        assert len(workspace.project("support").releases()) == 1


def test_the_demo_serves_and_its_link_signs_in_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "goldlabel", "demo", "--port", "0", "--items", "4"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        base = re.search(r"http://[^/\s]+", said)
        link = re.search(r"#link=(\S+)", said)
        assert base is not None
        assert link is not None
        with httpx2.Client(base_url=base[0], headers={"origin": base[0]}) as client:
            assert client.post("/api/auth/link", json={"token": link[1]}).is_success
            names = [one["name"] for one in client.get("/api/projects").json()]
            assert names == ["support", "news", "streets", "leaves"]
            tasks = client.post("/api/projects/leaves/next", json={"count": 1}).json()["tasks"]
            assert client.get(tasks[0]["media"]["image"]["url"]).headers["content-type"] == "image/jpeg"
        with httpx2.Client(base_url=base[0], headers={"origin": base[0]}) as stranger:
            assert stranger.post("/api/auth/link", json={"token": link[1]}).status_code == 401
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert (tmp_path / "goldlabel-demo" / "goldlabel.db").exists()
