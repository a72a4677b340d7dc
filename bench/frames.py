"""How evenly the label screen moves with very much on it: 2,000 boxes on 24 megapixels, 100 kB of text with 2,000
overlapping spans.

Real mouse events; the time from each frame to the next is taken in the page. Each stands beside a page of the same
browser that draws the same pixels and does nothing else.
"""

import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import data, stage
from bench.measure import Results, percentiles
from bench.stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

MANY = 2000
PICTURE = (6000, 4000)
CHARACTERS = 100_000
MOST_MS = 20.0
LABELS = ("car", "bus", "person", "bicycle", "sign")

PLANE: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "region_sets": [{"name": "things", "field": "picture", "shapes": ["box", "polygon"]}],
    "questions": [{"name": "class", "kind": "choice", "about": "things", "config": {"values": list(LABELS)}}],
}
TEXT: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "class", "kind": "choice", "about": "names", "config": {"values": list(LABELS)}}],
}

WATCH = """
() => {
  const took = [];
  let last = performance.now();
  const tick = (now) => { took.push(now - last); last = now; if (window.__watching) requestAnimationFrame(tick); };
  window.__watching = true;
  window.__took = took;
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(tick); });
}
"""

BARE_PLANE = """
async ([url, boxes]) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.style.cssText = "position:fixed;inset:0;z-index:99";
  document.body.append(canvas);
  const [w, h] = [canvas.width = 980, canvas.height = 650];
  const scale = Math.min(w / image.naturalWidth, h / image.naturalHeight);
  const small = await createImageBitmap(image, { resizeWidth: 1500, resizeHeight: 1000 });
  const c = canvas.getContext("2d");
  const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00"];
  addEventListener("pointermove", (event) => {
    window.__at = event.clientX;
    window.__frame ||= requestAnimationFrame(() => {
      window.__frame = 0;
      c.clearRect(0, 0, w, h);
      c.setTransform(1, 0, 0, 1, window.__at / 10, 0);
      c.drawImage(small, 0, 0, image.naturalWidth * scale, image.naturalHeight * scale);
      c.lineWidth = 1.25;
      boxes.forEach((b, i) => {
        c.strokeStyle = colours[i % 5];
        c.strokeRect(b.x * scale, b.y * scale, b.width * scale, b.height * scale);
      });
    });
  });
}
"""
"""The same picture and outlines, with nothing around them."""

BARE_TEXT = """
(text) => {
  document.body.innerHTML = "";
  const area = document.createElement("div");
  area.style.cssText = "white-space:pre-wrap;width:700px;font:16px/2 sans-serif";
  area.textContent = text;
  document.body.append(area);
}
"""


DRAG_BAR = """
() => new Promise((done) => {
  const grid = document.querySelector("[role=grid]");
  let n = 0;
  const on = () => {
    grid.scrollTop = (grid.scrollHeight * n) / 120;
    if (n++ < 120) requestAnimationFrame(on);
    else done();
  };
  on();
})
"""


def boxes() -> list[dict[str, float]]:
    rng = random.Random(1)
    size = [(rng.randint(40, 260), rng.randint(40, 260)) for _ in range(MANY)]
    return [
        {"x": rng.randint(0, PICTURE[0] - w), "y": rng.randint(0, PICTURE[1] - h), "width": w, "height": h}
        for w, h in size
    ]


def spans() -> list[dict[str, int]]:
    rng = random.Random(2)
    starts = [rng.randint(0, CHARACTERS - 200) for _ in range(MANY)]
    return [{"start": start, "end": start + rng.choice((6, 14, 40, 120))} for start in starts]


def long_text() -> str:
    return "\n".join(data.texts(700, seed=3))[:CHARACTERS].ljust(CHARACTERS, ".")


def body(set: str, shape: str, values: list[Any]) -> dict[str, Any]:
    ids = [f"r{n:011}" for n in range(len(values))]
    regions = [
        {"id": id, "set": set, "shape": shape, "version": 1, "value": value}
        for id, value in zip(ids, values, strict=True)
    ]
    answers = [
        {"question": "class", "kind": "choice", "version": 1, "value": LABELS[n % len(LABELS)], "region": id}
        for n, id in enumerate(ids)
    ]
    return {"regions": regions, "answers": answers}


def photo() -> bytes:
    from PIL import Image

    noise = Image.effect_noise((600, 400), 90).convert("RGB").resize(PICTURE)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=80)
    return out.getvalue()


def workspace(folder: Path) -> str:
    """One item of each kind, with the big draft of one labeler; that labeler's token."""
    from goldlabel.store.tx import Tx
    from goldlabel.work import drafts, items, label, media, people, projects
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        write = workspace.database.write
        made = {
            name: write(lambda tx, n=name, s=schema: projects.create(tx, n, s))
            for name, schema in (("plane", PLANE), ("long", TEXT))
        }
        kept = media.keep(workspace, made["plane"].id, photo(), "large.jpg")
        rows = {"plane": {"picture": f"blob:{kept.hash}"}, "long": {"text": long_text()}}
        big = {"plane": body("things", "box", boxes()), "long": body("names", "span", spans())}

        def fill(tx: Tx) -> str:
            from goldlabel.store import sessions

            person = people.add_person(tx, "frames@example.org", "frames", None)
            for name, project in made.items():
                items.add_rows(tx, project, [{"key": "a", "data": rows[name]}])
                people.set_member(tx, project, person.id, "annotator", None)
            token = people.make_token(tx, person.id, "bench", "all")[1]
            for name, project in made.items():
                who = sessions.visitor_by_token(tx, people.fingerprint(token), name)
                assert who is not None
                [task] = label.next_tasks(tx, project, who.labeler, 1)
                drafts.save(tx, project, who.labeler, task.slot.id, big[name])
            return token

        return write(fill)


def bench(results: Results, place: Stage, browser: "Browser", only: Sequence[str] = ()) -> None:
    parts = [one for one in (plane, text) if not only or one.__name__ in only]
    folder = place.folder / "frames"
    token = workspace(folder)
    with stage.server(folder) as served:
        base = f"http://127.0.0.1:{served.port}"
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, extra_http_headers={"Authorization": f"Bearer {token}"}
        )
        page = context.new_page()
        for one in parts:
            one(results, page, base)
        context.close()


Play = Callable[["Page"], None]


@contextmanager
def watched(page: "Page") -> "Iterator[list[float]]":
    took: list[float] = []
    page.evaluate(WATCH)
    yield took
    took += page.evaluate("() => { window.__watching = false; return window.__took; }")


def frames(page: "Page", play: Play) -> list[float]:
    with watched(page) as took:
        play(page)
    return took


def add(results: Results, what: str, took: list[float], bare: float, **detail: Any) -> None:
    p50, p95, p99 = percentiles(took, 50, 95, 99)
    # Clicks in a row are no movement: their figure is told, not bound.
    most = None if "choosing" in what else max(MOST_MS, 1.5 * bare)
    results.add("screen", f"frames: {what}: p95", p95, "ms", most=most, p50=p50, p99=p99, bare_p95=bare,
                frames=len(took), **detail)  # fmt: skip


def drag(x: int, y: int, *, by: int = 90, button: str = "left") -> Play:
    def play(page: "Page") -> None:
        page.mouse.move(x, y)
        page.mouse.down(button=button)  # type: ignore[arg-type]
        for n in range(by):
            page.mouse.move(x + n * 3 % 200, y + n * 2 % 120)
        page.mouse.up(button=button)  # type: ignore[arg-type]

    return play


def wheel(x: int, y: int, dy: int, count: int = 60) -> Play:
    def play(page: "Page") -> None:
        page.mouse.move(x, y)
        for n in range(count):
            page.mouse.wheel(0, dy if n % 20 < 10 else -dy)

    return play


def scroll(page: "Page") -> None:
    page.mouse.move(400, 400)
    for _ in range(80):
        page.mouse.wheel(0, 160)


def page_down(page: "Page") -> None:
    for _ in range(60):
        page.keyboard.press("PageDown")


def drag_bar(page: "Page") -> None:
    """As the scrollbar's thumb is dragged, which Chromium without a head has not: from end to end in 120 frames."""
    page.evaluate(DRAG_BAR)


def move(page: "Page") -> None:
    page.mouse.move(150, 200)
    for n in range(120):
        page.mouse.move(150 + n * 6, 200 + n * 3)


def listed(page: "Page", count: int) -> None:
    """Numbers are written as the person's language writes them."""
    page.get_by_text(re.compile(rf"Regions \(({count}|{count:,})\)")).wait_for()


def choose(page: "Page") -> None:
    for n in range(40):
        page.mouse.click(250 + n * 13, 250 + n * 9 % 300)


def plane(results: Results, page: "Page", base: str) -> None:
    page.goto(f"{base}/nothing-here")
    task = page.request.post(f"{base}/api/projects/plane/next", data={"count": 1})
    url = json.loads(task.text())["tasks"][0]["media"]["picture"]["url"]
    page.evaluate(BARE_PLANE, [url, boxes()])
    [bare] = percentiles(frames(page, move), 95)
    page.goto(f"{base}/p/plane/label")
    listed(page, MANY)
    page.wait_for_timeout(4000)
    add(results, "2,000 boxes: panning", frames(page, drag(300, 300, button="middle")), bare)
    add(results, "2,000 boxes: zooming", frames(page, wheel(500, 400, -60)), bare)
    page.keyboard.press("f")
    add(results, "2,000 boxes: pointing", frames(page, move), bare)
    page.keyboard.press("b")
    page.keyboard.press("1")
    add(results, "2,000 boxes: drawing", frames(page, drag(300, 300)), bare)
    listed(page, MANY + 1)
    page.keyboard.press("v")
    page.keyboard.press("Escape")
    add(results, "2,000 boxes: choosing one after the other", frames(page, choose), bare)
    add(results, "2,000 boxes: moving one", frames(page, drag(500, 400)), bare)
    with page.expect_response(lambda r: r.url.endswith("/submit")) as sent:
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
    results.add("screen", "2,001 boxes submitted: status", float(sent.value.status), "", most=299)


def text(results: Results, page: "Page", base: str) -> None:
    page.goto(f"{base}/nothing-here")
    page.evaluate(BARE_TEXT, long_text())
    [bare] = percentiles(frames(page, scroll), 95)
    page.goto(f"{base}/p/long/label")
    listed(page, MANY)
    page.wait_for_timeout(2000)
    add(results, "100 kB, 2,000 spans: scrolling", frames(page, scroll), bare)
    add(results, "100 kB, 2,000 spans: pointing", frames(page, move), bare)
    add(results, "100 kB, 2,000 spans: choosing one after the other", frames(page, choose), bare)
    page.keyboard.press("Escape")
    add(results, "100 kB, 2,000 spans: marking", frames(page, drag(300, 300)), bare)
    page.keyboard.press("1")
    listed(page, MANY + 1)


def table(results: Results, place: Stage, browser: "Browser", count: int) -> None:
    """The data table over `count` items, by a page that scrolls as many plain rows."""
    folder = place.workspace(count)
    token = stage.labelers(folder, 1, "manager")[0]
    with stage.server(folder) as served:
        base = f"http://127.0.0.1:{served.port}"
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, extra_http_headers={"Authorization": f"Bearer {token}"}
        )
        page = context.new_page()
        cdp = context.new_cdp_session(page)
        cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{base}/nothing-here")
        page.evaluate(BARE_TEXT, long_text())
        [bare] = percentiles(frames(page, scroll), 95)
        page.goto(f"{base}/p/{stage.PROJECT}/data")
        page.get_by_role("row").nth(5).wait_for()
        page.wait_for_timeout(1500)
        for what, play in (("scrolling", scroll), ("paging by key", page_down), ("dragging its bar", drag_bar)):
            page.get_by_role("grid").focus()
            before = busy_ms(cdp)
            took = frames(page, play)
            cpu = (busy_ms(cdp) - before) / len(took)
            add(results, f"table of {count:,} items: {what}", took, bare, cpu_ms=cpu)
        context.close()


def busy_ms(cdp: "CDPSession") -> float:
    """Processor time of the page's main thread so far: hardly changed by what else the machine does."""
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration") * 1000


def alone() -> None:
    """`python -m bench.frames [plane|text|table [ITEMS]]`: only this, while working on it."""
    from bench.screen import browser
    from bench.stage import stage as new_stage

    results = Results("python -m bench.frames")
    with new_stage(None) as place, browser() as chromium:
        wanted = [one for one in sys.argv[1:] if not one.isdecimal()]
        count = next((int(one) for one in sys.argv[1:] if one.isdecimal()), 20_000)
        if wanted != ["table"]:
            bench(results, place, chromium, wanted)
        if not wanted or "table" in wanted:
            table(results, place, chromium, count)
    results.report(None)


if __name__ == "__main__":
    alone()
