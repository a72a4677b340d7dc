"""A project at a glance: what to do next and why, the numbers, who did what, when it will be done.

Everything here costs the same at a million items: counters, answers per hour, and what was measured in the
background (`work.measure`).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from goldlabel.store import activity, people, projects
from goldlabel.store import overview as rows
from goldlabel.store.activity import HOUR, Hour
from goldlabel.store.database import Database
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import label, measure
from goldlabel.work.forecast import forecast

HOURS = 120 * 24
"""So far back the plots reach."""
IDLE_HOURS = 72
MOST = 1000
"""Ties and comments are counted so far; beyond, it is "1,000 or more"."""
FOLD_CHUNKS = 2000
Step = dict[str, Any]


def overview(tx: Tx, project: ProjectRow) -> dict[str, Any]:
    """The whole of it, for people who see everybody's answers."""
    now = tx.now()
    progress = label.progress(tx, project)
    hours = activity.since(tx, project.id, now // HOUR - HOURS)
    measured = measure.known(tx, project.id)
    wanted, given = answers_wanted(tx, project, progress, measured)
    by_hour = per_hour(hours)
    return {
        "at": now,
        "progress": progress,
        "wanted": wanted,
        "given": given,
        "next": next_steps(tx, project, progress, hours, measured, now),
        "hours": by_hour,
        "before": activity.before(tx, project.id, now // HOUR - HOURS),
        "forecast": asdict(forecast([(one[0], one[1]) for one in by_hour], wanted - given, now)),
        "people": who_did_what(tx, project, hours, measured, now),
        "measured": shown(measured),
        "stale": is_stale(progress, measured),
    }


def mine(tx: Tx, project: ProjectRow, labeler: int) -> dict[str, Any]:
    """A labeler's own part, and nothing of anybody else's."""
    now = tx.now()
    hours = [one for one in activity.since(tx, project.id, now // HOUR - HOURS) if one.labeler == labeler]
    progress = label.progress(tx, project, labeler)
    return {
        "at": now,
        "progress": progress,
        "hours": [[one.hour, one.answers] for one in hours],
        "times": _of(measure.known(tx, project.id), "seconds", labeler),
    }


def answers_wanted(
    tx: Tx, project: ProjectRow, progress: dict[str, int], measured: dict[str, Any] | None
) -> tuple[int, int]:
    """(wanted, given) answers: as last measured and counted on from there, or from the counters alone."""
    if measured is not None:
        return measured["wanted"], measured["given"] + max(0, progress["annotations"] - measured["answers"])
    each = next((one.wanted for one in projects.rounds(tx, project.id) if one.kind == "label"), 1)
    wanted = each * (progress["items"] - progress["parked"])
    return wanted, min(wanted, progress["annotations"] - progress["surplus"])


def per_hour(hours: Sequence[Hour]) -> list[list[int]]:
    """[hour, answers, labelers], by hour."""
    found: dict[int, list[int]] = {}
    for one in hours:
        row = found.setdefault(one.hour, [one.hour, 0, 0])
        row[1] += one.answers
        row[2] += 1
    return [found[hour] for hour in sorted(found)]


def is_stale(progress: dict[str, int], measured: dict[str, Any] | None) -> bool:
    """Whether answers came in since the last measurement."""
    return measured is None or measured["answers"] != progress["annotations"]


def shown(measured: dict[str, Any] | None) -> dict[str, Any] | None:
    """What of a measurement is told as it is; the rest has gone into the other numbers."""
    if measured is None:
        return None
    return {name: measured[name] for name in ("at", "sample", "distributions", "agreement", "all_seconds")}


def _of(measured: dict[str, Any] | None, part: str, labeler: int) -> dict[str, Any] | None:
    found: dict[str, dict[str, Any]] = measured[part] if measured else {}
    return found.get(str(labeler))


# -- who did what


def who_did_what(
    tx: Tx, project: ProjectRow, hours: Sequence[Hour], measured: dict[str, Any] | None, now: int
) -> list[dict[str, Any]]:
    """Labelers by how much they did, with their share, pace and agreement with the others."""
    counts = rows.answers_by(tx, project.id)
    names = measure.names_of(tx, counts)
    total = sum(counts.values())
    last: dict[int, int] = {}
    week: dict[int, int] = {}
    for one in hours:
        last[one.labeler] = max(last.get(one.labeler, 0), one.hour)
        if one.hour > now // HOUR - 168:
            week[one.labeler] = week.get(one.labeler, 0) + one.answers
    at_work = {labeler for labeler, _ in rows.at_work(tx, project.id)}
    return [
        {
            "labeler": labeler,
            "name": names[labeler][1] if labeler in names else str(labeler),
            "kind": names[labeler][0] if labeler in names else "",
            "answers": count,
            "share": round(count / total, 4),
            "week": week.get(labeler, 0),
            "last_hour": last.get(labeler),
            "at_work": labeler in at_work,
            "times": _of(measured, "seconds", labeler),
            "agreement": _of(measured, "people", labeler),
        }
        for labeler, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


# -- what to do next


def next_steps(
    tx: Tx, project: ProjectRow, progress: dict[str, int], hours: Sequence[Hour], measured: dict[str, Any] | None,
    now: int,
) -> list[Step]:  # fmt: skip
    """Reasons to act, the most pressing first: `kind` with what its sentence needs. Who may act is the reader's to
    know."""
    left = progress["items"] - progress["done"]
    ties = rows.ties_up_to(tx, project.id, MOST)
    unresolved = progress["done"] - progress["resolved"] - ties
    steps: list[Step] = []
    if project.settings.get("paused") and left > 0:
        steps.append({"kind": "paused", "count": left})
    if progress["items"] == 0:
        steps.append({"kind": "import"})
    if (job := rows.failed_jobs(tx, project.id)) is not None:
        steps.append({"kind": "failed", "job": job})
    steps += _fallen(measured)
    if ties > 0:
        steps.append({"kind": "ties", "count": ties, "more": ties >= MOST})
    if comments := rows.open_comments(tx, project.id, MOST):
        steps.append({"kind": "comments", "count": comments, "more": comments >= MOST})
    if progress["parked"] > 0:
        steps.append({"kind": "parked", "count": progress["parked"]})
    if unresolved > 0 and ties < MOST:
        steps.append({"kind": "resolve", "count": unresolved})
    if left - progress["parked"] > 0:
        steps.append({"kind": "label", "count": left - progress["parked"]})
        if idle := _idle(tx, project, hours, now):
            steps.append({"kind": "idle", "count": len(idle), "names": idle[:3]})
    steps += _release(tx, project, progress)
    return steps


def _fallen(measured: dict[str, Any] | None) -> list[Step]:
    """Questions whose agreement is lower since the guideline changed."""
    steps: list[Step] = []
    questions: list[dict[str, Any]] = measured["agreement"]["questions"] if measured else []
    for question in questions:
        if not question["fell"]:
            continue
        by_version: dict[int, float] = {one["guideline"]: one["value"] for one in question["versions"]}
        before, now = question["fell"]
        steps.append({
            "kind": "fell", "question": question["name"], "version": now, "before": by_version[before],
            "now": by_version[now],
        })  # fmt: skip
    return steps


def _idle(tx: Tx, project: ProjectRow, hours: Sequence[Hour], now: int) -> list[str]:
    """Annotators who did nothing for three days though there is work."""
    recent = {one.labeler for one in hours if one.hour > now // HOUR - IDLE_HOURS}
    return [
        one.name
        for one in people.members(tx, project.id)
        if one.role == "annotator"
        and not one.disabled
        and one.labeler not in recent
        and one.created_at < now - IDLE_HOURS * HOUR
    ]


def _release(tx: Tx, project: ProjectRow, progress: dict[str, int]) -> list[Step]:
    """When there is something resolved that no release holds: at the end, or once it is a tenth more."""
    last = rows.last_release(tx, project.id)
    new = progress["resolved"] - (last[2] if last else 0)
    everything = progress["resolved"] == progress["items"]
    if new <= 0 or not (everything or last is None or new * 10 >= last[2]):
        return []
    return [{"kind": "release", "count": new, "number": last[0] if last else None}]


# -- in the background


def catch_up(database: Database, chunks: int = FOLD_CHUNKS) -> None:
    """Adds the newest answers to the hours, in short writes."""
    while chunks > 0 and database.bulk(activity.fold):
        chunks -= 1
