"""The label loop: next, submit, skip, heartbeat, give back, drafts. Hot: decoded and encoded by msgspec."""

from typing import Annotated, Any

import msgspec
from fastapi import Request, Response

from goldlabel.core.model import unstorable
from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.compress import PLAIN
from goldlabel.server.hot import documented
from goldlabel.server.replies import Id, Json, decode, hot_router
from goldlabel.server.tasks import render
from goldlabel.server.wire_label import (
    DraftIn,
    DraftKept,
    GivenBack,
    NextIn,
    NextOut,
    Renewed,
    SkipIn,
    Skipped,
    SubmitIn,
    SubmitOut,
    TasksIn,
)
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import drafts, label
from goldlabel.work.label import MAX_TASKS, Submission

router = hot_router()
Labeler = Annotated[Access, may("label")]
HOLDING = 100
PROJECT = "/api/projects/{project}"
Count = Annotated[int, msgspec.Meta(ge=1, le=MAX_TASKS)]
Tasks = Annotated[list[Id], msgspec.Meta(max_length=HOLDING)]
Reason = Annotated[str, msgspec.Meta(max_length=1000)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**31)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e7)]


class _Next(msgspec.Struct, forbid_unknown_fields=True):
    count: Count = 1
    holding: Tasks = []


class _Submit(msgspec.Struct, forbid_unknown_fields=True):
    task: Id
    body: dict[str, Any]
    schema_version: Version | None = None
    base_revision: Version | None = None
    item_revision: Version | None = None
    seconds: Seconds | None = None
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    saw: Annotated[list[Id], msgspec.Meta(max_length=HOLDING)] = []


class _Skip(msgspec.Struct, forbid_unknown_fields=True):
    task: Id
    reason: Reason = ""


class _Tasks(msgspec.Struct, forbid_unknown_fields=True):
    tasks: Tasks


class _Draft(msgspec.Struct, forbid_unknown_fields=True):
    task: Id
    body: dict[str, Any]
    schema_version: Version | None = None
    item_revision: Version | None = None
    on: drafts.Basis | None = None


def reply(request: Request, content: Any) -> Response:
    """Small answers of the loop go out as they are: squeezing them costs more than it saves."""
    answer = Json(content)
    request.scope[PLAIN] = len(answer.body) < 16_000
    return answer


def versions(project: ProjectRow) -> dict[str, int]:
    return {"schema_version": project.schema_version, "guideline_version": project.guideline_version}


@router.post(f"{PROJECT}/next", response_model=NextOut, **documented(NextIn))
async def next_tasks(request: Request, access: Labeler) -> Response:
    """Up to `count` tasks to work on. Name those you hold already; they are not sent again."""
    given = await decode(request, _Next)

    def claim(tx: Tx) -> dict[str, Any]:
        project = access.project(tx)
        paused = access.who.paused
        tasks = [] if paused else label.next_tasks(tx, project, access.labeler, given.count, given.holding)
        nothing = not tasks and not given.holding
        why = "you_paused" if paused else label.why_nothing(tx, project, access.labeler) if nothing else None
        return {
            "tasks": render(access.context, tx, project, tasks),
            "progress": label.progress(tx, project, access.labeler),
            "why": why,
            **versions(project),
        }

    return reply(request, await access.write(claim))


@router.post(f"{PROJECT}/submit", response_model=SubmitOut, **documented(SubmitIn, key=True))
async def submit(request: Request, access: Labeler) -> Response:
    """Stores an annotation. With an `Idempotency-Key` a retry stores nothing twice; late is never too late."""
    given = await decode(request, _Submit)
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        raise Invalid("use 1 to 200 printable ASCII characters", where="Idempotency-Key")
    submission = msgspec.convert(given, Submission, from_attributes=True)

    def store(tx: Tx) -> dict[str, Any]:
        project = access.project(tx)
        done = label.submit(tx, project, access.labeler, submission, key)
        return {
            "annotation": str(done.annotation),
            "revision": done.revision,
            "counted": done.counted,
            "stale": done.stale,
            "progress": label.progress(tx, project, access.labeler),
        }

    return reply(request, await access.write(store))


@router.post(f"{PROJECT}/skip", response_model=Skipped, **documented(SkipIn))
async def skip(request: Request, access: Labeler) -> Response:
    """Not for you: the item goes to others; after a few skips it waits for the lead."""
    given = await decode(request, _Skip)
    if problem := unstorable(given.reason, "reason"):
        raise Invalid([problem])
    parked = await access.write(lambda tx: label.skip(tx, access.project(tx), access.labeler, given.task, given.reason))
    return reply(request, {"parked": parked})


@router.post(f"{PROJECT}/heartbeat", response_model=Renewed, **documented(TasksIn))
async def heartbeat(request: Request, access: Labeler) -> Response:
    """Somebody is at work on these; answers which of them are still yours, and today's task and guideline."""
    given = await decode(request, _Tasks)

    def renew(tx: Tx) -> dict[str, Any]:
        kept = label.heartbeat(tx, access.labeler, given.tasks)
        return {"tasks": [str(task) for task in kept], **versions(access.project(tx))}

    return reply(request, await access.write(renew))


@router.post(f"{PROJECT}/give-back", response_model=GivenBack, **documented(TasksIn))
async def give_back(request: Request, access: Labeler) -> Response:
    """Frees tasks that you will not do now; they may come back to you."""
    given = await decode(request, _Tasks)
    freed = await access.write(lambda tx: label.give_back(tx, access.project(tx), access.labeler, given.tasks))
    return reply(request, {"given_back": freed})


@router.put(f"{PROJECT}/draft", response_model=DraftKept, **documented(DraftIn))
async def save_draft(request: Request, access: Labeler) -> Response:
    """Keeps unfinished work, one draft per task, unchecked. With `on`, only on top of what the client saw last."""
    given = await decode(request, _Draft)
    if problem := unstorable(given.body, "body"):
        raise Invalid([problem])
    version = await access.write(
        lambda tx: drafts.save(
            tx, access.project(tx), access.labeler, given.task, given.body, schema_version=given.schema_version,
            item_revision=given.item_revision, on=given.on,
        )
    )  # fmt: skip
    return reply(request, {"draft": version})
