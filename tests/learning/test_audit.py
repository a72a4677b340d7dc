"""Audits by slice: exact bounds, Holm, sizes."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from goldlabel import Invalid
from goldlabel.learning.certify import audit, audit_size
from goldlabel.learning.certify.audit import holm
from tests.learning.worlds import most


def sample(counts: dict[str, tuple[int, int]]) -> dict[str, list[str]]:
    """Slice → (checked, wrong)."""
    rows = [(name, "y" if at < wrong else "x") for name, (checked, wrong) in counts.items() for at in range(checked)]
    return {
        "item": [str(at) for at in range(len(rows))],
        "label": ["x"] * len(rows),
        "truth": [truth for _, truth in rows],
        "slice": [name for name, _ in rows],
    }


def test_bounds_are_clopper_pearson_shared_among_slices() -> None:
    found = audit(sample({"a": (200, 3), "b": (50, 0)}), 0.05, slices="slice")
    assert [(one.slice, one.checked, one.wrong) for one in found] == [("a", 200, 3), ("b", 50, 0)]
    for one in found:
        assert one.upper == pytest.approx(stats.beta.ppf(0.975, one.wrong + 1, one.checked - one.wrong))
        assert one.p == pytest.approx(stats.binom.cdf(one.wrong, one.checked, 0.05))


def test_holm_is_that_of_statsmodels_and_finds_more_than_bonferroni() -> None:
    p = [0.01, 0.04, 0.03, 0.2, 0.004]
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    found = audit(sample({"a": (300, 2), "b": (60, 0)}), 0.05, slices="slice")
    assert [one.holds for one in found] == [True, True]
    assert found[1].upper > 0.05  # Bonferroni alone would not say so


def test_a_known_size_sharpens() -> None:
    plain, known = (audit(sample({"a": (80, 1)}), 0.05, sizes=sizes)[0] for sizes in (None, 100))
    assert known.upper < plain.upper
    assert known.p == pytest.approx(stats.hypergeom.cdf(1, 100, 6, 80))
    with pytest.raises(Invalid, match="impossible"):
        audit(sample({"a": (80, 1)}), 0.05, sizes=79)


def test_sizes_of_the_textbook() -> None:
    assert [audit_size(0.05), audit_size(0.01)] == [59, 299]
    small = audit_size(0.05, population=200)
    assert small < 59
    assert stats.hypergeom.cdf(0, 200, 11, small) <= 0.05 < stats.hypergeom.cdf(0, 200, 11, small - 1)


def test_any_false_verdict_is_rare() -> None:
    """Three slices just above the target: 2,000 samples."""
    random = np.random.default_rng(4)
    false = 0
    for _ in range(2_000):
        wrong = random.hypergeometric([21, 51, 11], [379, 949, 189], [150, 150, 120])
        counts = {name: (n, int(k)) for name, n, k in zip("abc", (150, 150, 120), wrong, strict=True)}
        columns = sample(counts)
        false += any(one.holds for one in audit(columns, 0.05, slices="slice", sizes={"a": 400, "b": 1_000, "c": 200}))
    assert false <= most(2_000)


def test_unusable_samples_are_refused() -> None:
    with pytest.raises(Invalid, match="no rows"):
        audit({"item": [], "label": [], "truth": []})
    with pytest.raises(Invalid, match='no column "truth"'):
        audit({"item": ["a"], "label": ["x"]})
    with pytest.raises(Invalid, match="between"):
        audit(sample({"a": (5, 0)}), 1.0)
    with pytest.raises(Invalid, match="between"):
        audit_size(0.0)
