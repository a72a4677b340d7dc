"""Review: the queue of what a person should decide, worked off one item after the other."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.routes.items import clipped
from goldlabel.server.routes.resolve import CaseOut, case_of
from goldlabel.server.wire import Given, Ok, Out, ProjectName, RowId
from goldlabel.store import audit, reviews
from goldlabel.store.tx import Tx
from goldlabel.work import review
from goldlabel.work.review import Listed, Opened, Queue

router = APIRouter(tags=["review"])
REVIEW = "/api/projects/{project}/review"
Judge = Annotated[Access, may("adjudicate")]
ItemIds = Annotated[list[int | str], Field(max_length=500)]


class ReviewCounts(Out):
    """How many wait, each counted up to 1000; `sent_back`: with their authors."""

    ties: int
    doubts: int
    unreviewed: int
    sent_back: int


class WaitingOut(Out):
    """`support`: the share of votes behind the least agreed part. `held_by`: a reviewer who has it open now."""

    item: str
    key: str
    preview: str
    state: str
    support: float
    answers: int
    at_odds: list[dict[str, Any]]
    held_by: str | None


class WaitingPage(Out):
    items: list[WaitingOut]
    after: str | None


class DoneOut(Out):
    """`act`: accept, decide or send_back. `label`: what was decided (null when large), with the item's `data`, cut."""

    review: int
    item: str
    key: str
    preview: str
    data: dict[str, Any]
    label: dict[str, Any] | None
    act: str
    by: str
    mine: bool
    note: str
    created_at: int


class DonePage(Out):
    done: list[DoneOut]
    before: int | None


class SentBackOut(Out):
    review: int
    item: str
    key: str
    annotation: str
    author: str
    note: str
    created_at: int


class HistoryOut(Out):
    review: int
    act: str
    by: str
    note: str
    annotation: str | None
    created_at: int
    undone: bool


class ReviewOut(CaseOut):
    """A case on your table. `held_by`: another reviewer who has it open; `sent_back`: answers with their authors."""

    support: float | None
    held_by: str | None
    history: list[HistoryOut]
    sent_back: list[str]


class NextReview(Given):
    """`without`: items that you skip, or have on the table already."""

    queue: Queue = "ties"
    without: ItemIds = Field(default_factory=list[int | str])


class NextCase(Out):
    case: ReviewOut | None


class Look(Given):
    items: ItemIds


class DecideReview(Given):
    """`accept` keeps the label as it stands. `seen`: the resolution you looked at; `saw`: the annotations, each with
    its revision; a decision on what changed since is refused with what changed."""

    act: Literal["accept", "decide"] = "decide"
    body: dict[str, JsonValue]
    note: str = Field(default="", max_length=4000)
    seen: int | None = Field(default=None, ge=1, le=2**53)
    saw: list[tuple[int, int]] | None = Field(default=None, max_length=1000)
    based_on: int | None = Field(default=None, ge=1, le=2**53)
    seconds: float | None = Field(default=None, ge=0, le=1e7)


class Reviewed(Out):
    review: int
    annotation: str
    resolution: int


class SendBack(Given):
    """`annotation`: whose author is asked again; `note`: what to look at."""

    annotation: int = Field(ge=1, le=2**53)
    note: str = Field(max_length=4000)


class WentBack(Out):
    review: int


class UndoReview(Given):
    review: int = Field(ge=1, le=2**53)


class Undone(Out):
    item: str


@router.get(f"{REVIEW}/counts")
async def count_reviews(project: ProjectName, access: Judge) -> ReviewCounts:
    """How much waits for a reviewer."""
    return ReviewCounts(**await access.read_long(lambda tx: review.counts(tx, access.project(tx))))


@router.get(REVIEW)
async def list_reviews(
    project: ProjectName,
    access: Judge,
    queue: Queue = "ties",
    after: Annotated[str, Query(max_length=60, pattern=r"^([01](\.\d+)?:\d{1,16})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WaitingPage:
    """What waits in a queue, the least agreed first."""
    support, _, item = after.partition(":")
    place = (float(support), int(item)) if after else (0.0, 0)
    found = await access.read_long(lambda tx: review.listed(tx, access.project(tx), queue, place, limit))
    last = found[-1].waiting if len(found) == limit else None
    return WaitingPage(items=[_listed(one) for one in found], after=f"{last.support}:{last.item}" if last else None)


@router.get(f"{REVIEW}/done")
async def list_done(
    project: ProjectName,
    access: Judge,
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DonePage:
    """What reviewers did, newest first; what was undone is left out."""
    rows = await access.read_long(lambda tx: review.done(tx, access.project(tx), before, limit))
    done = [
        DoneOut(
            review=one.row.id, item=str(one.row.item), key=one.item.key, preview=one.preview,
            data=clipped(one.item.data), label=one.label, act=one.row.act, by=one.by,
            mine=one.row.labeler == access.labeler, note=one.row.note, created_at=one.row.created_at,
        )
        for one in rows
    ]  # fmt: skip
    return DonePage(done=done, before=rows[-1].row.id if len(rows) == limit else None)


@router.get(f"{REVIEW}/sent-back")
async def list_sent_back(project: ProjectName, access: Judge) -> list[SentBackOut]:
    """What is with its authors, oldest first, up to 1000."""
    rows = await access.read_long(lambda tx: reviews.sent_back(tx, access.project_id, review.COUNTED))
    return [
        SentBackOut(
            review=row.review, item=str(row.item), key=key, annotation=str(row.annotation), author=name,
            note=row.note, created_at=row.created_at,
        )
        for row, key, name in rows
    ]  # fmt: skip


@router.post(f"{REVIEW}/next", response_model=NextCase)
async def next_review(project: ProjectName, given: NextReview, access: Judge) -> Response:
    """The next item of a queue that no other reviewer has open; it is yours for two minutes."""
    without = _ids(given.without)

    def take(tx: Tx) -> dict[str, Any]:
        found = review.next_case(tx, access.project(tx), access.labeler, given.queue, without)
        return {"case": _opened(access, tx, found) if found else None}

    return Json(await access.write(take))


@router.post(f"{REVIEW}/hold")
async def hold_reviews(project: ProjectName, given: Look, access: Judge) -> Ok:
    """Keeps what you have open yours for two minutes more."""
    items = _ids(given.items)
    await access.write(lambda tx: reviews.renew(tx, access.project_id, items, access.labeler))
    return Ok()


@router.post(f"{REVIEW}/let-go")
async def let_go_reviews(project: ProjectName, given: Look, access: Judge) -> Ok:
    """Others may have these now."""
    items = _ids(given.items)
    await access.write(lambda tx: reviews.let_go(tx, access.project_id, items, access.labeler))
    return Ok()


@router.post(f"{REVIEW}/undo")
async def undo_review(project: ProjectName, given: UndoReview, access: Judge) -> Undone:
    """Takes your own decision back: what stood before stands again."""

    def undo(tx: Tx) -> int:
        item = review.undo(tx, access.project(tx), access.labeler, given.review)
        audit.record(tx, "review.undo", actor=access.person, project=access.project_id, target=str(item))
        return item

    return Undone(item=str(await access.write(undo)))


@router.post(f"{REVIEW}/items/{{item}}", response_model=ReviewOut)
async def open_review(project: ProjectName, item: RowId, access: Judge) -> Response:
    """One item on your table, whatever its state; `held_by` says when another reviewer has it."""
    return Json(await access.write(
        lambda tx: _opened(access, tx, review.open_case(tx, access.project(tx), access.labeler, item))
    ))  # fmt: skip


@router.post(f"{REVIEW}/items/{{item}}/decision")
async def decide_review(project: ProjectName, item: RowId, given: DecideReview, access: Judge) -> Reviewed:
    """Makes `body` the item's label; the labelers' own annotations stay as they are."""

    def store(tx: Tx) -> Reviewed:
        done = review.decide(
            tx, access.project(tx), access.labeler, item, given.body, act=given.act, note=given.note, seen=given.seen,
            saw=given.saw, based_on=given.based_on, seconds=given.seconds,
        )  # fmt: skip
        audit.record(tx, f"review.{given.act}", actor=access.person, project=access.project_id, target=str(item))
        return Reviewed(review=done.review, annotation=str(done.annotation), resolution=done.resolution)

    return await access.write(store)


@router.post(f"{REVIEW}/items/{{item}}/send-back")
async def send_back(project: ProjectName, item: RowId, given: SendBack, access: Judge) -> WentBack:
    """Asks the author of an annotation to look at it again; it is the next thing that they see."""

    def store(tx: Tx) -> int:
        id = review.send_back(tx, access.project(tx), access.labeler, item, given.annotation, given.note)
        audit.record(tx, "review.send_back", actor=access.person, project=access.project_id, target=str(item))
        return id

    return WentBack(review=await access.write(store))


def _ids(given: list[int | str]) -> list[int]:
    try:
        return [int(one) for one in given]
    except ValueError:
        raise Invalid("items are numbers", where="items") from None


def _listed(one: Listed) -> WaitingOut:
    evidence = one.resolution.evidence
    ties = evidence.get("ties") or _weak(evidence)
    return WaitingOut(
        item=str(one.item.id), key=one.item.key, preview=one.preview, state=one.resolution.state,
        support=one.waiting.support, answers=int(evidence.get("n", 0)),
        at_odds=[{name: tie[name] for name in ("question", "set", "region", "why") if name in tie} for tie in ties[:5]],
        held_by=one.held_by,
    )  # fmt: skip


def _weak(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """What not everybody agrees on, of a label that is settled."""
    answers = [part for part in evidence.get("answers", ()) if part.get("support", 1) < 1]
    return sorted(answers, key=lambda part: part["support"]) + list(evidence.get("regions", ()))


def _opened(access: Access, tx: Tx, one: Opened) -> dict[str, Any]:
    now = one.case.resolution
    return {
        **case_of(access, tx, one.case),
        "support": now.confidence if now else None,
        "held_by": one.held_by,
        "history": [
            {
                "review": row.id, "act": row.act, "by": name, "note": row.note,
                "annotation": str(row.annotation) if row.annotation else None, "created_at": row.created_at,
                "undone": row.undone_at is not None,
            }
            for row, name in one.history
        ],
        "sent_back": [str(back.annotation) for back in one.sent_back],
    }  # fmt: skip
