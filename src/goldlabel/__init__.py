"""goldlabel: raw data in, gold labels out, with proof.

    import goldlabel as gl

    with gl.open("goldlabel-data") as ws:
        reviews = ws.create("reviews", template="sentiment", overlap=3)
        reviews.add("reviews.csv")

Offline, on tables of any kind: `gl.consensus.aggregate(answers)`, `gl.consensus.label_model.label_model(votes, gold)`,
`gl.agreement.report(answers)`, `gl.quality.find_errors(given, probs)`, `gl.learning.certify(predictions, oracle)`.

What stands in `__all__` is the public face; it is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from goldlabel import agreement, consensus, formats, frames, learning, quality, templates
    from goldlabel.client import connect
    from goldlabel.core.problem import GoldlabelError, Invalid
    from goldlabel.workspace import open
    from goldlabel.workspace.face import Project, Workspace
    from goldlabel.workspace.parts import Task

__all__ = [
    "GoldlabelError",
    "Invalid",
    "Project",
    "Task",
    "Workspace",
    "__version__",
    "agreement",
    "connect",
    "consensus",
    "formats",
    "frames",
    "learning",
    "open",
    "quality",
    "templates",
]

_HOMES = {
    "GoldlabelError": "goldlabel.core.problem",
    "Invalid": "goldlabel.core.problem",
    "Project": "goldlabel.workspace.face",
    "Task": "goldlabel.workspace.parts",
    "Workspace": "goldlabel.workspace.face",
    "connect": "goldlabel.client",
    "open": "goldlabel.workspace",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"goldlabel.{name}")
    raise AttributeError(f"goldlabel has no {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
