"""A process that runs jobs: `python -m goldlabel.server.worker FOLDER`, started by `serve`, and `goldlabel worker`."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from goldlabel.server.memory import settle
from goldlabel.work.workspace import open_workspace


def run(path: Path | str, *, with_parent: bool = False) -> None:
    """Runs jobs until SIGTERM or SIGINT. `with_parent`: also until the other end of stdin is gone, and any byte
    that comes from there means that a job was queued.

    A server that was killed so takes its workers along; what they had in hand goes on from its last chunk.
    """
    from goldlabel.work import jobs

    stop, wake = threading.Event(), threading.Event()

    def end(*_: object) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if with_parent:
        threading.Thread(target=_watch_parent, args=(stop, wake), daemon=True).start()
    with open_workspace(path, create=False) as workspace:
        settle()
        jobs.work(workspace, stop, wake)


def _watch_parent(stop: threading.Event, wake: threading.Event) -> None:
    while os.read(0, 4096):
        wake.set()
    stop.set()
    wake.set()
    time.sleep(10)  # the process ends before, unless a chunk does not, which is no reason to stay
    os._exit(1)


if __name__ == "__main__":
    run(sys.argv[1], with_parent=True)
