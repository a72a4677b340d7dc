"""The shared data sets: where they lie, and their tables as columns."""

import csv
import gzip
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def folder() -> Path:
    """../shared/data beside the repository, or $GOLDLABEL_DATA."""
    given = os.environ.get("GOLDLABEL_DATA")
    path = Path(given) if given else ROOT.parent / "shared" / "data"
    if not path.is_dir():
        raise SystemExit(f"no data at {path}: set GOLDLABEL_DATA to the folder that holds crowd/, pac/, weak/ …")
    return path


@cache
def columns(name: str) -> dict[str, list[str]]:
    """A table by its name without ending, such as `crowd/rte/answers`, as columns of text. Do not change it."""
    path = next((one for ending in (".csv", ".csv.gz") if (one := folder() / f"{name}{ending}").exists()), None)
    if path is None:
        raise SystemExit(f"no {name}.csv or {name}.csv.gz in {folder()}")
    opener = gzip.open if path.suffix == ".gz" else open
    csv.field_size_limit(1 << 30)
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head = next(rows)
        cells = list(zip(*rows, strict=True))
    return {column: list(cells[at]) if cells else [] for at, column in enumerate(head)}


def answers(name: str) -> dict[str, list[str]]:
    """crowd/NAME/answers."""
    return columns(f"crowd/{name}/answers")


def truth(name: str) -> dict[str, str]:
    """crowd/NAME/truth as item → label."""
    table = columns(f"crowd/{name}/truth")
    return dict(zip(table["item"], table["label"], strict=True))
