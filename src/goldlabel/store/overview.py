"""The numbers of a project's overview. Each read is bounded: counters, index ranges, samples by index."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldlabel.store.tx import Tx

PROBE = 50
"""So many annotations of a labeler are read in one go when a sample is drawn."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """An annotation of a sample, without its body."""

    id: int
    item: int
    labeler: int
    seconds: float | None


def answers_by(tx: Tx, project: int) -> dict[int, int]:
    """How many first annotations each labeler made, by the counters."""
    rows = tx.all(
        "SELECT name, sum(value) FROM tally WHERE project = :project AND name >= 'mine:' AND name < 'mine;' "
        "GROUP BY name",
        project=project,
    )
    return {int(name.removeprefix("mine:")): int(value) for name, value in rows if value}


def queue_totals(tx: Tx, project: int) -> tuple[int, int]:
    """(wanted, given) answers of the label round, over all its items that are not parked. Reads the whole queue."""
    row = tx.one(
        "SELECT coalesce(sum(q.wanted), 0), coalesce(sum(q.done), 0) FROM queue q JOIN round r ON r.id = q.round "
        "WHERE r.project = :project AND r.kind = 'label' AND q.state IN ('open', 'done')",
        project=project,
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def sample(tx: Tx, project: int, answers: Mapping[int, int], size: int) -> list[Sampled]:
    """Label annotations, all of them if they are no more than `size`, else about as many, spread evenly over each
    labeler's own in their share: runs of neighbours by (labeler, project, id), whatever else the tables hold."""
    total = sum(answers.values())
    out: list[Sampled] = []
    for labeler, count in sorted(answers.items()):
        if total <= size:
            out += _run(tx, project, labeler, 0, 2**53, count + PROBE)
        else:
            out += _spread(tx, project, labeler, max(PROBE, count * size // total))
    return out


def _spread(tx: Tx, project: int, labeler: int, size: int) -> list[Sampled]:
    first, last = (
        tx.value(
            f"SELECT id FROM annotation WHERE labeler = :labeler AND project = :project ORDER BY id {order} LIMIT 1",
            labeler=labeler, project=project,
        )
        for order in ("ASC", "DESC")
    )  # fmt: skip
    if first is None or last is None:
        return []
    runs = max(1, size // PROBE)
    starts = [first + (last + 1 - first) * n // runs for n in range(runs)]
    ends = [*starts[1:], last + 1]
    out: list[Sampled] = []
    for start, end in zip(starts, ends, strict=True):
        out += _run(tx, project, labeler, start, end, PROBE)
    return out


def _run(tx: Tx, project: int, labeler: int, start: int, end: int, limit: int) -> list[Sampled]:
    rows = tx.all(
        "SELECT id, item, labeler, seconds FROM annotation WHERE labeler = :labeler AND project = :project "
        "AND id >= :start AND id < :end AND purpose = 'label' ORDER BY id LIMIT :limit",
        labeler=labeler, project=project, start=start, end=end, limit=limit,
    )  # fmt: skip
    return [Sampled(*row) for row in rows]


def newest_items(tx: Tx, project: int, labeler: int, limit: int) -> list[int]:
    """The items of a labeler's newest answers."""
    rows = tx.all(
        "SELECT item FROM annotation WHERE labeler = :labeler AND project = :project AND purpose = 'label' "
        "AND counted = 1 ORDER BY id DESC LIMIT :limit",
        labeler=labeler, project=project, limit=limit,
    )  # fmt: skip
    return [int(row[0]) for row in rows]


def answered_twice(tx: Tx, items: Sequence[int]) -> list[int]:
    """Those of the items that have two counted answers or more."""
    rows = tx.all(
        "SELECT item FROM queue WHERE item IN @ids(items) GROUP BY item HAVING sum(done) >= 2",
        items=json.dumps(list(items)),
    )
    return [int(row[0]) for row in rows]


def answer_keys(tx: Tx, annotations: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """(annotation, question, kind, key) of the annotations' answers."""
    rows = tx.all(
        "SELECT annotation, question, kind, key FROM answer WHERE annotation IN @ids(ids)",
        ids=json.dumps(list(annotations)),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def ties_up_to(tx: Tx, project: int, most: int) -> int:
    """Open ties, counted to `most` and no further."""
    found = tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM resolution r "
        "JOIN item i ON i.id = r.item AND i.revision = r.item_revision "
        "WHERE r.project = :project AND r.current = 1 AND r.state = 'tie' LIMIT :most) AS few",
        project=project, most=most,
    )  # fmt: skip
    return int(found)


def open_comments(tx: Tx, project: int, most: int) -> int:
    """Threads that nobody has settled yet, counted to `most` and no further."""
    found = tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM comment_thread WHERE project = :project AND resolved_at IS NULL "
        "LIMIT :most) AS few",
        project=project, most=most,
    )  # fmt: skip
    return int(found)


def at_work(tx: Tx, project: int, most: int = 50) -> list[tuple[int, str]]:
    """(labeler, name) of who holds a task of the project now, by name."""
    rows = tx.all(
        "SELECT DISTINCT s.labeler, l.name FROM slot s JOIN labeler l ON l.id = s.labeler "
        "WHERE s.project = :project AND s.state = 'leased' AND s.deadline > @now ORDER BY l.name, s.labeler "
        "LIMIT :most",
        project=project, most=most,
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def last_release(tx: Tx, project: int) -> tuple[int, int, int] | None:
    """(number, created_at, items) of the newest release that stands."""
    row = tx.one(
        "SELECT number, created_at, manifest FROM release WHERE project = :project AND withdrawn_at IS NULL "
        "ORDER BY number DESC LIMIT 1",
        project=project,
    )
    if row is None:
        return None
    return int(row[0]), int(row[1]), int(json.loads(row[2])["summary"]["items"])


def failed_jobs(tx: Tx, project: int, newest: int = 5) -> int | None:
    """The newest job, if it failed."""
    rows = tx.all(
        "SELECT id, state FROM job WHERE project = :project ORDER BY id DESC LIMIT :newest",
        project=project, newest=newest,
    )  # fmt: skip
    return int(rows[0][0]) if rows and rows[0][1] == "failed" else None


# -- numbers that take longer: measured in the background


def measured(tx: Tx, project: int, name: str) -> tuple[int, str] | None:
    """(when, the value as JSON) of the last measurement."""
    row = tx.one("SELECT at, value FROM measure WHERE project = :project AND name = :name", project=project, name=name)
    return (int(row[0]), str(row[1])) if row else None


def keep_measured(tx: Tx, project: int, name: str, value: str) -> None:
    tx.run(
        "INSERT INTO measure (project, name, at, value) VALUES (:project, :name, @now, :value) "
        "ON CONFLICT (project, name) DO UPDATE SET at = excluded.at, value = excluded.value",
        project=project, name=name, value=value,
    )  # fmt: skip
