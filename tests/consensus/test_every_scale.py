"""What every method of every scale beyond nominal keeps to: order, names, unanimity, emptiness, gold."""

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldlabel.consensus import aggregate
from goldlabel.consensus.result import Consensus
from goldlabel.consensus.scales import METHODS
from goldlabel.core.problem import Invalid
from goldlabel.frames.masks import mask_from
from goldlabel.frames.scale import scale

EVERY = [(name, method) for name, methods in METHODS.items() for method in methods]
AUTO = [(name, next(iter(methods))) for name, methods in METHODS.items()]
NAMES = ["ape", "bee", "cat", "dog"]


def stretch(low: int, high: int) -> st.SearchStrategy[list[Any]]:
    return st.tuples(st.integers(low, high), st.integers(1, 6), st.sampled_from("XY")).map(
        lambda one: [one[0], one[0] + one[1], one[2]]
    )


def box(draw: tuple[int, int, int, int, str]) -> list[Any]:
    return [float(draw[0]), float(draw[1]), float(draw[2]), float(draw[3]), draw[4]]


def ring(draw: tuple[int, int, int, int, str]) -> list[Any]:
    x, y, w, h, label = draw
    return [[[x, y], [x + w, y], [x + w, y + h], [x, y + h]], label]


def mask(draw: tuple[int, int, int, int, str]) -> list[Any]:
    x, y, w, h, label = draw
    pixels = np.zeros((40, 40), bool)
    pixels[y : y + h, x : x + w] = True
    return [mask_from(pixels).rle(), label]


RECTANGLE = st.tuples(
    st.integers(0, 20), st.integers(0, 20), st.integers(1, 15), st.integers(1, 15), st.sampled_from("XY")
)


def some(regions: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    return st.lists(regions, max_size=3, unique_by=json.dumps)


LABELS: dict[str, st.SearchStrategy[Any]] = {
    "numeric": st.one_of(st.integers(-50, 50), st.floats(-1e6, 1e6, allow_subnormal=False)),
    "ordinal": st.integers(1, 5),
    "text": st.lists(st.sampled_from(["the", "cat", "Cat,", "sat", "—"]), max_size=5).map(" ".join),
    "tree": st.sampled_from(["a", "a/b", "a/b/c", "a/d", "e/f"]),
    "set": st.lists(st.sampled_from(NAMES), unique=True).map(sorted),
    "ranking": st.permutations(NAMES).flatmap(lambda order: st.integers(1, 4).map(lambda k: list(order[:k]))),
    "pairwise": st.sampled_from(["left", "right", "tie"]),
    "spans": some(stretch(0, 20)),
    "segments": some(stretch(-5, 20).map(lambda one: [one[0] / 4, one[1] / 4, one[2]])),
    "boxes": some(RECTANGLE.map(box)),
    "polygons": some(RECTANGLE.map(ring)),
    "points": some(st.tuples(st.integers(0, 300), st.integers(0, 300), st.sampled_from("XY")).map(list)),
    "masks": some(RECTANGLE.map(mask)),
}
Row = tuple[int, str, Any]


def table(scale_name: str, rows: list[Row]) -> dict[str, list[Any]]:
    columns = {
        "item": [item for item, _, _ in rows],
        "worker": [w for _, w, _ in rows],
        "label": [v for _, _, v in rows],
    }
    if scale_name == "pairwise":
        columns |= {
            "left": [f"s{item % 2}" for item, _, _ in rows],
            "right": [f"s{2 + item % 2}" for item, _, _ in rows],
        }
    return columns


def answers(scale_name: str) -> st.SearchStrategy[list[Row]]:
    key = st.tuples(st.integers(0, 3), st.sampled_from("vwxyz"))
    return st.dictionaries(key, LABELS[scale_name], max_size=10).map(
        lambda found: [(item, worker, label) for (item, worker), label in found.items()]
    )


def run(scale_name: str, rows: list[Row], method: str, **more: Any) -> Consensus:
    found = aggregate(table(scale_name, rows), scale_name, method, **more)
    assert len(found.items) == len(found.labels) == len(found.confidence)
    assert ((found.confidence >= 0) & (found.confidence <= 1)).all()
    for label in found.labels:
        scale(scale_name).parse(label)
    for worker in found.workers:
        assert 0 <= worker.low <= worker.skill <= worker.high <= 1, worker
    return found


def apart(said: list[Any]) -> bool:
    """Whether stretches do not overlap: a sequence of tags cannot say that they do."""
    ends = sorted((start, end) for start, end, _ in said)
    return all(one[1] <= other[0] for one, other in pairwise(ends))


def test_every_scale_has_examples() -> None:
    assert set(LABELS) == set(METHODS)


@pytest.mark.parametrize(("name", "method"), EVERY)
@settings(max_examples=12)
@given(data=st.data())
def test_the_order_of_rows_changes_nothing(name: str, method: str, data: st.DataObject) -> None:
    rows = data.draw(answers(name))
    found = run(name, rows, method)
    shuffled = run(name, data.draw(st.permutations(rows)), method)
    assert dict(zip(found.items, found.labels, strict=True)) == dict(zip(shuffled.items, shuffled.labels, strict=True))
    assert dict(zip(found.items, found.confidence, strict=True)) == dict(
        zip(shuffled.items, shuffled.confidence, strict=True)
    )


def crowd(name: str) -> list[Row]:
    """30 items, 6 workers who say the same with some slips, no two places exactly alike."""
    g = np.random.default_rng(7)
    rows: list[Row] = []
    for item in range(30):
        x, y = (int(one) for one in g.integers(5, 15, 2))
        order = [NAMES[at] for at in g.permutation(4)]
        for worker in "uvwxyz":
            slip = [int(one) for one in g.integers(-2, 3, 4)]
            label = "X" if g.random() < 0.8 else "Y"
            spot = (x + slip[0], y + slip[1], 12 + slip[2], 12 + slip[3], label)
            said: dict[str, Any] = {
                "numeric": x + float(g.normal()), "ordinal": 1 + max(0, min(4, x // 3 + slip[0] // 2)),
                "text": " ".join(name for name in order if g.random() < 0.9), "tree": f"a/{order[0]}/{label}",
                "set": [name for name in order[:2] if g.random() < 0.9], "ranking": order if slip[0] else order[::-1],
                "pairwise": "left" if g.random() < 0.7 else "right", "spans": [[x + slip[0], x + 20 + slip[1], label]],
                "segments": [[x + slip[0] / 7, x + 20 + slip[1] / 9, label]], "boxes": [box(spot)],
                "polygons": [ring(spot)], "points": [[spot[0], spot[1], label]], "masks": [mask(spot)],
            }  # fmt: skip
            rows.append((item, worker, said[name]))
    return rows


@pytest.mark.parametrize(("name", "method"), AUTO)
def test_the_names_of_workers_and_items_change_nothing(name: str, method: str) -> None:
    rows = crowd(name)
    other = dict(zip("uvwxyz", "zwyuxv", strict=True))
    found = run(name, rows, method)
    renamed = run(name, [(58 - item, other[worker], label) for item, worker, label in rows], method)
    same = scale(name)
    for one, again in zip(found.labels, renamed.labels, strict=True):
        assert same.distance(same.parse(one), same.parse(again)) < 1e-9
        assert name == "numeric" or one == again
    assert renamed.confidence == pytest.approx(found.confidence, abs=1e-6)
    skill = {one.worker: one.skill for one in renamed.workers}
    assert [skill[other[one.worker]] for one in found.workers] == pytest.approx([one.skill for one in found.workers])


@pytest.mark.parametrize(("name", "method"), EVERY)
@settings(max_examples=12)
@given(data=st.data())
def test_one_opinion_is_the_label(name: str, method: str, data: st.DataObject) -> None:
    """Of several workers who agree, or of one alone."""
    said = data.draw(LABELS[name])
    assume(method != "sequence" or apart(said))
    workers = data.draw(st.integers(1, 5))
    rows: list[Row] = [(item, f"w{worker}", said) for item in range(3) for worker in range(workers)]
    found = run(name, rows, method)
    same = scale(name)
    for label in found.labels:
        assert same.distance(same.parse(label), same.parse(said)) <= 1e-9 * (1 + abs(said) if name == "numeric" else 1)


@pytest.mark.parametrize(("name", "method"), EVERY)
def test_nothing_in_nothing_out(name: str, method: str) -> None:
    assert run(name, [], method).table() == {"item": [], "label": [], "confidence": []}


@pytest.mark.parametrize(("name", "method"), EVERY)
@settings(max_examples=8)
@given(data=st.data())
def test_gold_is_the_label(name: str, method: str, data: st.DataObject) -> None:
    rows = data.draw(answers(name).filter(bool))
    known = data.draw(LABELS[name])
    item = rows[0][0]
    found = run(name, rows, method, gold={item: known})
    at = found.items.index(item)
    same = scale(name)
    assert same.distance(same.parse(found.labels[at]), same.parse(known)) == 0
    assert found.confidence[at] == 1


@pytest.mark.parametrize(("name", "method"), AUTO)
def test_labels_come_back_in_their_own_form(name: str, method: str) -> None:
    """JSON text for JSON text, lists for lists, numbers for numbers."""
    examples: dict[str, Any] = {
        "set": ["ape"], "ranking": ["bee", "ape"], "spans": [[0, 4, "X"]], "segments": [[0.5, 2.0, "X"]],
        "boxes": [[1.0, 2.0, 3.0, 4.0, "X"]], "polygons": [ring((0, 0, 5, 5, "X"))], "masks": [mask((1, 1, 4, 4, "X"))],
        "points": [[3.0, 4.0, "X"]],
    }  # fmt: skip
    if name not in examples:
        return
    said = examples[name]
    assert run(name, [(0, "v", said), (0, "w", said)], method).labels == [said]
    text = json.dumps(said)
    assert json.loads(run(name, [(0, "v", text), (0, "w", text)], method).labels[0]) == said


def test_unknown_words_are_refused() -> None:
    with pytest.raises(Invalid, match="no consensus on the scale 'colours'"):
        aggregate(table("numeric", []), "colours")
    with pytest.raises(Invalid, match="has no method 'magic'"):
        aggregate(table("numeric", []), "numeric", "magic")
    with pytest.raises(Invalid, match="'much' is no number"):
        aggregate(table("numeric", [(1, "w", "much")]), "numeric")
