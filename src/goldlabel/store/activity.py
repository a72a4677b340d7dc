"""Answers per hour and labeler: folded from the annotations in the background, by id, so that nothing is added to a
submit. What came in since the last fold is counted when it is asked for.

On PostgreSQL an annotation may become visible after one with a higher id; ids are folded only once they have been
seen for a minute, when every transaction that could still bring a lower one has ended.
"""

from dataclasses import dataclass

from goldlabel.store.tx import Tx

HOUR = 3_600_000_000
FOLDED, SEEN, SEEN_AT = "hourly", "hourly.seen", "hourly.seen_at"
SETTLE_MICROSECONDS = 60_000_000
CHUNK = 2000
TAIL = 20_000


@dataclass(frozen=True, slots=True)
class Hour:
    """`hour`: hours since 1970 (UTC)."""

    hour: int
    labeler: int
    answers: int
    seconds: float


def behind(tx: Tx) -> int:
    """How many ids wait to be folded, at the most."""
    return int(tx.value("SELECT coalesce(max(id), 0) FROM annotation")) - _mark(tx, FOLDED)


def fold(tx: Tx, limit: int = CHUNK) -> bool:
    """Adds up to `limit` further annotations to their hours; whether there are more."""
    after = _locked(tx)
    newest = int(tx.value("SELECT coalesce(max(id), 0) FROM annotation"))
    settled = newest if tx.dialect == "sqlite" else _settled(tx, newest)
    upto = min(after + limit, settled)
    if upto <= after:
        return False
    rows = tx.all(
        "SELECT a.project, a.created_at / 3600000000, a.labeler, count(*), sum(coalesce(a.seconds, 0)) "
        "FROM annotation a WHERE a.id > :after AND a.id <= :upto AND a.purpose = 'label' "
        "GROUP BY a.project, a.created_at / 3600000000, a.labeler",
        after=after, upto=upto,
    )  # fmt: skip
    tx.run_many(
        "INSERT INTO hourly (project, hour, labeler, answers, seconds) "
        "VALUES (:project, :hour, :labeler, :answers, :seconds) ON CONFLICT (project, hour, labeler) "
        "DO UPDATE SET answers = hourly.answers + excluded.answers, seconds = hourly.seconds + excluded.seconds",
        [dict(zip(("project", "hour", "labeler", "answers", "seconds"), row, strict=True)) for row in rows],
    )
    _set(tx, FOLDED, upto)
    return upto < settled


def _settled(tx: Tx, newest: int) -> int:
    """The highest id below which nothing can appear any more; remembers today's highest for a minute from now."""
    now, seen, seen_at = tx.now(), _mark(tx, SEEN), _mark(tx, SEEN_AT)
    if now - seen_at < SETTLE_MICROSECONDS:
        return 0
    _set(tx, SEEN, newest)
    _set(tx, SEEN_AT, now)
    return seen


def since(tx: Tx, project: int, hour: int) -> list[Hour]:
    """Answers in hours >= `hour`, by hour and labeler; the newest ones straight from the annotations."""
    folded = tx.all(
        "SELECT hour, labeler, answers, seconds FROM hourly WHERE project = :project AND hour >= :hour",
        project=project, hour=hour,
    )  # fmt: skip
    found: dict[tuple[int, int], tuple[int, float]] = {}
    for at, labeler, answers, seconds in (*folded, *_tail(tx, project, hour)):
        before = found.get((at, labeler), (0, 0.0))
        found[at, labeler] = (before[0] + int(answers), before[1] + float(seconds))
    return [Hour(at, labeler, *counted) for (at, labeler), counted in sorted(found.items())]


def before(tx: Tx, project: int, hour: int) -> int:
    """Answers in hours < `hour`."""
    folded = tx.value(
        "SELECT coalesce(sum(answers), 0) FROM hourly WHERE project = :project AND hour < :hour",
        project=project, hour=hour,
    )  # fmt: skip
    return int(folded) + sum(int(row[2]) for row in _tail(tx, project, 0) if row[0] < hour)


def _tail(tx: Tx, project: int, hour: int) -> list[tuple[int, int, int, float]]:
    after = _mark(tx, FOLDED)
    rows = tx.all(
        "SELECT a.created_at / 3600000000, a.labeler, count(*), sum(coalesce(a.seconds, 0)) FROM annotation a "
        "WHERE a.id > :after AND a.id <= :upto AND a.purpose = 'label' AND a.project = :project "
        "AND a.created_at >= :hour * 3600000000 GROUP BY a.created_at / 3600000000, a.labeler",
        after=after, upto=after + TAIL, project=project, hour=hour,
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _mark(tx: Tx, name: str) -> int:
    return int(tx.value("SELECT last FROM sequence WHERE name = :name", name=name) or 0)


def _locked(tx: Tx) -> int:
    """How far it is folded, locked until the transaction ends: two servers never count the same twice."""
    return int(tx.value(
        "INSERT INTO sequence (name, last) VALUES (:name, 0) ON CONFLICT (name) DO UPDATE SET last = sequence.last "
        "RETURNING last",
        name=FOLDED,
    ))  # fmt: skip


def _set(tx: Tx, name: str, last: int) -> None:
    tx.run(
        "INSERT INTO sequence (name, last) VALUES (:name, :last) ON CONFLICT (name) DO UPDATE SET last = :last",
        name=name, last=last,
    )  # fmt: skip
