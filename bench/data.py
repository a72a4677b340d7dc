"""What is labeled here: texts of about 200 characters with one choice of four."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_WORDS = """
order screen battery refund happy broken price update driver network slow camera quality support ticket answer login
payment delivery box cable great terrible average works failed again week month service team invoice account email
phone model version sound light colour
"""
WORDS = _WORDS.split()
CLASSES = ("alpha", "beta", "gamma", "delta")
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "class", "kind": "choice", "config": {"values": list(CLASSES)}}],
}


def texts(count: int, seed: int = 0, target: int = 200) -> Iterator[str]:
    """Pseudo-random texts of about `target` characters, no two equal."""
    rng = random.Random(seed)
    for number in range(count):
        parts, size = [f"#{number}"], 0
        while size < target - 8:
            word = rng.choice(WORDS)
            parts.append(word)
            size += len(word) + 1
        yield " ".join(parts)


def body(number: int) -> dict[str, Any]:
    """The answer to item `number`, as ids: those that `SCHEMA` gets from its names."""
    return {"answers": [{"question": "class", "kind": "choice", "value": CLASSES[number % len(CLASSES)]}]}


def rows_file(folder: Path, count: int, *, labels: bool = False, share: float = 0.9, keys: bool = False) -> Path:
    """`count` rows as JSONL, made once per folder: bare objects, or with `labels` our own records, a share labeled.

    With `keys` they have keys of their own in order, else one is made of their content.
    """
    path = folder / f"{f'labeled-{share}' if labels else 'keyed' if keys else 'rows'}-{count}.jsonl"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts(count)):
            row: dict[str, Any] = {"key": f"row-{number:08}", "text": text} if keys else {"text": text}
            if labels:
                row = {"data": row}
                if number % 10 < share * 10:
                    row["annotations"] = [{"labeler": "ann", "labeler_kind": "import", **body(number)}]
            out.write(json.dumps(row) + "\n")
    part.rename(path)
    return path


def fresh_rows(source: Path) -> Path:
    """As many rows again as the file has, none equal to those."""
    path = source.with_name(f"more-{source.name}")
    if not path.exists():
        with source.open("rb") as lines, path.open("wb") as out:
            for line in lines:
                out.write(line.replace(b'"#', b'"!', 1))
    return path
