"""The label screen in a real browser: what it loads, how soon it can be used, how soon the next item is there, and
whether memory stays where it was.

Times are taken inside the page, from the key press to after the frame that shows the change, so that the driver does
not count. Every time stands beside a reference of the same browser and minute.
"""

import gzip
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import frames, stage
from bench.measure import Results, median, percentiles
from bench.sizes import Sizes
from bench.stage import PROJECT, Served, Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LIMIT_KB = 350
ITEMS = 200
SHOWN = "[data-surface=text]"

WATCH = """
(() => {
  const painted = (done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); };
  const text = () => document.querySelector("[data-surface=text]")?.textContent ?? "";
  window.__took = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const before = text();
    const look = () => {
      const now = text();
      if (now === before || now === "") return requestAnimationFrame(look);
      painted(() => window.__took.push(performance.now() - event.timeStamp));
    };
    requestAnimationFrame(look);
  }, true);
})()
"""
"""Puts the time of each Enter, until the next item is painted, into `__took`."""

BARE = """
() => new Promise((resolve) => {
  const took = [];
  const area = document.createElement("pre");
  document.body.append(area);
  addEventListener("keydown", (event) => {
    area.textContent = "x".repeat(200) + took.length;
    requestAnimationFrame(() => {
      const c = new MessageChannel();
      c.port1.onmessage = () => { took.push(performance.now() - event.timeStamp); window.__bare = took; };
      c.port2.postMessage(0);
    });
  }, true);
  resolve();
})
"""
"""The same for a page that does nothing but put 200 characters there."""

UNTIL = """
() => new Promise((done) => {
  const look = () => { const found = %s; if (found) done(found); else setTimeout(look, 2); };
  look();
})
"""

FIRST = """
(() => {
  const look = () => {
    if (document.querySelector(%s)) window.__usable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()
"""


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    few = not results.limits
    folder = place.workspace(20 * ITEMS if not few else 1000)
    with stage.server(folder) as served, browser() as chromium:
        people = iter(stage.labelers(folder, 60))
        desk = Desk(chromium, served, lambda: next(people), guest(folder))
        loads(results, desk)
        first_use(results, desk, 1 if few else max(5, sizes.runs))
        next_item(results, desk, 10 if few else ITEMS, sizes.runs)
        memory(results, desk, 20 if few else ITEMS)
        if not few:
            frames.bench(results, place, chromium)
            frames.table(results, place, chromium, sizes.large)


def guest(folder: Path) -> str:
    from goldlabel.store.tx import Tx
    from goldlabel.work import people
    from goldlabel.work.workspace import open_workspace

    def make(tx: Tx) -> str:
        person = people.add_person(tx, f"{secrets.token_hex(6)}@example.org", "guest", None)
        return people.make_token(tx, person.id, "bench", "all")[1]

    with open_workspace(folder) as workspace:
        return workspace.database.write(make)


@contextmanager
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("bench screen needs Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass(frozen=True)
class Desk:
    """Somebody new at a cold browser, as often as asked."""

    chromium: "Browser"
    served: Served
    token: Callable[[], str]
    guest: str
    """The token of somebody who is in no project: the list of projects has nothing on it."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    @contextmanager
    def open(self, path: str, script: str = "", token: str = "") -> "Iterator[Page]":
        context = self.context(token)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(f"{self.base}{path}")
        yield page
        context.close()

    def context(self, token: str = "") -> "BrowserContext":
        bearer = {"Authorization": f"Bearer {token or self.token()}"}
        return self.chromium.new_context(viewport={"width": 1366, "height": 768}, extra_http_headers=bearer)


LABEL = f"/p/{PROJECT}/label"


def loads(results: Results, desk: Desk) -> None:
    """All JavaScript that the first visit of the label screen loads, gzipped."""
    context = desk.context()
    page = context.new_page()
    scripts: dict[str, int] = {}
    page.on("response", lambda r: scripts.update({r.url: gzipped(r)}) if r.request.resource_type == "script" else None)
    page.goto(f"{desk.base}{LABEL}")
    page.wait_for_selector(f"{SHOWN}:not(:empty)")
    page.wait_for_load_state("networkidle")
    context.close()
    size = sum(scripts.values()) / 1000
    results.add("screen", "JavaScript of a first visit, gzipped", size, "kB", most=LIMIT_KB, files=len(scripts))


def gzipped(response: Any) -> int:
    return len(gzip.compress(response.body(), 9, mtime=0))


def first_use(results: Results, desk: Desk, runs: int) -> None:
    """From the address to an item that can be answered, by the time of a page with nothing on it; nothing cached."""
    labeling, empty = [], []
    for _ in range(runs):
        labeling.append(usable(desk, LABEL, f"{SHOWN}:not(:empty)"))
        empty.append(usable(desk, "/", "main h1", desk.guest))
    ratios = [a / b for a, b in zip(labeling, empty, strict=True)]
    results.add("screen", "cold start by that of an empty page", median(ratios), "x", most=1.5, runs=ratios,
                label_ms=median(labeling), empty_ms=median(empty))  # fmt: skip


def usable(desk: Desk, path: str, selector: str, token: str = "") -> float:
    with desk.open(path, FIRST % json.dumps(selector), token) as page:
        return float(page.evaluate(UNTIL % "window.__usable"))


def next_item(results: Results, desk: Desk, count: int, runs: int) -> None:
    """From Enter to the frame with the next item, as fast as a driver can press keys."""
    p95s, bares, p50s = [], [], []
    for _ in range(max(1, runs // 2)):
        with desk.open("/nothing-here") as page:
            page.evaluate(BARE)
            for _ in range(min(count, 60)):
                page.keyboard.press("a")
                page.wait_for_timeout(5)
            bares.append(percentiles(page.evaluate("window.__bare"), 95)[0])
        with desk.open(LABEL, WATCH) as page:
            page.wait_for_selector(f"{SHOWN}:not(:empty)")
            label(page, count)
            p50, p95 = percentiles(page.evaluate("window.__took"), 50, 95)
            p50s.append(p50)
            p95s.append(p95)
    results.add("screen", f"submit to next item painted, {count} in a row: p95", median(p95s), "ms", most=100,
                runs=p95s, p50_ms=median(p50s), bare_repaint_p95_ms=median(bares),
                by_bare=median(p95s) / median(bares))  # fmt: skip


def label(page: "Page", count: int) -> None:
    """Answers and submits `count` items, each as soon as it is there."""
    for _ in range(count):
        before = page.evaluate("window.__took.length")
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.evaluate(UNTIL % f"window.__took.length > {before}")


def memory(results: Results, desk: Desk, count: int) -> None:
    """JavaScript heap and nodes after `count` items, by those after the first few; both without garbage."""
    with desk.open(LABEL, WATCH) as page:
        page.wait_for_selector(f"{SHOWN}:not(:empty)")
        tools = page.context.new_cdp_session(page)
        tools.send("Performance.enable")
        # By then every code path is compiled, and the browser's own lists (timings) are as long as they get.
        label(page, count)
        first = heap(tools)
        seen = []
        for _ in range(4):
            label(page, count // 4)
            seen.append(heap(tools))
    for name, unit in (("JSHeapUsedSize", "heap"), ("Nodes", "nodes"), ("JSEventListeners", "listeners")):
        ratios = [one[name] / first[name] for one in seen]
        results.add("screen", f"{unit} after {count} more items by before", ratios[-1], "x", most=1.1, runs=ratios,
                    before=first[name], after=seen[-1][name])  # fmt: skip


def heap(tools: Any) -> dict[str, float]:
    for _ in range(2):
        tools.send("HeapProfiler.collectGarbage")
    return {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
