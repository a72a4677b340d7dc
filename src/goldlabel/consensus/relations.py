"""One relation for many: those that more than half of the labelers drew between the same two regions of the label.

A relation counts only where both its ends became regions of the label. One that exactly half drew is a tie about its
existence. The questions about a relation are decided by those who drew it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldlabel.agreement.reading import Joined, Said
from goldlabel.core.annotation import Relation
from goldlabel.core.model import content_hash
from goldlabel.core.schema import RelationSet

Homes = Mapping[tuple[int, str], str]
"""The label's region that a labeler's region became: by the labeler's place and that region's id."""


@dataclass(slots=True)
class Linked:
    """A relation of the label with those who drew it."""

    relation: Relation
    members: dict[int, Joined]


@dataclass(slots=True)
class Relations:
    kept: list[Linked] = field(default_factory=list[Linked])
    support: float = 1.0
    evidence: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    ties: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def join(said: Sequence[Said], group: RelationSet, homes: Homes) -> Relations:
    out = Relations()
    for (start, end), members in sorted(_drawn(said, group, homes).items()):
        count, voters = len(members), len(said)
        out.support = min(out.support, max(count, voters - count) / voters)
        id = "l" + content_hash([group.id, start, end])[:15]
        if 2 * count > voters:
            out.kept.append(Linked(Relation(id=id, set=group.id, from_id=start, to_id=end), members))
        if count == voters:
            continue
        entry: dict[str, Any] = {
            "set": group.id,
            "from_id": start,
            "to_id": end,
            "drawn": [said[who].labeler for who in members],
            "not_drawn": [one.labeler for who, one in enumerate(said) if who not in members],
        }
        if 2 * count == voters:
            why = "half of the labelers drew this relation"
            out.ties.append({"where": f"relation_sets.{group.id}", "why": why, **entry})
        out.evidence.append(entry)
    return out


def _drawn(said: Sequence[Said], group: RelationSet, homes: Homes) -> dict[tuple[str, str], dict[int, Joined]]:
    """Who joined which two regions of the label."""
    out: dict[tuple[str, str], dict[int, Joined]] = {}
    for who, one in enumerate(said):
        for joined in one.relations.get(group.id, ()):
            start, end = homes.get((who, joined.from_id)), homes.get((who, joined.to_id))
            if start is None or end is None:
                continue
            if not group.directed and end < start:
                start, end = end, start
            out.setdefault((start, end), {}).setdefault(who, joined)
    return out
