"""The queue's rules as a state machine: whatever labelers do in whatever order, never more than wanted, never one
labeler twice, nothing lost, nothing out of reach. Runs against a real database of each kind."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from goldlabel.store import Database, Tx, assigned, claiming, items, projects, queue, slots
from goldlabel.store.items import NewItem
from goldlabel.store.projects import RoundRow

LABELERS = 3
PARK_AFTER = 3


def machine(database: Database, wanted: int, second_round: bool) -> type[RuleBasedStateMachine]:
    class Assignment(RuleBasedStateMachine):
        slots = Bundle("slots")

        def __init__(self) -> None:
            super().__init__()
            self.project, self.rounds = database.write(lambda tx: _project(tx, wanted, second_round))
            self.items: list[int] = []
            self.done: dict[tuple[int, int], set[int]] = {}
            self.surplus: dict[tuple[int, int], set[int]] = {}
            self.skipped: dict[tuple[int, int], set[int]] = {}

        @initialize(count=st.integers(1, 2))
        def begin(self, count: int) -> None:
            self.add(count, 0.5)

        @rule(count=st.integers(1, 4), priority=st.sampled_from([0.1, 0.5, 0.52, 0.9]))
        def add(self, count: int, priority: float) -> None:
            def write(tx: Tx) -> list[int]:
                start = len(self.items)
                new = [NewItem(f"k{start + n}", f"h{n}", "{}", "{}") for n in range(count)]
                ids = list(items.upsert(tx, self.project, new).added.values())
                for each in self.rounds:
                    queue.enqueue(tx, each, [(id, priority) for id in ids])
                return ids

            self.items += database.write(write)

        @rule(target=slots, labeler=st.integers(1, LABELERS), which=st.integers(0, 1), count=st.integers(1, 3))
        def claim(self, labeler: int, which: int, count: int):
            chosen = self.rounds[min(which, len(self.rounds) - 1)]
            got = database.write(lambda tx: claiming.claim(tx, chosen, labeler, count))
            for slot in got:
                place = (slot.item, slot.round)
                assert labeler not in self.done.get(place, ()), "asked twice"
                assert labeler not in self.skipped.get(place, ()), "asked after a skip"
                if chosen.excludes:
                    first = (slot.item, self.rounds[0].id)
                    assert labeler not in self.done.get(first, set()) | self.surplus.get(first, set())
            if len(got) < count:
                self._nothing_left_for(labeler, chosen)
            kept = database.read(lambda tx: assigned.kept_for(tx, chosen.id, labeler, 1))
            assert not kept or len(got) == count, "kept items come before others and are never out of reach"
            return [slot.id for slot in got]

        def _nothing_left_for(self, labeler: int, chosen: RoundRow) -> None:
            """A claim that came back short must mean that no open row is left that this labeler may do."""
            left = database.read(
                lambda tx: tx.all(
                    f"SELECT q.item FROM queue q WHERE q.round = :round AND q.open > 0 AND {claiming.UNTRIED}",
                    round=chosen.id, labeler=labeler, excludes=str(list(chosen.excludes)),
                )
            )  # fmt: skip
            assert not left, f"out of reach for labeler {labeler}: {left}"

        @rule(ids=slots)
        def submit(self, ids: list[int]) -> None:
            def write(tx: Tx, id: int) -> tuple[tuple[int, int], int, bool] | None:
                before = slots.by_id(tx, id)
                assert before is not None
                queue.lock_row(tx, before.item, before.round)
                slot = slots.by_id(tx, id)
                assert slot is not None
                if slot.state in ("done", "surplus", "skipped"):
                    return None
                counted, _ = queue.finish(tx, slot)
                return (slot.item, slot.round), slot.labeler, counted

            for id in ids:
                result = database.write(lambda tx, id=id: write(tx, id))
                if result:
                    place, labeler, counted = result
                    (self.done if counted else self.surplus).setdefault(place, set()).add(labeler)

        @rule(ids=slots)
        def skip(self, ids: list[int]) -> None:
            for id in ids:
                slot = database.read(lambda tx, id=id: slots.by_id(tx, id))
                assert slot is not None
                if slot.state in ("leased", "expired", "assigned"):
                    database.write(lambda tx, slot=slot: queue.skip(tx, slot, "unclear", PARK_AFTER))
                    self.skipped.setdefault((slot.item, slot.round), set()).add(slot.labeler)

        @rule(ids=slots)
        def lease_ends(self, ids: list[int]) -> None:
            def write(tx: Tx) -> None:
                for id in ids:
                    tx.run("UPDATE slot SET deadline = 0 WHERE id = :id AND state = 'leased'", id=id)
                queue.sweep(tx, self.project)

            database.write(write)

        @rule(target=slots, ids=slots, other=st.integers(1, LABELERS), which=st.integers(0, 1))
        def late(self, ids: list[int], other: int, which: int):
            """Leases run out, somebody else takes the places, then the first one submits all the same."""
            self.lease_ends(ids)
            taken = self.claim(other, which, 3)
            self.submit(ids)
            return taken

        @rule(ids=slots)
        def give_back(self, ids: list[int]) -> None:
            for id in ids:
                slot = database.read(lambda tx, id=id: slots.by_id(tx, id))
                assert slot is not None
                database.write(lambda tx, slot=slot: queue.give_back(tx, [slot.id], slot.labeler))

        @rule(labeler=st.integers(1, LABELERS), data=st.data())
        def assign(self, labeler: int, data: st.DataObject) -> None:
            """Kept items come first, and only to whom they are kept for; none is kept twice."""
            if self.items:
                some = data.draw(st.lists(st.sampled_from(self.items), max_size=2, unique=True))
                kept = database.write(
                    lambda tx: queue.assign(tx, self.rounds[0].id, self.rounds[0].project, labeler, some)
                )
                for item in kept:
                    assert labeler not in self.done.get((item, self.rounds[0].id), ())
                    assert labeler not in self.skipped.get((item, self.rounds[0].id), ())

        @rule(labeler=st.integers(1, LABELERS))
        def unassign(self, labeler: int) -> None:
            database.write(lambda tx: queue.unassign(tx, self.rounds[0], labeler, 2))

        @rule(which=st.integers(0, 1), data=st.data())
        def unpark(self, which: int, data: st.DataObject) -> None:
            if self.items:
                item = data.draw(st.sampled_from(self.items))
                database.write(lambda tx: queue.unpark(tx, item, self.rounds[min(which, len(self.rounds) - 1)].id))

        @rule(data=st.data(), priority=st.floats(0, 1))
        def reprioritise(self, data: st.DataObject, priority: float) -> None:
            if self.items:
                item = data.draw(st.sampled_from(self.items))
                database.write(lambda tx: queue.set_priority(tx, self.rounds[0].id, [(item, priority)]))

        @invariant()
        def books_balance(self) -> None:
            rows = database.read(
                lambda tx: tx.all(
                    "SELECT q.item, q.round, q.wanted, q.open, q.done, q.state, "
                    "(SELECT count(*) FROM slot s WHERE s.item = q.item AND s.round = q.round AND s.slot IS NOT NULL), "
                    "(SELECT count(*) FROM slot s WHERE s.item = q.item AND s.round = q.round "
                    "AND s.state IN ('leased', 'assigned')) "
                    "FROM queue q WHERE q.project = :project",
                    project=self.project,
                )
            )
            assert len(rows) == len(self.items) * len(self.rounds)
            for item, round, wanted, free, done, state, numbered, leased in rows:
                place = (item, round)
                assert done == len(self.done.get(place, ())) <= wanted
                assert numbered == done + leased <= wanted
                assert free == 0 if state == "parked" else free == wanted - numbered
                assert (state == "done") == (done == wanted)

    return Assignment


def _project(tx: Tx, wanted: int, second_round: bool) -> tuple[int, list[RoundRow]]:
    number = tx.value("SELECT count(*) FROM project")
    project = projects.insert(tx, f"p{number}", "", {}, None)
    first = projects.add_round(tx, project, "label", wanted)
    if second_round:
        projects.add_round(tx, project, "review", 1, (first,))
    return project, projects.rounds(tx, project)


@pytest.mark.parametrize(("wanted", "second_round"), [(1, False), (3, True)])
def test_assignment_rules(database: Database, wanted: int, second_round: bool) -> None:
    examples = 150 if database.dialect == "sqlite" else 8
    run_state_machine_as_test(
        machine(database, wanted, second_round),
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None,
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much), derandomize=True,
        ),
    )  # fmt: skip
