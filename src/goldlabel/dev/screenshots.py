"""Every page as it looks now: `python -m goldlabel.dev.screenshots [FOLDER]` (`make screenshots`).

With no, little and much data, light and dark, on a laptop and on a phone; `index.html` shows them side by side.
Reads Chromium from the machine, by Playwright of the dev environment. `--only WORD` takes the pages whose name has it;
`--pictures` writes the few that the docs show, small, to docs/pictures.
"""

import argparse
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from goldlabel.demo.build import COUNT, SEED, build
from goldlabel.demo.headless import serving
from goldlabel.demo.samples import news, streets
from goldlabel.demo.streets import HEIGHT, WIDTH
from goldlabel.dev import large
from goldlabel.server.serve import FIRST_ADMIN, sign_in_link
from goldlabel.work.workspace import Workspace, open_workspace
from goldlabel.workspace.local import LocalWorkspace

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"]
LAPTOP, PHONE = (1366, 768), (390, 844)
QUIET = """() => !document.querySelector('[aria-busy=true], .skeleton') && document.fonts.status === 'loaded'
  && [...document.images].every((image) => image.complete)
  && !document.querySelector('main')?.innerText.includes('Being measured')"""
WORDS = """([start, end]) => {
  const text = document.querySelector('.text__body');
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node, at = 0; (node = walker.nextNode()); at += node.length) {
    if (at <= start && start < at + node.length) range.setStart(node, start - at);
    if (at < end && end <= at + node.length) range.setEnd(node, end - at);
  }
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return [left + 2, right - 2, (top + bottom) / 2];
}"""
"""Where these characters stand."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to look at; `{item}`, `{job}` in its address are filled in. `keys` are pressed once it stands."""

    name: str
    path: str
    keys: tuple[str, ...] = ()


GENERAL = [
    Shot("projects", "/"),
    Shot("new", "/new"),
    Shot("new-from-template", "/new?from=object_detection&view=both"),
    Shot("account", "/account"),
    Shot("account-security", "/account/security"),
    Shot("account-tokens", "/account/tokens"),
    Shot("account-shortcuts", "/account/shortcuts"),
    Shot("admin", "/admin"),
    Shot("admin-people", "/admin/people"),
    Shot("admin-log", "/admin/log"),
    Shot("nothing-here", "/nowhere"),
]
PROJECT = [
    Shot("overview", "/p/{p}"),
    Shot("data", "/p/{p}/data"),
    Shot("item", "/p/{p}/data/{item}"),
    Shot("review", "/p/{p}/review"),
    Shot("review-item", "/p/{p}/review/{tie}"),
    Shot("releases", "/p/{p}/releases"),
    Shot("export", "/p/{p}/releases?show=export"),
    Shot("release", "/p/{p}/releases/1"),
    Shot("import", "/p/{p}/import"),
    Shot("comments", "/p/{p}/comments"),
    Shot("task", "/p/{p}/task"),
    Shot("task-yaml", "/p/{p}/task?view=both"),
    Shot("guideline", "/p/{p}/guideline"),
    Shot("guideline-edit", "/p/{p}/guideline?show=edit"),
    Shot("guideline-versions", "/p/{p}/guideline?show=versions"),
    Shot("people", "/p/{p}/people"),
    Shot("settings", "/p/{p}/settings"),
    Shot("log", "/p/{p}/settings/log"),
    Shot("jobs", "/p/{p}/jobs"),
    Shot("job", "/p/{p}/jobs/{job}"),
    Shot("label", "/p/{p}/label"),
    Shot("palette", "/p/{p}", ("Control+k",)),
]
LABELS = [Shot("label", "/p/{p}/label"), Shot("review-item", "/p/{p}/review/{tie}"), Shot("item", "/p/{p}/data/{item}")]
SHAPES = ("news", "streets", "leaves")
AMOUNTS = {"support": "little", large.NAME: "much", "empty": "none"}
CHOSEN = {
    "projects": "projects-light-laptop",
    "overview": "little-overview-light-laptop",
    "label-text": "news-label-light-laptop",
    "label-image": "streets-label-dark-laptop",
    "review": "little-review-item-light-laptop",
    "data": "much-data-light-laptop",
    "item": "streets-item-light-laptop",
    "release": "little-release-light-laptop",
    "task": "little-task-light-laptop",
    "new": "new-light-laptop",
    "people": "little-people-light-laptop",
    "phone": "leaves-label-light-phone",
}
"""Name in docs/pictures: which of the pictures."""
Stroke = tuple[str, float, float, float, float]
"""Keys, then from one place of the picture to another."""


def fill(opened: Workspace) -> None:
    """The demo, a project without data, and one with much of it."""
    build(opened, print)
    face = LocalWorkspace(opened)
    if not any(project.name == "empty" for project in face.projects):
        face.create("empty", template="object_detection", title="Nothing in it yet")
    large.build(opened)


def shots(opened: Workspace) -> Iterator[Shot]:
    """All that there is to look at, addresses filled in."""
    yield from GENERAL
    for project, amount in AMOUNTS.items():
        yield from _of(opened, project, amount, PROJECT)
    for project in SHAPES:
        yield from _of(opened, project, project, LABELS)


def _of(opened: Workspace, name: str, called: str, pages: list[Shot]) -> Iterator[Shot]:
    project = LocalWorkspace(opened).project(name)
    jobs = project.jobs()
    ids = {
        "item": next((one.id for one in project.items()), None),
        "tie": next((one.item for one in project.ties()), None),
        "job": jobs[-1].id if jobs else None,
    }
    for shot in pages:
        if all(id for one, id in ids.items() if f"{{{one}}}" in shot.path):
            yield Shot(f"{called}-{shot.name}", shot.path.format(p=name, **ids), shot.keys)


def strokes(opened: Workspace) -> list[Stroke]:
    """What there is to draw on the street that the admin has in hand."""
    project = LocalWorkspace(opened, labeler=FIRST_ADMIN).project("streets")
    task = project.next()
    key = next(item.key for item in project.items() if task and item.id == task.item)
    found = next(sample for sample in streets(SEED, COUNT) if sample.key == key).truth["objects"]
    keys = {"Car": "b1", "Bus": "b2", "Person": "b3", "Traffic light": "b4"}
    out: list[Stroke] = []
    before = ""
    for one in sorted(found, key=lambda one: one["class"]):
        x, y, width, height = one["box"]
        # The same key again would let the label go.
        out.append(("" if one["class"] == before else keys[one["class"]], x, y, x + width, y + height))
        before = one["class"]
    return out


def names(opened: Workspace) -> list[tuple[str, int, int]]:
    """What there is to mark in the text that the admin has in hand: key of the label, from, to."""
    project = LocalWorkspace(opened, labeler=FIRST_ADMIN).project("news")
    task = project.next()
    key = next(item.key for item in project.items() if task and item.id == task.item)
    found = next(sample for sample in news(SEED, COUNT) if sample.key == key).truth["entities"]
    keys = {"PER": "1", "ORG": "2", "LOC": "3", "MISC": "4"}
    return [(keys[one["type"]], *one["span"]) for one in found]


class Camera:
    """One way to look: a theme and a size, signed in."""

    def __init__(self, browser: Browser, base: str, link: str, look: tuple[str, str], out: Path) -> None:
        scheme, size = look
        width, height = LAPTOP if size == "laptop" else PHONE
        self.look, self.base, self.out = f"{scheme}-{size}", base, out
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            device_scale_factor=1 if size == "laptop" else 2,
        )
        self.page: Page = context.new_page()
        self.page.goto(link)
        self.page.wait_for_url(f"{base}/")

    def draw(self, strokes: list[Stroke]) -> None:
        """Regions on the label screen's picture, which fills its canvas from side to side but for a margin."""
        canvas = self.page.locator("canvas").first.bounding_box()
        if not strokes or canvas is None:
            return
        scale = min((canvas["width"] - 24) / WIDTH, (canvas["height"] - 24) / HEIGHT)
        left = canvas["x"] + (canvas["width"] - scale * WIDTH) / 2
        top = canvas["y"] + (canvas["height"] - scale * HEIGHT) / 2
        for keys, *ends in strokes:
            for key in keys:
                self.page.keyboard.press(key)
            x, y, to_x, to_y = (one * scale + (top if n % 2 else left) for n, one in enumerate(ends))
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
            self.page.mouse.move(to_x, to_y)
            self.page.mouse.up()
            self.page.wait_for_timeout(150)

    def mark(self, names: list[tuple[str, int, int]]) -> None:
        """Spans in the label screen's text."""
        before = ""
        for key, *ends in names:
            if key != before:
                self.page.keyboard.press(key)
            before = key
            left, right, middle = self.page.evaluate(WORDS, ends)
            self.page.mouse.move(left, middle)
            self.page.mouse.down()
            self.page.mouse.move(right, middle, steps=4)
            self.page.mouse.up()
            self.page.wait_for_timeout(150)

    def take(self, shot: Shot, act: Callable[["Camera"], None] | None = None) -> str:
        """The picture's name; a page that never becomes quiet is taken as it stands, and said."""
        self.page.goto(self.base + shot.path)
        try:
            self.page.locator("main").first.wait_for(timeout=8000)
            self.page.wait_for_function(QUIET, timeout=8000)
        except Exception as error:
            print(f"{shot.name} {self.look}: {str(error).splitlines()[0]}", file=sys.stderr)
        for key in shot.keys:
            self.page.keyboard.press(key)
        if act:
            act(self)
        self.page.wait_for_timeout(300)
        name = f"{shot.name}-{self.look}.png"
        self.page.screenshot(path=self.out / name)
        return name


@contextmanager
def chromium() -> Generator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def sheet(names: list[str], out: Path) -> None:
    """Pages down, looks across."""
    rows: dict[str, list[str]] = {}
    for name in names:
        rows.setdefault(name.rsplit("-", 2)[0], []).append(name)
    link = '<a href="{0}"><img src="{0}" loading="lazy"></a>'
    body = "\n".join(
        f"<h2>{title}</h2><p>{''.join(link.format(one) for one in found)}</p>" for title, found in rows.items()
    )
    style = "body{font:14px sans-serif;margin:24px}img{height:300px;border:1px solid #999;margin:0 8px 8px 0}"
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>goldlabel</title><style>{style}</style>{body}", "utf-8"
    )


def keep_chosen(out: Path) -> None:
    """The docs' pictures: few colours, no larger than they are shown."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, source in CHOSEN.items():
        image = Image.open(out / f"{source}.png").convert("RGB")
        image = image.resize((780, 1688)) if source.endswith("phone") else image
        packed = io.BytesIO()
        image.save(packed, "WEBP", quality=82, method=6)
        (PICTURES / f"{name}.webp").write_bytes(packed.getvalue())
    print(f"{sum(one.stat().st_size for one in PICTURES.iterdir()) // 1024} KB in {PICTURES}")


def run(out: Path, only: str, looks: list[tuple[str, str]], workspace: Path | None, pictures: bool) -> None:
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    taken: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="goldlabel-shots-") as folder,
        open_workspace(workspace or Path(folder) / "ws") as opened,
        chromium() as browser,
    ):
        fill(opened)
        wanted = [shot for shot in shots(opened) if only in shot.name]
        acts: dict[str, Callable[[Camera], None]] = {
            "streets-label": lambda camera: camera.draw(strokes(opened)),
            "news-label": lambda camera: camera.mark(names(opened)),
        }
        with serving(opened.path) as base:
            for look in looks:
                camera = Camera(browser, base, sign_in_link(opened, base), look, out)
                mine = [one for one in wanted if not pictures or f"{one.name}-{camera.look}" in CHOSEN.values()]
                taken += [camera.take(shot, acts.get(shot.name) if pictures else None) for shot in mine]
    sheet(taken, out)
    if pictures:
        keep_chosen(out)
    print(f"{len(taken)} pictures, {time.monotonic() - began:.0f} s: {out / 'index.html'}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m goldlabel.dev.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", default="")
    parser.add_argument("--workspace", type=Path, help="kept from one run to the next")
    parser.add_argument("--theme", choices=["light", "dark"])
    parser.add_argument("--size", choices=["laptop", "phone"])
    parser.add_argument("--pictures", action="store_true", help="renew docs/pictures")
    given = parser.parse_args()
    themes, sizes = ("light", "dark"), ("laptop", "phone")
    looks = [(t, s) for t in themes for s in sizes if given.theme in (None, t) and given.size in (None, s)]
    run(given.folder, given.only, looks, given.workspace, given.pictures)


if __name__ == "__main__":
    main()
