"""The whole job without a screen, through the real API of a real server: create, import, three people label,
resolve, adjudicate, release, export, verify."""

import hashlib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from goldlabel.client import connect
from goldlabel.core.problem import GoldlabelError
from goldlabel.demo.build import SEED, enlist
from goldlabel.demo.people import PEOPLE, Person, says
from goldlabel.demo.samples import PROJECTS, Sample, Sampled, write_folder
from goldlabel.formats import by_name
from goldlabel.release.verify import verify
from goldlabel.work import people
from goldlabel.work.workspace import Workspace, open_workspace
from goldlabel.workspace.face import Project
from goldlabel.workspace.parts import Open, Tie

COUNT = 30
START_SECONDS = 30
Say = Callable[[str], None]


@dataclass(slots=True)
class Made:
    """What became of one project."""

    project: str
    items: int
    annotations: int
    resolved: int
    ties: int
    alpha: float | None
    release: int
    hash: str
    files: list[Path] = field(default_factory=list[Path])
    problems: list[str] = field(default_factory=list[str])
    losses: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


@dataclass(frozen=True, slots=True)
class Job:
    """Where the demo runs: the workspace's folder, the server's address, the admin's token."""

    opened: Workspace
    base: str
    token: str
    out: Path
    seed: int
    count: int
    say: Say


def run(workspace: Path, out: Path, say: Say, *, seed: int = SEED, count: int = COUNT) -> list[Made]:
    """Does it all in a new workspace; what was made, problems included. Raises GoldlabelError when it cannot."""
    with open_workspace(workspace) as opened, serving(opened.path) as base:
        say(f"a server runs at {base} on {opened.path}")
        job = Job(opened, base, admin_token(opened), out, seed, count, say)
        return [_whole_job(job, made) for made in PROJECTS]


@contextmanager
def serving(workspace: Path) -> Generator[str]:
    """A server process of its own on a free port; its address. It ends with the block."""
    command = [sys.executable, "-m", "goldlabel", "serve", "--port", "0", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield _address(process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _address(process: "subprocess.Popen[str]") -> str:
    """The address in the first line that the server prints; a server that is late is ended."""
    assert process.stdout is not None
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    line = process.stdout.readline()
    late.cancel()
    found = next((word for word in line.split() if word.startswith("http://")), None)
    if found is None:
        raise GoldlabelError("the server did not start; `goldlabel serve` shows why")
    threading.Thread(target=process.stdout.read, daemon=True).start()  # so that it never blocks on a full pipe
    return found.partition("/sign-in#")[0]


def admin_token(opened: Workspace) -> str:
    from goldlabel.server.serve import first_admin

    admin = first_admin(opened)
    return opened.database.write(lambda tx: people.make_token(tx, admin.id, "demo", "all", days=1))[1]


def _whole_job(job: Job, made: Sampled) -> Made:
    began = time.monotonic()
    samples = made.make(job.seed, job.count)
    known = {_shown(sample): sample for sample in samples}
    with connect(job.base, job.token) as workspace, tempfile.TemporaryDirectory(prefix="goldlabel-demo-") as folder:
        project = workspace.create(made.name, template=made.template, title=made.title, overlap=len(PEOPLE))
        project.add(write_folder(samples, Path(folder) / made.name), format="jsonl")
        _label(job, made, known)
        project.resolve()
        ties = decide(project, {sample.key: sample for sample in samples})
        agreement = project.agreement()["overall"]["alpha"]
        release = project.release(title="demo")
        progress = project.progress()
        done = Made(
            made.name, progress["items"], progress["annotations"], progress["resolved"], ties, agreement,
            release["number"], release["hash"],
        )  # fmt: skip
        _out(job, made, project, done)
    job.say(
        f"{made.name}: {done.annotations} answers, {ties} ties decided, released ({time.monotonic() - began:.1f} s)"
    )
    return done


def _shown(sample: Sample) -> str:
    """What tells an item to those who see only what it shows: its text, or the hash of its picture."""
    if sample.picture is None:
        return str(sample.data["text"])
    return f"blob:{hashlib.sha256(sample.picture).hexdigest()}"


def _label(job: Job, made: Sampled, known: dict[str, Sample]) -> None:
    """Three people at once, each with their own token."""
    ids = enlist(job.opened, made.name)
    failed: list[BaseException] = []

    def work(person: Person) -> None:
        try:
            _, token = job.opened.database.write(
                lambda tx: people.make_token(tx, ids[person.email], "demo", "label", project=made.name, days=1)
            )
            with connect(job.base, token) as workspace:
                project = workspace.project(made.name)
                schema = project.schema
                for task in project.tasks():
                    sample = known[str(task.data.get("text") or task.data.get("image"))]
                    labels, seconds = says(person, schema, sample, job.seed)
                    project.submit(task, labels, seconds=seconds)
        except BaseException as error:
            failed.append(error)

    crew = [threading.Thread(target=work, args=(person,), name=person.name) for person in PEOPLE]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    if failed:
        raise failed[0]


def decide(project: Project, known: dict[str, Sample]) -> int:
    """An expert settles every tie: item answers by what is right, regions as the most careful person said."""
    count = 0
    for tie in list(project.ties()):
        labels: dict[str, Any] = {
            name: value for name, value in known[tie.key].truth.items() if not isinstance(value, list)
        }
        for open in tie.open:
            if open.set is not None and open.region is not None:
                labels.setdefault(open.set, []).append({"id": open.region, open.name: _careful(tie, open)})
        project.adjudicate(tie, labels)
        count += 1
    return count


def _careful(tie: Tie, open: Open) -> Any:
    order = [person.name for person in PEOPLE]
    votes = [vote for vote in open.votes if vote[0] is not None]
    return min(votes, key=lambda vote: min(order.index(name) if name in order else 99 for name in vote[1]))[0]


def _out(job: Job, made: Sampled, project: Project, done: Made) -> None:
    """The release as a ZIP, checked, and exported in every format that says something about it."""
    folder = job.out / made.name
    packed = project.save_release(done.release, folder / f"{made.name}-{done.release}.zip")
    done.files.append(packed)
    done.problems += [str(problem) for problem in verify(packed)]
    for name in usable(made.formats):
        format = by_name(name)
        target = f"{made.name}{format.endings[0]}" if format.endings else name  # else it is a folder
        exported = project.export(name, folder / target, release=done.release)
        done.files += exported.files
        done.losses += [{"format": name, **loss} for loss in exported.losses]


def usable(formats: Sequence[str]) -> list[str]:
    """Those that this machine can write: spaCy is not installed along with goldlabel."""
    return [name for name in formats if name != "spacy" or find_spec("spacy") is not None]
