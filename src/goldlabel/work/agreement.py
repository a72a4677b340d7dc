"""Agreement of a project: over the counted, independent label annotations, in short reads."""

from typing import Any

import msgspec

from goldlabel.agreement.questions import Agreement
from goldlabel.core.record import Labeled
from goldlabel.store import resolutions
from goldlabel.store.database import Database
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work.resolve import carried, latest, resolver_of

PAGE = 500


def report(tx: Tx, project: ProjectRow, *, limit: int | None = None) -> dict[str, Any]:
    """Agreement by question and region set, and overall; see `agreement.questions`. With `limit`, over so many of the
    newest items that have two answers or more; `sampled` then says that there are others."""
    found, before = start(tx, project), None
    while (before := add_page(tx, project, found, before, PAGE if limit is None else min(PAGE, limit))) is not None:
        if limit is not None and found.items >= limit:
            break
    return {**found.report(), "sampled": before is not None}


def measure(database: Database, project: ProjectRow) -> dict[str, Any]:
    """The same over all items, each page a read of its own: for projects of any size."""
    found = database.read(lambda tx: start(tx, project))
    before: int | None = None
    while True:
        before = database.read(lambda tx, at=before: add_page(tx, project, found, at, PAGE))
        if before is None:
            return {**found.report(), "sampled": False}


def start(tx: Tx, project: ProjectRow) -> Agreement:
    return Agreement(resolver_of(tx, project).reader)


def add_page(tx: Tx, project: ProjectRow, into: Agreement, before: int | None, limit: int) -> int | None:
    """Adds the next older items with two answers; the last of them, None when there are no more."""
    ids = resolutions.answered_twice(tx, project.id, before, limit)
    votes = latest(resolutions.votes(tx, ids)) if ids else []
    bodies = resolutions.bodies(tx, [(vote.annotation, vote.revision) for vote in votes]) if votes else {}
    by_item: dict[int, list[Labeled]] = {id: [] for id in ids}
    for vote in votes:
        body = carried(tx, project, vote.schema_version, msgspec.json.decode(bodies[vote.annotation]))
        by_item[vote.item].append(Labeled(body, str(vote.labeler), schema_version=vote.schema_version))
    for item in ids:
        into.add(by_item[item])
    return ids[-1] if len(ids) == limit else None
