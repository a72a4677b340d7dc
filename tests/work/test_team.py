"""A project's team on both databases: pause, caps, removal, items kept for somebody."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.store import Database, assigned, audit, jobs, members, people, projects, slots
from goldlabel.store.members import Standing
from goldlabel.store.projects import ProjectRow
from goldlabel.work import items, label, team
from goldlabel.work import people as accounts
from goldlabel.work import projects as project_verbs
from goldlabel.work.jobs import run_now
from goldlabel.work.label import Submission, Task
from goldlabel.work.workspace import open_workspace

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
BODY: dict[str, Any] = {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}


class Team:
    """Ann and Bob label a project of six items, one answer each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.project: ProjectRow = self.write(project_verbs.create, "p", SCHEMA)
        rows = [{"key": f"k{n}", "data": {"text": f"text {n}"}} for n in range(6)]
        self.items = list(self.write(items.add_rows, self.project, rows).ids.values())
        self.ann, self.bob = (self.write(accounts.add_person, f"{n}@x.org", n, None) for n in ("ann", "bob"))
        for person in (self.ann, self.bob):
            self.write(accounts.set_member, self.project, person.id, "annotator", None)

    def write(self, verb: Any, *args: Any, **options: Any) -> Any:
        return self.database.write(lambda tx: verb(tx, *args, **options))

    def next(self, person: Any, count: int = 1) -> list[Task]:
        return self.write(label.next_tasks, self.project, person.labeler, count)

    def submit(self, person: Any, task: Task) -> Any:
        return self.write(label.submit, self.project, person.labeler, Submission(task=task.slot.id, body=BODY))

    def expire(self) -> None:
        self.database.write(lambda tx: tx.run("UPDATE slot SET deadline = 0 WHERE state = 'leased'"))

    def standing(self, person: Any) -> Standing:
        found: list[Standing] = self.write(team.standing, self.project)
        return next(one for one in found if one.person == person.id)


@pytest.fixture
def world(database: Database) -> Team:
    return Team(database)


def test_who_is_paused_gets_no_tasks_and_their_own_go_to_others(world: Team) -> None:
    held = world.next(world.ann, 3)
    assert world.write(team.pause, world.project, world.ann.id, True, None) == 3
    assert world.next(world.ann) == []
    assert {task.item.id for task in world.next(world.bob, 6)} == set(world.items)
    assert world.standing(world.ann).paused
    world.write(team.pause, world.project, world.bob.id, True, None)
    assert world.submit(world.ann, held[0]).counted, "what is on the screen may still be sent"
    world.write(team.pause, world.project, world.ann.id, False, None)
    assert len(world.next(world.ann, 6)) == 5


def test_a_cap_holds_for_a_day_and_in_all(world: Team) -> None:
    world.write(team.set_caps, world.project, world.ann.id, per_day=2, in_all=None, by=None)
    first, second = world.next(world.ann, 5)
    assert len(world.next(world.ann, 5)) == 2, "held ones count"
    for task in (first, second):
        world.submit(world.ann, task)
    assert world.next(world.ann) == []
    assert world.write(label.why_nothing, world.project, world.ann.labeler) == "cap"
    assert world.write(label.why_nothing, world.project, world.bob.labeler) is None
    day = 86_400_000_000
    world.database.write(lambda tx: tx.run("UPDATE annotation SET created_at = created_at - :day", day=day))
    assert len(world.next(world.ann, 5)) == 2, "another day"
    world.write(team.set_caps, world.project, world.ann.id, per_day=None, in_all=3, by=None)
    world.expire()
    assert len(world.next(world.ann, 5)) == 1, "two of three are done"
    with pytest.raises(Invalid):
        world.write(team.set_caps, world.project, world.ann.id, per_day=0, in_all=None, by=None)


def test_removal_keeps_what_was_done(world: Team) -> None:
    first, _ = world.next(world.ann, 2)
    world.submit(world.ann, first)
    world.write(team.assign, world.project, world.ann.id, world.items)
    world.write(team.remove, world.project, world.ann.id, None)
    assert [one.person for one in world.write(team.standing, world.project)] == [world.bob.id]
    assert len(world.next(world.bob, 6)) == 5, "held and kept ones are everybody's again; the answer stays"
    with pytest.raises(NotFound):
        world.write(team.pause, world.project, world.ann.id, True, None)


def test_standing_tells_what_everybody_did(world: Team) -> None:
    assert world.standing(world.ann) == world.standing(world.ann)
    before = world.standing(world.ann)
    assert (before.answers, before.last_at, before.at_work, before.assigned) == (0, None, False, 0)
    first, _ = world.next(world.ann, 2)
    world.submit(world.ann, first)
    world.write(team.assign, world.project, world.bob.id, world.items)
    ann, bob = world.standing(world.ann), world.standing(world.bob)
    assert (ann.answers, ann.at_work, ann.assigned) == (1, True, 0)
    assert ann.last_at is not None
    assert (bob.answers, bob.at_work, bob.assigned) == (0, False, 4)


def test_kept_items_come_first_and_to_nobody_else(world: Team) -> None:
    kept = world.items[3:5]
    assert world.write(team.assign, world.project, world.bob.id, kept) == kept
    assert world.write(team.assign, world.project, world.bob.id, kept) == [], "once is enough"
    got = world.next(world.ann, 6)
    assert {task.item.id for task in got} == set(world.items) - set(kept)
    first = world.next(world.bob, 1)
    assert [task.item.id for task in first] == kept[:1]
    assert world.submit(world.bob, first[0]).counted
    assert [task.item.id for task in world.next(world.bob, 3)] == kept[1:]


def test_a_kept_item_stays_kept_when_its_lease_ends(world: Team) -> None:
    kept = world.items[:1]
    world.write(team.assign, world.project, world.bob.id, kept)
    late = world.next(world.bob)[0]
    world.expire()
    assert kept[0] not in {task.item.id for task in world.next(world.ann, 6)}
    assert world.submit(world.bob, late).counted, "late, and its place is still his"
    world.write(team.assign, world.project, world.bob.id, kept)
    assert world.next(world.bob) == []


def test_a_kept_item_that_comes_back_is_found_again(world: Team) -> None:
    """Its labeler had seen that nothing more is kept."""
    kept = world.items[5:]
    world.write(team.assign, world.project, world.bob.id, kept)
    assert world.next(world.bob, 3)[0].item.id == kept[0]
    world.expire()
    assert [task.item.id for task in world.next(world.bob, 1)] == kept


def test_a_skipped_kept_item_is_everybodys(world: Team) -> None:
    kept = world.items[:1]
    world.write(team.assign, world.project, world.bob.id, kept)
    task = world.next(world.bob)[0]
    world.expire()
    world.next(world.ann)
    world.write(label.skip, world.project, world.bob.labeler, task.slot.id, "unclear")
    assert kept[0] in {one.item.id for one in world.next(world.ann, 6)}


def test_a_changed_item_is_kept_for_the_same_person(world: Team) -> None:
    kept = world.items[:1]
    world.write(team.assign, world.project, world.bob.id, kept)
    world.submit(world.bob, world.next(world.bob)[0])
    world.write(items.add_rows, world.project, [{"key": "k0", "data": {"text": "another text"}}])
    assert kept[0] not in {task.item.id for task in world.next(world.ann, 6)}
    again = world.next(world.bob)
    assert [task.item.id for task in again] == kept
    assert again[0].item.revision == 2


def test_a_share_from_the_front_of_the_queue_and_back(world: Team) -> None:
    kept, after = world.write(team.assign_next, world.project, world.bob.id, 4)
    assert kept == 4
    assert world.write(team.assign_next, world.project, world.bob.id, 10, after)[0] == 2
    assert world.standing(world.bob).assigned == 6
    assert world.next(world.ann) == []
    assert world.write(team.unassign, world.project, world.bob.id) == 6
    assert len(world.next(world.ann, 6)) == 6
    assert world.standing(world.bob).assigned == 0


def test_next_costs_nothing_more_for_who_has_nothing_kept(world: Team) -> None:
    """The band of others is not looked at: no further statement, whatever is kept for them."""
    world.write(team.assign, world.project, world.bob.id, world.items[:3])

    def statements(person: Any) -> int:
        seen: list[str] = []

        def run(tx: Any) -> None:
            plain = tx.all
            tx.all = lambda sql, **given: seen.append(sql) or plain(sql, **given)
            label.next_tasks(tx, world.project, person.labeler, 1)
            del tx.all

        world.database.write(run)
        return sum("state = 'assigned'" in sql for sql in seen)

    assert statements(world.ann) == 0
    assert statements(world.bob) > 0


def test_an_archived_project_hands_out_nothing(world: Team) -> None:
    row = world.write(project_verbs.archive, world.project, True)
    assert world.write(label.next_tasks, row, world.ann.labeler, 1) == []
    assert world.write(label.why_nothing, row, world.ann.labeler) == "archived"
    row = world.write(project_verbs.archive, row, False)
    assert len(world.write(label.next_tasks, row, world.ann.labeler, 1)) == 1
    assert [row.action for row in world.write(audit.page, action="project")] == ["project.unarchive", "project.archive"]


def test_the_log_is_narrowed_by_who_and_what(world: Team) -> None:
    world.write(team.pause, world.project, world.bob.id, True, world.ann.id)
    world.write(team.pause, world.project, world.bob.id, False, world.ann.id)
    mine = world.write(audit.page, project=world.project.id, actor=world.ann.id)
    assert [row.action for row in mine] == ["member.resume", "member.pause"]
    assert [row.project_name for row in mine] == ["p", "p"]
    paused = world.write(audit.page, action="member.pause")
    assert [row.target for row in paused] == ["bob@x.org"]
    assert world.write(audit.page, action="membe") == []
    assert len(world.write(audit.page, action="member")) == 4


def test_a_member_who_comes_back_has_lost_nothing(world: Team) -> None:
    world.submit(world.ann, world.next(world.ann)[0])
    world.write(team.remove, world.project, world.ann.id, None)
    world.write(accounts.set_member, world.project, world.ann.id, "reviewer", None)
    assert world.standing(world.ann).answers == 1
    assert world.database.read(lambda tx: people.roles_of(tx, world.ann.id)) == {world.project.id: "reviewer"}
    assert world.write(members.one, world.project.id, world.ann.id) == ("reviewer", False, None, None)


def test_kept_is_of_the_labeler_alone(world: Team) -> None:
    world.write(team.assign, world.project, world.bob.id, world.items[:2])
    round = world.write(label.label_round, world.project)
    rows = world.database.read(lambda tx: assigned.kept_for(tx, round.id, world.bob.labeler, 10))
    assert [item for _, item in rows] == world.items[:2]
    slot = world.database.read(lambda tx: slots.by_id(tx, rows[0][0]))
    assert slot is not None
    with pytest.raises(NotFound):
        world.submit(world.ann, Task(slot, world.next(world.ann)[0].item, None))


def test_a_new_list_of_indexed_fields_reaches_items_that_are_there(database: Database, tmp_path: Path) -> None:
    with open_workspace(tmp_path / "ws") as workspace:
        opened = replace(workspace, database=database)
        project = database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA))
        rows = [{"key": f"k{n}", "data": {"text": "x", "source": f"s{n % 2}"}} for n in range(450)]
        database.write(lambda tx: items.add_rows(tx, project, rows))

        def index(names: list[str]) -> int:
            def change(tx: Any) -> None:
                project_verbs.change_settings(
                    tx, projects.by_id(tx, project.id), title=None, settings={"indexed": names}
                )

            database.write(change)
            job = database.read(lambda tx: jobs.active(tx, project.id, "fields"))
            assert job is not None
            done = run_now(opened, job)
            assert (done.state, done.result) == ("done", {"items": 450})
            return int(database.read(lambda tx: tx.value("SELECT count(*) FROM item_field WHERE field = 'source'")))

        assert index(["source"]) == 450
        assert index([]) == 0
