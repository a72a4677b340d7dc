"""The docs name everything there is, and everything they point to exists."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from goldlabel.formats import FORMATS
from goldlabel.server.permissions import TABLE
from goldlabel.work.projects import DEFAULTS
from goldlabel.work.workspace import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_format_has_its_heading() -> None:
    headings = re.findall(r"^### .* · `(\w+)`$", text("formats.md"), re.MULTILINE)
    assert sorted(headings) == sorted(one.name for one in FORMATS)


def names_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    out: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            out += names_of(inner, f"{prefix}{name}.")
        else:
            out.append(prefix + name)
    return out


def test_every_setting_is_explained() -> None:
    page = text("settings.md")
    explained = set(
        re.findall(r"`([\w.]+)`", "\n".join(line.split("|")[1] for line in page.splitlines() if "|" in line))
    )
    assert explained == {*names_of(Settings), *DEFAULTS}


def test_every_route_is_in_the_api_page() -> None:
    page = text("api.md")
    paths = json.loads(text("openapi.json"))["paths"]
    missing = [
        f"{method.upper()} {path}" for path, methods in paths.items() for method in methods
        if f"{method.upper()} {path}" not in page
    ]  # fmt: skip
    assert not missing, "docs/api.md does not name: " + ", ".join(missing)


def test_every_permission_is_in_the_security_page() -> None:
    page = text("security.md")
    assert not (missing := [name for name in TABLE if f"`{name}`" not in page]), missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_every_decision_says_when_and_where() -> None:
    for page in (DOCS / "decisions").glob("*.md"):
        content = page.read_text(encoding="utf-8")
        assert "**Decided**" in content, f"{page.name} has no date"
