"""Files that the server has, writes and reads.

One test for each advisory of the peers that applies (`research/platforms.md` §3.2), named by its id.
"""

import re
import zipfile
from pathlib import Path

import pytest

from goldlabel.formats import FORMATS
from goldlabel.server.app import create_app
from goldlabel.store import projects
from goldlabel.work import exports, imports, items, media
from goldlabel.work import jobs as job_verbs
from goldlabel.work.projects import create
from goldlabel.work.workspace import open_workspace
from tests.security.helpers import files, png, sources
from tests.server.conftest import CHEAP, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "path",
    [
        "/static../secret", "/assets../secret", "/media../secret", "/assets/../../secret", "/assets/..%2f..%2fsecret",
        "/%2e%2e/%2e%2e/secret", "/secret", "/goldlabel.toml", "/goldlabel.db", "/uploads/",
        "/media/own/..%2f..%2fsecret",
        "//etc/passwd", "/assets//etc/passwd", "/..;/secret", "/assets/%00/secret", "/core/settings.py",
    ],
)  # fmt: skip
async def test_ghsa_cpmr_mw4j_99r7_no_path_reads_a_file_of_the_server(world: World, path: str):
    secret = (world.workspace.path / "secret").read_text()
    async with world.client() as client:
        got = await client.get(path)
    assert secret not in got.text
    assert b"SQLite format" not in got.content
    assert "root:" not in got.text


async def test_cve_2023_43791_every_install_makes_its_own_secret(tmp_path: Path, world: World):
    with open_workspace(tmp_path / "second", passwords=CHEAP) as second:
        assert second.secret != world.workspace.secret
        assert len(second.secret) >= 32
        assert (tmp_path / "second/secret").stat().st_mode & 0o077 == 0
        other = World(second, create_app(second))
        mine, theirs = world.app.state.context, other.app.state.context
        assert mine.cookie != theirs.cookie
        url = media.media_url(mine.media_key, "own", "0" * 64, 2**50, 12)
        async with other.client(cookie=f"{theirs.cookie}={world.session('admin')}") as client:
            assert (await client.get("/api/me")).status_code == 401, "a session of one install is none of another"
            assert (await client.get(url)).status_code == 403, "nor is a signed address"
    for name, text in sources(".py"):
        assert not re.search(r"(?i)secret(_key)?\s*=\s*b?['\"][^'\"]{8,}", text), f"{name} holds a fixed secret"


@pytest.mark.parametrize("format", [format.name for format in FORMATS if format.writes])
def test_cve_2025_25295_no_path_of_an_export_comes_from_data(world: World, format: str):
    evil = "../../../../evil"
    schema = {
        "fields": [{"name": "picture", "medium": "image"}],
        "region_sets": [{"name": evil, "field": "picture", "shapes": ["box"]}],
        "questions": [{"name": "c", "kind": "choice", "config": {"values": [{"id": "e", "name": evil}]}}],
    }
    project = world.run(lambda tx: create(tx, "pics", schema, title=evil))
    row = media.keep(world.workspace, project.id, png(), f"{evil}.png")
    names = (evil, "/etc/x", "C:\\x", "..")
    world.run(
        lambda tx: items.add_rows(
            tx, project,
            [{"key": key, "data": {"picture": f"blob:{row.hash}", "image": key}} for key in names],
        )
    )  # fmt: skip
    before = files(world.workspace.path.parent)
    id = world.run(lambda tx: exports.start(tx, project, format, options={"media": "copy"}))
    done = job_verbs.run_now(world.workspace, id)
    home = world.workspace.exports / str(id)
    new = {path for path in files(world.workspace.path.parent) - before if not path.name.startswith("goldlabel.db")}
    assert all(home in path.parents for path in new), new
    assert done.state == "done", done.error
    for archive in home.glob("*.zip"):
        for name in zipfile.ZipFile(archive).namelist():
            parts = name.replace("\\", "/").split("/")
            assert ".." not in parts, name
            assert not name.startswith(("/", "\\"))
            assert ":" not in parts[0]


UNSAFE = re.compile(
    r"^\s*(?:import|from)\s+(pickle|cPickle|dill|cloudpickle|joblib|shelve|marshal|torch)\b|allow_pickle\s*=\s*True|"
    r"yaml\.(?:unsafe_|full_)?load\(|\beval\(|\bexec\(|os\.system\(|shell\s*=\s*True|read_pickle",
    re.M,
)


def test_cve_2025_5173_no_pickle_and_nothing_else_that_runs_data():
    assert [name for name, text in sources(".py") if UNSAFE.search(text)] == []


async def test_a_pickle_is_no_source(world: World):
    import pickle

    file = world.workspace.path / "rows.pkl"
    file.write_bytes(pickle.dumps([{"text": "x"}]))
    project = world.run(lambda tx: projects.by_name(tx, "own"))
    id = world.run(lambda tx: imports.start(tx, project, {"path": str(file)}))
    done = job_verbs.run_now(world.workspace, id)
    counts = world.run(lambda tx: projects.counts(tx, project.id, "items"))
    assert done.state == "failed" or counts["items"] == 0
