"""What both databases promise: durable settings, whole transactions, one truth about texts and times."""

import threading
import time
from pathlib import Path

import pytest

from goldlabel.core.problem import GoldlabelError
from goldlabel.store import Database, Tx, connect, migrate
from goldlabel.store.migrations import all_migrations


def test_commits_are_synced(database: Database) -> None:
    settings = database.durability()
    if database.dialect == "sqlite":
        assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30000, "foreign_keys": 1}
    else:
        assert settings == {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"}


def put(tx: Tx, name: str, last: int = 0) -> None:
    tx.run("INSERT INTO sequence (name, last) VALUES (:name, :last)", name=name, last=last)


def test_a_failed_write_takes_back_only_itself(database: Database) -> None:
    def fail(tx: Tx) -> None:
        put(tx, "lost")
        raise ValueError("no")

    gate = threading.Event()

    def wait(tx: Tx) -> None:
        gate.wait(5)
        put(tx, "first")

    futures = [database.submit(wait), database.submit(fail), database.submit(lambda tx: put(tx, "second"))]
    gate.set()
    futures[0].result()
    with pytest.raises(ValueError, match="no"):
        futures[1].result()
    futures[2].result()
    names = database.read(lambda tx: tx.all("SELECT name FROM sequence ORDER BY name"))
    assert names == [("first",), ("second",)]


def test_bulk_rolls_back_whole(database: Database) -> None:
    def half(tx: Tx) -> None:
        put(tx, "one")
        raise KeyError

    with pytest.raises(KeyError):
        database.bulk(half)
    assert database.read(lambda tx: tx.value("SELECT count(*) FROM sequence")) == 0


def test_texts_sort_by_code_point_and_times_are_microseconds(database: Database) -> None:
    for name in ("b", "a", "Z", "é", "\U0001f600"):
        database.write(lambda tx, name=name: put(tx, name))
    names = [row[0] for row in database.read(lambda tx: tx.all("SELECT name FROM sequence ORDER BY name"))]
    assert names == sorted(names)
    assert abs(database.read(lambda tx: tx.now()) / 1e6 - time.time()) < 60


def test_every_text_column_sorts_the_same_whatever_the_server(database: Database) -> None:
    if database.dialect == "sqlite":
        assert database.read(lambda tx: tx.value("SELECT 'Z' < 'a' AND 'z' < 'é'"))
        return
    other = (
        "SELECT table_name || '.' || column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    assert database.read(lambda tx: tx.all(other)) == []


def test_lists_as_parameters(database: Database) -> None:
    for last, name in enumerate(("it's", 'a"b', "%s", "x")):
        database.write(lambda tx, name=name, last=last: put(tx, name, last))
    sql = "SELECT name FROM sequence WHERE name IN @in(names) OR last IN @ids(ids) ORDER BY last"
    rows = database.read(lambda tx: tx.all(sql, names='["it\'s", "%s"]', ids="[3]"))
    assert [row[0] for row in rows] == ["it's", "%s", "x"]


def test_a_newer_database_is_refused(database_url: str) -> None:
    database = connect(database_url)
    number = all_migrations()[-1][0] + 1
    database.write(
        lambda tx: tx.run("INSERT INTO version (number, name, applied_at) VALUES (:n, 'future', @now)", n=number)
    )
    database.close()
    with pytest.raises(GoldlabelError, match="newer goldlabel"):
        connect(database_url)


def test_many_programs_may_open_an_empty_database_at_once(database_url: str) -> None:
    opened: list[Database] = []
    threads = [threading.Thread(target=lambda: opened.append(connect(database_url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    assert opened[0].read(migrate.version) == all_migrations()[-1][0]
    for database in opened:
        database.close()


def test_backup_under_load(tmp_path: Path) -> None:
    database = connect(tmp_path / "a.db")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            database.write(lambda tx, n=number: put(tx, f"n{n}"))

    thread = threading.Thread(target=write)
    thread.start()
    time.sleep(0.1)
    database.backup(tmp_path / "copy.db")
    stop.set()
    thread.join()
    copy = connect(tmp_path / "copy.db")
    assert copy.check() == []
    assert copy.read(lambda tx: tx.value("SELECT count(*) FROM sequence")) > 0
    copy.close()
    database.close()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    """A bulk writer never keeps another process's writer out: here two handles on one file stand for them."""
    bulk, single = connect(tmp_path / "a.db"), connect(tmp_path / "a.db")
    stop = threading.Event()

    def load() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            rows = [(f"b{number}-{n}", 0) for n in range(2000)]
            bulk.bulk(lambda tx, rows=rows: tx.insert("sequence", "name, last", rows))

    thread = threading.Thread(target=load)
    thread.start()
    waits: list[float] = []
    for number in range(30):
        start = time.monotonic()
        single.write(lambda tx, n=number: put(tx, f"s{n}"))
        waits.append(time.monotonic() - start)
    stop.set()
    thread.join()
    bulk.close()
    single.close()
    assert sorted(waits)[15] < 1.0, waits


def test_a_cancelled_write_is_not_done_and_hurts_nobody(database: Database) -> None:
    gate = threading.Event()
    first = database.submit(lambda tx: gate.wait(5))
    waiting = [database.submit(lambda tx, n=n: put(tx, f"w{n}")) for n in range(40)]
    cancelled = [future.cancel() for future in waiting]
    gate.set()
    first.result()
    for future, gone in zip(waiting, cancelled, strict=True):
        if not gone:
            future.result()
    database.write(lambda tx: put(tx, "last"))
    names = {row[0] for row in database.read(lambda tx: tx.all("SELECT name FROM sequence"))}
    assert any(cancelled)
    assert names == {"last", *(f"w{n}" for n, gone in enumerate(cancelled) if not gone)}
