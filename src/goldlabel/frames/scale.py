"""What a label may look like on each scale, and how far two labels are apart.

| scale | form in a table | value | distance |
| --- | --- | --- | --- |
| `nominal` | text, number or yes/no | as it is | 0 or 1 |
| `ordinal` | the same, in an order: numbers by size, others as `classes` says | as it is | steps apart / (steps − 1) |
| `numeric` | a finite number | float | absolute difference |
| `text` | text | str | Levenshtein over code points / longer length |
| `tree` | `a/b/c` | tuple of names | 1 − 2c / (length a + length b), c shared from the root (Wu and Palmer 1994) |
| `set` | `["x", "y"]` | sorted tuple of texts | 1 − Jaccard |
| `ranking` | `["best", "next"]` | tuple of texts | share of pairs in another order (Kendall; Fagin et al. 2003) |
| `pairwise` | `left`, `right` or `tie` | str | 0, 1; 1/2 to a tie |
| `spans`, `segments` | `[[start, end, "PER"], …]` | tuple of `Region` | 1 − F of matched overlap, see `regions` |
| `boxes` | `[[x, y, width, height, "car"], …]` | the same | the same |
| `polygons` | `[[[[x, y], …], "roof"], …]` | the same | the same |
| `points` | `[[x, y, "nose"], …]` | the same | the same, nearness for overlap |
| `masks` | COCO RLE, or a list of `[RLE, "roof"]` | the same | the same |

Lists stand as JSON text in CSV and Parquet and may be lists in JSONL and in memory. A set's empty list, and a region
scale's, is an answer: nothing applies, nothing is there.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from goldlabel.answers.tree import alike
from goldlabel.core.problem import Invalid
from goldlabel.frames import regions
from goldlabel.frames.column import text_of

SIDES = ("left", "right", "tie")


@dataclass(frozen=True, slots=True)
class LabelScale:
    """`parse` raises ValueError with a sentence for a label that has not the scale's form."""

    name: str
    form: str
    """An example, for messages."""
    parse: Callable[[Any], Any]
    distance: Callable[[Any, Any], float]
    write: Callable[[Any], Any]
    """A value back in the form of a label: text or number, or a list that stands as JSON in files."""


def scale(name: str, classes: Sequence[Any] | None = None) -> LabelScale:
    """The scale by its name; `classes`: the order of an ordinal scale, low to high.

    Raises Invalid for an unknown name, with the names there are.
    """
    if name not in SCALES:
        raise Invalid(f"there is no scale {name!r}; there are {', '.join(SCALES)}", where="scale")
    return _ordinal(classes) if name == "ordinal" and classes is not None else SCALES[name]


def is_regions(name: str) -> bool:
    """Whether a label is a list of places, each with its own label."""
    return name in regions.FORMS


def _json(raw: Any) -> Any:
    if isinstance(raw, (str, bytes)):
        try:
            return msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ValueError(f"is no JSON ({error})") from None
    return raw


def _plain(raw: Any) -> Any:
    if not isinstance(raw, (str, int, float)):
        raise ValueError("is no text or number")
    return raw


def number(raw: Any) -> float:
    """Raises ValueError for what is no finite number."""
    try:
        value = float(raw)
    except (TypeError, ValueError):
        raise ValueError("is no number") from None
    if isinstance(raw, bool) or not math.isfinite(value):
        raise ValueError("is no finite number")
    return value


def _text(raw: Any) -> str:
    if not isinstance(raw, (str, int, float)) or isinstance(raw, bool):
        raise ValueError("is no text")
    return text_of(raw)


def _tree(raw: Any) -> tuple[str, ...]:
    path = tuple(text_of(part) for part in cast(Sequence[Any], raw)) if isinstance(raw, (list, tuple)) else None
    path = tuple(part.strip() for part in _text(raw).strip("/").split("/")) if path is None else path
    if not path or not all(path):
        raise ValueError("has an empty step in its path")
    return path


def _names(raw: Any) -> list[str]:
    parts = _json(raw)
    if not isinstance(parts, (list, tuple, set, frozenset)):
        raise ValueError("is no list of names")
    names = cast(Sequence[Any], parts)
    if not all(isinstance(name, (str, int, float)) for name in names):
        raise ValueError("is no list of names")
    texts = [text_of(name) for name in names]
    if len(set(texts)) < len(texts):
        twice = next(name for name in texts if texts.count(name) > 1)
        raise ValueError(f"names {twice!r} twice")
    return texts


def _set(raw: Any) -> tuple[str, ...]:
    return tuple(sorted(_names(raw)))


def _ranking(raw: Any) -> tuple[str, ...]:
    names = _names(raw)
    if not names:
        raise ValueError("ranks nothing")
    return tuple(names)


def _side(raw: Any) -> str:
    side = raw.strip().lower() if isinstance(raw, str) else raw
    if side not in SIDES:
        raise ValueError("is none of left, right, tie")
    return side


def _differ(a: Any, b: Any) -> float:
    return float(text_of(a) != text_of(b))


def _apart(a: float, b: float) -> float:
    return abs(a - b)


def _edits(a: str, b: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_distance(a, b)


def _jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    one, other = set(a), set(b)
    union = len(one | other)
    return 1 - len(one & other) / union if union else 0.0


def kendall(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of pairs that two rankings order in another way, over all names that either ranks.

    What a ranking leaves out stands tied below its end; a pair tied in one ranking alone counts one half (Fagin,
    Kumar and Sivakumar 2003, "Comparing top k lists", p = 1/2). O(n²).
    """
    names = sorted({*a, *b})
    if len(names) < 2:
        return 0.0
    first = {name: at for at, name in enumerate(a)}
    second = {name: at for at, name in enumerate(b)}
    total = 0.0
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            x = _sign(first.get(one, len(a)) - first.get(other, len(a)))
            y = _sign(second.get(one, len(b)) - second.get(other, len(b)))
            total += abs(x - y) / 2
    return total / (len(names) * (len(names) - 1) / 2)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _sides(a: str, b: str) -> float:
    return 0.0 if a == b else 0.5 if "tie" in (a, b) else 1.0


def _ordinal(classes: Sequence[Any] | None) -> LabelScale:
    """Without classes: numbers, whose order is their size."""
    rank = {text_of(one): place for place, one in enumerate(classes or ())}

    def parse(raw: Any) -> Any:
        if not rank:
            number(raw)
        elif text_of(raw) not in rank:
            raise ValueError(f"is none of the classes {', '.join(rank)}")
        return raw

    def distance(a: Any, b: Any) -> float:
        if not rank:
            return abs(number(a) - number(b))
        return abs(rank[text_of(a)] - rank[text_of(b)]) / max(1, len(rank) - 1)

    return LabelScale("ordinal", '3, or "high" with classes in order', parse, distance, _same)


def _same(value: Any) -> Any:
    return value


def _path(value: Sequence[str]) -> str:
    return "/".join(value)


def _wu_palmer(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    return 1 - alike(a, b)


def _tidy(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


_KINDS: tuple[LabelScale, ...] = (
    LabelScale("nominal", "cat", _plain, _differ, _same),
    _ordinal(None),
    LabelScale("numeric", "4.2", number, _apart, _tidy),
    LabelScale("text", "a sentence", _text, _edits, _same),
    LabelScale("tree", "animal/dog", _tree, _wu_palmer, _path),
    LabelScale("set", '["x", "y"]', _set, _jaccard, list),
    LabelScale("ranking", '["best", "next"]', _ranking, kendall, list),
    LabelScale("pairwise", "left", _side, _sides, _same),
    *(LabelScale(name, form.example, form.parse, form.distance, form.write) for name, form in regions.FORMS.items()),
)
SCALES: dict[str, LabelScale] = {kind.name: kind for kind in _KINDS}
