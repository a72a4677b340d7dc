"""Label errors in sets of labels, spans and boxes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.core.problem import Invalid
from goldlabel.quality.errors import find_box_errors, find_set_errors, find_span_errors
from goldlabel.quality.errors.sets import smoothed_worst

Table = dict[str, list[Any]]


class TestSets:
    GIVEN: Table = {"item": ["a", "b", "c"], "label": [["x"], ["x", "y"], []]}  # noqa: RUF012
    PROBS: Table = {"item": ["a", "b", "c"], "x": [0.9, 0.8, 0.2], "y": [0.9, 0.9, 0.1], "z": [0.1, 0.2, 0.1]}  # noqa: RUF012

    def test_by_hand(self) -> None:
        """Scores of a: x .9, y .1, z .9; best to worst .9, .9, .1: .8 · .1 + .2 · .9 = .26."""
        found = find_set_errors(self.GIVEN, self.PROBS)
        assert found.items == ["a", "b", "c"]
        assert found.score.tolist() == pytest.approx([0.26, 0.804, 0.82])
        assert found.by_label[0].tolist() == pytest.approx([0.9, 0.1, 0.9])

    def test_flagged_labels_are_turned_round(self) -> None:
        rng = np.random.default_rng(0)
        truth = rng.random((600, 3)) < 0.4
        p = np.clip(np.where(truth, 0.85, 0.15) + rng.normal(0, 0.08, truth.shape), 0, 1)
        wrong = rng.random(truth.shape) < 0.03
        names = np.array(["x", "y", "z"])
        given: Table = {"item": list(range(600)), "label": [names[row].tolist() for row in truth ^ wrong]}
        found = find_set_errors(given, {"item": list(range(600))} | {n: p[:, k].tolist() for k, n in enumerate(names)})
        right = sum(
            suggested == names[truth[item]].tolist()
            for item, suggested in zip(found.items, found.suggested, strict=True)
        )
        assert right > 0.97 * 600
        told = found.label_table()
        assert len(told["item"]) == found.flagged.sum()
        assert told["score"] == sorted(told["score"])
        hits = sum(bool(wrong[item, "xyz".index(name)]) for item, name in zip(told["item"], told["class"], strict=True))
        assert hits > 0.9 * len(told["item"])
        assert set(found.items[: int(0.8 * wrong.any(axis=1).sum())]) <= set(np.flatnonzero(wrong.any(axis=1)).tolist())

    @settings(max_examples=30)
    @given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=8))
    def test_the_worst_rules(self, rows: list[list[float]]) -> None:
        scores = smoothed_worst(np.array(rows))
        for score, row in zip(scores.tolist(), rows, strict=True):
            best, middle, worst = sorted(row, reverse=True)
            assert score == pytest.approx(0.8 * worst + 0.2 * (0.8 * middle + 0.2 * best))
            assert min(row) - 1e-9 <= score <= max(row) + 1e-9

    def test_refusals(self) -> None:
        with pytest.raises(Invalid, match="no column for the class 'w'"):
            find_set_errors({"item": ["a"], "label": ['["w"]']}, self.PROBS)
        with pytest.raises(Invalid, match="no number from 0 to 1"):
            find_set_errors(self.GIVEN, {**self.PROBS, "x": [1.2, 0, 0]})
        with pytest.raises(Invalid, match='the form is \\["x", "y"\\]'):
            find_set_errors({"item": ["a"], "label": ["{"]}, self.PROBS)
        with pytest.raises(Invalid, match="1 items of given are missing: d"):
            find_set_errors({"item": ["d"], "label": [[]]}, self.PROBS)


def tokens(item: str, *words: tuple[str, float]) -> list[dict[str, Any]]:
    """Tokens of five code points, each with its best class and that one's probability; the rest goes to the others."""
    out: list[dict[str, Any]] = []
    for at, (best, p) in enumerate(words):
        rest = {name: (1 - p) / 2 for name in ("O", "PER", "LOC") if name != best}
        out.append({"item": item, "start": 5 * at, "end": 5 * at + 5, best: p, **rest})
    return out


class TestSpans:
    def kinds(self, spans: list[Any], *words: tuple[str, float]) -> list[tuple[Any, ...]]:
        found = find_span_errors({"item": ["a"], "label": [spans]}, tokens("a", *words))
        return [
            (e.kind, e.start, e.end, e.label, e.suggested, e.suggested_start, e.suggested_end) for e in found.errors
        ]

    def test_nothing_to_doubt(self) -> None:
        assert self.kinds([[5, 10, "PER"]], ("O", 0.9), ("PER", 0.8), ("O", 0.9)) == []
        assert find_span_errors({"item": [], "label": []}, {"item": [], "start": [], "end": [], "O": []}).errors == []

    def test_wrong_label_and_no_span(self) -> None:
        assert self.kinds([[5, 10, "PER"]], ("O", 0.9), ("LOC", 0.8), ("O", 0.9)) == [
            ("label", 5, 10, "PER", "LOC", 5, 10)
        ]
        assert self.kinds([[5, 10, "PER"]], ("O", 0.9), ("O", 0.8), ("O", 0.9)) == [
            ("extra", 5, 10, "PER", None, 5, 10)
        ]

    def test_missed(self) -> None:
        words = ("O", 0.9), ("PER", 0.8), ("PER", 0.6), ("LOC", 0.9), ("O", 0.9)
        assert self.kinds([], *words) == [
            ("missed", 15, 20, None, "LOC", 15, 20),
            ("missed", 5, 15, None, "PER", 5, 15),
        ]

    def test_boundaries(self) -> None:
        words = ("PER", 0.9), ("PER", 0.9), ("O", 0.9), ("LOC", 0.9)
        assert self.kinds([[0, 5, "PER"], [15, 20, "LOC"]], *words) == [("boundary", 0, 5, "PER", "PER", 0, 10)]
        assert self.kinds([[0, 15, "PER"], [15, 20, "LOC"]], *words) == [("boundary", 0, 15, "PER", "PER", 0, 10)]
        whole = ("PER", 0.9), ("O", 0.9), ("PER", 0.9)
        assert self.kinds([[0, 15, "PER"]], *whole) == []  # a hole inside is no end

    def test_scores_are_means_of_what_was_given(self) -> None:
        found = find_span_errors(
            {"item": ["a", "b"], "label": ['[[0, 10, "PER"]]', "[]"]},
            tokens("a", ("LOC", 0.8), ("LOC", 0.6)) + tokens("b", ("O", 0.7), ("PER", 0.9)),
        )
        assert [(e.item, e.kind) for e in found.errors] == [("b", "missed"), ("a", "label")]
        assert [e.score for e in found.errors] == pytest.approx([0.05, 0.15])
        assert found.item_score == pytest.approx({"a": 0.1, "b": 0.05})
        assert found.table()["suggested"] == ["PER", "LOC"]

    def test_planted_errors_come_first(self) -> None:
        rng = np.random.default_rng(0)
        rows: list[dict[str, Any]] = []
        labels: list[Any] = []
        planted: set[str] = set()
        for at in range(120):
            item = f"t{at}"
            place = int(rng.integers(1, 6))
            words = [("O", float(rng.uniform(0.6, 0.95)))] * 8
            words[place] = ("PER", float(rng.uniform(0.6, 0.95)))
            rows += tokens(item, *words)
            spans = [[5 * place, 5 * place + 5, "PER"]]
            if at % 10 == 0:
                planted.add(item)
                spans = [[], [[5 * place, 5 * place + 5, "LOC"]], [[35, 40, "PER"], *spans]][at // 10 % 3]
            labels.append(spans)
        found = find_span_errors({"item": [f"t{at}" for at in range(120)], "label": labels}, rows)
        assert {e.item for e in found.errors} == planted
        assert set(sorted(found.item_score, key=lambda item: found.item_score[item])[: len(planted)]) == planted

    def test_refusals(self) -> None:
        good = tokens("a", ("O", 0.9))
        with pytest.raises(Invalid, match="no tokens of item b"):
            find_span_errors({"item": ["b"], "label": [[[0, 5, "PER"]]]}, good)
        with pytest.raises(Invalid, match="no token of item a lies in its span 7"):
            find_span_errors({"item": ["a"], "label": [[[7, 9, "PER"]]]}, good)
        with pytest.raises(Invalid, match="no column for the class 'ORG'"):
            find_span_errors({"item": ["a"], "label": [[[0, 5, "ORG"]]]}, good)
        with pytest.raises(Invalid, match="add up to"):
            find_span_errors({"item": ["a"], "label": [[]]}, [{**good[0], "O": 0.1}])
        with pytest.raises(Invalid, match="means no span"):
            find_span_errors({"item": ["a"], "label": [[[0, 5, "O"]]]}, good)
        with pytest.raises(Invalid, match="ends after its start"):
            find_span_errors({"item": ["a"], "label": [[]]}, [{**good[0], "end": 0}])


def predicted(*boxes: tuple[str, float, float, float, float, str, float]) -> list[dict[str, Any]]:
    names = ("item", "x", "y", "width", "height", "label", "confidence")
    return [dict(zip(names, box, strict=True)) for box in boxes]


class TestBoxes:
    CAR: tuple[Any, ...] = (0, 0, 10, 10, "car")

    def test_a_box_that_the_model_sees_alike_is_not_doubted(self) -> None:
        found = find_box_errors(
            {"item": ["a"], "label": [[list(self.CAR)]]}, predicted(("a", 0, 0, 10, 10, "car", 0.99))
        )
        assert found.errors == []
        assert found.item_score == {"a": 1.0}

    def test_swapped_by_hand(self) -> None:
        boxes = predicted(("a", 0, 0, 10, 5, "bus", 0.9), ("a", 0, 0, 10, 10, "bus", 0.8))
        found = find_box_errors({"item": ["a"], "label": [[list(self.CAR)]]}, boxes)
        assert [(e.kind, e.label, e.suggested) for e in found.errors] == [("swapped", "car", "bus")]
        assert found.errors[0].score == pytest.approx(1 - 0.8)
        both = find_box_errors(
            {"item": ["a"], "label": [[list(self.CAR)]]}, [boxes[1], *predicted(("a", 0, 0, 10, 10, "car", 0.7))]
        )
        assert both.errors == []
        assert both.item_score["a"] == pytest.approx(1 - 0.8 * (1 - 0.7))

    def test_badly_located_by_hand(self) -> None:
        """IoU 60 / 100, confidence .9: 1 − .9 · .4 / .5."""
        found = find_box_errors({"item": ["a"], "label": [[list(self.CAR)]]}, predicted(("a", 0, 0, 10, 6, "car", 0.9)))
        assert [(e.kind, e.suggested_place) for e in found.errors] == [("badly located", [0, 0, 10, 6])]
        assert found.errors[0].score == pytest.approx(1 - 0.9 * 0.4 / 0.5)

    def test_missed_by_hand(self) -> None:
        boxes = predicted(
            ("a", 0, 0, 10, 10, "car", 0.9), ("a", 50, 50, 10, 10, "car", 0.95), ("a", 0, 0, 10, 9, "car", 0.99)
        )
        found = find_box_errors({"item": ["a"], "label": [[list(self.CAR)]]}, boxes)
        assert [(e.kind, e.place, e.label, e.suggested_place) for e in found.errors] == [
            ("missed", None, None, [50, 50, 10, 10])
        ]
        assert found.errors[0].score == pytest.approx(0.05)
        empty = find_box_errors({"item": ["a"], "label": [[]]}, predicted(("a", 1, 1, 5, 5, "car", 0.8)))
        assert empty.errors[0].score == pytest.approx(0.2)

    def test_a_touching_neighbour_is_another_thing(self) -> None:
        found = find_box_errors(
            {"item": ["a"], "label": [[list(self.CAR)]]}, predicted(("a", 9, 0, 10, 10, "car", 0.9))
        )
        assert [e.kind for e in found.errors] == ["missed"]

    def test_planted_errors_come_first(self) -> None:
        rng = np.random.default_rng(0)
        labels: list[Any] = []
        boxes: list[dict[str, Any]] = []
        planted: set[str] = set()
        for at in range(90):
            x, y, w, h = rng.uniform(20, 100, 4).tolist()
            kind = "car" if at % 2 else "bus"
            near = [side + float(rng.normal(0, 1)) for side in (x, y, w, h)]
            boxes += predicted((f"p{at}", *near, kind, float(rng.uniform(0.7, 0.99))))
            own: list[Any] = [[x, y, w, h, kind]]
            if at % 9 == 0:
                planted.add(f"p{at}")
                own = [[], [[x, y, w, h, "car" if kind == "bus" else "bus"]], [[x, y, w, h * 2.5, kind]]][at // 9 % 3]
            labels.append(own)
        found = find_box_errors({"item": [f"p{at}" for at in range(90)], "label": labels}, boxes)
        assert {e.item for e in found.errors} == planted
        assert {e.kind for e in found.errors} == {"swapped", "badly located", "missed"}
        assert max(found.item_score[item] for item in planted) < min(
            score for item, score in found.item_score.items() if item not in planted
        )
        assert found.table()["score"] == sorted(found.table()["score"])

    def test_refusals(self) -> None:
        given: Table = {"item": ["a"], "label": [[list(self.CAR)]]}
        with pytest.raises(Invalid, match="item b has no given labels"):
            find_box_errors(given, predicted(("b", 0, 0, 1, 1, "car", 0.5)))
        with pytest.raises(Invalid, match="both must be above 0"):
            find_box_errors(given, predicted(("a", 0, 0, 0, 1, "car", 0.5)))
        with pytest.raises(Invalid, match="number from 0 to 1"):
            find_box_errors(given, predicted(("a", 0, 0, 1, 1, "car", 1.5)))
        with pytest.raises(Invalid, match="has 2 entries"):
            find_box_errors({"item": ["a"], "label": [[[1, 2]]]}, predicted(("a", 0, 0, 1, 1, "car", 0.5)))
