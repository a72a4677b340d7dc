"""The two faces of a workspace, side by side: a folder in this process, and a server over HTTP."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from goldlabel.client import connect
from goldlabel.demo.headless import admin_token
from goldlabel.store import people as rows
from goldlabel.store import projects
from goldlabel.work import people
from goldlabel.work.workspace import Workspace as Opened
from goldlabel.work.workspace import open_workspace
from goldlabel.workspace.face import Project, Workspace
from goldlabel.workspace.local import LocalWorkspace
from tests.live import running


class Face:
    """`workspace` is the admin's; `person` is the same project as somebody else sees it."""

    def __init__(self, opened: Opened, workspace: Workspace, base: str | None) -> None:
        self.opened, self.workspace, self.base = opened, workspace, base
        self._open = ExitStack()

    def person(self, project: Project, name: str) -> Project:
        if self.base is None:
            return LocalWorkspace(self.opened, name).project(project.name)

        def token(tx: Any) -> str:
            email = f"{name}@test.example"
            who = rows.person_by_email(tx, email) or people.add_person(tx, email, name, None)
            people.set_member(tx, projects.by_name(tx, project.name), who.id, "annotator", None)
            return people.make_token(tx, who.id, "test", "all")[1]

        secret = self.opened.database.write(token)
        return self._open.enter_context(connect(self.base, secret)).project(project.name)

    def close(self) -> None:
        self._open.close()


@contextmanager
def local(folder: Path) -> Iterator[Face]:
    with open_workspace(folder) as opened, LocalWorkspace(opened, "boss") as workspace:
        yield Face(opened, workspace, None)


@contextmanager
def remote(folder: Path) -> Iterator[Face]:
    with running(folder, workers=1) as live, connect(live.base, admin_token(live.workspace)) as workspace:
        face = Face(live.workspace, workspace, live.base)
        try:
            yield face
        finally:
            face.close()


NAMES = itertools.count(1)
MOOD: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad", "so so"]}},
        {
            "name": "why", "kind": "choice", "ask_if": {"question": "mood", "any_of": ["bad"]},
            "config": {"values": ["late", "broken"]},
        },
    ],
}  # fmt: skip
NER: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "ORG", "LOC"]}}],
}


def make(face: Face, schema: dict[str, Any] = MOOD, overlap: int = 1, rows: int = 0) -> Project:
    project = face.workspace.create(f"p{next(NAMES)}", schema=schema, overlap=overlap)
    if rows:
        project.add([{"key": f"k{n}", "text": f"text {n}"} for n in range(rows)])
    return project


def say(project: Project, labels: dict[str, dict[str, Any]]) -> None:
    """Answers whatever comes, by the item's text."""
    for task in project.tasks():
        project.submit(task, labels[task.data["text"]], seconds=2.5)
