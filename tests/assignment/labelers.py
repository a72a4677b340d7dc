"""A process full of unruly labelers, for test_processes: run as `python labelers.py URL PROJECT FIRST COUNT SEED LOG`.

Every labeler claims, sometimes keeps a task too long, skips, gives back, and sends every submit twice. What the
store acknowledged is written to LOG (synced, one line each) before the next step.
"""

import os
import random
import sys
import threading
import time
import uuid

from goldlabel.core.problem import Conflict
from goldlabel.store import Database, annotations, connect, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.work import label
from goldlabel.work.label import Submission, Task


class Labeler(threading.Thread):
    def __init__(self, database: Database, project: ProjectRow, name: str, seed: int, log: int) -> None:
        super().__init__()
        self.database, self.project, self.log = database, project, log
        self.random = random.Random(f"{seed}{name}")
        self.me = database.write(lambda tx: annotations.labeler(tx, None, "person", name))

    def run(self) -> None:
        idle = 0
        while idle < 8:
            tasks = self.database.write(lambda tx: label.next_tasks(tx, self.project, self.me, 3))
            idle = 0 if tasks else idle + 1
            if not tasks:
                time.sleep(0.2)
            for task in tasks:
                self.do(task)

    def do(self, task: Task) -> None:
        chance = self.random.random()
        if chance < 0.02:
            self.database.write(lambda tx: label.skip(tx, self.project, self.me, task.slot.id, "not mine"))
        elif chance < 0.04:
            self.database.write(lambda tx: label.give_back(tx, self.project, self.me, [task.slot.id]))
        else:
            if chance < 0.07:
                time.sleep(1.3)  # longer than the lease: somebody else gets the place
            self.submit(task)

    def submit(self, task: Task) -> None:
        answer = {"question": "q", "kind": "choice", "value": self.random.choice(["yes", "no"])}
        given = Submission(task=task.slot.id, body={"answers": [answer]}, seconds=1.0)
        key = uuid.UUID(int=self.random.getrandbits(128)).hex
        try:
            first = self.database.write(lambda tx: label.submit(tx, self.project, self.me, given, key))
        except Conflict:
            return  # claimed, expired, claimed again and answered: the second of two own submits
        second = self.database.write(lambda tx: label.submit(tx, self.project, self.me, given, key))
        assert first == second
        os.write(self.log, f"{task.item.id} {self.me} {first.annotation} {int(first.counted)}\n".encode())
        os.fsync(self.log)


def main() -> None:
    url, project, first, count, seed, log = sys.argv[1:]
    database = connect(url)
    row = database.read(lambda tx: projects.by_name(tx, project))
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    crew = [Labeler(database, row, f"l{n}", int(seed), file) for n in range(int(first), int(first) + int(count))]
    for labeler in crew:
        labeler.start()
    for labeler in crew:
        labeler.join()
    database.close()


if __name__ == "__main__":
    main()
