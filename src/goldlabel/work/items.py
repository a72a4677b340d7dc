"""Bring items in: upsert by key, queue what is new, ask anew about what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from goldlabel.catalog import catalog
from goldlabel.core.item import item_hash
from goldlabel.core.kind import Catalog
from goldlabel.core.model import unstorable
from goldlabel.core.problem import Invalid, Problem
from goldlabel.core.schema import Schema
from goldlabel.store import annotations, browse, items, projects, queue
from goldlabel.store.items import NewItem
from goldlabel.store.projects import ProjectRow, RoundRow
from goldlabel.store.tx import Tx
from goldlabel.work.projects import checker_of

MAX_ITEM_BYTES = 4_000_000
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Added:
    """What came of a batch. `ids` has every item of the batch that is now stored, by key."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    ids: dict[str, int] = field(default_factory=dict[str, int])
    new: set[int] = field(default_factory=set[int])


class Shown:
    """What an item must hold to be worth a labeler's look: something under at least one field, and nothing unfit."""

    def __init__(self, schema: Schema, catalog: Catalog) -> None:
        self._media = [(field.source, catalog.media.get(field.medium)) for field in schema.fields]

    def problems(self, data: Mapping[str, Any]) -> list[Problem]:
        out: list[Problem] = []
        there = False
        for source, medium in self._media:
            value = data.get(source)
            if value is None or (type(value) is str and not value.strip()):
                continue
            there = True
            if medium is not None and not (type(value) is str and not medium.mimes):
                out += [problem.inside(source) for problem in medium.check(value)]
        if not there:
            return [Problem("", self._nothing(data))]
        return out

    def _nothing(self, data: Mapping[str, Any]) -> str:
        """A column that is there but empty needs a text; one that is not there may only be called otherwise."""
        sources = [source for source, _ in self._media]
        if there := [repr(source) for source in sources if source in data]:
            return f"is empty under {' and '.join(there)}"
        wanted = " or ".join(map(repr, sources))
        filled = [repr(name) for name, value in data.items() if value is not None and value != ""]
        found = f"it has {', '.join(filled[:10])}: rename the column, or the field's source"
        return f"has nothing to show under {wanted}; {found if filled else 'it is empty'}"


def shown_of(tx: Tx, project: ProjectRow) -> Shown:
    return Shown(checker_of(tx, project, project.schema_version).schema, catalog())


def prepare(data: dict[str, Any], meta: dict[str, Any], key: str | None) -> NewItem:
    """An item as it is stored: JSON texts, its hash, and a key from its content where the owner gave none.

    Raises Invalid for what no database keeps (NUL, NaN) and for items over 4 MB.
    """
    try:
        encoded, rest = _encode(data), _encode([meta, key or ""]) if meta or key else b""
    except UnicodeEncodeError:
        encoded, rest = b"null", b""
    # NUL, NaN and half characters leave one of these words behind; without them no value needs a look of its own.
    doubtful = b"null" in encoded or b"\\u0000" in encoded or (rest and (b"null" in rest or b"\\u0000" in rest))
    if doubtful and (problem := unstorable([data, meta, key])):
        raise Invalid([problem])
    if len(encoded) > MAX_ITEM_BYTES:
        raise Invalid(f"the item has {len(encoded):,} bytes; {MAX_ITEM_BYTES:,} at the most (put large data in files)")
    hash = item_hash(data, meta)
    return NewItem(key or hash[:20], hash, encoded.decode(), _encode(meta).decode() if meta else "{}")


def add(
    tx: Tx, project: ProjectRow, batch: Sequence[NewItem], *, priority: float = 0.5,
    labels: Mapping[str, int] | None = None,
) -> Added:  # fmt: skip
    """Stores a batch and makes it claimable, all in this transaction. Of equal keys in a batch the last counts.

    `labels` says, by key, how many labels a new item brings along (the caller stores them in this transaction).
    """
    distinct = {item.key: item for item in batch}
    done = items.upsert(tx, project.id, list(distinct.values()))
    out = Added(len(done.added), len(done.changed), done.unchanged, len(batch) - len(distinct))
    out.ids = {**done.added, **done.changed}
    out.new = set(done.added.values())
    if done.added:
        brought = {done.added[key]: count for key, count in (labels or {}).items() if key in done.added}
        for round in projects.rounds(tx, project.id):
            if round.active and round.kind == "label":
                _enqueue(tx, round, list(done.added.values()), priority, brought)
                complete = sum(count >= round.wanted for count in brought.values())
                projects.count(tx, project.id, "done", complete)
        projects.count(tx, project.id, "items", len(done.added))
    if done.changed:
        _ask_anew(tx, project, list(done.changed.values()))
    if indexed := project.settings.get("indexed"):
        rows = [(out.ids[key], msgspec.json.decode(distinct[key].data)) for key in out.ids]
        items.index_fields(tx, project.id, indexed, rows)
    return out


def _enqueue(tx: Tx, round: RoundRow, new: list[int], priority: float, brought: Mapping[int, int]) -> None:
    if brought:
        queue.enqueue(tx, round, [(id, priority) for id in new], brought)
    else:
        queue.enqueue_new(tx, round, new[0], new[-1], priority)


def _ask_anew(tx: Tx, project: ProjectRow, changed: list[int]) -> None:
    """Answers to the old data are stale: kept, but neither counted nor resolved from."""
    complete = queue.restart(tx, changed)
    annotations.set_stale(tx, changed)
    resolved = annotations.drop_resolutions(tx, changed)
    projects.count(tx, project.id, "done", -complete)
    projects.count(tx, project.id, "resolved", -resolved)


def add_rows(tx: Tx, project: ProjectRow, rows: Sequence[dict[str, Any]]) -> Added:
    """A few rows `{data, key?, meta?}` at once. Raises Invalid with every bad row; then nothing is stored."""
    batch: list[NewItem] = []
    problems: list[Problem] = []
    shown = shown_of(tx, project)
    for number, row in enumerate(rows):
        problems += [problem.inside(f"items[{number}].data") for problem in shown.problems(row["data"])]
        try:
            batch.append(prepare(row["data"], row.get("meta") or {}, row.get("key")))
        except Invalid as error:
            problems += [problem.inside(f"items[{number}]") for problem in error.problems]
    if problems:
        raise Invalid(problems)
    return add(tx, project, batch)


def label_round(tx: Tx, project: ProjectRow) -> RoundRow:
    return next(each for each in projects.rounds(tx, project.id) if each.kind == "label")


def kinds_of(tx: Tx, project: ProjectRow) -> dict[str, str]:
    """The answer kind of each question that the project asks."""
    schema = checker_of(tx, project, project.schema_version).schema
    return {question.id: question.kind for question in schema.questions}


def page(tx: Tx, project: ProjectRow, query: browse.Query) -> browse.Page:
    """Items for people who look, with where they stand. Raises Invalid for what cannot be sorted or filtered by."""
    indexed = tuple(project.settings.get("indexed") or ())
    return browse.page(tx, project.id, label_round(tx, project).id, query, indexed, kinds_of(tx, project))


def count(tx: Tx, project: ProjectRow, query: browse.Query) -> int | None:
    """How many items such a list has; None when only walking all of them would tell."""
    indexed = tuple(project.settings.get("indexed") or ())
    return browse.count(tx, project.id, label_round(tx, project).id, query, indexed, kinds_of(tx, project))
