"""The benchmarks still work: all of them at a size where their figures mean nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import http, stage
from bench.measure import Results, percentiles

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("import", "next", "loop", "list", "export", "busy", "screen")


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_bench(name: str, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench", name, "--small", "--json", str(file), "--disk", str(tmp_path)],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    written = json.loads(file.read_text(encoding="utf-8"))
    rows = [row for row in written["rows"] if row["bench"] == name]
    assert rows, "no figures"
    assert all(isinstance(row["value"], (int, float)) and row["value"] >= 0 for row in rows), rows
    assert written["before"]["spin_ms"] > 0
    assert not list(tmp_path.glob("goldlabel-bench-*")), "the bench left its folder behind"


def test_served(tmp_path: Path) -> None:
    """Every bench that needs a server gets one, whatever words the server greets with."""
    stage.new_workspace(tmp_path / "workspace")
    with stage.server(tmp_path / "workspace") as served:
        assert http.once(served.port, http.request("GET", "/health", ""))[0] == 200


def test_percentiles() -> None:
    assert percentiles(range(101), 50, 95, 99) == [50, 95, 99]
    assert percentiles([7.0], 50, 95, 99) == [7.0, 7.0, 7.0]


def test_limits_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    results = Results("a command")
    results.add("x", "fast enough", 2, "x", most=3)
    results.add("x", "too slow", 4, "x", most=3)
    results.add("x", "too few", 4, "x", least=5)
    results.add("x", "only told", 4)
    assert [row["met"] for row in results.rows] == [True, False, False, None]
    results.report(None)
    assert "2 limits missed" in capsys.readouterr().out
