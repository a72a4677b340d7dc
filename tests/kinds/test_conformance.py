"""Every built-in kind keeps every promise of `goldlabel.testing`."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.catalog import builtins
from goldlabel.core.check import Checker
from goldlabel.core.kind import Kind, Scale
from goldlabel.testing import cases, run, sample, strategy

KINDS: list[Kind[Any, Any]] = [*builtins().answers.values(), *builtins().shapes.values()]
EXPECTED: dict[str, dict[str, str]] = {}


def name(part: Any) -> str:
    return part.name if isinstance(part, Kind) else getattr(part, "__name__", str(part))


@pytest.mark.parametrize(("check", "kind"), cases(KINDS), ids=name)
def test_promise(check: Any, kind: Kind[Any, Any]) -> None:
    run(check, kind, EXPECTED.get(kind.name))


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_promises_on_made_up_values(kind: Kind[Any, Any]) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.lists(strategy(kind), min_size=1, max_size=4))
    def hold(found: list[Any]) -> None:
        config, target, _ = found[0]
        values = [value for its, _, value in found if its == config]
        for a in values:
            kind.check(a, config, target)
            assert kind.distance(a, a, config) == 0
            assert kind.combine([a, a], [1.0, 2.0], config) == a
            assert len(kind.key(a, config)) <= 200
            assert len(kind.summary(a, config)) <= 200
            for b in values:
                distance = kind.distance(a, b, config)
                assert 0 <= distance < float("inf")
                assert distance == kind.distance(b, a, config)
                assert distance <= 1 or getattr(kind, "scale", None) is Scale.numeric
        if not any(kind.check(value, config, target) for value in values):
            combined = kind.combine(values, [1.0] * len(values), config)
            assert not kind.check(combined, config, target)

    hold()


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_sample_fits(kind: Kind[Any, Any]) -> None:
    schema, body = sample(kind)
    checker = Checker(schema, builtins())
    assert checker.check(body, {"data": "some text, long enough"}) == []
    assert checker.clean(body).model_dump_json()
