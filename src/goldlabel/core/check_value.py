"""One value of a body against the kind and config it is used with."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from .annotation import Answer, Region
from .kind import Kind, Target, problems_of
from .model import unstorable
from .problem import Problem


@dataclass(frozen=True, slots=True)
class Ready:
    """A kind with the config it is used with. `kind` None: not in the catalog."""

    kind: Kind[Any, Any] | None
    config: Any


def made_ready(kind: Kind[Any, Any] | None, raw: Any, where: str, problems: list[Problem]) -> Ready:
    if kind is None:
        return Ready(None, raw)
    try:
        return Ready(kind, kind.Config.model_validate(raw))
    except ValidationError as error:
        problems += [problem.inside(where) for problem in problems_of(error)]
        return Ready(kind, None)


def check_value(ready: Ready, part: Answer | Region, target: Target, where: str, out: list[Problem]) -> None:
    kind = ready.kind
    if kind is None:
        if problem := unstorable(part.value):
            out.append(problem.inside(f"{where}.value"))
        return
    if part.version > kind.version:
        message = f"was written by {kind.name} {part.version}, this is {kind.version}; update goldlabel or the plugin"
        out.append(Problem(f"{where}.version", message))
        return
    _, problems = kind.parse(part.value, ready.config, target, part.version)
    if problems:
        out += [problem.inside(f"{where}.value") for problem in problems]


def cleaned(part: Any, ready: Ready | None, name: str, target: Target) -> Any:
    kind = ready.kind if ready else None
    if ready is None or kind is None or kind.name != name or part.version > kind.version:
        return part
    value, _ = kind.parse(part.value, ready.config, target, part.version)
    if value is None:
        return part
    raw = kind.clean(value, ready.config, target).model_dump(mode="json")
    return part.model_copy(update={"value": raw, "version": kind.version})
