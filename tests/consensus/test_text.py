"""ROVER against crowd-kit, and its ways with words."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from crowdkit.aggregation import ROVER

from goldlabel.consensus import aggregate
from goldlabel.consensus.rover import align, winner
from goldlabel.consensus.words import joined, words_of


def texts(*said: str) -> dict[str, list[object]]:
    return {"item": [1] * len(said), "worker": [f"w{at}" for at in range(len(said))], "label": list(said)}


def test_words_are_voted_on_in_their_places() -> None:
    found = aggregate(texts("the cat sat on a mat", "the bat sat on the mat", "a cat sat on the mat"), "text")
    assert found.labels == ["the cat sat on the mat"]
    assert found.evidence is not None
    assert [word for word, _ in found.evidence[0]["words"]] == ["the", "cat", "sat", "on", "the", "mat"]
    assert found.confidence[0] == pytest.approx(np.mean([share for _, share in found.evidence[0]["words"]]), abs=1e-6)


def test_a_word_that_the_base_lacks_is_put_in() -> None:
    assert aggregate(texts("one two four", "one two three four", "one three four"), "text").labels == [
        "one two three four"
    ]


def test_as_crowd_kit_where_workers_are_alike() -> None:
    """Same words of 150 clips with 5 workers of one error rate, but for ties and near misses in spelling."""
    g = np.random.default_rng(0)
    vocabulary = np.array([f"{a}{b}" for a in ("alp", "bra", "cha", "del") for b in ("ine", "ovo", "ulk")])
    rows: list[tuple[int, str, str]] = []
    truth: dict[int, str] = {}
    for item in range(150):
        true = g.choice(vocabulary, g.integers(4, 9))
        truth[item] = " ".join(true)
        for worker in range(5):
            said = [str(g.choice(vocabulary)) if g.random() < 0.15 else str(word) for word in true if g.random() > 0.05]
            rows.append((item, f"w{worker}", " ".join(said)))
    frame = pd.DataFrame(rows, columns=["task", "worker", "text"])
    theirs: dict[Any, Any] = ROVER(tokenizer=str.split, detokenizer=" ".join).fit_predict(frame).to_dict()
    ours = dict(aggregate(frame.rename(columns={"task": "item", "text": "label"}), "text").table().items())
    labels = dict(zip(ours["item"], ours["label"], strict=True))
    right = sum(labels[item] == true for item, true in truth.items())
    assert sum(labels[item] == theirs[item] for item in truth) >= 120
    assert right >= sum(theirs[item] == true for item, true in truth.items()) - 3


def test_skilled_workers_count_more() -> None:
    """Two who always err alike against one who is right where it can be checked."""
    item = [at for at in range(40) for _ in range(4)]
    worker = ["a", "b", "c", "d"] * 40
    label: list[str] = []
    for at in range(40):
        true = f"word{at} then word{at + 1}"
        noise = "noise and more"
        label += [true, true, true if at % 2 else noise, noise]
    found = aggregate({"item": item, "worker": worker, "label": label}, "text")
    skill = {one.worker: one for one in found.workers}
    assert skill["a"].low > skill["d"].high
    assert skill["c"].skill == pytest.approx(0.5, abs=0.1)


def test_one_form_is_kept_as_written() -> None:
    assert aggregate(texts("Hello,  World!", "hello world"), "text").labels[0] in ("Hello,  World!", "hello world")
    assert aggregate(texts("It's late.", "It's late.", "its late"), "text").labels == ["It's late."]


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert [word.key for word in words_of("我们 go 吗?")] == ["我", "们", "go", "吗"]
    assert aggregate(texts("我们去北京", "我们去南京", "我门去北京"), "text").labels == ["我们去北京"]
    assert joined(["我", "们", "go", "now"]) == "我们go now"


def test_silence_is_an_answer() -> None:
    found = aggregate(texts("", "", "um"), "text")
    assert found.labels == [""]
    assert 0.5 < found.confidence[0] < 1


def test_columns_of_an_alignment() -> None:
    assert align(("a", "c"), ("a", "b", "c", "d")) == [(), ("a",), ("b",), ("c",), ("d",)]
    assert align(("a", "b"), ("b",)) == [(), (), (), ("b",), ()]


def test_near_misses_vote_for_their_neighbour() -> None:
    votes = {"gravely": 1.0, "gravelly": 1.0, "making": 1.1}
    assert winner(votes, spelling=0.5) in ("gravely", "gravelly")
    assert winner(votes, spelling=0.0) == "making"
    assert winner({"word": 1.0, "": 1.2}, spelling=0.5) == ""


def test_medoid_is_somebodys_text() -> None:
    said = ("one two three", "one two four", "one two three five")
    assert aggregate(texts(*said), "text", "medoid").labels[0] in said


def test_one_skilled_worker_outvotes_two_careless_ones() -> None:
    """On clip 40 only three answered, and the careless two made the same mistake."""
    rows = [(40, "a", "over the hills"), (40, "b", "under the hills"), (40, "c", "under the hills")]
    for item in range(40):
        true = f"number {item} it is"
        rows += [(item, worker, true) for worker in "ade"] + [
            (item, "b", f"number {item} was"),
            (item, "c", "mumble it is"),
        ]
    table = {"item": [i for i, _, _ in rows], "worker": [w for _, w, _ in rows], "label": [v for _, _, v in rows]}
    assert aggregate(table, "text").labels[0] == "over the hills"
    assert aggregate(table, "text", "medoid").labels[0] == "over the hills"
