"""Jobs on both databases: a chunk and its cursor are one, a slow old runner is shut out, failures are told."""

import threading
import time
from typing import Any

import pytest

from goldlabel.core.problem import Invalid
from goldlabel.jobs import Cancelled, Lost, Running, run_job, runner, work
from goldlabel.store import Database, Tx, jobs


def new_job(database: Database, kind: str = "count", **params: Any) -> int:
    return database.write(lambda tx: jobs.insert(tx, None, kind, params, None))


def claimed(database: Database, id: int, owner: str) -> Running:
    row = database.write(lambda tx: jobs.claim(tx, owner, only=id))
    assert row is not None
    return Running(database, row)


def put(tx: Tx, name: str) -> None:
    tx.run("INSERT INTO sequence (name, last) VALUES (:name, 0)", name=name)


def names(database: Database) -> list[str]:
    return [row[0] for row in database.read(lambda tx: tx.all("SELECT name FROM sequence ORDER BY name"))]


def run_out(database: Database, id: int) -> None:
    database.write(lambda tx: tx.run("UPDATE job SET lease_until = 0 WHERE id = :id", id=id))


def test_an_old_runner_is_shut_out(database: Database) -> None:
    id = new_job(database)
    old = claimed(database, id, "old")
    old.commit(lambda tx: put(tx, "a"), cursor=lambda _: {"at": 1}, done=1)
    run_out(database, id)
    new = claimed(database, id, "new")
    assert new.cursor == {"at": 1}
    with pytest.raises(Lost):
        old.commit(lambda tx: put(tx, "twice"), cursor=lambda _: {"at": 2}, done=2)
    assert not database.write(lambda tx: jobs.end(tx, old.row, "done", {"by": "old"})), "nor may it end the job"
    database.write(lambda tx: jobs.renew(tx, old.row))
    new.commit(lambda tx: put(tx, "b"), cursor=lambda _: {"at": 2}, done=2)
    assert names(database) == ["a", "b"]
    row = database.read(lambda tx: jobs.by_id(tx, id))
    assert (row.state, row.cursor, row.done, row.result) == ("running", {"at": 2}, 2, None)


def test_a_lease_in_force_is_respected(database: Database) -> None:
    id = new_job(database)
    claimed(database, id, "one")
    assert database.write(lambda tx: jobs.claim(tx, "two", only=id)) is None
    assert not database.read(jobs.ready)


def test_a_failed_chunk_leaves_neither_rows_nor_cursor(database: Database) -> None:
    id = new_job(database)
    running = claimed(database, id, "one")

    def half(tx: Tx) -> None:
        put(tx, "half")
        raise Invalid("no")

    with pytest.raises(Invalid):
        running.commit(half, cursor=lambda _: {"at": 9}, done=9)
    assert names(database) == []
    assert running.cursor == {}
    assert database.read(lambda tx: jobs.by_id(tx, id)).done == 0


def test_cancelling_takes_the_chunk_back(database: Database) -> None:
    id = new_job(database)
    running = claimed(database, id, "one")
    database.write(lambda tx: jobs.cancel(tx, id))
    with pytest.raises(Cancelled):
        running.commit(lambda tx: put(tx, "a"))
    assert names(database) == []


def test_ends_are_told(database: Database) -> None:
    tries: list[int] = []

    def stumbles(job: Running) -> dict[str, Any]:
        tries.append(job.row.attempt)
        if len(tries) < 3:
            raise RuntimeError("the disk hiccuped")
        return {"ok": True}

    def refuses(_: Running) -> dict[str, Any]:
        raise Invalid("the file is empty")

    handlers = {"stumbles": stumbles, "refuses": refuses}
    done = run_job(database, new_job(database, "stumbles"), handlers)
    assert (done.state, done.result, tries) == ("done", {"ok": True}, [1, 2, 3])
    failed = run_job(database, new_job(database, "refuses"), handlers)
    assert (failed.state, failed.error, failed.attempt) == ("failed", "the file is empty", 1)
    unknown = run_job(database, new_job(database, "dance"), handlers)
    assert unknown.state == "failed"
    assert "dance" in (unknown.error or "")
    assert any("hiccuped" in message for *_, message in database.read(lambda tx: jobs.logs(tx, done.id)))


def test_two_workers_run_each_job_once(database: Database) -> None:
    ran: list[int] = []
    stop = threading.Event()
    handlers = {"count": lambda job: ran.append(job.row.id) or {"n": 1}}
    ids = [new_job(database) for _ in range(12)]
    workers = [threading.Thread(target=work, args=(database, handlers, stop)) for _ in range(2)]
    for worker in workers:
        worker.start()
    until = time.monotonic() + 30
    while len(ran) < len(ids) and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    for worker in workers:
        worker.join()
    assert sorted(ran) == ids
    assert {database.read(lambda tx, id=id: jobs.by_id(tx, id)).state for id in ids} == {"done"}


def ended(database: Database, id: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while (row := database.read(lambda tx: jobs.by_id(tx, id))).state != "done" and time.monotonic() < until:
        time.sleep(0.01)
    return row.state == "done"


def test_a_worker_that_is_woken_looks_at_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "IDLE_SECONDS", 60)
    stop, wake = threading.Event(), threading.Event()
    worker = threading.Thread(target=work, args=(database, {"count": lambda _: {}}, stop, None, wake))
    first = new_job(database)
    worker.start()
    try:
        assert ended(database, first)
        for _ in range(3):
            id = new_job(database)
            wake.set()
            assert ended(database, id)
    finally:
        stop.set()
        wake.set()
        worker.join()


def test_a_look_tells_who_was_cancelled_and_who_lost(database: Database) -> None:
    running = claimed(database, new_job(database), "one")
    running.check()
    database.write(lambda tx: jobs.cancel(tx, running.row.id))
    with pytest.raises(Cancelled):
        running.check()
    run_out(database, running.row.id)
    claimed(database, running.row.id, "two")
    with pytest.raises(Lost):
        running.check()


def test_how_far_it_got_is_written_with_the_end(database: Database) -> None:
    def handler(job: Running) -> dict[str, Any]:
        job.done, job.total = 7, 8
        return {}

    row = run_job(database, new_job(database), {"count": handler})
    assert (row.state, row.done, row.total) == ("done", 7, 8)
