"""A project among others: what waits for this person, when something last happened, what its items look like."""

from dataclasses import dataclass, field

from goldlabel.catalog import catalog
from goldlabel.core.schema import Schema
from goldlabel.store import items, listing, media, resolutions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import guideline
from goldlabel.work.media import BLOB

SMALL_PICTURE = 400_000
"""Bytes; a larger one is not worth its way for a look at the list."""
WORDS = 160


@dataclass(frozen=True, slots=True)
class Card:
    waits: dict[str, int] = field(default_factory=dict[str, int])
    """`sent_back` answers, `ties`, `guideline` to read: only those there are."""
    active_at: int | None = None
    text: str | None = None
    """The beginning of the first item."""
    picture: str | None = None
    """The first item's, by its hash."""


def card(
    tx: Tx, project: ProjectRow, schema: Schema, member: int | None, labeler: int, *, judges: bool, looks: bool
) -> Card:  # fmt: skip
    """`member`: the person, where they are one; `judges`: may decide ties; `looks`: may see items nobody gave them."""
    waits = {
        "sent_back": listing.sent_back(tx, project.id, labeler),
        "ties": resolutions.count_ties(tx, project.id) if judges else 0,
        "guideline": int(member is not None and guideline.to_read(tx, project, member)),
    }
    text, picture = _first(tx, project, schema) if looks else (None, None)
    return Card(
        {what: count for what, count in waits.items() if count}, listing.last_activity(tx, project.id, labeler),
        text, picture,
    )  # fmt: skip


def _first(tx: Tx, project: ProjectRow, schema: Schema) -> tuple[str | None, str | None]:
    row = next(iter(items.page(tx, project.id, 0, 1)), None)
    name: str | None = None
    for shown in schema.fields if row is not None else ():
        value = row.data.get(shown.source) if row is not None and not shown.private else None
        medium = catalog().media.get(shown.medium)
        if medium is not None and (words := " ".join(medium.words(value)[: 4 * WORDS].split())):
            return words[:WORDS], None
        if not isinstance(value, str) or not value.startswith(BLOB):
            continue
        file = media.by_hash(tx, project.id, value.removeprefix(BLOB))
        if file is not None and file.mime.startswith("image/") and file.size <= SMALL_PICTURE:
            return None, file.hash
        name = name or (file.name if file is not None else None)
    return name, None
