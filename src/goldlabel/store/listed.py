"""What a list shows of items: where they stand, what was said about them, by whom."""

import json
from dataclasses import dataclass, field
from typing import Any

from goldlabel.store.items import ItemRow, by_ids
from goldlabel.store.tx import Tx

Said = tuple[str, str, int]
"""(question, key, how many said so), about the item as it is now."""
LARGE = 50_000
"""A resolution with more text is not read for a list; its counts are enough."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with where it stands in the label round; `resolution` is `resolved`, `tie` or None."""

    item: ItemRow
    state: str
    done: int
    wanted: int
    resolution: str | None
    priority: float = 0.0
    working: int = 0
    source: str | None = None
    """Of the resolution: consensus, adjudication or gold."""
    label: dict[str, Any] | None = None
    """The resolution's body; None when there is none, or it is too large for a list."""
    labelers: list[str] = field(default_factory=list[str])
    said: list[Said] = field(default_factory=list[Said])
    agreement: float | None = None
    comments: int = 0
    changed_at: int = 0


def listed(tx: Tx, project: int, round: int, ids: list[int]) -> list[Listed]:
    """The items with everything, in the order given; a dozen statements whatever their number."""
    rows = by_ids(tx, ids)
    wanted = json.dumps(ids)
    places = {
        row[0]: row[1:]
        for row in tx.all(
            "SELECT item, state, done, wanted, priority FROM queue WHERE round = :round AND item IN @ids(ids)",
            round=round, ids=wanted,
        )
    }  # fmt: skip
    resolved = {row[0]: row[1:] for row in tx.all(
        "SELECT item, state, source, CASE WHEN length(body) <= :large THEN body END, created_at, confidence "
        "FROM resolution "
        "WHERE current = 1 AND item IN @ids(ids)",
        ids=wanted, large=LARGE,
    )}  # fmt: skip
    working = dict(tx.all(
        "SELECT item, count(*) FROM slot WHERE item IN @ids(ids) AND state = 'leased' AND deadline >= @now "
        "GROUP BY item",
        ids=wanted,
    ))  # fmt: skip
    comments = dict(tx.all(
        "SELECT item, count(*) FROM comment_thread WHERE item IN @ids(ids) AND resolved_at IS NULL GROUP BY item",
        ids=wanted,
    ))  # fmt: skip
    who, changed = _labelers(tx, wanted)
    said = _said(tx, wanted)
    out: list[Listed] = []
    for id in ids:
        state, done, count, priority = places.get(id) or ("outside", 0, 0, 0.0)
        made = resolved.get(id)
        votes = said.get(id, [])
        out.append(Listed(
            rows[id], state, done, count, made[0] if made else None, priority, working.get(id, 0),
            made[1] if made else None, json.loads(made[2]) if made and made[2] else None, who.get(id, []), votes,
            _agreed(agreement(votes), made), comments.get(id, 0),
            max(rows[id].created_at, changed.get(id, 0), made[3] if made else 0),
        ))  # fmt: skip
    return out


def _labelers(tx: Tx, ids: str) -> tuple[dict[int, list[str]], dict[int, int]]:
    """Who said something about each item, in that order, and when somebody last did."""
    who: dict[int, list[str]] = {}
    changed: dict[int, int] = {}
    for item, name, at in tx.all(
        "SELECT a.item, l.name, a.updated_at FROM annotation a JOIN labeler l ON l.id = a.labeler "
        "WHERE a.item IN @ids(ids) AND a.purpose = 'label' ORDER BY a.item, a.id",
        ids=ids,
    ):  # fmt: skip
        who.setdefault(item, []).append(name)
        changed[item] = max(changed.get(item, 0), at)
    return who, changed


def _said(tx: Tx, ids: str) -> dict[int, list[Said]]:
    out: dict[int, list[Said]] = {}
    for item, question, key, count in tx.all(
        "SELECT a.item, x.question, x.key, count(*) FROM annotation a JOIN answer x ON x.annotation = a.id "
        "WHERE a.item IN @ids(ids) AND a.counted = 1 AND a.purpose = 'label' AND x.region = '' "
        "GROUP BY a.item, x.question, x.key ORDER BY a.item, x.question, count(*) DESC, x.key",
        ids=ids,
    ):  # fmt: skip
        out.setdefault(item, []).append((question, key, count))
    return out


def agreement(said: list[Said]) -> float | None:
    """The share of pairs of labelers who said the same about the item, averaged over its questions."""
    by_question: dict[str, list[int]] = {}
    for question, _, count in said:
        by_question.setdefault(question, []).append(count)
    shares = [
        sum(n * (n - 1) for n in counts) / (total * (total - 1))
        for counts in by_question.values()
        if (total := sum(counts)) > 1
    ]
    return sum(shares) / len(shares) if shares else None


def _agreed(about_item: float | None, made: tuple[Any, ...] | None) -> float | None:
    """Where nothing is asked about the item itself: the consensus' support, the share behind its least agreed part."""
    if about_item is not None or made is None or made[1] != "consensus":
        return about_item
    return made[4]


def labelers_of(tx: Tx, project: int) -> list[tuple[int, str, str]]:
    """(id, name, kind) of everybody who answered something in the project, by name; one look per labeler there is."""
    rows = tx.all(
        "SELECT l.id, l.name, l.kind FROM labeler l WHERE (l.project IS NULL OR l.project = :project) "
        "AND EXISTS (SELECT 1 FROM annotation a WHERE a.labeler = l.id AND a.project = :project) "
        "ORDER BY l.name, l.id LIMIT 1000",
        project=project,
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in rows]
