"""The snippets of the pages about the science run, in order, with nothing but the package."""

import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = sorted(
    page.name
    for page in DOCS.glob("*.md")
    if page.name
    in (
        "consensus.md",
        "consensus-regions-text-numbers.md",
        "agreement.md",
        "certificates.md",
        "label-errors.md",
        "label-model.md",
        "machines-and-people.md",
    )
    and "```python" in page.read_text("utf-8")
)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / page).read_text("utf-8")
    names: dict[str, Any] = {}
    for found in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text[: found.start(1)].count("\n")
        exec(compile("\n" * line + found[1], DOCS / page, "exec"), names)  # noqa: S102 (our own pages)


def test_the_pages_are_found() -> None:
    assert {"label-errors.md", "label-model.md"} <= set(PAGES)
