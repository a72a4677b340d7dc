"""The two rules of conftest.py, tried on a small suite of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SHARED

SUITE = """
import pytest

@pytest.fixture
def unavailable():
    pytest.skip("no server")

def test_good(): pass
def test_skips_itself(): pytest.skip("no browser")
def test_skipped_by_fixture(unavailable): pass
@pytest.mark.skip(reason="marked")
def test_marked(): pass
@pytest.mark.xfail(reason="known")
def test_known(): assert False
@pytest.mark.shared_data
def test_shared(): pytest.skip("no ../shared")
@pytest.mark.long
def test_long(): pass
"""
MODULE = 'import pytest\npytest.importorskip("no_such_module")\n'


def outcome(folder: Path, *args: str, require_all: bool) -> dict[str, int]:
    """The counts of pytest's last line."""
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")
    (folder / "test_module.py").write_text(MODULE, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT), "GOLDLABEL_REQUIRE_ALL": "1" if require_all else ""}
    config = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", *config, *args, str(folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 2), done.stdout + done.stderr
    return {what: int(n) for n, what in re.findall(r"(\d+) (\w+)", done.stdout.splitlines()[-1])}


def test_by_default_skips_are_skips_and_long_tests_stay_out(tmp_path: Path) -> None:
    counts = outcome(tmp_path, require_all=False)
    counts.pop("in", None)
    assert counts == {"passed": 1, "skipped": 5, "deselected": 1, "xfailed": 1}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_in_ci_a_skip_is_a_failure(tmp_path: Path, workers: str) -> None:
    counts = outcome(tmp_path, "-n", workers, "--continue-on-collection-errors", require_all=True)
    # test_skipped_by_fixture and test_marked skip in their set-up, hence "errors"; so does the module.
    refused = counts.get("failed", 0) + counts.get("errors", 0)
    assert refused == (5 if SHARED.exists() else 4)
    assert counts.get("skipped", 0) == (0 if SHARED.exists() else 1)
    assert counts["passed"] == 1


def test_long_tests_run_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "unused").mkdir()
    counts = outcome(tmp_path, "--long", "-m", "long", require_all=False)
    assert counts["passed"] == 1
