"""Requests that the server is made to send.

One test for each advisory of the peers that applies (`research/platforms.md` §3.2), named by its id.
"""

import re
from pathlib import Path

import pytest

from goldlabel.net import Refused
from goldlabel.store import jobs
from goldlabel.work import imports, media
from goldlabel.work import jobs as job_verbs
from goldlabel.work.projects import create
from goldlabel.work.workspace import open_workspace
from tests.security.helpers import sources
from tests.security.internal import Internal
from tests.server.conftest import CHEAP, PICTURES, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "127.1"]
)
async def test_cve_2022_36551_an_import_does_not_reach_the_inside(world: World, internal: Internal, spelling: str):
    async with world.as_("manager") as client:
        got = await client.post("/api/projects/own/imports", json={"url": f"http://{spelling}:{internal.port}/x.csv"})
        assert got.status_code == 202
        row = job_verbs.run_now(world.workspace, got.json()["id"])
        assert row.state == "failed"
        assert "not a public address" in (row.error or "")
        rows = world.workspace.path / "rows.csv"  # would go in, if it were read
        rows.write_text("text\nsecret\n")
        for source in (f"file://{rows}", str(rows), "file:///etc/passwd", "/etc/passwd", "ftp://x/y"):
            started = await client.post("/api/projects/own/imports", json={"url": source})
            assert job_verbs.run_now(world.workspace, started.json()["id"]).state == "failed"
        assert world.run(lambda tx: tx.value("SELECT count(*) FROM item")) == 0
        assert (await client.post("/api/projects/own/imports", json={"path": "/etc/passwd"})).status_code == 422
    assert internal.hits == []


async def test_cve_2023_47116_a_redirect_does_not_lead_inside(tmp_path: Path, internal: Internal):
    """The first hop is allowed, the second is checked anew; see tests/net for rebinding."""
    with open_workspace(tmp_path, passwords=CHEAP, network={"allow": ["localhost"]}) as workspace:
        project = workspace.database.write(lambda tx: create(tx, "pics", PICTURES))
        for target in (f"http://127.0.0.1:{internal.port}/inside", "http://169.254.169.254/latest/meta-data/"):
            with pytest.raises(Refused):
                media.fetch(workspace, project.id, f"http://localhost:{internal.port}/redirect?{target}")
    assert all(hit.startswith("/redirect") for hit in internal.hits)
    assert len(internal.hits) == 2


def test_cvat_2022_31188_doccano_2024_40441_pictures_of_rows_are_fetched_by_the_same_rule(
    world: World, internal: Internal
):
    project = world.run(lambda tx: create(tx, "pics", PICTURES))
    file = world.workspace.path / "rows.csv"
    file.write_text(f"picture\nhttp://127.0.0.1:{internal.port}/a.png\nhttp://169.254.169.254/b.png\n")
    id = world.run(lambda tx: imports.start(tx, project, {"path": str(file)}))
    row = job_verbs.run_now(world.workspace, id)
    assert row.state == "done"
    rejected = world.run(lambda tx: jobs.rejects(tx, id))
    assert len(rejected) == 2
    assert all("not a public address" in message for _, _, message, _ in rejected)
    assert internal.hits == []


@pytest.mark.parametrize(
    "endpoint", ["http://169.254.169.254", "http://127.0.0.1:9000", "http://[::1]:9000", "http://10.0.0.1"]
)
def test_cve_2025_25297_a_storage_endpoint_goes_through_the_same_rule(tmp_path: Path, endpoint: str):
    with pytest.raises(Refused):
        open_workspace(tmp_path, blobs="s3://bucket/x", s3={"endpoint": endpoint})


CALLERS = re.compile(
    r"^\s*(?:import|from)\s+(requests|urllib3|aiohttp|httpx2?|httpcore2?|http\.client|urllib\.request|ftplib|smtplib|"
    r"telnetlib|boto3|botocore|websockets?)\b|urlopen\(|create_connection\(|\.connect\(\(",
    re.M,
)


def test_label_studio_9801_nothing_but_net_reaches_out():
    """Webhooks, model backends and LLMs to come find one way only: `net.Egress`. The client talks to our own server."""
    callers = {name for name, text in sources(".py") if CALLERS.search(text)}
    assert callers <= {"net/egress.py", "client/http.py"}, "use goldlabel.net.Egress"
    assert "net/egress.py" in callers
