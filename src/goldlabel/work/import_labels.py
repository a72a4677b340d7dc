"""The labels that an import brings along: as labels that count, as suggestions, or as gold."""

from dataclasses import dataclass

from goldlabel.core.annotation import Purpose
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Record
from goldlabel.formats.parts.rows import reject
from goldlabel.store import annotations, items, projects
from goldlabel.store.annotations import NewAnnotation
from goldlabel.store.items import NewItem
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import label
from goldlabel.work.bodies import StoredBody, extents, ready
from goldlabel.work.items import Added
from goldlabel.work.projects import checker_of


@dataclass(frozen=True, slots=True)
class Fitting:
    """A label that fits the schema, and the item it is about."""

    item: NewItem
    labeled: Labeled
    body: StoredBody


Bodies = dict[str, list[Fitting]]
"""By the item's key; no labeler twice on an item."""


@dataclass(frozen=True, slots=True)
class Labels:
    project: ProjectRow
    purpose: Purpose

    def ready(self, tx: Tx, rows: list[tuple[NewItem, Record]], rejects: list[tuple[str, str, str]]) -> Bodies:
        """The labels that fit; the others join `rejects`, their items go in all the same."""
        out: Bodies = {}
        seen: dict[str, set[tuple[str, str]]] = {}
        for item, record in rows:
            if not record.annotations:
                continue
            checker = checker_of(tx, self.project, self.project.schema_version)
            sizes = extents(tx, self.project.id, checker.schema, record.data)
            had = seen.setdefault(item.key, set())
            for labeled in record.annotations:
                who = (labeled.labeler_kind, labeled.labeler)
                try:
                    if who in had:
                        raise Invalid("the same labeler has another label on this item; only the first is taken")
                    body = ready(
                        labeled.body, checker, record.data, sizes, complete=self.purpose is not Purpose.suggestion
                    )
                except Invalid as error:
                    raw = reject("", "", record.row).raw if record.row is not None else ""
                    rejects.append((record.where, f"label by {labeled.labeler} left out: {error.message}", raw))
                else:
                    had.add(who)
                    out.setdefault(item.key, []).append(Fitting(item, labeled, body))
        return out

    def brought(self, bodies: Bodies) -> dict[str, int]:
        """How many labels that count each item brings along, by key."""
        return {key: len(fitting) for key, fitting in bodies.items()} if self.purpose is Purpose.label else {}

    def store(self, tx: Tx, done: Added, bodies: Bodies) -> int:
        """New items' labels in bulk, those of known items one by one; how many were taken."""
        if not bodies:
            return 0
        known = items.ids_by_key(tx, self.project.id, [key for key in bodies if key not in done.ids])
        round = label.label_round(tx, self.project)
        many: list[NewAnnotation] = []
        taken = 0
        for key, fitting in bodies.items():
            id = done.ids.get(key) or known[key]
            fresh = id in done.new or self.purpose is not Purpose.label
            for number, each in enumerate(fitting):
                counts = self.purpose is Purpose.label and number < round.wanted
                new = self._new(tx, id, each, round.id if self.purpose is Purpose.label else None, counted=counts)
                if fresh:
                    many.append(new)
                else:
                    taken += label.take(tx, round, new)
        annotations.insert_many(tx, many)
        self._count(tx, many)
        return taken + len(many)

    def _new(self, tx: Tx, item: int, each: Fitting, round: int | None, *, counted: bool) -> NewAnnotation:
        labeled = each.labeled
        kind = "import" if labeled.labeler_kind == "person" else labeled.labeler_kind
        return NewAnnotation(
            project=self.project.id, item=item, round=round,
            labeler=annotations.labeler(tx, self.project.id, kind, labeled.labeler), purpose=self.purpose.value,
            counted=counted, item_revision=items.revision(tx, item), item_hash=each.item.hash,
            schema_version=self.project.schema_version, guideline_version=self.project.guideline_version,
            body=each.body.text, seconds=labeled.seconds, cost=labeled.cost, confidence=labeled.confidence,
            created_at=labeled.created_at, index=each.body.answers, regions=each.body.regions,
        )  # fmt: skip

    def _count(self, tx: Tx, many: list[NewAnnotation]) -> None:
        if self.purpose is not Purpose.label or not many:
            return
        by_labeler: dict[int, int] = {}
        for new in many:
            by_labeler[new.labeler] = by_labeler.get(new.labeler, 0) + 1
        for labeler, count in by_labeler.items():
            projects.count(tx, self.project.id, f"mine:{labeler}", count)
        projects.count(tx, self.project.id, "annotations", len(many))
        projects.count(tx, self.project.id, "surplus", sum(not new.counted for new in many))
