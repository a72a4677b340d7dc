"""A server with people who sign in, for browser tests of one module; each test has a project of its own."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import httpx2
from playwright.sync_api import Browser, BrowserContext, Page

from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import items, people
from goldlabel.work.people import Passwords, Person
from goldlabel.work.workspace import PasswordSettings
from tests.live import Live, ok

PASSWORD = "a password of some length"
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}},
        {"name": "why", "kind": "text", "required": False},
    ],
}
_hash = Passwords(PasswordSettings(time_cost=1, memory_kib=8, parallelism=1)).hash(PASSWORD)
_numbers = itertools.count(1)


class Team:
    """One project with `ann` and `bob` as annotators and a few texts."""

    def __init__(self, live: Live, schema: dict[str, Any] = SCHEMA, texts: int = 4, **settings: Any) -> None:
        self.live, number = live, next(_numbers)
        self.name = f"moods-{number}"
        self.project: ProjectRow = live.create(self.name, schema, **settings)
        rows = [{"key": f"t{n}", "data": {"text": f"Text number {n}"}} for n in range(texts)]
        self.write(lambda tx: items.add_rows(tx, self.project, rows))
        self.ann, self.bob = (
            self.write(lambda tx, n=name: self._person(tx, f"{n}{number}")) for name in ("ann", "bob")
        )

    def _person(self, tx: Tx, name: str) -> Person:
        made = people.add_person(tx, f"{name}@example.org", name, _hash)
        people.set_member(tx, self.project, made.id, "annotator", None)
        return made

    def write(self, fn: Callable[[Tx], Any]) -> Any:
        return self.live.workspace.database.write(fn)

    def read(self, fn: Callable[[Tx], Any]) -> Any:
        return self.live.workspace.database.read(fn)

    def rows(self, sql: str, **given: Any) -> list[tuple[Any, ...]]:
        """`:project` is this one."""
        return [tuple(row) for row in self.read(lambda tx: tx.all(sql, project=self.project.id, **given))]

    def stored(self) -> list[tuple[str, str, int, str]]:
        """(item's key, who, revision, body as JSON) of every revision ever stored."""
        return self.rows(
            "SELECT i.key, p.name, r.revision, r.body FROM annotation_revision r "
            "JOIN annotation a ON a.id = r.annotation JOIN item i ON i.id = a.item "
            "JOIN labeler l ON l.id = a.labeler JOIN person p ON p.id = l.person "
            "WHERE a.project = :project ORDER BY i.key, a.id, r.revision"
        )

    def until(self, look: Callable[[], Any], seconds: float = 10) -> Any:
        """What `look` gives once it gives something; the page sends in its own time."""
        end = time.monotonic() + seconds
        while not (found := look()) and time.monotonic() < end:
            time.sleep(0.03)
        return found

    def sign_in(self, context: BrowserContext, who: Person) -> None:
        """Through the server's own route, so that the cookie is a real one."""
        with httpx2.Client(base_url=self.live.base) as client:
            ok(client.post("/api/auth/sign-in", json={"email": who.email, "password": PASSWORD}))
            context.add_cookies([{"name": n, "value": v, "url": self.live.base} for n, v in client.cookies.items()])

    def open(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{self.live.base}/p/{self.name}/label")
        return page

    def at(self, browser: Browser, who: Person) -> tuple[BrowserContext, Page]:
        """A browser of their own with the label screen open."""
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        self.sign_in(context, who)
        return context, self.open(context)
