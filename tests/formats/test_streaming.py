"""Memory does not grow with the number of records: peak of a process of its own, few records against many."""

import subprocess
import sys
from pathlib import Path

import pytest

from goldlabel.formats import FORMATS

PROBE = Path(__file__).with_name("stream_probe.py")
STREAMED = [format.name for format in FORMATS if format.writes and format.name != "spacy"]
"""DocBin files hold their documents in memory when written; there are `SHARD` of them at most."""


def growth(name: str, few: int, many: int, folder: Path) -> float:
    command = [sys.executable, str(PROBE), name, str(few), str(many), str(folder)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("name", STREAMED)
def test_memory_is_flat(tmp_path: Path, name: str) -> None:
    """8,000 records more are 8 MB of text more, and several times that as objects; Parquet holds a row group."""
    many = 4_000 if name == "yolo" else 10_000  # a file for each
    assert growth(name, 2_000, many, tmp_path) < (40 if name == "parquet" else 12)


@pytest.mark.long
@pytest.mark.parametrize("name", STREAMED)
def test_memory_is_flat_at_200_000(tmp_path: Path, name: str) -> None:
    """180 MB of text more. COCO keeps some hundred bytes per picture; DuckDB has a bound."""
    others = {"parquet": (50_000, 200_000, 40), "coco": (20_000, 200_000, 90), "yolo": (2_000, 20_000, 15)}
    few, many, most = others.get(name, (20_000, 200_000, 12))
    assert growth(name, few, many, tmp_path) < most
