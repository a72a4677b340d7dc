"""Chromium against a real server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from goldlabel.server import static
from tests.live import Live, running

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def playwright_of() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright_of: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine (.ci/run installs it)")
    opened = playwright_of.chromium.launch(executable_path=path, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    if not (Path(static.__file__).parent.parent / "static" / "index.html").is_file():
        pytest.skip("the web app is not built (make web)")
    with running(tmp_path / "ws") as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when the app throws or its security policy is broken."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", listen)
    yield opened
    context.close()
    assert not wrong, wrong
