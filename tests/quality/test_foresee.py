"""Out-of-fold probabilities made here: the regression beside scikit-learn, the sparse rows beside scipy, the folds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize as scipy_minimise
from scipy.sparse import csr_matrix
from sklearn.datasets import load_digits
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from goldlabel.core.problem import Invalid
from goldlabel.core.softmax import fit_softmax, minimise
from goldlabel.quality.errors import find_errors, out_of_fold
from goldlabel.quality.errors.foresee import spread_folds
from goldlabel.quality.errors.words import Sparse, normal, tf_idf, words


def sparse(dense: Any) -> Sparse:
    made: Any = csr_matrix(dense)
    return Sparse(made.indptr.astype(np.int64), made.indices.astype(np.int64), made.data, dense.shape[1])


class TestSoftmax:
    @pytest.mark.parametrize("ridge", [0.1, 1.0, 10.0])
    def test_weights_are_those_of_scikit_learn(self, ridge: float) -> None:
        rng = np.random.default_rng(0)
        x, label = rng.normal(size=(120, 5)), rng.integers(0, 3, 120)
        ours = fit_softmax(x, np.eye(3)[label], ridge=ridge, intercept_ridge=1e-9)
        theirs = LogisticRegression(C=1 / ridge, tol=1e-9, max_iter=5000).fit(x, label)
        assert pytest.approx(theirs.coef_, abs=2e-4) == ours.weights.T
        assert ours.probabilities(x) == pytest.approx(theirs.predict_proba(x), abs=2e-4)

    def test_a_heavy_ridge_stays_at_the_centre(self) -> None:
        centre = np.array([[1.0, -1.0], [0.5, -0.5]])
        model = fit_softmax(np.eye(2), np.eye(2)[[1, 1]], ridge=1e9, centre=centre)
        assert model.weights == pytest.approx(centre, abs=1e-6)

    def test_the_centre_pulls_as_the_formula_says(self) -> None:
        """Against scipy's minimiser, on the objective written out."""
        rng = np.random.default_rng(2)
        x, y, centre = rng.normal(size=(30, 2)), np.eye(3)[rng.integers(0, 3, 30)], rng.normal(size=(2, 3))

        def cost(at: Any) -> float:
            w, b = at[:6].reshape(2, 3), at[6:]
            z = x @ w + b
            loss = np.log(np.exp(z).sum(axis=1)).sum() - (y * z).sum()
            return float(loss + 1.5 * ((w - centre) ** 2).sum() + 0.05 * ((b - 0.3) ** 2).sum())

        theirs = scipy_minimise(cost, np.zeros(9), tol=1e-10).x
        ours = fit_softmax(x, y, ridge=3.0, centre=centre, intercept=np.full(3, 0.3), intercept_ridge=0.1)
        assert ours.weights.ravel() == pytest.approx(theirs[:6], abs=1e-3)
        assert ours.intercept == pytest.approx(theirs[6:], abs=1e-3)

    def test_sparse_rows_give_the_same(self) -> None:
        rng = np.random.default_rng(1)
        x = rng.normal(size=(60, 8)) * (rng.random((60, 8)) < 0.3)
        y = np.eye(3)[rng.integers(0, 3, 60)]
        dense, thin = (fit_softmax(one, y, ridge=0.5).probabilities(one) for one in (x, sparse(x)))
        assert thin == pytest.approx(dense, abs=1e-4)

    def test_a_curved_valley(self) -> None:
        scale = np.array([1.0, 100.0, 1e4])
        found = minimise(lambda at: (float(scale @ (at - 3.0) ** 2), 2.0 * scale * (at - 3.0)), np.zeros(3))
        assert found == pytest.approx([3, 3, 3], abs=1e-4)


class TestWords:
    @settings(max_examples=30)
    @given(st.integers(0, 10_000), st.integers(0, 12), st.integers(1, 6), st.integers(1, 4))
    def test_products_are_those_of_scipy(self, seed: int, rows: int, width: int, columns: int) -> None:
        rng = np.random.default_rng(seed)
        dense = rng.normal(size=(rows, width)) * (rng.random((rows, width)) < 0.4)
        other = rng.normal(size=(width, columns))
        thin = sparse(dense)
        assert thin @ other == pytest.approx(dense @ other)
        assert thin.T @ np.ones((rows, columns)) == pytest.approx(dense.T @ np.ones((rows, columns)))
        some = rng.permutation(rows)[: rows // 2]
        assert thin.take(some) @ other == pytest.approx(dense[some] @ other)

    def test_pieces_make_the_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("goldlabel.quality.errors.words.CHUNK", 7)
        dense = np.arange(60.0).reshape(12, 5) * (np.arange(60).reshape(12, 5) % 3 > 0)
        assert sparse(dense) @ np.ones((5, 2)) == pytest.approx(dense @ np.ones((5, 2)))

    def test_weights_are_those_of_scikit_learn(self) -> None:
        texts = ["the cat sat", "the dog sat down", "a cat and a dog", "the the the end", "the cat sat"]
        theirs = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, smooth_idf=False, token_pattern=r"\w+"
        )
        theirs.fit(texts)
        theirs.idf_ = theirs.idf_ - 1  # scikit-learn adds one
        expected = np.sort(theirs.transform(texts).toarray(), axis=1)
        ours = tf_idf(texts)
        assert np.sort(ours @ np.eye(ours.width), axis=1) == pytest.approx(expected)

    def test_scripts_without_spaces_are_cut(self) -> None:
        assert list(words("我爱猫")) == ["我", "爱", "我 爱", "猫", "爱 猫"]
        assert list(words("Cats, CATS")) == ["cats", "cats", "cats cats"]
        assert normal(" A\u200b  b\ufeff\n") == "a b"

    @pytest.mark.parametrize("texts", [[], [""], ["", "x"], ["only once", "never twice"]])
    def test_nothing_to_weigh(self, texts: list[str]) -> None:
        assert tf_idf(texts).shape[0] == len(texts)


class TestFolds:
    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8)), max_size=60), st.integers(2, 5))
    def test_groups_stay_whole(self, rows: list[tuple[int, int]], folds: int) -> None:
        label, groups = np.array([a for a, _ in rows], np.int64), [b for _, b in rows]
        fold = spread_folds(label, groups, folds, 0)
        homes = {group: {int(one) for one, own in zip(fold, groups, strict=True) if own == group} for group in groups}
        assert all(len(home) == 1 for home in homes.values())

    def test_classes_are_spread_evenly_whatever_the_order_of_rows(self) -> None:
        label = np.array([0] * 50 + [1] * 12 + [2] * 5)
        names = [f"i{at}" for at in range(67)]
        fold = spread_folds(label, range(67), 5, 3, names)
        for kind, size in ((0, 10), (1, 2), (2, 1)):
            counts = np.bincount(fold[label == kind], minlength=5)
            assert counts.max() - counts.min() <= 1
            assert counts.min() >= size
        turned = spread_folds(label[::-1], range(67), 5, 3, names[::-1])
        assert (turned[::-1] == fold).all()
        assert not (spread_folds(label, range(67), 5, 4, names) == fold).all()

    def test_one_fold_is_none(self) -> None:
        with pytest.raises(Invalid, match="at least 2 folds"):
            spread_folds(np.zeros(3, np.int64), range(3), 1, 0)


class TestOutOfFold:
    def test_digits_and_their_turned_labels(self) -> None:
        digits: Any = load_digits()
        rng = np.random.default_rng(0)
        turned = rng.choice(len(digits.target), 60, replace=False)
        given = digits.target.copy()
        given[turned] = (given[turned] + rng.integers(1, 10, 60)) % 10
        table = {"item": list(range(len(given))), "label": [str(one) for one in given]}
        found = find_errors(table, features=digits.data)
        assert len(set(found.items[:60]) & set(turned.tolist())) >= 50
        assert found.estimated == pytest.approx(60, rel=0.5)

    def test_an_item_is_never_foreseen_by_its_copies(self) -> None:
        """Texts that say nothing, each twice: whoever saw the copy would know the label."""
        rng = np.random.default_rng(1)
        texts = [f"word{at} thing{at}" for at in range(60)] * 2
        label = rng.integers(0, 2, 60).tolist() * 2
        found = out_of_fold(texts, label)
        right = found.p[np.arange(120), found.label]
        assert right.mean() < 0.6
        leaky = out_of_fold(np.tile(np.eye(60), (2, 1)), label)
        assert leaky.p[np.arange(120), leaky.label].mean() > right.mean() + 0.05
        whole = out_of_fold(np.tile(np.eye(60), (2, 1)), label, groups=list(range(60)) * 2)
        assert whole.p[np.arange(120), whole.label].mean() < 0.6

    def test_texts_of_a_table(self) -> None:
        table: dict[str, list[Any]] = {
            "item": list(range(40)),
            "text": [f"good fine great {at}" for at in range(20)] + [f"bad awful poor {at}" for at in range(20)],
            "label": ["pos"] * 19 + ["neg"] + ["neg"] * 20,
        }
        found = find_errors(table, text="text")
        assert found.items[0] == 19
        assert (found.labels[0], found.suggested[0]) == ("neg", "pos")

    def test_rows_sum_to_one_and_degenerate_inputs_work(self) -> None:
        found = out_of_fold(np.zeros((4, 2)), ["a", "b", "a", "b"], folds=2)
        assert found.p.sum(axis=1) == pytest.approx(1)
        assert out_of_fold(["x y", "x z"], ["a", "a"]).p == pytest.approx(1)
        assert out_of_fold(["x"], ["a"]).p.shape == (1, 1)
        assert out_of_fold(np.zeros((0, 3)), []).p.shape == (0, 0)

    def test_wrong_features(self) -> None:
        table: dict[str, list[Any]] = {"item": [1, 2], "label": ["a", "b"]}
        with pytest.raises(Invalid, match="3 rows for 2 given labels"):
            find_errors(table, features=np.zeros((3, 2)))
        with pytest.raises(Invalid, match="not finite"):
            find_errors(table, features=np.array([[1.0], [np.nan]]))
        with pytest.raises(Invalid, match="give probs, or else either text"):
            find_errors(table)
