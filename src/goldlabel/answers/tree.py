"""Values within values."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from pydantic import Field, model_validator

from ..core.geometry import unanimous
from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Model, Plain
from ..core.problem import Problem
from ..core.schema import Value

Path = tuple[str, ...]


class TreeConfig(Model):
    """`values` nested by `children`; ids are unique in the whole tree. `leaves_only`: every path must go to the end."""

    values: tuple[Value, ...] = Field(min_length=1)
    leaves_only: bool = False
    multiple: bool = False

    @model_validator(mode="after")
    def _unique(self) -> "TreeConfig":
        ids = [path[-1] for path, _ in walk(self.values)]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"value ids stand twice in the tree: {', '.join(twice)}")
        return self

    @cached_property
    def nodes(self) -> dict[Path, Value]:
        """Every path of the tree, depth first."""
        return dict(walk(self.values))

    @cached_property
    def rank(self) -> dict[Path, int]:
        return {path: index for index, path in enumerate(self.nodes)}


class TreeValue(Plain[tuple[Path, ...]]):
    """Paths of ids from the root down; one, unless `multiple`."""


class Tree(Answer[TreeConfig, TreeValue]):
    """A place in a hierarchy, or several.

    Distance of two paths: 1 − 2c / (|a| + |b|), c = length of what they share from the root (Wu and Palmer,
    1994). Of several: 1 − the mean, over all paths of both, of the likeness to the nearest path of the other.
    """

    name, scale, Config, Value = "tree", Scale.tree, TreeConfig, TreeValue

    def check(self, value: TreeValue, config: TreeConfig, target: Target) -> list[Problem]:
        paths = value.root
        if not paths:
            return [Problem("", "choose at least one value")]
        out: list[Problem] = []
        for index, path in enumerate(paths):
            node = config.nodes.get(path)
            message = None
            if node is None:
                message = f"the tree has no path {short(' / '.join(path), 80) or '(empty)'}"
            elif config.leaves_only and node.children:
                message = f'"{node.name}" has finer values; choose one of them'
            elif any(path == other[: len(path)] for at, other in enumerate(paths) if at != index):
                message = f'"{node.name}" stands twice, or is implied by a finer value'
            if message:
                out.append(Problem(f"[{index}]", message))
        if len(paths) > 1 and not config.multiple:
            out.append(Problem("", "choose only one value"))
        return out

    def clean(self, value: TreeValue, config: TreeConfig, target: Target) -> TreeValue:
        rank = config.rank
        return TreeValue(tuple(sorted(value.root, key=lambda path: rank.get(path, len(rank)))))

    def distance(self, a: TreeValue, b: TreeValue, config: TreeConfig) -> float:
        one, other = sorted(set(a.root)), sorted(set(b.root))
        if one == other:
            return 0.0
        if not one or not other:
            return 1.0
        one, other = min(one, other), max(one, other)
        likeness = sum(max(alike(path, its) for its in other) for path in one)
        likeness += sum(max(alike(path, its) for its in one) for path in other)
        return 1 - likeness / (len(one) + len(other))

    def combine(self, values: Sequence[TreeValue], weights: Sequence[float], config: TreeConfig) -> TreeValue:
        """As far down as more than half the weight goes together; the medoid for several paths or leaves only."""
        if unanimous(values) or config.multiple or config.leaves_only or any(len(v.root) != 1 for v in values):
            return super().combine(values, weights, config)
        path: Path = ()
        while True:
            votes: dict[str, float] = {}
            for value, weight in zip(values, weights, strict=True):
                own = value.root[0]
                if len(own) > len(path) and own[: len(path)] == path:
                    votes[own[len(path)]] = votes.get(own[len(path)], 0.0) + weight
            best = max(votes, key=lambda id: votes[id], default=None)
            if best is None or votes[best] <= sum(weights) / 2:
                break
            path = (*path, best)
        return TreeValue((path,)) if path else super().combine(values, weights, config)

    def options(self, config: TreeConfig) -> list[str] | None:
        return [path[-1] for path in config.nodes]

    def summary(self, value: TreeValue, config: TreeConfig) -> str:
        return short(", ".join(" / ".join(_names(path, config)) for path in value.root))

    def key(self, value: TreeValue, config: TreeConfig) -> str:
        return short("|".join("/".join(path) for path in value.root))

    def examples(self) -> Sequence[Example[TreeConfig, TreeValue]]:
        leaf = [Value(id=id, name=id.title()) for id in ("dog", "cat", "oak")]
        animal = Value(id="animal", name="Animal", children=(leaf[0], leaf[1]))
        plant = Value(id="plant", name="Plant", children=(leaf[2],))
        dog, cat, oak = ("animal", "dog"), ("animal", "cat"), ("plant", "oak")
        make = TreeValue
        return [
            Example(
                TreeConfig(values=(animal, plant)),
                valid=[make((dog,)), make((cat,)), make((("animal",),)), make((oak,))],
                invalid=[make(()), make((("dog",),)), make((dog, oak)), make(((),))],
            ),
            Example(
                TreeConfig(values=(animal, plant), multiple=True, leaves_only=True),
                valid=[make((dog, oak)), make((cat,))],
                invalid=[make((("animal",),)), make((dog, dog))],
            ),
        ]


def walk(values: Sequence[Value], above: Path = ()) -> Iterator[tuple[Path, Value]]:
    for value in values:
        path = (*above, value.id)
        yield path, value
        yield from walk(value.children, path)


def alike(a: Path, b: Path) -> float:
    shared = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        shared += 1
    return 2 * shared / (len(a) + len(b)) if a or b else 1.0


def _names(path: Path, config: TreeConfig) -> list[str]:
    nodes = config.nodes
    steps = [path[: depth + 1] for depth in range(len(path))]
    return [nodes[step].name if step in nodes else step[-1] for step in steps]
