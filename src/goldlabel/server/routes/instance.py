"""The instance as its admins see it: versions, database, storage, whether all is well."""

import asyncio
import platform
import shutil
import time
from typing import Annotated

from fastapi import APIRouter

from goldlabel import __version__
from goldlabel.server.access import Access, may
from goldlabel.server.links import base_url
from goldlabel.server.wire import Out
from goldlabel.store import instance
from goldlabel.store.tx import Tx

router = APIRouter(tags=["system"])
STARTED = time.time()
LOW_DISK = 2 << 30
SAFE = {"synchronous": ("2", "FULL", "full"), "synchronous_commit": ("on",), "fsync": ("on",)}


class CheckOut(Out):
    """`name`: disk, durability, address, jobs."""

    name: str
    ok: bool
    found: str


class InstanceOut(Out):
    version: str
    python: str
    database: str
    database_bytes: int
    storage: str
    folder: str
    free_bytes: int
    public_url: str | None
    session_days: float
    workers: int
    started_at: int
    counts: dict[str, int]
    checks: list[CheckOut]


@router.get("/api/instance")
async def about_instance(access: Annotated[Access, may("instance")]) -> InstanceOut:
    """Versions, where things are kept, how much there is, and what needs a look."""

    def read(tx: Tx) -> tuple[str, int, dict[str, int]]:
        return instance.version(tx), instance.size(tx), instance.counts(tx)

    workspace = access.context.workspace
    version, size, counts = await access.read_long(read)
    durability = await asyncio.to_thread(workspace.database.durability)
    free = shutil.disk_usage(workspace.path).free
    return InstanceOut(
        version=__version__, python=platform.python_version(), database=version, database_bytes=size,
        storage=workspace.settings.blobs or str(workspace.path / "blobs"), folder=str(workspace.path),
        free_bytes=free, public_url=base_url(workspace) or None,
        session_days=workspace.settings.server.session_days, workers=workspace.settings.server.workers,
        started_at=int(STARTED * 1_000_000), counts=counts,
        checks=[
            CheckOut(name="disk", ok=free >= LOW_DISK, found=f"{free / (1 << 30):.1f} GB"),
            CheckOut(name="durability", ok=_durable(durability), found=_listed(durability)),
            CheckOut(name="jobs", ok=counts["failed"] == 0, found=str(counts["failed"])),
        ],
    )  # fmt: skip


def _durable(found: dict[str, object]) -> bool:
    return all(str(found[name]) in good for name, good in SAFE.items() if name in found)


def _listed(found: dict[str, object]) -> str:
    """The settings that are not as they must be; the check's name says what the good ones mean."""
    wrong = {name: value for name, value in found.items() if name in SAFE and str(value) not in SAFE[name]}
    return ", ".join(f"{name} = {value}" for name, value in wrong.items())
