"""The label loop over HTTP, as a script of the load generator."""

import json
import time
from dataclasses import dataclass, field
from itertools import count

import msgspec

from bench import data
from bench.http import Load, Script, request
from bench.measure import percentiles
from bench.stage import PROJECT, Served

NEXT = json.dumps({"count": 1, "holding": []}).encode()
_keys = count(int(time.time() * 1e6))


class _Task(msgspec.Struct):
    task: str


class _Tasks(msgspec.Struct):
    tasks: list[_Task]


_decode = msgspec.json.Decoder(_Tasks).decode


@dataclass
class Seen:
    """What the clients of one load saw."""

    next: list[float] = field(default_factory=list)
    submit: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    empty: int = 0
    seconds: float = 0.0

    @property
    def loops_per_second(self) -> float:
        return len(self.submit) / self.seconds

    def p(self, part: str, *wanted: float) -> list[float]:
        return [value * 1e3 for value in percentiles(getattr(self, part), *wanted)]


def labeler(token: str, seen: Seen, pause: float = 0.0, first: float = 0.0) -> Script:
    """Next and submit until stopped; with `pause`, one loop starts every so many seconds."""
    base = f"/api/projects/{PROJECT}"
    if first:
        yield first
    while True:
        start = time.perf_counter()
        status, body, took = yield request("POST", f"{base}/next", token, NEXT)
        if status != 200:
            seen.errors.append(f"next {status}: {body[:200]!r}")
            return
        tasks = _decode(body).tasks
        if not tasks:
            seen.empty += 1
            return
        seen.next.append(took)
        key = next(_keys)
        answer = {"task": tasks[0].task, "body": data.body(key), "seconds": 1.5, "schema_version": 1}
        message = request(
            "POST", f"{base}/submit", token, msgspec.json.encode(answer), f"Idempotency-Key: {key}\r\n"
        )  # fmt: skip
        status, body, took = yield message
        if status != 200:
            seen.errors.append(f"submit {status}: {body[:200]!r}")
            return
        seen.submit.append(took)
        if pause:
            yield max(0.0, pause - (time.perf_counter() - start))


def run(served: Served, tokens: list[str], seconds: float, pause: float = 0.0) -> Seen:
    """One client per token, as fast as they can or paced. Raises when one was refused."""
    seen = Seen()
    scripts = [labeler(token, seen, pause, pause * n / len(tokens)) for n, token in enumerate(tokens)]
    seen.seconds = Load(served.port, scripts, seconds).run()
    if seen.errors:
        raise RuntimeError(f"{len(seen.errors)} errors, the first: {seen.errors[0]}")
    return seen
