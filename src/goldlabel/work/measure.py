"""The numbers of the overview that take longer than a request may: agreement with its intervals, how the labels are
distributed, how long an answer takes. They are measured on samples, which say that they are, and kept.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from statistics import quantiles
from typing import Any

import msgspec

from goldlabel.agreement.evidence import Evidence, Share, Told, fell, wilson
from goldlabel.agreement.questions import metric_of
from goldlabel.core.record import Labeled
from goldlabel.store import overview as rows
from goldlabel.store import resolutions
from goldlabel.store.database import Database
from goldlabel.store.projects import ProjectRow
from goldlabel.store.resolutions import Vote
from goldlabel.store.tx import Tx
from goldlabel.work import label
from goldlabel.work.projects import schema_of
from goldlabel.work.resolve import carried, latest, resolver_of

NAME = "overview"
SAMPLE = 20_000
"""Annotations that the distribution and the times are taken from."""
ANSWERS = 200_000
"""So many answers in them at the most."""
CANDIDATES = 4000
"""So many answers are looked through for items that others answered too; as many again of the newest ones."""
PROBE = 50
ITEMS = 1000
"""Items that agreement is measured on."""
SECONDS = 1.5
PAGE = 20
MOST_VALUES = 40
BINS = 12
ENOUGH_PAIRS = 10
Rest = Callable[[float], None]


def measure(
    database: Database, project: ProjectRow, rest: Rest = lambda _: None, seconds: float = SECONDS
) -> dict[str, Any]:
    """All of them, kept for whoever asks next. Agreement takes `seconds` of work at the most. `rest` is told after
    each short piece how long it took, and may sleep: beside a server that answers labelers, the work must not fill a
    core."""
    started = time.monotonic()
    totals = database.read(lambda tx: rows.queue_totals(tx, project.id))
    found: dict[str, Any] = {
        "answers": database.read(lambda tx: label.progress(tx, project))["annotations"],
        "wanted": totals[0],
        "given": totals[1],
        **database.read(lambda tx: _sampled(tx, project)),
        **_agreement(database, project, rest, seconds),
    }
    found["took"] = round(time.monotonic() - started, 3)
    database.write(lambda tx: rows.keep_measured(tx, project.id, NAME, json.dumps(found)))
    return found


def known(tx: Tx, project: int) -> dict[str, Any] | None:
    """What was measured last, with `at`, when that was."""
    found = rows.measured(tx, project, NAME)
    return {"at": found[0], **json.loads(found[1])} if found else None


# -- how the labels are distributed, how long an answer takes


def _sampled(tx: Tx, project: ProjectRow) -> dict[str, Any]:
    by_labeler = rows.answers_by(tx, project.id)
    drawn = rows.sample(tx, project.id, by_labeler, SAMPLE)
    seconds: dict[int, list[float]] = {}
    for one in drawn:
        if one.seconds is not None and one.seconds > 0:
            seconds.setdefault(one.labeler, []).append(one.seconds)
    distributions, read = _distributions(tx, project, sorted(one.id for one in drawn))
    return {
        "sample": {"annotations": read, "of": sum(by_labeler.values())},
        "distributions": distributions,
        "seconds": {str(labeler): _times(found) for labeler, found in sorted(seconds.items())},
        "all_seconds": _times([one for found in seconds.values() for one in found]),
    }


def _times(found: list[float]) -> dict[str, Any]:
    if len(found) < 2:
        return {"n": len(found), "median": found[0] if found else None, "low": None, "high": None}
    low, median, high = quantiles(found, n=4, method="inclusive")
    return {"n": len(found), "median": round(median, 2), "low": round(low, 2), "high": round(high, 2)}


def _distributions(tx: Tx, project: ProjectRow, ids: Sequence[int]) -> tuple[list[dict[str, Any]], int]:
    """By question; and how many annotations were read."""
    keys: dict[str, dict[str, int]] = {}
    total = read = 0
    order = shuffled(ids)
    for start in range(0, len(order), 500):
        page = order[start : start + 500]
        for _, question, _, key in rows.answer_keys(tx, page):
            counts = keys.setdefault(question, {})
            counts[key] = counts.get(key, 0) + 1
            total += 1
        read += len(page)
        if total >= ANSWERS:
            break
    schema = schema_of(tx, project)
    found = [_distribution(one.id, one.name, one.kind, keys.get(one.id, {})) for one in schema.questions]
    return found, read


def _distribution(id: str, name: str, kind: str, keys: dict[str, int]) -> dict[str, Any]:
    base: dict[str, Any] = {
        "question": id, "name": name, "kind": kind, "answers": sum(keys.values()), "values": [], "others": 0,
        "bins": [], "different": None,
    }  # fmt: skip
    if kind == "number":
        return {**base, "bins": _bins(keys)}
    if kind == "text":
        return {**base, "different": len(keys)}
    counts: dict[str, int] = {}
    for key, count in keys.items():
        for part in key.split("|") if kind in ("choices", "tree") else (key,):
            counts[part] = counts.get(part, 0) + count
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {
        **base,
        "values": [{"value": value, "count": count} for value, count in ranked[:MOST_VALUES]],
        "others": sum(count for _, count in ranked[MOST_VALUES:]),
    }


def _bins(keys: dict[str, int]) -> list[dict[str, Any]]:
    """Equal steps from the smallest to the largest number; each distinct number by itself if there are few."""
    numbers = sorted((float(key), count) for key, count in keys.items() if _is_number(key))
    if len(numbers) <= BINS:
        return [{"low": value, "high": value, "count": count} for value, count in numbers]
    first, last = numbers[0][0], numbers[-1][0]
    step = (last - first) / BINS
    bins = [{"low": first + step * n, "high": first + step * (n + 1), "count": 0} for n in range(BINS)]
    for value, count in numbers:
        bins[min(BINS - 1, int((value - first) / step))]["count"] += count
    return bins


def _is_number(key: str) -> bool:
    try:
        float(key)
    except ValueError:
        return False
    return True


# -- agreement


def _agreement(database: Database, project: ProjectRow, rest: Rest, seconds: float) -> dict[str, Any]:
    several = database.read(lambda tx: _several(tx, project))
    evidence = Evidence(database.read(lambda tx: resolver_of(tx, project)).reader)
    spent = 0.0
    for start in range(0, min(len(several), ITEMS), PAGE):
        began = time.monotonic()
        page = several[start : start + PAGE]
        database.read(lambda tx, ids=page: _add(tx, project, evidence, ids))
        took = time.monotonic() - began
        spent += took
        rest(took)
        if spent > seconds:
            break
    return {"agreement": _told(evidence, len(several)), "people": _people(evidence)}


def _several(tx: Tx, project: ProjectRow) -> list[int]:
    """Items with two answers or more, in a random but fixed order: from the whole time, and from the last answers of
    everybody, so that a new guideline is seen soon."""
    by_labeler = rows.answers_by(tx, project.id)
    each = max(PROBE, CANDIDATES // max(1, len(by_labeler)))
    seen = {one.item for one in rows.sample(tx, project.id, by_labeler, CANDIDATES)}
    for labeler in by_labeler:
        seen.update(rows.newest_items(tx, project.id, labeler, each))
    return shuffled(rows.answered_twice(tx, sorted(seen)))


def _add(tx: Tx, project: ProjectRow, into: Evidence, ids: Sequence[int]) -> None:
    by_item: dict[int, list[Vote]] = {id: [] for id in ids}
    for vote in latest(resolutions.votes(tx, ids)):
        by_item[vote.item].append(vote)
    votes = [vote for found in by_item.values() for vote in found]
    bodies = resolutions.bodies(tx, [(vote.annotation, vote.revision) for vote in votes]) if votes else {}
    for found in by_item.values():
        versions = {vote.guideline_version for vote in found}
        labeled = [
            Labeled(
                carried(tx, project, vote.schema_version, msgspec.json.decode(bodies[vote.annotation])),
                str(vote.labeler),
                schema_version=vote.schema_version,
            )
            for vote in found
        ]
        into.add(labeled, versions.pop() if len(versions) == 1 else None)


def shuffled(ids: Iterable[int]) -> list[int]:
    """In a random order, the same each time: whatever is read first stands for all."""
    out = sorted(ids)
    random.Random(len(out)).shuffle(out)
    return out


def _told(evidence: Evidence, of: int) -> dict[str, Any]:
    schema = evidence.reader.schema
    questions: list[dict[str, Any]] = []
    for question in schema.questions:
        versions = evidence.by_version(question.id)
        questions.append({
            "question": question.id, "name": question.name, "metric": metric_of(evidence.reader.answers[question.id]),
            **_rounded(evidence.question(question.id)),
            "versions": [{"guideline": version, **_rounded(one)} for version, one in versions.items()],
            "fell": fell(versions),
        })  # fmt: skip
    sets = [
        {"set": group.id, "name": group.name, "f1": _share(found), "drawn": found.pairs}
        for group in schema.region_sets
        if (found := evidence.sets.get(group.id)) is not None
    ]
    return {"items": evidence.items, "of": of, "questions": questions, "sets": sets}


def _rounded(told: Told) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(told).items()}


def _share(found: Share) -> float | None:
    return round(found.equal / found.pairs, 4) if found.pairs else None


def _people(evidence: Evidence) -> dict[str, dict[str, Any]]:
    """By labeler: how often the same as another one, where enough pairs allow it."""
    out: dict[str, dict[str, Any]] = {}
    for labeler, found in sorted(evidence.people.items()):
        if found.pairs < ENOUGH_PAIRS:
            out[labeler] = {"share": None, "low": None, "high": None, "pairs": found.pairs}
        else:
            low, high = wilson(found.equal, found.pairs)
            out[labeler] = {"share": _share(found), "low": round(low, 4), "high": round(high, 4), "pairs": found.pairs}
    return out


def names_of(tx: Tx, labelers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(kind, name) of labelers."""
    return {id: (kind, name) for id, (kind, name, _) in resolutions.labelers(tx, labelers).items()}
