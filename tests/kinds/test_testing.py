"""Every check of the conformance suite fails on a kind that breaks its promise."""

from typing import Any

import pytest

from goldlabel.answers.rating import Rating, RatingValue
from goldlabel.core.geometry import BoxValue
from goldlabel.core.kind import Example
from goldlabel.core.problem import Problem
from goldlabel.shapes.box import Box
from goldlabel.testing import checks, run


def breaking(base: type[Any], **methods: Any) -> Any:
    """An instance of the kind with some methods replaced; `self` is left out of their arguments."""
    wrapped = {
        name: (lambda method: lambda self, *args: method(*args))(part) if callable(part) and name != "Value" else part
        for name, part in methods.items()
    }
    return type("Broken", (base,), wrapped)()


class Loose(RatingValue):
    """Comes back as something else."""

    def model_dump(self, **options: Any) -> Any:  # type: ignore[override]
        return self.root + 1


NOT_SIMPLER = BoxValue(x=0, y=0, width=0, height=0)
BROKEN: dict[str, Any] = {
    "has_examples": breaking(Rating, examples=list),
    "round_trip": breaking(
        Rating, Value=Loose, examples=lambda: [Example(Rating().examples()[0].config, [Loose(1), Loose(2)])]
    ),
    "schema_accepts": breaking(
        Rating,
        Value=type("Odd", (RatingValue,), {"model_json_schema": classmethod(lambda *a, **k: {"type": "string"})}),
    ),
    "valid_is_valid": breaking(Rating, check=lambda *a: [Problem("", "no")]),
    "invalid_is_invalid": breaking(Rating, check=lambda *a: []),
    "foreign_values_refused": breaking(Rating, parse=lambda *a: (RatingValue(1), [])),
    "distance_self": breaking(Rating, distance=lambda *a: 1.0),
    "distance_symmetric": breaking(Rating, distance=lambda a, b, c: float(a.root > b.root)),
    "bounded": breaking(Rating, distance=lambda a, b, c: float(abs(a.root - b.root))),
    "unanimous": breaking(Rating, combine=lambda *a: RatingValue(2)),
    "combine_valid": breaking(Rating, combine=lambda *a: RatingValue(99)),
    "clean_settles": breaking(Rating, clean=lambda v, *a: RatingValue(1 if v.root == 5 else v.root + 1)),
    "words": breaking(Rating, key=lambda *a: "x" * 201),
    "options_known": breaking(Rating, options=lambda *a: ["1", "1"]),
    "lowers": breaking(Box, lower=lambda *a: {"box": NOT_SIMPLER}),
    "between_ends": breaking(Box, between=lambda a, b, t: b),
    "upgrades": breaking(Rating, version=2),
}


def test_every_check_has_a_broken_kind() -> None:
    assert list(BROKEN) == [check.__name__ for check in checks()]


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.__name__)
def test_a_broken_promise_is_found(check: Any) -> None:
    kind = BROKEN[check.__name__]
    with pytest.raises(AssertionError):
        run(check, kind)
    run(check, kind, {check.__name__: "known"})


def test_an_expected_failure_that_passes_is_an_error() -> None:
    with pytest.raises(AssertionError, match="take it out"):
        run(checks()[0], Rating(), {checks()[0].__name__: "no longer true"})
