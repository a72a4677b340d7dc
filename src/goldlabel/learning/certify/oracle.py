"""The expert: asked only for the items that the rule selects, each once; nothing else has any influence."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.table import read_table
from goldlabel.learning.certify.losses import Loss
from goldlabel.learning.certify.reading import Frozen

Oracle = Mapping[Any, Any] | Callable[[Any], Any]


class Spent(Exception):
    """The budget of expert labels does not reach for what is asked next."""


class Expert:
    """Asks the oracle and keeps its answers. `answers`: index of the item → label in the form the loss compares."""

    def __init__(self, oracle: Oracle, frozen: Frozen, loss: Loss, budget: int | None) -> None:
        self._ask = oracle if callable(oracle) else _from_mapping(oracle)
        self._frozen, self._loss, self._left = frozen, loss, budget
        self.given: dict[int, Any] = {}
        self.answers: dict[int, Any] = {}

    def losses(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Asks for the items (in this order); the loss of the model's label for each."""
        new = [row for row in rows.tolist() if row not in self.answers]
        if self._left is not None:
            if len(new) > self._left:
                raise Spent
            self._left -= len(new)
        for row in new:
            item = self._frozen.items[row]
            self.given[row] = self._ask(item)
            self.answers[row] = self._loss.read(self.given[row], f"the oracle's label of item {text_of(item)!r}")
        return np.array([self._loss.between(self._frozen.labels[row], self.answers[row]) for row in rows.tolist()])


def _from_mapping(oracle: Mapping[Any, Any]) -> Callable[[Any], Any]:
    def ask(item: Any) -> Any:
        if item in oracle:
            return oracle[item]
        if (name := text_of(item)) in oracle:
            return oracle[name]
        raise Invalid(
            f"lacks item {name!r}, which was asked for; add its label and run again with the same seed: "
            "the same items will be asked",
            where=getattr(oracle, "name", "") or "the oracle",
        )

    return ask


class OracleFile(Mapping[str, Any]):
    """A table `item,label` whose labels are looked at only where they are asked. Raises Invalid for a missing column
    and, once asked, for an item without a label or one that stands there twice with different labels."""

    def __init__(self, path: str | Path, item: str = "item", label: str = "label") -> None:
        self._table = read_table(path, [item, label])
        self._label = self._table.column(label)
        self.name = str(path)
        self._rows: dict[str, list[int]] = {}
        items = self._table.column(item)
        names = [text_of(value) for value in items.values]
        codes: list[int] = items.codes.tolist()
        for row, code in enumerate(codes):
            self._rows.setdefault(names[code], []).append(row)

    def __getitem__(self, item: str) -> Any:
        rows = self._rows[item]
        found = {text_of(label): label for label in (self._label.values[self._label.codes[row]] for row in rows)}
        if len(found) > 1:
            told = " and ".join(repr(label) for label in sorted(found))
            raise Invalid(f"item {item!r} has the labels {told}; keep one", where=self._table.place(rows[-1]))
        label = next(iter(found.values()))
        if label is None or label == "":
            raise Invalid(
                f"item {item!r} has no label; fill it in and run again with the same seed: the same items will be "
                "asked",
                where=self._table.place(rows[0]),
            )
        return label

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, item: object) -> bool:
        return isinstance(item, str) and item in cast(dict[str, Any], self._rows)
