"""Tails and quantiles against scipy."""

import numpy as np
import pytest
from scipy import stats

from goldlabel.core.distribution import beta_cdf, beta_quantile, f_quantile, t_cdf, t_quantile


def test_beta_tail() -> None:
    rng = np.random.default_rng(1)
    for a, b in 10 ** rng.uniform(-1, 4, (300, 2)):
        x = float(rng.beta(a, b))
        assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-10)
    assert (beta_cdf(0, 2, 3), beta_cdf(1, 2, 3)) == (0, 1)


@pytest.mark.parametrize("p", [1e-6, 0.025, 0.5, 0.9, 0.9999])
def test_quantiles(p: float) -> None:
    for degrees in (1, 2.5, 30, 1000):
        assert t_quantile(p, degrees) == pytest.approx(stats.t.ppf(p, degrees), rel=1e-9, abs=1e-9)
        assert f_quantile(p, degrees, 7) == pytest.approx(stats.f.ppf(p, degrees, 7), rel=1e-9)
        assert beta_quantile(p, degrees, 3) == pytest.approx(stats.beta.ppf(p, degrees, 3), rel=1e-9)


def test_t_tail() -> None:
    for t in (-60.0, -2.0, 0.0, 1.5, 40.0):
        assert t_cdf(t, 29) == pytest.approx(stats.t.cdf(t, 29), rel=1e-11)
    assert (t_cdf(float("-inf"), 5), t_cdf(float("inf"), 5)) == (0, 1)
