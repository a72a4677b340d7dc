"""Two transactions at once on PostgreSQL, stopped in the middle: what row locks are for. (SQLite has one writer.)"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from goldlabel.store import Database, Tx, claiming, connect, items, projects, queue, slots
from goldlabel.store.items import NewItem
from goldlabel.store.projects import RoundRow

pytestmark = pytest.mark.postgres
ANN, BOB, EVE = 1, 2, 3


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened = connect(postgres_url)
    yield opened
    opened.close()


def project(database: Database, count: int, wanted: int) -> RoundRow:
    def make(tx: Tx) -> RoundRow:
        id = projects.insert(tx, "p", "", {}, None)
        projects.add_round(tx, id, "label", wanted)
        round = projects.rounds(tx, id)[0]
        ids = items.upsert(tx, id, [NewItem(f"k{n}", "h", "{}", "{}") for n in range(count)]).added.values()
        queue.enqueue(tx, round, [(item, 0.5) for item in ids])
        return round

    return database.write(make)


class Held:
    """A transaction that has run `fn` and waits; `end` commits it, or takes it back."""

    def __init__(self, database: Database, fn: Any) -> None:
        self._go, self._there, self._back = threading.Event(), threading.Event(), False

        def run(tx: Tx) -> Any:
            result = fn(tx)
            self._there.set()
            self._go.wait(10)
            if self._back:
                raise KeyboardInterrupt
            return result

        self.future: Future[Any] = database.submit(run)
        assert self._there.wait(10)

    def end(self, *, back: bool = False) -> Any:
        self._back = back
        self._go.set()
        if not back:
            return self.future.result(10)
        with pytest.raises(KeyboardInterrupt):
            self.future.result(10)
        return None


def books(database: Database) -> list[tuple[int, int, int, int]]:
    """(wanted, open, done, numbered slots) of every row."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in database.read(
            lambda tx: tx.all(
                "SELECT q.wanted, q.open, q.done, (SELECT count(*) FROM slot s WHERE s.item = q.item "
                "AND s.round = q.round AND s.slot IS NOT NULL) FROM queue q ORDER BY q.item"
            )
        )
    ]


def test_a_row_that_was_locked_is_not_passed(database: Database) -> None:
    round = project(database, 2, 1)
    first = Held(database, lambda tx: claiming.claim(tx, round, ANN, 1))
    [other] = database.write(lambda tx: claiming.claim(tx, round, BOB, 1))
    first.end(back=True)
    [again] = database.write(lambda tx: claiming.claim(tx, round, BOB, 1))
    assert {other.item, again.item} == {1, 2}, "bob never saw the item that ann's undone claim had locked"


def test_a_claim_does_not_wait_for_another(database: Database) -> None:
    round = project(database, 2, 1)
    first = Held(database, lambda tx: claiming.claim(tx, round, ANN, 1))
    began = time.monotonic()
    [slot] = database.write(lambda tx: claiming.claim(tx, round, BOB, 1))
    assert time.monotonic() - began < 5
    assert slot.item == 2
    first.end()


def test_a_submit_meets_a_sweep(database: Database) -> None:
    """The lease is taken back in one transaction while its labeler submits in another: one place, counted once."""
    round = project(database, 1, 1)
    [slot] = database.write(lambda tx: claiming.claim(tx, round, ANN, 1))
    database.write(lambda tx: tx.run("UPDATE slot SET deadline = 0"))
    sweeping = Held(database, lambda tx: queue.sweep(tx, round.project))

    def submit(tx: Tx) -> bool:
        queue.lock_row(tx, slot.item, slot.round)
        now = slots.by_id(tx, slot.id)
        assert now is not None
        return queue.finish(tx, now)[0]

    submitting = database.submit(submit)
    time.sleep(0.3)
    sweeping.end()
    assert submitting.result(10)
    assert books(database) == [(1, 0, 1, 1)]


def test_two_late_submits_and_one_place(database: Database) -> None:
    round = project(database, 1, 2)
    late = [database.write(lambda tx, who=who: claiming.claim(tx, round, who, 1))[0] for who in (ANN, BOB)]
    database.write(lambda tx: tx.run("UPDATE slot SET deadline = 0"))
    database.write(lambda tx: queue.sweep(tx, round.project))
    database.write(lambda tx: claiming.claim(tx, round, EVE, 1))

    def submit(tx: Tx, id: int) -> bool:
        queue.lock_row(tx, 1, round.id)
        now = slots.by_id(tx, id)
        assert now is not None
        return queue.finish(tx, now)[0]

    first = Held(database, lambda tx: submit(tx, late[0].id))
    second = database.submit(lambda tx: submit(tx, late[1].id))
    time.sleep(0.3)
    assert first.end()
    assert not second.result(10)
    assert books(database) == [(2, 0, 1, 2)]
