"""What labelers are called in what leaves the house: exports name people, releases do so on demand."""

from collections.abc import Iterable

from goldlabel.store import resolutions
from goldlabel.store.tx import Tx

MACHINES = ("llm", "model", "rule", "http", "service")
"""Kinds of labelers that stand under their own names in any case."""


class Called:
    """Names of labelers by their ids as words; `people`: people under their names, else as `person-<id>`."""

    def __init__(self, *, people: bool) -> None:
        self.people = people
        self._known: dict[str, tuple[str, str]] = {}

    def learn(self, tx: Tx, words: Iterable[str]) -> None:
        new = [word for word in words if word not in self._known]
        for id, (kind, name, version) in (resolutions.labelers(tx, [int(word) for word in new]) if new else {}).items():
            open_name = self.people or kind in MACHINES
            self._known[str(id)] = (with_version(name, version) if open_name else f"{kind}-{id}"), kind

    def of(self, word: str) -> tuple[str, str]:
        """Name and kind; a labeler that was erased keeps its number."""
        return self._known.get(word, (f"labeler-{word}", "person"))

    def name(self, word: str) -> str:
        return self.of(word)[0]


def with_version(name: str, version: str) -> str:
    """A model's name says which version of it."""
    return f"{name}@{version}" if version else name
