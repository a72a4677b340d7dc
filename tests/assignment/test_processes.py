"""32 labelers in 8 real processes on one database, killed at random: exactly three counted labelers for every item,
surplus kept and listed, nothing lost, nothing doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goldlabel.store import Database, Tx, connect, projects, queue
from goldlabel.work import items
from goldlabel.work import projects as project_verbs

PROCESSES, EACH, OVERLAP = 8, 4, 3
SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "q", "kind": "choice", "config": {"values": ["yes", "no"]}}],
}


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.long)])
def test_exactly_three_each(database_url: str, tmp_path: Path, count: int) -> None:
    database = connect(database_url)
    _fill(database, count)
    _label_with_kills(database_url, database, tmp_path, kills=6 if count == 100 else 40)
    _check(database, tmp_path, count)
    database.close()


def _fill(database: Database, count: int) -> None:
    settings = {"overlap": OVERLAP, "lease_seconds": 1, "park_after_skips": 1000}
    project = database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA, settings=settings))
    rows = [{"data": {"text": f"text {n}"}} for n in range(count)]
    database.write(lambda tx: items.add_rows(tx, project, rows))


def _label_with_kills(url: str, database: Database, folder: Path, kills: int) -> None:
    chance = random.Random(7)
    crews = [_start(url, folder, n, seed=0) for n in range(PROCESSES)]
    for kill in range(kills):
        time.sleep(chance.uniform(0.2, 0.6))
        victim = chance.randrange(PROCESSES)
        crews[victim].send_signal(signal.SIGKILL)
        crews[victim].wait()
        crews[victim] = _start(url, folder, victim, seed=kill + 1)
    deadline = time.monotonic() + 600
    for number, crew in enumerate(crews):
        assert crew.wait(timeout=max(1, deadline - time.monotonic())) == 0, f"crew {number} failed"
    for last in range(5):  # what the last ones to leave had given back or skipped
        if not _open(database):
            break
        assert _start(url, folder, 0, seed=1000 + last, first=100 * last).wait(timeout=300) == 0


def _start(url: str, folder: Path, number: int, seed: int, first: int = 0) -> subprocess.Popen[bytes]:
    arguments = [url, "p", str(first + number * EACH), str(EACH), str(seed), str(folder / f"log-{number}-{seed}")]
    script = Path(__file__).with_name("labelers.py")
    return subprocess.Popen([sys.executable, str(script), *arguments], env={**os.environ})


def _open(database: Database) -> int:
    def count(tx: Tx) -> int:
        while queue.sweep(tx, 1):
            pass
        return tx.value("SELECT count(*) FROM queue WHERE state <> 'done'")

    time.sleep(1.1)
    return database.write(count)


def _check(database: Database, folder: Path, count: int) -> None:
    def look(tx: Tx) -> None:
        per_item = tx.all(
            "SELECT item, count(*), count(DISTINCT labeler) FROM annotation WHERE counted = 1 GROUP BY item"
        )
        assert len(per_item) == count
        assert {row[1:] for row in per_item} == {(OVERLAP, OVERLAP)}
        assert not tx.all("SELECT item, labeler FROM annotation GROUP BY item, labeler HAVING count(*) > 1")
        stored = {tuple(row) for row in tx.all("SELECT item, labeler, id, counted FROM annotation")}
        acknowledged = {
            tuple(int(part) for part in line.split())
            for log in folder.glob("log-*") for line in log.read_text().splitlines()
        }  # fmt: skip
        assert acknowledged <= stored, "an acknowledged submit is gone"
        surplus = tx.value("SELECT count(*) FROM annotation WHERE counted = 0 AND purpose = 'label'")
        tally = projects.counts(tx, 1, "annotations", "surplus", "done")
        assert tally == {"annotations": len(stored), "surplus": surplus, "done": count}
        assert len(stored) == count * OVERLAP + surplus
        assert tx.value("SELECT count(*) FROM annotation_revision") == len(stored)

    database.read(look)
    assert database.check() == []
