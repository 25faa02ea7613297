"""Counts and sizes from one uniform: the inverse distributions, against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.luck import distributions as d

INSIDE = st.floats(2.0**-54, 1.0 - 2.0**-53)
GRID = (np.arange(4000) + 0.5) / 4000


@pytest.mark.parametrize("mean", [1e-9, 0.003, 0.2, 1.0, 4.7, 30.0])
def test_poisson_inverts_its_distribution(mean: float) -> None:
    ours = np.array([d.poisson(u, mean) for u in GRID])
    np.testing.assert_array_equal(ours, stats.poisson.ppf(GRID, mean).astype(int))


@pytest.mark.parametrize("mean", [0.05, 1.0, 12.0])
def test_poisson_keeps_mean_and_variance(mean: float) -> None:
    fine = (np.arange(200_000) + 0.5) / 200_000
    counts = np.array([d.poisson(u, mean) for u in fine])
    assert counts.mean() == pytest.approx(mean, rel=2e-3)
    assert counts.var() == pytest.approx(mean, rel=5e-3)


def test_poisson_at_the_edges() -> None:
    assert d.poisson(0.999, 0.0) == 0
    assert d.poisson(1.0 - 2.0**-53, 0.01) < 10
    assert d.poisson(0.5, 5000.0) == d.MOST_EVENTS


@given(INSIDE, st.floats(0.0, 50.0), st.floats(0.0, 5.0))
def test_more_luck_or_rate_never_means_fewer(u: float, mean: float, more: float) -> None:
    """What keeps paired worlds paired."""
    assert d.poisson(u, mean + more) >= d.poisson(u, mean)
    assert d.poisson(min(u + 0.01, 1.0 - 2.0**-53), mean) >= d.poisson(u, mean)


def test_normal_is_the_normal_quantile() -> None:
    tails = 10.0 ** -np.arange(1.0, 300.0, 7.0)
    low = np.concatenate([GRID, tails, [0.075, 0.925, 0.5]])
    ours = np.array([d.normal(u) for u in low])
    np.testing.assert_allclose(ours, stats.norm.ppf(low), rtol=1e-13, atol=1e-15)


def test_normal_is_finite_at_the_ends_of_luck() -> None:
    assert -9.0 < d.normal(2.0**-54) < -8.0
    assert 8.0 < d.normal(1.0 - 2.0**-53) < 9.0


@given(st.floats(1e-6, 0.5))
def test_normal_is_odd(u: float) -> None:
    assert d.normal(u) == pytest.approx(-d.normal(1.0 - u), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("location", "sigma"), [(0.9, 1.15), (2.0, 0.3), (-1.0, 1.45)])
def test_sizes_are_a_lognormal_rounded_down(location: float, sigma: float) -> None:
    ours = np.array([d.lognormal_size(u, location, sigma, 1e12) for u in GRID])
    exact = stats.lognorm.ppf(GRID, sigma, scale=math.exp(location))
    np.testing.assert_array_equal(ours, np.floor(exact).astype(int))


@given(INSIDE, st.floats(-2.0, 4.0), st.floats(0.1, 3.0), st.floats(0.0, 500.0))
def test_sizes_are_capped(u: float, location: float, sigma: float, most: float) -> None:
    size = d.lognormal_size(u, location, sigma, most)
    assert 0 <= size <= most
    assert isinstance(size, int)


@given(INSIDE, st.floats(0.0, 1e6))
def test_whole_is_a_neighbour(u: float, amount: float) -> None:
    assert d.whole(u, amount) in (math.floor(amount), math.floor(amount) + 1)


@pytest.mark.parametrize("amount", [0.0, 0.25, 2.3, 7.0, 99.999])
def test_whole_keeps_the_mean(amount: float) -> None:
    mean = np.mean([d.whole(u, amount) for u in GRID])
    assert mean == pytest.approx(amount, abs=1.0 / len(GRID))


@given(INSIDE, st.floats(0.0, 60.0), st.floats(-2.0, 4.0), st.floats(0.1, 3.0), st.floats(0.0, 1e4))
def test_compiled_equals_plain_to_the_bit(
    u: float, mean: float, location: float, sigma: float, most: float
) -> None:
    if not hasattr(d.normal, "py_func"):
        pytest.skip("the compiler is off (NUMBA_DISABLE_JIT)")
    assert d.poisson(u, mean) == d.poisson.py_func(u, mean)
    assert d.normal(u) == d.normal.py_func(u)
    plain = d.lognormal_size.py_func(u, location, sigma, most)
    assert d.lognormal_size(u, location, sigma, most) == plain
    assert d.whole(u, mean) == d.whole.py_func(u, mean)
