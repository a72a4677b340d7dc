"""How a label in a table was made: further columns, the same in CSV, TSV and Parquet, and not data when read back."""

import datetime
from collections.abc import Iterable
from typing import Any

from goldlabel.core.annotation import Purpose
from goldlabel.core.record import Labeled, Record
from goldlabel.formats.parts.plain import is_list, is_object

RESOLUTION = "resolution"
COLUMNS = {
    "state": "VARCHAR",
    "label_by": "VARCHAR",
    "labelers": "VARCHAR[]",
    "answers": "BIGINT",
    "confidence": "DOUBLE",
    "labeled_at": "TIMESTAMP",
}
"""Their DuckDB types, in the order of the output."""
PREFIX = "label."
"""Before the name of one that the data have too."""


def origin(record: Record, label: Labeled | None) -> dict[str, Any]:
    """Of an item's one label, or of there being none.

    `state`: resolved, answered (one answer, not resolved), open (several), unlabeled. `label_by`: consensus,
    adjudication … for a resolution; else how the one answer came about: its purpose, `import` if from a file.
    """
    said = [one for one in record.annotations if one.purpose != Purpose.suggestion]
    if label is None:
        return {"state": "open" if said else "unlabeled", "answers": len(said) or None}
    if label.labeler_kind != RESOLUTION:
        by = "import" if label.labeler_kind == "import" else str(label.purpose)
        return {"state": "answered", "label_by": by, "labelers": [label.labeler], "answers": 1, **_own(label)}
    note = label.note
    who = note.get("labelers")
    count = note.get("n")
    return {
        "state": "resolved",
        "label_by": label.labeler,
        "labelers": [note["by"]] if note.get("by") else who if is_list(who) else None,
        "answers": count if isinstance(count, int) else len(said) or None,
        **_own(label),
    }


def tells(label: Labeled) -> bool:
    """Whether it comes out of a project, so that there is something to say about how it was made."""
    return label.created_at is not None or label.labeler_kind == RESOLUTION


def _own(label: Labeled) -> dict[str, Any]:
    return {"confidence": label.confidence, "labeled_at": moment(label.created_at)}


def moment(at: int | None) -> str | None:
    """Microseconds as ISO 8601 in UTC, as pandas, DuckDB and spreadsheets read it."""
    if at is None:
        return None
    return datetime.datetime.fromtimestamp(at / 1e6, datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def support(label: Labeled) -> dict[str, float]:
    """By question about the item: which share of the answers says what the label says."""
    found: dict[str, float] = {}
    given = label.note.get("answers")
    for one in given if is_list(given) else []:
        if is_object(one) and one.get("region") is None and isinstance(share := one.get("support"), (int, float)):
            found[str(one.get("question"))] = float(share)
    return found


def own_columns(columns: Iterable[str]) -> list[str]:
    """Those of a table that was written here; none unless all are there."""
    there = set(columns)
    found = [PREFIX + name if PREFIX + name in there else name for name in COLUMNS]
    return found if there.issuperset(found) else []
