"""A server in this process, and people signed in to it."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from goldlabel.server.app import create_app
from goldlabel.store import projects as rows
from goldlabel.work import people, projects
from goldlabel.work.workspace import Workspace, open_workspace

CHEAP = {"time_cost": 1, "memory_kib": 8, "parallelism": 1}
PASSWORD = "correct horse battery"
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
PICTURES: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "questions": [{"name": "what", "kind": "choice", "config": {"values": ["cat", "dog"]}}],
}
ROLES = ("manager", "reviewer", "annotator", "viewer", "service")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "workspace", passwords=CHEAP) as opened:
        yield opened


@dataclass
class World:
    """Two projects (`own`, `other`), an admin, and one member of `own` for each role, all with the same password."""

    workspace: Workspace
    app: FastAPI
    people: dict[str, int] = field(default_factory=dict)

    def client(self, **headers: str) -> httpx2.AsyncClient:
        """A browser that nobody signed in with."""
        transport = httpx2.ASGITransport(self.app)
        return httpx2.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)

    def session(self, name: str) -> str:
        """A session of that person, by the shortest way."""
        person = self.workspace.database.read(lambda tx: people.person(tx, self.people[name]))
        return self.workspace.database.write(lambda tx: people.start_session(tx, person, 30, "test"))

    def as_(self, name: str) -> httpx2.AsyncClient:
        client = self.client()
        client.cookies.set(self.app.state.context.cookie, self.session(name))
        return client

    def token(self, name: str, scope: Any = "all", project: str | None = None) -> str:
        return self.workspace.database.write(
            lambda tx: people.make_token(tx, self.people[name], "t", scope, project=project)
        )[1]

    def bearer(self, name: str, scope: Any = "all", project: str | None = None) -> httpx2.AsyncClient:
        return self.client(authorization=f"Bearer {self.token(name, scope, project)}")

    def run(self, fn: Any) -> Any:
        return self.workspace.database.write(fn)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The folder of `world` as it is at first, with its people; copying it is quicker than making it anew."""
    folder = tmp_path_factory.mktemp("world") / "workspace"
    with open_workspace(folder, passwords=CHEAP) as opened:
        ids = fill(opened)
        opened.database.write(lambda tx: None)
    return folder, ids


def fill(workspace: Workspace) -> dict[str, int]:
    ids: dict[str, int] = {}
    hash = people.Passwords(workspace.settings.passwords).hash(PASSWORD)

    def make(tx: Any) -> None:
        for name in ("own", "other"):
            projects.create(tx, name, SCHEMA)
        own = rows.by_name(tx, "own")
        for name in ("admin", "stranger", *ROLES):
            person = people.add_person(tx, f"{name}@example.org", name.title(), hash, admin=name == "admin")
            ids[name] = person.id
            if name in ROLES:
                people.set_member(tx, own, person.id, name, None)

    workspace.database.write(make)
    return ids


@pytest.fixture
def world(made_once: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[World]:
    folder, ids = made_once
    shutil.copytree(folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace", passwords=CHEAP) as opened:
        yield World(opened, create_app(opened), dict(ids))


@pytest.fixture
async def admin(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.as_("admin") as client:
        yield client
