"""Adjudication: a person decides where the labelers do not agree, with all that was said laid side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.core.annotation import Body
from goldlabel.core.problem import Conflict, NotFound
from goldlabel.store import annotations, items, projects, resolutions, reviews
from goldlabel.store.annotations import AnnotationRow, NewAnnotation
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.resolutions import NewResolution, ResolutionRow
from goldlabel.store.tx import Tx
from goldlabel.work.bodies import extents, ready
from goldlabel.work.projects import checker_of
from goldlabel.work.resolve import carried, latest, text_of

SIDE_BY_SIDE = ("label", "adjudication", "gold")
"""Purposes of what is shown; training and audits stay out of sight."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one labeler said: `votes` in the evidence name labelers by `labeler`."""

    row: AnnotationRow
    body: Body
    """As an answer to today's schema."""
    labeler: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """An item to decide: the resolution as it stands, and everything that was said about it."""

    item: ItemRow
    resolution: ResolutionRow | None
    voices: list[Voice]

    @property
    def ties(self) -> list[dict[str, Any]]:
        """What the labelers are at odds about, each with `where`, `why` and the votes."""
        return list(self.resolution.evidence.get("ties", ())) if self.resolution else []


@dataclass(frozen=True, slots=True)
class Adjudicated:
    annotation: int
    resolution: int


def ties(tx: Tx, project: ProjectRow, after: int = 0, limit: int = 50) -> list[Case]:
    """Items whose labelers tie, by item id, with id > `after`."""
    rows = resolutions.ties(tx, project.id, after, limit)
    return _cases(tx, project, [row.item for row in rows])


def case(tx: Tx, project: ProjectRow, item: int) -> Case:
    """One item, tied or not. Raises NotFound when the project has no such item."""
    items.by_id(tx, project.id, item)
    return _cases(tx, project, [item])[0]


def _cases(tx: Tx, project: ProjectRow, ids: list[int]) -> list[Case]:
    if not ids:
        return []
    rows, current = items.by_ids(tx, ids), resolutions.current_of(tx, ids)
    undone = {done.annotation for done, _ in reviews.of_items(tx, ids) if done.undone_at is not None}
    voices: dict[int, list[Voice]] = {id: [] for id in ids}
    for row, body, name, kind in annotations.of_items(tx, ids):
        shown = row.purpose in SIDE_BY_SIDE and row.id not in undone
        if shown and row.item_revision == rows[row.item].revision:
            own = carried(tx, project, row.schema_version, body)
            voices[row.item].append(Voice(row, own, str(row.labeler), name, kind))
    return [Case(rows[id], current.get(id), voices[id]) for id in ids]


def adjudicate(
    tx: Tx, project: ProjectRow, item: int, body: Mapping[str, Any] | Body, labeler: int, *,
    based_on: int | None = None, seen: int | None = None, saw: Sequence[tuple[int, int]] | None = None,
    seconds: float | None = None, note: str = "",
) -> Adjudicated:  # fmt: skip
    """Makes `body` the item's label: an annotation of the adjudicator's own, and a resolution that stands on it.

    `based_on` is the annotation it was made from; `seen` the resolution that the adjudicator looked at, `saw` the
    annotations with their revisions; `note` is the reason, kept in the evidence.
    Raises Invalid with every problem of the body, NotFound for a foreign item or annotation, Conflict when nobody has
    answered the item, or when it was resolved or answered differently since it was looked at.
    """
    resolutions.lock(tx, project.id)
    found = items.by_id(tx, project.id, item)
    current = resolutions.current_of(tx, [item]).get(item)
    if seen is not None and (current is None or current.id != seen):
        raise Conflict("this item was decided meanwhile; look at it again", detail={"resolution": _now(current)})
    voices = _cases(tx, project, [item])[0].voices
    if not voices:
        raise Conflict("nobody has answered this item, so there is nothing to decide; label it first")
    if saw is not None and (changed := _changed(voices, dict(saw))):
        names = ", ".join(sorted({one["name"] for one in changed if one["name"]}))
        raise Conflict(f"answers changed meanwhile ({names or 'some are gone'}); look at them again",
                       detail={"changed": changed, "resolution": _now(current)})  # fmt: skip
    if based_on is not None:
        base = annotations.by_id(tx, based_on)
        if base is None or base.item != item:
            raise NotFound("based_on: no such annotation of this item")
    checker = checker_of(tx, project, project.schema_version)
    stored = ready(body, checker, found.data, extents(tx, project.id, checker.schema, found.data))
    annotation = annotations.insert(tx, NewAnnotation(
        project=project.id, item=item, round=None, labeler=labeler, purpose="adjudication", counted=False,
        item_revision=found.revision, item_hash=found.hash, schema_version=project.schema_version,
        guideline_version=project.guideline_version, body=stored.text, seconds=seconds, based_on=based_on,
        index=stored.answers, regions=stored.regions,
    ))  # fmt: skip
    made = _resolution(tx, project, found, stored.text, annotation, labeler, current, note)
    projects.count(tx, project.id, "resolved", resolutions.append(tx, project.id, [made]))
    return Adjudicated(annotation, resolutions.current_of(tx, [item])[item].id)


def _changed(voices: Sequence[Voice], saw: Mapping[int, int]) -> list[dict[str, Any]]:
    """What is not as the adjudicator saw it: new, changed and gone annotations, by name."""
    out: list[dict[str, Any]] = []
    for voice in voices:
        what = "new" if voice.row.id not in saw else "changed" if voice.row.revision != saw[voice.row.id] else ""
        if what:
            out.append({"annotation": str(voice.row.id), "name": voice.name, "what": what})
    there = {voice.row.id for voice in voices}
    return out + [{"annotation": str(id), "name": "", "what": "gone"} for id in sorted(set(saw) - there)]


def _resolution(
    tx: Tx, project: ProjectRow, item: ItemRow, body: str, annotation: int, labeler: int,
    before: ResolutionRow | None, note: str,
) -> NewResolution:  # fmt: skip
    """Evidence: who decided, and what stood before. Basis: the decision and the votes that were there to see."""
    votes = latest(resolutions.votes(tx, [item.id]))
    evidence: dict[str, Any] = {"method": "adjudication", "by": str(labeler), "annotation": annotation}
    evidence["n"], evidence["labelers"] = len(votes), [str(vote.labeler) for vote in votes]
    if note:
        evidence["note"] = note
    if before is not None and before.item_revision == item.revision:
        evidence["before"] = {"resolution": before.id, "state": before.state, "source": before.source}
        if ties := before.evidence.get("ties") or before.evidence.get("before", {}).get("ties"):
            evidence["before"]["ties"] = ties
    seen = [[vote.annotation, vote.revision] for vote in votes]
    return NewResolution(
        item=item.id, state="resolved", source="adjudication", body=body, evidence=text_of(evidence), confidence=None,
        basis=text_of({"method": "adjudication", "annotations": [*seen, [annotation, 1]]}),
        item_revision=item.revision, schema_version=project.schema_version,
        guideline_version=project.guideline_version, by_labeler=labeler,
    )  # fmt: skip


def _now(row: ResolutionRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"id": row.id, "state": row.state, "source": row.source, "body": row.body}


def describe(case: Case) -> dict[str, Any]:
    """A case for API and screens."""
    now = case.resolution
    return {
        "item": case.item.id, "key": case.item.key, "revision": case.item.revision, "data": case.item.data,
        "resolution": _now(now),
        "evidence": now.evidence if now else None,
        "ties": case.ties,
        "annotations": [
            {
                "annotation": voice.row.id, "revision": voice.row.revision, "labeler": voice.labeler,
                "name": voice.name, "kind": voice.kind, "purpose": voice.row.purpose, "counted": voice.row.counted,
                "seconds": voice.row.seconds, "created_at": voice.row.created_at,
                "schema_version": voice.row.schema_version, "guideline_version": voice.row.guideline_version,
                "body": voice.body.model_dump(mode="json", exclude_none=True),
            }
            for voice in case.voices
        ],
    }  # fmt: skip
