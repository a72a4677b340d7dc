"""Live pages: one look at the database a second for everybody who watches, whatever their number.

A room per project holds the newest state by topic; a watcher remembers what it has seen of it and is sent the
difference, so a slow one costs nothing and misses nothing. An event's id says what the watcher has seen: whoever comes
back with it, to this or another process, gets what changed meanwhile.
"""

import asyncio
import json
import logging
import zlib
from collections.abc import AsyncGenerator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from goldlabel.server.permissions import ADMIN, TABLE
from goldlabel.store import live
from goldlabel.store.database import Database
from goldlabel.store.tx import Tx

log = logging.getLogger("goldlabel.server")
EVERY_SECONDS = 1.0
QUIET_LOOKS = 10
"""So many looks in a row without a commit; then one anyway, for what time alone changes (who labels now)."""
HEARTBEAT_SECONDS = 20.0
PER_PERSON = 30
"""Streams of one person: beyond, their oldest ends."""
TOPICS: dict[str, str] = {
    "progress": "project.read", "project": "project.read", "jobs": "jobs.read", "releases": "releases.read",
    "presence": "adjudicate", "review": "adjudicate", "comments": "adjudicate", "people": "members",
    "measured": "overview",
}  # fmt: skip
"""Who hears of what: a row of the permission table."""
BELL = "bell"
Seen = dict[str, str]


@dataclass(eq=False, slots=True)
class Watcher:
    """One open stream. `session` is a session's fingerprint, `token` a token's id."""

    person: int
    role: str
    session: str
    token: int | None
    seen: Seen
    told: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def hears(self, topic: str) -> bool:
        rule = TABLE[TOPICS[topic]]
        return self.role == ADMIN or self.role in rule.roles

    def end(self) -> None:
        self.ended = True
        self.told.set()


@dataclass(slots=True)
class Room:
    state: dict[str, tuple[str, str]] = field(default_factory=dict[str, "tuple[str, str]"])
    """By topic: (its fingerprint, the JSON that is sent)."""
    bells: dict[int, tuple[str, str]] = field(default_factory=dict[int, "tuple[str, str]"])
    watchers: list[Watcher] = field(default_factory=list[Watcher])


@dataclass(slots=True)
class Look:
    """What one look at the database found."""

    watchers: set[Watcher]
    """Those that were there when it began."""
    states: dict[int, dict[str, Any]]
    bells: dict[int, tuple[int, int]]
    sessions: set[str]
    tokens: set[int]
    roles: dict[int, dict[int, str]]


class Live:
    """All rooms of this process. Looks only while somebody watches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rooms: dict[int, Room] = {}
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._thread: ThreadPoolExecutor | None = None
        self._mark: int | str | None = None
        self._newcomer = False
        self._quiet = 0
        self._closed = False

    async def watch(self, project: int, watcher: Watcher, seconds: float) -> AsyncGenerator[str]:
        """The stream's lines, for `seconds` at the most; then the browser comes back, with its sign-in looked at."""
        if self._closed:
            return
        self._enter(project, watcher)
        room = self._rooms[project]
        until = asyncio.get_running_loop().time() + seconds
        try:
            yield "retry: 2000\n\n"
            while not watcher.ended:
                if text := _difference(room, watcher):
                    yield text
                left = until - asyncio.get_running_loop().time()
                if left <= 0:
                    return
                watcher.told.clear()
                try:
                    async with asyncio.timeout(min(left, HEARTBEAT_SECONDS)):
                        await watcher.told.wait()
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._leave(project, watcher)

    def _enter(self, project: int, watcher: Watcher) -> None:
        own = [(r, w) for r in self._rooms.values() for w in r.watchers if w.person == watcher.person]
        for _, old in own[: max(0, len(own) - PER_PERSON + 1)]:
            old.end()
        self._rooms.setdefault(project, Room()).watchers.append(watcher)
        self._newcomer = True
        if self._task is None or self._task.done():
            self._thread = self._thread or ThreadPoolExecutor(1, "goldlabel-live")
            self._task = asyncio.create_task(self._look_on())
        self._wake.set()

    def _leave(self, project: int, watcher: Watcher) -> None:
        room = self._rooms.get(project)
        if room is None:
            return
        room.watchers = [one for one in room.watchers if one is not watcher]
        if not room.watchers:
            del self._rooms[project]

    def close(self) -> None:
        """Ends every stream: a server that stops does not wait for browsers."""
        self._closed = True
        for room in self._rooms.values():
            for watcher in room.watchers:
                watcher.end()
        self._wake.set()
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def watchers(self) -> int:
        return sum(len(room.watchers) for room in self._rooms.values())

    # -- looking

    async def _look_on(self) -> None:
        loop = asyncio.get_running_loop()
        while self._rooms and not self._closed:
            self._wake.clear()
            try:
                found = await loop.run_in_executor(self._thread, self._database.read, self._look)
            except RuntimeError:  # the thread is gone: we are closing
                return
            except Exception:
                log.exception("looking for news failed; it is tried again")
                found = None
            if found is not None:
                self._tell(found)
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                pass

    def _look(self, tx: Tx) -> Look | None:
        """In the one thread of ours, whose connection it is that `mark` compares. None: nothing was committed."""
        newcomer, self._newcomer = self._newcomer, False
        now = live.mark(tx)
        self._quiet += 1
        if now == self._mark and self._quiet < QUIET_LOOKS and not newcomer:
            return None
        self._mark, self._quiet = now, 0
        rooms = {project: list(room.watchers) for project, room in list(self._rooms.items())}
        everybody = [watcher for watchers in rooms.values() for watcher in watchers]
        sessions, tokens = live.still_signed_in(
            tx, [w.session for w in everybody if w.token is None], [w.token for w in everybody if w.token is not None]
        )
        return Look(
            set(everybody),
            {project: live.state(tx, project) for project in rooms},
            live.bells(tx, sorted({watcher.person for watcher in everybody})),
            sessions,
            tokens,
            {project: live.roles(tx, project, [w.person for w in watchers]) for project, watchers in rooms.items()},
        )

    def _tell(self, found: Look) -> None:
        for project, state in found.states.items():
            room = self._rooms.get(project)
            if room is None:
                continue
            room.state = {topic: _print(value) for topic, value in state.items()}
            for watcher in room.watchers:
                unread, newest = found.bells.get(watcher.person, (0, 0))
                room.bells[watcher.person] = _print({"unread": unread, "newest": newest})
                if watcher in found.watchers and not _stands(watcher, found, project):
                    watcher.ended = True
                watcher.told.set()


def _stands(watcher: Watcher, found: Look, project: int) -> bool:
    """Whether the watcher is still signed in, in the role it came with."""
    signed_in = watcher.session in found.sessions if watcher.token is None else watcher.token in found.tokens
    return signed_in and found.roles[project].get(watcher.person) == watcher.role


def _print(value: Any) -> tuple[str, str]:
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return f"{zlib.crc32(text.encode()):08x}", text


def _difference(room: Room, watcher: Watcher) -> str:
    """One event with every topic that changed for this watcher since its last; empty when none did."""
    now = {topic: found for topic, found in room.state.items() if watcher.hears(topic)}
    if watcher.person in room.bells:
        now[BELL] = room.bells[watcher.person]
    new = {topic: text for topic, (mark, text) in now.items() if watcher.seen.get(topic) != mark}
    if not new:
        return ""
    watcher.seen = {topic: mark for topic, (mark, _) in now.items()}
    data = ",".join(f'"{topic}":{text}' for topic, text in new.items())
    return f"event: change\nid: {id_of(watcher.seen)}\ndata: {{{data}}}\n\n"


def id_of(seen: Mapping[str, str]) -> str:
    return ",".join(f"{topic}.{mark}" for topic, mark in seen.items())


def seen_of(id: str) -> Seen:
    """What an event's id says; nothing for what is none."""
    parts = (part.partition(".") for part in id[:1000].split(","))
    return {topic: mark for topic, _, mark in parts if (topic in TOPICS or topic == BELL) and len(mark) == 8}
