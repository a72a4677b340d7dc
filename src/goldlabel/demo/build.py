"""The demo's workspace: four projects, three people's answers on most items, labels, waiting ties, a release."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from goldlabel.demo.people import PEOPLE, Person, says
from goldlabel.demo.samples import PROJECTS, Sample, Sampled, write_folder
from goldlabel.store import people as rows
from goldlabel.store import projects
from goldlabel.store.tx import Tx
from goldlabel.work import people as work
from goldlabel.work.workspace import Workspace
from goldlabel.workspace.local import LocalProject, LocalWorkspace

SEED = 1
COUNT = 44
SHARES = (0.85, 0.75, 0.7)
"""How far each person has come; what all three have answered is complete, the rest waits for you."""
Say = Callable[[str], None]


def build(opened: Workspace, say: Say, seed: int = SEED, count: int = COUNT) -> None:
    """Makes what of the demo's projects is not there yet."""
    workspace = LocalWorkspace(opened)
    there = {project.name for project in workspace.projects}
    for made in PROJECTS:
        if made.name not in there:
            say(f"making {made.name}: {made.title}")
            _build(workspace, made, seed, count)


def _build(workspace: LocalWorkspace, made: Sampled, seed: int, count: int) -> None:
    samples = made.make(seed, count)
    project = workspace.create(made.name, template=made.template, title=made.title, overlap=len(PEOPLE))
    enlist(workspace.opened, made.name)
    with tempfile.TemporaryDirectory(prefix="goldlabel-demo-") as folder:
        project.add(write_folder(samples, Path(folder)), format="jsonl")
    for person, share in zip(PEOPLE, SHARES, strict=True):
        answer(project, person, samples, seed, round(share * made.pace * len(samples)))
    project.resolve()
    if made.name == "support":
        project.release(title="first batch")


def enlist(opened: Workspace, name: str, crew: Sequence[Person] = PEOPLE) -> dict[str, int]:
    """The simulated people as members of a project, with accounts that nobody can sign in to; ids by address."""

    def make(tx: Tx) -> dict[str, int]:
        row = projects.by_name(tx, name)
        out: dict[str, int] = {}
        for person in crew:
            account = rows.person_by_email(tx, person.email) or work.add_person(tx, person.email, person.name, None)
            work.set_member(tx, row, account.id, "annotator", None)
            out[person.email] = account.id
        return out

    return opened.database.write(make)


def answer(project: LocalProject, person: Person, samples: list[Sample], seed: int, limit: int) -> None:
    """The person answers the next `limit` items."""
    schema, by_item = project.schema, {item.id: item.key for item in project.items()}
    known = {sample.key: sample for sample in samples}
    for number, task in enumerate(project.tasks(person.email), 1):
        labels, seconds = says(person, schema, known[by_item[task.item]], seed)
        project.submit(task, labels, labeler=person.email, seconds=seconds)
        if number >= limit:
            return
