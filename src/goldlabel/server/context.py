"""What all routes share: the workspace, its database from async code, passwords, limits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from goldlabel.core.problem import TooMany
from goldlabel.server.live import Live
from goldlabel.server.measuring import Measuring
from goldlabel.store.database import Database
from goldlabel.store.tx import Tx
from goldlabel.work.people import Passwords
from goldlabel.work.workspace import Workspace

T = TypeVar("T")


class AsyncDatabase:
    """The database as routes use it. Point reads of SQLite take microseconds and run in place; the rest in threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, fn: Callable[[Tx], T]) -> T:
        """Returns once it is synced to disk. Cancelling the caller does not take the write back."""
        return await _awaitable(self._database.submit(fn))

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """A point read, or a short page."""
        if self._database.inline_reads:
            return self._database.read(fn)
        return await asyncio.to_thread(self._database.read, fn)

    async def read_long(self, fn: Callable[[Tx], T]) -> T:
        """A query that may take more than a millisecond."""
        return await asyncio.to_thread(self._database.read, fn)

    def later(self, fn: Callable[[Tx], Any]) -> None:
        """A write that nobody waits for: last use of a token, renewal of a session."""
        self._database.submit(fn)


def _awaitable(future: "Future[T]") -> "asyncio.Future[T]":
    """Unlike asyncio.wrap_future, a cancelled waiter does not cancel the write, which is on its way to the disk."""
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[T] = loop.create_future()

    def deliver() -> None:
        if waiter.cancelled():
            return
        if error := future.exception():
            waiter.set_exception(error)
        else:
            waiter.set_result(future.result())

    def done(_: "Future[T]") -> None:
        with suppress(RuntimeError):  # the server has stopped; the write stands
            loop.call_soon_threadsafe(deliver)

    future.add_done_callback(done)
    return waiter


class SignInLimits:
    """How often somebody may try to sign in: per address, and per account whoever asks. In memory, per process."""

    def __init__(self, per_address: str = "30 per 5 minutes", per_account: str = "10 per 5 minutes") -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._address, self._account = parse(per_address), parse(per_account)

    def count(self, address: str, account: str) -> None:
        """Counts one try. Raises TooMany with the seconds to wait."""
        for limit, kind, who in ((self._address, "address", address), (self._account, "account", account)):
            if not who:  # a link names no account: only its address is counted
                continue
            if not self._limiter.hit(limit, kind, who):
                import time

                wait = max(1.0, self._limiter.get_window_stats(limit, kind, who).reset_time - time.time())
                raise TooMany(f"too many tries to sign in; wait {wait:.0f} seconds", retry_after=round(wait))

    def forget(self, account: str) -> None:
        """A right password: earlier mistakes of this account no longer count."""
        self._limiter.clear(self._account, "account", account)


def _hashers() -> ThreadPoolExecutor:
    """Argon2 takes 64 MB a piece: two at a time, so that a flood of sign-ins cannot fill the memory."""
    return ThreadPoolExecutor(2, "goldlabel-argon2")


@dataclass
class Context:
    workspace: Workspace
    db: AsyncDatabase
    passwords: Passwords
    limits: SignInLimits
    media_key: bytes
    cookie: str
    live: Live
    measuring: Measuring
    wake_workers: Callable[[], None] = lambda: None
    hashing: ThreadPoolExecutor = field(default_factory=_hashers)

    @classmethod
    def of(cls, workspace: Workspace) -> "Context":
        return cls(
            workspace=workspace,
            db=AsyncDatabase(workspace.database),
            passwords=Passwords(workspace.settings.passwords),
            limits=SignInLimits(),
            media_key=workspace.key_for("media"),
            # Cookies ignore ports: two instances on one machine must not overwrite each other's.
            cookie="goldlabel_" + workspace.key_for("cookie").hex()[:8],
            live=Live(workspace.database),
            measuring=Measuring(workspace.database),
        )

    def close(self) -> None:
        """Ends the threads; a server that starts again in this process gets new ones."""
        self.live.close()
        self.measuring.close()
        self.live, self.measuring = Live(self.workspace.database), Measuring(self.workspace.database)
        old, self.hashing = self.hashing, _hashers()
        old.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self.hashing, self.passwords.hash, password)

    async def verify(self, password: str, hash: str | None) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self.hashing, self.passwords.verify, password, hash)
