"""What can go wrong, said so that the reader knows the place and the way out.

    GoldlabelError            400  anything we refuse, with a sentence for the person
    ├─ Invalid                422  the input breaks a rule; carries every Problem found
    ├─ NotFound               404  no such thing, or none that you may see
    ├─ Forbidden              403  you may not do this
    ├─ Unauthorized           401  nobody is signed in
    ├─ Conflict               409  somebody changed it first; `detail` carries both versions
    ├─ TooLarge               413  over a stated limit
    └─ TooMany                429  asked too often; `retry_after` says when

Checks of what people send never raise at the first mistake: they return a list of `Problem`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: `where` (a path such as `questions[2].name`) and what to do about it."""

    where: str
    message: str

    def inside(self, prefix: str) -> "Problem":
        """The same problem, seen from one level further out."""
        separator = "" if not self.where or self.where.startswith("[") else "."
        return Problem(f"{prefix}{separator}{self.where}", self.message)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class GoldlabelError(Exception):
    """Base of every error that goldlabel raises on purpose. `status` is its HTTP status."""

    status = 400

    def __init__(self, message: str, *, detail: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail or {}


class Invalid(GoldlabelError):
    status = 422

    def __init__(self, problems: Sequence[Problem] | str, *, where: str = "") -> None:
        self.problems = [Problem(where, problems)] if isinstance(problems, str) else list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))
        self.detail = {"problems": [{"where": p.where, "message": p.message} for p in self.problems]}


class NotFound(GoldlabelError):
    status = 404


class Forbidden(GoldlabelError):
    status = 403


class Unauthorized(GoldlabelError):
    status = 401


class Conflict(GoldlabelError):
    status = 409


class TooLarge(GoldlabelError):
    status = 413


class TooMany(GoldlabelError):
    status = 429

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message, detail={"retry_after": retry_after})
        self.retry_after = retry_after
