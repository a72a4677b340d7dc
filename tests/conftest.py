"""Rules for the whole suite, and the databases.py fixtures; others lie with the tests that use them.

- `long` tests are left out unless `--long` is given (`make test-long`).
- With GOLDLABEL_SECOND_TRY=1 (CI), a browser test that failed runs once more, and the summary names it: a machine
  that stood still for half a minute is no property of the code either. Nowhere else: races are found at home.
- With GOLDLABEL_REQUIRE_ALL=1 (CI), a skipped test is a failed test: a suite that lost its browser or its
  database must not look green. One exception: tests marked `shared_data`, where there is no ../shared.
"""

import os
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import database, database_url, postgres_server, postgres_url  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REQUIRE_ALL = os.environ.get("GOLDLABEL_REQUIRE_ALL") == "1"
SECOND_TRY = os.environ.get("GOLDLABEL_SECOND_TRY") == "1"

# A slow moment of the machine is no property of the code.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked `long`")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if SECOND_TRY:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    may_skip = item.get_closest_marker("shared_data") is not None and not SHARED.exists()
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and not may_skip:
        refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module (importorskip, `pytest.skip(allow_module_level=True)`)."""
    report = yield
    marks = getattr(getattr(collector, "obj", None), "pytestmark", [])
    marks = marks if isinstance(marks, Sequence) else [marks]
    may_skip = any(mark.name == "shared_data" for mark in marks) and not SHARED.exists()
    if REQUIRE_ALL and report.skipped and not may_skip:
        refuse(report)
    return report


def refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"skipped, and GOLDLABEL_REQUIRE_ALL=1 allows no skip: {reason}"
