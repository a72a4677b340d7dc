"""One job in a process of its own, whose memory is then its own: `python -m bench.child import FOLDER FILE`."""

import json
import sys
import time
from pathlib import Path

from bench.stage import PROJECT


def peak_mib() -> float:
    """The most memory that this program held (getrusage would count what its parent held before it started)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:", 1)[1].split()[0]) / 1024


def main(what: str, folder: str, *args: str) -> None:
    from goldlabel.store import projects
    from goldlabel.work import exports, imports
    from goldlabel.work.jobs import run_now
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        database = workspace.database
        project = database.read(lambda tx: projects.by_name(tx, PROJECT))
        before = peak_mib()
        start = time.perf_counter()
        if what == "import":
            job = database.write(lambda tx: imports.start(tx, project, {"path": args[0]}))
        else:
            job = database.write(lambda tx: exports.start(tx, project, args[0]))
        row = run_now(workspace, job)
        took = time.perf_counter() - start
        out = {
            "state": row.state, "error": row.error, "result": row.result, "seconds": took, "before_mib": before,
            "peak_mib": peak_mib(),
        }  # fmt: skip
        if what == "export" and row.state == "done":
            out["file"] = str(Path(exports.file_of(workspace, row)))
    print(json.dumps(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
