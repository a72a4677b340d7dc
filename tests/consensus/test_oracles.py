"""Nominal consensus against crowd-kit, scipy and brute force."""

import itertools

import numpy as np
import pandas
import pytest
from crowdkit.aggregation import DawidSkene as TheirDawidSkene
from crowdkit.aggregation import MajorityVote, OneCoinDawidSkene
from scipy import special

from goldlabel.consensus import aggregate, em, fast
from goldlabel.consensus.dawid_skene import DawidSkene
from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.hierarchical import Hierarchical
from goldlabel.consensus.large import LARGE
from goldlabel.consensus.mixture import Mixture
from goldlabel.consensus.special import digamma
from goldlabel.consensus.subtypes import Subtypes
from goldlabel.consensus.votes import votes
from goldlabel.frames.answers import Coded, read_answers
from tests.consensus.crowds import crowd

pytestmark = pytest.mark.filterwarnings("ignore:The (inplace|copy) keyword")  # crowd-kit 1.4.2 on pandas 3.1


def coded(**sizes: int) -> tuple[pandas.DataFrame, Coded]:
    table, _ = crowd(**sizes)
    frame = pandas.DataFrame(table).rename(columns={"item": "task"})
    return frame, read_answers(table).coded()


def test_dawid_skene_is_crowd_kits() -> None:
    frame, own = coded(items=150, workers=10, per_item=5, classes=3, seed=4)
    theirs = TheirDawidSkene(n_iter=12, tol=0.0).fit_predict_proba(frame).sort_index()
    ours = DawidSkene(rounds=12, tolerance=0.0).fit_predict(own)
    assert ours.q == pytest.approx(theirs.to_numpy(), abs=1e-6)


def test_majority_is_crowd_kits() -> None:
    frame, own = coded(items=80, workers=10, per_item=5, classes=3, seed=5)
    theirs = MajorityVote().fit_predict_proba(frame).sort_index()
    ours = aggregate({"item": frame["task"], "worker": frame["worker"], "label": frame["label"]}, method="majority")
    assert ours.posterior == pytest.approx(theirs.to_numpy())
    assert own.items == ours.items


def test_one_coin_agrees_with_crowd_kits() -> None:
    """Theirs has no prior; with many answers per worker the labels are the same."""
    frame, own = coded(items=300, workers=8, per_item=5, classes=3, seed=6)
    theirs = OneCoinDawidSkene(n_iter=50).fit_predict(frame).sort_index().to_numpy()
    ours = aggregate({"item": frame["task"], "worker": frame["worker"], "label": frame["label"]}, method="one-coin")
    assert np.mean(np.array(ours.labels) == theirs) > 0.99
    assert own.classes == ours.classes


def test_digamma_is_scipys() -> None:
    x = np.logspace(-3, 6, 4000)
    assert digamma(x) == pytest.approx(special.digamma(x), rel=1e-11, abs=1e-10)


def test_a_round_is_what_its_formula_says() -> None:
    """Diagonal after one round, by loops over answers."""
    _, own = coded(items=12, workers=4, per_item=3, classes=3, seed=7)
    found = Diagonal(rounds=1).fit_predict(own)
    k, w = 3, len(own.workers)
    shares = np.zeros((12, k))
    for item, label in zip(own.item, own.label, strict=True):
        shares[item, label] += 1 / 3
    pseudo = np.full((w, k, k), 0.5) + 3.5 * np.eye(k)
    for item, worker, label in zip(own.item, own.worker, own.label, strict=True):
        pseudo[worker, :, label] += shares[item]
    scores = np.tile(special.digamma(shares.sum(0) + 1), (12, 1))
    for (item, worker, label), t in itertools.product(zip(own.item, own.worker, own.label, strict=True), range(k)):
        scores[item, t] += special.digamma(pseudo[worker, t, label]) - special.digamma(pseudo[worker, t].sum())
    q = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    assert found.q == pytest.approx(q, abs=1e-9)


@pytest.mark.parametrize("model", [DawidSkene(), Diagonal(), Subtypes(), Hierarchical()], ids=lambda model: model.name)
@pytest.mark.parametrize("classes", [3, 20])
def test_compiled_rounds_give_the_same(model: DawidSkene, classes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _, own = coded(items=200, workers=10, per_item=5, classes=classes, seed=8)
    plain = model.fit_predict(own)
    monkeypatch.setattr(fast, "ENOUGH", 0)
    assert model.fit_predict(own).q == pytest.approx(plain.q, abs=1e-8)


def test_rounds_on_voted_classes_end_like_rounds_on_all() -> None:
    _, own = coded(items=600, workers=12, per_item=5, classes=20, seed=9)
    kept = Diagonal().fit_predict(own).q.argmax(1)
    own_votes = votes(own)
    every = em.fit(own_votes, Diagonal().rule(own_votes), own_votes.shares, rounds=30, many=1000)
    full = every.q.argmax(1)
    assert np.mean(kept == full) > 0.99


@pytest.mark.parametrize("classes", [2, 20])
def test_learning_from_a_sample_loses_nothing(classes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    table, truth = crowd(items=4000, workers=20, per_item=4, classes=classes, seed=10)
    own = read_answers(table).coded()
    whole = Mixture().fit_predict(own)
    monkeypatch.setattr("goldlabel.consensus.large.LARGE", 5000)
    monkeypatch.setattr("goldlabel.consensus.mixture.LARGE", 5000)
    monkeypatch.setattr("goldlabel.consensus.large.BLOCK", 700)
    part = Mixture().fit_predict(own)
    assert LARGE > 16_000
    assert "learned from" in part.why
    assert "learned from" not in whole.why
    right = np.array(truth)
    assert np.mean(part.q.argmax(1) == right) > np.mean(whole.q.argmax(1) == right) - 0.005
    assert part.q.sum(1) == pytest.approx(np.ones(4000))
