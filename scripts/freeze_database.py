"""Writes tests/store/frozen/<version>.db.gz: a small workspace database of today's table version.

Run once, when a migration lands; a frozen file never changes afterwards:  python scripts/freeze_database.py
"""

import gzip
import tempfile
from pathlib import Path

from goldlabel.store import Database, annotations, connect, migrate
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import comments, drafts, guideline, items, label, people, projects, team
from goldlabel.work.comments import Reader
from goldlabel.work.label import Submission

FOLDER = Path(__file__).parent.parent / "tests" / "store" / "frozen"
SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [
        {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}},
        {"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "LOC"]}},
    ],
}
BODY = {
    "regions": [{"id": "r1", "set": "names", "shape": "span", "value": {"start": 0, "end": 3}}],
    "answers": [
        {"question": "mood", "kind": "choice", "value": "good"},
        {"question": "type", "kind": "choice", "region": "r1", "value": "PER"},
    ],
}


def fill(database: Database) -> None:
    """Ten items wanted by two; ann answers all, bob half, one is skipped, one has a draft."""
    project = database.write(lambda tx: projects.create(tx, "frozen", SCHEMA, settings={"overlap": 2}))
    rows = [{"key": f"k{n}", "data": {"text": f"Ann {n} \U0001f600 مرحبا"}} for n in range(10)]
    database.write(lambda tx: items.add_rows(tx, project, rows))
    ann = database.write(lambda tx: annotations.labeler(tx, None, "person", "ann@example.org"))
    bob = database.write(lambda tx: annotations.labeler(tx, None, "person", "bob@example.org"))
    for who, count in ((ann, 10), (bob, 5)):
        tasks = database.write(lambda tx, who=who, count=count: label.next_tasks(tx, project, who, count))
        for task in tasks:
            given = Submission(task=task.slot.id, body=BODY, seconds=2.5)
            key = f"{who}-{task.slot.id}"
            database.write(lambda tx, who=who, given=given, key=key: label.submit(tx, project, who, given, key))
    skipped, drafted = database.write(lambda tx: label.next_tasks(tx, project, bob, 2))
    database.write(lambda tx: label.skip(tx, project, bob, skipped.slot.id, "unclear"))
    database.write(lambda tx: drafts.save(tx, project, bob, drafted.slot.id, BODY))
    database.write(lambda tx: _around(tx, project))


def _around(tx: Tx, project: ProjectRow) -> None:
    """A lead with a comment, and somebody paused for whom an item is kept, who has read the guideline."""
    lead = people.add_person(tx, "lead@example.org", "Lead", None, admin=False)
    carol = people.add_person(tx, "carol@example.org", "Carol", None, admin=False)
    people.set_member(tx, project, lead.id, "manager", None)
    people.set_member(tx, project, carol.id, "annotator", None)
    comments.begin(tx, project, Reader(lead.id, lead.labeler, leads=True), 1, "Is this good?", to=carol.id)
    project = guideline.change(tx, project, "Say *good* when in doubt.", by=lead.id)
    guideline.ask(tx, project, project.guideline_version, lead.id)
    guideline.acknowledge(tx, project, carol.id, project.guideline_version)
    team.assign(tx, project, carol.id, [10])
    team.pause(tx, project, carol.id, True, lead.id)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goldlabel.db"
        database = connect(path)
        number = database.read(migrate.version)
        fill(database)
        copy = Path(folder) / "copy.db"
        database.backup(copy)
        database.close()
        target = FOLDER / f"{number:04}.db.gz"
        if target.exists():
            raise SystemExit(f"{target} is frozen already; a landed migration never changes")
        FOLDER.mkdir(exist_ok=True)
        target.write_bytes(gzip.compress(copy.read_bytes(), mtime=0))
        print(target, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
