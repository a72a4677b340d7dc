"""The ordered lists of kinds: built-ins here, plugins from entry points of the group `goldlabel.kinds`.

Plugins are loaded once, by the first call of `catalog()`, never at import. One that cannot be loaded is
listed by `plugin_problems()` and left out; what it stored stays as it is (see docs/plugins.md).
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from .answers.choice import Choice
from .answers.choices import Choices
from .answers.date import Date
from .answers.json import Json
from .answers.link import Link
from .answers.number import Number
from .answers.pairwise import Pairwise
from .answers.ranking import Ranking
from .answers.rating import Rating
from .answers.text import Text as TextAnswer
from .answers.tree import Tree
from .answers.yes_no import YesNo
from .core.kind import Answer, Catalog, Medium, Shape
from .core.problem import Problem
from .media.conversation import Conversation
from .media.image import Image
from .media.text import Text as TextMedium
from .shapes.box import Box
from .shapes.ellipse import Ellipse
from .shapes.mask import Mask
from .shapes.point import Point
from .shapes.polygon import Polygon
from .shapes.polyline import Polyline
from .shapes.rotated_box import RotatedBox
from .shapes.span import Span

GROUP = "goldlabel.kinds"

MEDIA: tuple[Medium, ...] = (TextMedium(), Image(), Conversation())
SHAPES: tuple[Shape[Any, Any], ...] = (Span(), Box(), RotatedBox(), Ellipse(), Polygon(), Mask(), Polyline(), Point())
ANSWERS: tuple[Answer[Any, Any], ...] = (
    Choice(),
    Choices(),
    Tree(),
    Number(),
    Rating(),
    TextAnswer(),
    YesNo(),
    Pairwise(),
    Ranking(),
    Date(),
    Link(),
    Json(),
)


def builtins() -> Catalog:
    """The built-in kinds alone, in the order that menus show them."""
    return Catalog(
        media={medium.name: medium for medium in MEDIA},
        shapes={shape.name: shape for shape in SHAPES},
        answers={answer.name: answer for answer in ANSWERS},
    )


def catalog() -> Catalog:
    """Built-ins and plugins."""
    return _loaded()[0]


def plugin_problems() -> list[Problem]:
    """What went wrong with plugins: `where` is the entry point and its distribution."""
    return list(_loaded()[1])


@cache
def _loaded() -> tuple[Catalog, tuple[Problem, ...]]:
    return with_plugins(builtins(), entry_points(group=GROUP))


def with_plugins(base: Catalog, points: Iterable[Any]) -> tuple[Catalog, tuple[Problem, ...]]:
    """`base` and what the entry points offer: a kind, its class, or a list of either."""
    media, shapes, answers = dict(base.media), dict(base.shapes), dict(base.answers)
    problems: list[Problem] = []
    for point in points:
        where = f"{point.name} ({point.dist.name})" if getattr(point, "dist", None) else str(point.name)
        try:
            offered: Any = point.load()
            parts: list[Any] = list(offered) if isinstance(offered, (list, tuple)) else [offered]  # pyright: ignore[reportUnknownArgumentType]
            for part in parts:
                _add(part() if isinstance(part, type) else part, media, shapes, answers)
        except Exception as error:  # a plugin is foreign code: whatever it raises must not stop the app
            problems.append(Problem(where, f"left out: {type(error).__name__}: {error}"))
    return Catalog(media, shapes, answers), tuple(problems)


def _add(kind: Any, media: dict[str, Any], shapes: dict[str, Any], answers: dict[str, Any]) -> None:
    homes = ((Medium, media), (Shape, shapes), (Answer, answers))
    home = next((home for base, home in homes if isinstance(kind, base)), None)
    if home is None:
        raise TypeError(f"{kind!r} is no Medium, Shape or Answer of goldlabel.core.kind")
    if kind.name in home:
        raise ValueError(f'a kind named "{kind.name}" is there already')
    home[kind.name] = kind
