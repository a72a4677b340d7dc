"""Every table version that ever landed opens today, with all that was in it; the old file is backed up first."""

import gzip
from pathlib import Path

import pytest

from goldlabel.store import annotations, connect, migrate, projects
from goldlabel.store.migrations import all_migrations
from goldlabel.work import label
from goldlabel.work import projects as project_verbs
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
    database.close()
