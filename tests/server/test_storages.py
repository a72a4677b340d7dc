"""Importing from storages that the admin named, a folder and a bucket (moto): over HTTP and through the job."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import goldlabel as gl
from goldlabel.core.problem import GoldlabelError, Invalid, NotFound, TooLarge
from goldlabel.net.storage import Bucket, Folder, Storage
from goldlabel.work import imports, preview, projects, storages
from goldlabel.work.jobs import run_now
from goldlabel.work.workspace import Workspace, open_workspace
from tests.server.conftest import CHEAP, PICTURES, SCHEMA, World
from tests.server.test_blobs import s3  # noqa: F401  (a fixture)

KEYS = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region": "us-east-1"}


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (shade, 0, 0)).save(out, "PNG")
    return out.getvalue()


FILES = {
    "rows.csv": b"text\nfirst\nsecond\n", "scans/a.png": picture(10), "scans/deep/b ä.png": picture(20),
    ".hidden": b"x",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "storage"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "out").symlink_to(tmp_path)
    return root


@pytest.fixture(params=["folder", "bucket"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the storage `lab`, for the leads of `own` alone."""
    if request.param == "folder":
        lab: dict[str, Any] = {"url": str(request.getfixturevalue("folder"))}
    else:
        import obstore

        endpoint = request.getfixturevalue("s3")
        url = f"s3://labels/{tmp_path.name}"
        bucket = Bucket(url, {**KEYS, "endpoint": endpoint}, http=True)
        for name, content in FILES.items():
            obstore.put(bucket._store, name, content)
        lab = {"url": url, "endpoint": endpoint, "access_key_id": "k", "secret_access_key": "s"}
    place = tmp_path / "workspace"
    place.mkdir()
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**lab, "projects": ["own"]}.items()]
    settings = ["[network]", 'allow = ["127.0.0.0/8", "0.0.0.0"]', "[storages.lab]", *lines]
    (place / "goldlabel.toml").write_text("\n".join(settings))
    with open_workspace(place, passwords=CHEAP) as workspace:
        yield workspace


def names(found: tuple[list[Any], bool]) -> list[tuple[str, int | None]]:
    assert found[1] is False
    return [(one.name, one.size) for one in found[0]]


def test_listed_as_people_expect(opened: Workspace) -> None:
    assert storages.names(opened, "own") == ["lab"]
    assert names(storages.entries(opened, "own", "lab", "")) == [("scans", None), ("rows.csv", 18)]
    assert [name for name, _ in names(storages.entries(opened, "own", "lab", "/scans/"))] == ["deep", "a.png"]
    with pytest.raises(NotFound, match="no"):
        storages.entries(opened, "own", "lab", "nowhere")


def test_nothing_outside_can_be_named(opened: Workspace) -> None:
    for path in ("../workspace", "scans/../../workspace/secret", "a\\..\\b"):
        with pytest.raises(Invalid, match="inside the storage"):
            storages.check(opened, "own", "lab", path)
    for path in ("out", "out/workspace/secret", "/etc/passwd"):
        with pytest.raises(NotFound), storages.opened(opened, "own", {"storage": "lab", "path": path}):
            pass
    assert storages.names(opened, "other") == []
    with pytest.raises(NotFound, match="no storage 'lab' for this project"):
        storages.entries(opened, "other", "lab", "")


@pytest.mark.parametrize(("path", "schema", "keys"), [
    ("rows.csv", SCHEMA, None), ("scans", PICTURES, {"a.png", "deep/b ä.png"}),
])  # fmt: skip
def test_previewed_and_imported(opened: Workspace, path: str, schema: Any, keys: set[str] | None) -> None:
    project = opened.database.write(lambda tx: projects.create(tx, "own", schema))
    where = {"storage": "lab", "path": path}
    seen = preview.preview(opened, project, where)
    assert (seen["problem"], len(seen["rows"])) == (None, 2)
    job = opened.database.write(lambda tx: imports.start(tx, project, where))
    row = run_now(opened, job)
    assert (row.state, row.result and row.result["added"]) == ("done", 2), row.error
    if keys:
        found = opened.database.read(lambda tx: tx.all("SELECT key FROM item WHERE project = :p", p=project.id))
        assert {one[0] for one in found} == keys
    assert not [file for file in opened.uploads.iterdir() if file.name.startswith("fetched-")], "left behind"


def test_from_a_script(opened: Workspace) -> None:
    with gl.open(opened.path) as workspace:
        project = workspace.create("own", schema=SCHEMA)
        assert project.add("storage://lab/rows.csv").result["added"] == 2
        with pytest.raises(NotFound, match="no storage 'x'"):
            project.add("storage://x/rows.csv")


def test_too_much_is_refused_or_cut(opened: Workspace, tmp_path: Path) -> None:
    storage: Storage = storages._storage(opened, "own", "lab")
    if isinstance(storage, Folder):
        assert storage.place("scans").is_dir()  # read where it lies
        return
    with pytest.raises(TooLarge, match="more than 1 files"):
        storage.fetch("scans", tmp_path / "all", files=1, max_bytes=1 << 20)
    with pytest.raises(TooLarge, match="18 bytes"):
        storage.fetch("rows.csv", tmp_path / "one", files=1, max_bytes=5)
    assert storage.fetch("rows.csv", tmp_path / "cut", files=1, max_bytes=5, heads=True) is False
    assert (tmp_path / "cut").read_bytes() == b"text\n"


def test_a_bucket_that_refuses_says_so_without_its_keys(s3: str) -> None:  # noqa: F811
    gone = Bucket("s3://not-there/x", {**KEYS, "endpoint": s3}, http=True)
    with pytest.raises(GoldlabelError) as caught:
        gone.entries("")
    assert "not-there" not in caught.value.message
    assert "http" not in caught.value.message


def test_a_wrong_setting_names_itself(tmp_path: Path) -> None:
    with (
        open_workspace(tmp_path / "workspace", storages={"lab": {"url": "relative/path"}}) as workspace,
        pytest.raises(Invalid, match=r"goldlabel\.toml: storages\.lab\.url"),
    ):
        storages.entries(workspace, "own", "lab", "")


@pytest.mark.anyio
async def test_over_http(world: World, folder: Path) -> None:
    world.workspace.settings.storages["lab"] = storages.StorageSettings(url=str(folder))
    async with world.as_("manager") as client:
        at = "/api/projects/own/storages"
        assert (await client.get(at)).json() == ["lab"]
        listed = (await client.get(f"{at}/lab", params={"folder": "scans"})).json()
        assert [one["name"] for one in listed["entries"]] == ["deep", "a.png"]
        assert (await client.get(f"{at}/lab", params={"folder": "../"})).status_code == 422
        assert (await client.get(f"{at}/none")).status_code == 404
        given = {"storage": "lab", "path": "rows.csv"}
        seen = await client.post("/api/projects/own/imports/preview", json=given)
        assert len(seen.json()["rows"]) == 2
        started = await client.post("/api/projects/own/imports", json=given)
        assert started.status_code == 202
        both = await client.post("/api/projects/own/imports", json={**given, "url": "https://example.org/x"})
        assert both.status_code == 422
        outside = await client.post("/api/projects/own/imports", json={"storage": "lab", "path": "out/secret"})
        assert outside.status_code == 404
