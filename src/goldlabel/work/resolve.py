"""Resolving: the counted answers of complete items become their labels; ties wait for a person.

Runs in chunks: each reads some complete items by id, and writes a resolution only where something changed. What a
person decided (adjudication, gold) stays until the item itself changes.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from goldlabel.catalog import catalog
from goldlabel.consensus.resolve import METHOD, Outcome, Resolver
from goldlabel.core.annotation import Body
from goldlabel.core.change import Carrier
from goldlabel.core.record import Labeled
from goldlabel.jobs import Running
from goldlabel.store import items, jobs, projects, resolutions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.resolutions import NewResolution, Vote
from goldlabel.store.tx import Tx
from goldlabel.work.projects import schema_of

CHUNK = 200
SECONDS = 0.04
"""A chunk ends after so long, however many items it has done, so that labelers never wait for it."""
PREPARE_SECONDS = 0.5
"""The same for a job's chunk, which is thought out beside the labelers and then only written."""
STRIDE = 20
"""So many items a chunk does at the least: on a busy machine too, it should not read more than it resolves."""
PEOPLE = ("adjudication", "gold")
"""Sources of a resolution that consensus never replaces."""
Basis = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one chunk did. `after`: go on behind this item; None when all complete items are done."""

    after: int | None
    items: int = 0
    resolved: int = 0
    """New or changed resolutions that settle their item."""
    ties: int = 0
    """New or changed ties."""
    kept: int = 0
    """Items whose answers are as they were, or that a person decided."""

    def __add__(self, other: "Chunk") -> "Chunk":
        return Chunk(
            other.after, self.items + other.items, self.resolved + other.resolved, self.ties + other.ties,
            self.kept + other.kept,
        )  # fmt: skip


@dataclass(slots=True)
class Prepared:
    """What a chunk will write if nothing changed since it was read: resolutions, each with the id of the one that it
    follows."""

    done: Chunk
    new: list[NewResolution] = field(default_factory=list[NewResolution])
    follows: dict[int, int | None] = field(default_factory=dict[int, "int | None"])


def resolve_chunk(
    tx: Tx, project: ProjectRow, after: int = 0, limit: int = CHUNK, seconds: float | None = SECONDS
) -> Chunk:
    """Resolves up to `limit` complete items with id > `after`, by id; fewer when `seconds` are over."""
    resolutions.lock(tx, project.id)
    return write(tx, project, prepare(tx, project, after, limit, seconds))


def prepare(
    tx: Tx, project: ProjectRow, after: int = 0, limit: int = CHUNK, seconds: float | None = SECONDS
) -> Prepared:
    """The reading and thinking of a chunk: nothing is written, nobody waits."""
    until = None if seconds is None else time.monotonic() + seconds
    ids = _complete(tx, project.id, after, limit)
    work = _Chunk(tx, project, ids)
    new: list[NewResolution] = []
    done = 0
    for item in ids:
        if (made := work.resolve(item)) is not None:
            new.append(made)
        done += 1
        if until is not None and done % STRIDE == 0 and time.monotonic() > until:
            break
    finished = done == len(ids) and len(ids) < limit
    return work.prepared(new, Chunk(None if finished else ids[done - 1], done))


def write(tx: Tx, project: ProjectRow, prepared: Prepared) -> Chunk:
    """Writes what was prepared. Items about which something was said or decided meanwhile are thought over again."""
    resolutions.lock(tx, project.id)
    ids = [row.item for row in prepared.new]
    now = _Chunk(tx, project, ids, with_bodies=False)
    same = {row.item for row in prepared.new if now.is_as(row, prepared.follows[row.item])}
    new = [row for row in prepared.new if row.item in same]
    if len(same) < len(ids):
        again = _Chunk(tx, project, [id for id in ids if id not in same])
        new += [made for id in ids if id not in same and (made := again.resolve(id)) is not None]
    gained = resolutions.append(tx, project.id, new)
    if gained:
        projects.count(tx, project.id, "resolved", gained)
    ties, done = sum(row.state == "tie" for row in new), prepared.done
    return replace(done, resolved=len(new) - ties, ties=ties, kept=done.items - len(new))


def _complete(tx: Tx, project: int, after: int, limit: int) -> list[int]:
    """Items that are complete in a round whose annotations are labels."""
    found: set[int] = set()
    for round in projects.rounds(tx, project):
        if round.kind in ("label", "relabel"):
            found.update(resolutions.done_items(tx, round.id, after, limit))
    return sorted(found)[:limit]


class _Chunk:
    """The facts about some items, read at once."""

    def __init__(self, tx: Tx, project: ProjectRow, ids: Sequence[int], *, with_bodies: bool = True) -> None:
        self.tx, self.project = tx, project
        self.current = resolutions.current_of(tx, ids)
        self.revisions = resolutions.revisions_of(tx, ids)
        self.votes: dict[int, list[Vote]] = {}
        for vote in latest(resolutions.votes(tx, ids)):
            self.votes.setdefault(vote.item, []).append(vote)
        changed = [id for id in ids if self._is_open(id)] if with_bodies else []
        wanted = [(vote.annotation, vote.revision) for id in changed for vote in self.votes[id]]
        self.bodies = resolutions.bodies(tx, wanted) if wanted else {}
        self.data = items.by_ids(tx, changed) if changed else {}
        self.open = set(changed)

    def _is_open(self, item: int) -> bool:
        """Whether consensus has something new to say about the item."""
        votes, current = self.votes.get(item), self.current.get(item)
        if not votes:
            return False
        if current is None or current.item_revision != self.revisions[item]:
            return True
        if current.source in PEOPLE:
            return False
        return current.basis != basis_of(votes) or current.schema_version != self.project.schema_version

    def prepared(self, new: list[NewResolution], done: Chunk) -> Prepared:
        follows = {row.item: found.id if (found := self.current.get(row.item)) else None for row in new}
        return Prepared(done, new, follows)

    def is_as(self, row: NewResolution, follows: int | None) -> bool:
        """Whether the item still stands as it did when `row` was made."""
        current, votes = self.current.get(row.item), self.votes.get(row.item, [])
        return (
            (current.id if current else None) == follows
            and self.revisions.get(row.item) == row.item_revision
            and text_of(basis_of(votes)) == row.basis
        )

    def resolve(self, item: int) -> NewResolution | None:
        """The item's new resolution; None when it stays as it is."""
        if item not in self.open:
            return None
        votes = self.votes[item]
        bodies = [
            Labeled(
                carried(self.tx, self.project, vote.schema_version, msgspec.json.decode(self.bodies[vote.annotation])),
                str(vote.labeler),
                schema_version=vote.schema_version,
            )
            for vote in votes
        ]
        outcome = resolver_of(self.tx, self.project).resolve(bodies, self.data[item].data)
        return _new(item, self.revisions[item], self.project, outcome, votes)


def latest(votes: Sequence[Vote]) -> list[Vote]:
    """One vote for each labeler and item: the newest, where two rounds asked the same labeler."""
    last = {(vote.item, vote.labeler): vote for vote in votes}
    return [vote for vote in votes if last[vote.item, vote.labeler] is vote]


def basis_of(votes: Sequence[Vote], method: str = METHOD) -> Basis:
    return {"method": method, "annotations": [[vote.annotation, vote.revision] for vote in votes]}


def _new(item: int, revision: int, project: ProjectRow, outcome: Outcome, votes: Sequence[Vote]) -> NewResolution:
    return NewResolution(
        item=item,
        state=outcome.state,
        source="consensus",
        body=text_of(outcome.body.model_dump(mode="json", exclude_none=True)),
        evidence=text_of(outcome.evidence),
        confidence=outcome.confidence,
        basis=text_of(basis_of(votes)),
        item_revision=revision,
        schema_version=project.schema_version,
        guideline_version=max(vote.guideline_version for vote in votes),
    )


def text_of(value: Any) -> str:
    return msgspec.json.encode(value).decode()


# -- schema versions


def carried(tx: Tx, project: ProjectRow, version: int, body: Mapping[str, Any]) -> Body:
    """A stored body, given under a schema version, as an answer to today's schema."""
    carrier = carrier_of(tx, project, version)
    given = Body.model_validate(body)
    return carrier.carry(given)[0] if carrier else given


def carrier_of(tx: Tx, project: ProjectRow, version: int) -> Carrier | None:
    """From a schema version to the project's own; None when it is that one."""
    if version == project.schema_version:
        return None
    key = (project.id, project.created_at, version, project.schema_version)
    if (found := _carriers.get(key)) is None:
        if len(_carriers) > 1000:
            _carriers.clear()
        found = _carriers[key] = Carrier(schema_of(tx, project, version), schema_of(tx, project))
    return found


def resolver_of(tx: Tx, project: ProjectRow) -> Resolver:
    """Today's resolver of the project, made once per process."""
    key = (project.id, project.created_at, project.schema_version)
    if (found := _resolvers.get(key)) is None:
        if len(_resolvers) > 1000:
            _resolvers.clear()
        found = _resolvers[key] = Resolver(schema_of(tx, project), catalog(), not_asked(tx, project))
    return found


def not_asked(tx: Tx, project: ProjectRow) -> dict[int, frozenset[str]]:
    """By older schema version, the questions of today that it did not have."""
    today = {question.id for question in schema_of(tx, project).questions}
    older = {
        version: today - {question.id for question in schema_of(tx, project, version).questions}
        for version in range(1, project.schema_version)
    }
    return {version: frozenset(missing) for version, missing in older.items() if missing}


_carriers: dict[tuple[int, int, int, int], Carrier] = {}
_resolvers: dict[tuple[int, int, int], Resolver] = {}


# -- the job


def start(tx: Tx, project: ProjectRow, *, by: int | None = None) -> int:
    """Queues resolving the project; the job's id."""
    return jobs.insert(tx, project.id, "resolve", {}, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler: chunk after chunk; its cursor is the last item and what was done."""
    database = job.database
    project = database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    total = database.read(lambda tx: projects.counts(tx, project.id, "done"))["done"]
    so_far = Chunk(**job.cursor) if job.cursor else Chunk(0)
    while so_far.after is not None:
        so_far = _step(job, project.id, so_far, total)
    job.commit(lambda _: None, done=so_far.items, total=max(total, so_far.items))
    open_ties = database.read(lambda tx: resolutions.count_ties(tx, project.id))
    return {**summary(so_far), "open_ties": open_ties}


def _step(job: Running, id: int, so_far: Chunk, total: int) -> Chunk:
    project = job.database.read(lambda tx: projects.by_id(tx, id))
    prepared = job.database.read(lambda tx: prepare(tx, project, so_far.after or 0, seconds=PREPARE_SECONDS))
    return job.commit(lambda tx: so_far + write(tx, project, prepared), cursor=_cursor, done=so_far.items, total=total)


def _cursor(chunk: Chunk) -> dict[str, Any]:
    return {"after": chunk.after, **summary(chunk)}


def summary(chunk: Chunk) -> dict[str, int]:
    """What was done, as numbers for people and scripts."""
    return {"items": chunk.items, "resolved": chunk.resolved, "ties": chunk.ties, "kept": chunk.kept}
