"""Every table version that ever landed opens today, with all that was in it; the old file is backed up first."""

import gzip
from pathlib import Path

import pytest

from goldlabel.store import Database, annotations, connect, migrate, people, projects
from goldlabel.store.migrations import all_migrations
from goldlabel.store.projects import ProjectRow
from goldlabel.work import comments, guideline, label, team
from goldlabel.work import projects as project_verbs
from goldlabel.work.comments import Reader
from goldlabel.work.label import Submission

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.db.gz"))


def test_every_migration_has_its_frozen_database() -> None:
    assert [int(path.name[:4]) for path in FROZEN] == [number for number, _, _ in all_migrations()]


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.name)
def test_an_old_workspace_opens(frozen: Path, tmp_path: Path) -> None:
    path = tmp_path / "goldlabel.db"
    path.write_bytes(gzip.decompress(frozen.read_bytes()))
    database = connect(path)
    latest = all_migrations()[-1][0]
    assert database.read(migrate.version) == latest
    assert database.check() == []
    backups = list(tmp_path.glob("backups/*.db"))
    assert len(backups) == (int(frozen.name[:4]) < latest)
    project = database.read(lambda tx: projects.by_name(tx, "frozen"))
    counts = database.read(lambda tx: label.progress(tx, project))
    assert (counts["items"], counts["annotations"], counts["done"]) == (10, 15, 5)
    stored = database.read(lambda tx: annotations.of_items(tx, list(range(1, 11))))
    checker = database.read(lambda tx: project_verbs.checker_of(tx, project, 1))
    assert {body["answers"][0]["value"] for _, body, _, _ in stored} == {"good"}
    assert checker.schema.question("mood") is not None
    bob = next(row.labeler for row, _, name, _ in stored if name.startswith("bob"))
    task = database.write(lambda tx: label.next_tasks(tx, project, bob, 1))[0]
    assert task.draft["answers"][0]["value"] == "good"
    given = Submission(task=task.slot.id, body=task.draft)
    assert database.write(lambda tx: label.submit(tx, project, bob, given)).counted
    if int(frozen.name[:4]) >= 2:
        _the_team_is_there(database, project)
    database.close()


def _the_team_is_there(database: Database, project: ProjectRow) -> None:
    lead = database.read(lambda tx: people.person_by_email(tx, "lead@example.org"))
    carol = database.read(lambda tx: people.person_by_email(tx, "carol@example.org"))
    assert lead is not None
    assert carol is not None
    asked = database.read(lambda tx: comments.listed(tx, project, Reader(lead.id, lead.labeler, leads=True)))
    assert [said.body for thread in asked for said in thread.said] == ["Is this good?"]
    assert not database.read(lambda tx: guideline.to_read(tx, project, carol.id))
    standing = {one.person: one for one in database.read(lambda tx: team.standing(tx, project))}[carol.id]
    assert (standing.paused, standing.assigned) == (True, 1)
