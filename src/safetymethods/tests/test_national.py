"""A country in one go says what each method says by itself."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from safetymethods.changes import change_test
from safetymethods.concentration import generalised_gini, top_shares
from safetymethods.dispersion import negative_binomial_size, yearly_volatility
from safetymethods.funnels import against_expected
from safetymethods.month_signals import month_signal
from safetymethods.multiplicity import benjamini_hochberg
from safetymethods.national import Country, National, assess_country
from safetymethods.neighbours import nearest
from safetymethods.peers import nearest_peers, peer_expected
from safetymethods.rates import rate_per
from safetymethods.shrinkage import gamma_poisson
from safetymethods.spatial import getis_ord
from safetymethods.trends import quasi_poisson_trend

pytestmark = pytest.mark.pure

TYPES, PLACES, DISTRICTS, TOWNS, MONTHS = 3, 90, 36, 12, 75


def country(seed: int = 7) -> Country:
    """12 municipalities of 36 districts of 90 neighbourhoods, in no order at all."""
    random = np.random.default_rng(seed)
    district = random.permutation(np.resize(np.arange(DISTRICTS), PLACES))
    return Country(
        district=district,
        municipality=random.permutation(np.resize(np.arange(TOWNS), DISTRICTS)),
        population=random.integers(50, 3000, PLACES).astype(float),
        neighbours=nearest(random.random((PLACES, 2)), 5),
        peers=nearest_peers(random.random((TOWNS, 3)), k=4),
    )


def counted(seed: int = 7) -> NDArray[np.uint16]:
    """Monthly counts of three types, from few to many, of places that differ."""
    random = np.random.default_rng(seed)
    level = random.gamma(2, 0.5, (TYPES, PLACES, 1)) * np.array([0.1, 1.0, 6.0])[:, None, None]
    walk = np.exp(np.cumsum(random.normal(0, 0.03, (TYPES, PLACES, MONTHS)), axis=2))
    counts: NDArray[np.uint16] = random.poisson(level * walk).astype(np.uint16)
    return counts


@cache
def assessed() -> National:
    return assess_country(counted(), country(), trend_months=MONTHS)


def test_years_end_with_the_newest_month_and_add_up() -> None:
    found, cube, at = assessed(), counted().astype(float), country()
    years = np.stack([cube[:, :, 3 + 12 * y : 15 + 12 * y].sum(axis=2) for y in range(6)], axis=2)
    np.testing.assert_array_equal(found.levels[0].sums.years, years)
    np.testing.assert_array_equal(found.years, years.sum(axis=1))
    in_district = years[:, at.district == 5].sum(axis=1)
    np.testing.assert_array_equal(found.levels[1].sums.years[:, 5], in_district)
    in_town = years[:, at.municipality[at.district] == 2].sum(axis=1)
    np.testing.assert_array_equal(found.levels[2].sums.years[:, 2], in_town)
    assert found.levels[2].population.sum() == at.population.sum()


def test_municipalities_are_laid_beside_their_peers_as_by_hand() -> None:
    found, at = assessed(), country()
    own, people = found.levels[2].sums.years, found.levels[2].population
    expected = peer_expected(own[..., -1], people, at.peers)
    size = negative_binomial_size(own[..., -1], expected.expected)
    funnel = against_expected(own[..., -1], expected.expected, size.size[:, None])
    np.testing.assert_allclose(found.municipal.size.size, size.size, rtol=1e-9)
    np.testing.assert_allclose(found.municipal.funnel.p, funnel.p, rtol=1e-9)
    np.testing.assert_array_equal(found.municipal.funnel.band, funnel.band)
    np.testing.assert_array_equal(found.municipal.rates.low, rate_per(own[..., -1], people).low)
    np.testing.assert_allclose(found.volatility.sigma, yearly_volatility(own).sigma, rtol=1e-9)
    assert found.volatility.by_step.shape == (TYPES, 5)


def test_neighbourhoods_are_laid_beside_the_country_as_by_hand() -> None:
    found, at = assessed(), country()
    pooled = found.levels[0].sums.years[..., -3:].sum(axis=-1)
    rate = pooled.sum(axis=1, keepdims=True) / at.population.sum()
    size = negative_binomial_size(pooled, rate * at.population).size
    shrunken = gamma_poisson(pooled, rate * at.population, size[:, None])
    hot = getis_ord(shrunken.mean.T, at.neighbours)
    local = found.local
    np.testing.assert_allclose(local.size.size, size, rtol=1e-9)
    np.testing.assert_allclose(local.shrunken.exceedance, shrunken.exceedance, rtol=1e-9)
    np.testing.assert_allclose(local.hot.z, hot.z, rtol=1e-8, atol=1e-9)
    stands = [benjamini_hochberg(p).rejected for p in hot.p.T]
    np.testing.assert_array_equal(local.hot_stands, np.transpose(stands))
    np.testing.assert_array_equal(local.gini.gini, generalised_gini(pooled.T).gini)
    np.testing.assert_array_equal(local.top.top, top_shares(pooled.T).top)
    rates = rate_per(pooled, 3 * at.population, residents=at.population)
    np.testing.assert_array_equal(local.rates.high, rates.high)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_changes_are_those_of_the_change_test_and_stand_out_per_municipality(level: int) -> None:
    found, at = assessed(), country()
    own, years = found.levels[level], found.levels[level].sums.years
    x, p = years[..., -1], years[..., -4:-1].sum(axis=2)
    whole = found.years[:, -1:], found.years[:, -4:-1].sum(axis=1, keepdims=True)
    change = change_test(x, p, found.volatility.sigma[:, None], national=whole)
    np.testing.assert_allclose(own.change.p_swing, change.p_swing, rtol=1e-12)
    assert own.change.net is not None
    assert change.net is not None
    np.testing.assert_allclose(own.change.net.p_swing, change.net.p_swing, rtol=1e-12)
    np.testing.assert_array_equal(own.change.direction, change.direction)
    for town in range(TOWNS):
        inside = at.families[level] == town
        asked = np.where(x + p >= 20, change.p_swing, np.nan)[:, inside]
        stands = benjamini_hochberg(asked.ravel()).rejected
        np.testing.assert_array_equal(own.stands[:, inside].ravel(), stands)


def test_long_series_have_the_trend_and_the_month_that_they_have_alone() -> None:
    found, cube, at = assessed(), counted(), country()
    levels = at.added(cube.transpose(1, 0, 2).reshape(PLACES, -1).astype(float))
    months = [part.reshape(-1, TYPES, MONTHS).transpose(1, 0, 2) for part in levels]
    series = found.series
    assert len(series.level) == sum((each.sum(axis=2) >= 30).sum() for each in months)
    rows = np.stack(
        [
            months[level][kind, area]
            for level, kind, area in zip(series.level, series.type, series.area, strict=True)
        ]
    )
    trend = quasi_poisson_trend(rows)
    np.testing.assert_allclose(series.trend.per_year, trend.per_year, rtol=1e-6)
    np.testing.assert_array_equal(series.trend.design, trend.design)
    towns = [at.families[n][area] for n, area in zip(series.level, series.area, strict=True)]
    signal = month_signal(rows, families=3 * np.array(towns) + series.level)
    np.testing.assert_allclose(series.signal.expected, signal.expected, rtol=1e-6)
    np.testing.assert_array_equal(series.signal.flagged, signal.flagged)
    np.testing.assert_array_equal(series.signal.family_size, signal.family_size)


def test_the_number_of_workers_changes_nothing() -> None:
    one = assess_country(counted(), country(), trend_months=MONTHS, workers=1)
    np.testing.assert_array_equal(one.series.trend.p, assessed().series.trend.p)
    np.testing.assert_array_equal(one.levels[0].change.p_swing, assessed().levels[0].change.p_swing)


def test_five_years_are_the_window_of_the_trend_unless_asked_otherwise() -> None:
    short = assess_country(counted(), country())
    assert short.series.trend.design.shape == (60, 6)
    assert len(short.series.level) < len(assessed().series.level)


def test_types_may_come_in_any_order_and_another_one_changes_nothing_of_the_others() -> None:
    other = assess_country(counted()[[2, 0]], country(), trend_months=MONTHS)
    found = assessed()
    np.testing.assert_array_equal(other.volatility.sigma, found.volatility.sigma[[2, 0]])
    for one, level in zip(other.levels, found.levels, strict=True):
        np.testing.assert_array_equal(one.change.p_swing, level.change.p_swing[[2, 0]])
    np.testing.assert_array_equal(other.local.shrunken.mean, found.local.shrunken.mean[[2, 0]])
    np.testing.assert_allclose(other.local.hot.z, found.local.hot.z[:, [2, 0]], rtol=1e-9)


def test_a_missing_month_is_missing_wherever_it_is_needed_and_nowhere_else() -> None:
    cube, at, whole = counted().astype(float), country(), assessed()
    cube[1, 4, 70] = np.nan
    found = assess_country(cube, at, trend_months=MONTHS)
    for level, place in enumerate((4, at.district[4], at.municipality[at.district[4]])):
        own, same = found.levels[level], whole.levels[level]
        assert np.isnan(own.sums.years[1, place, -1])
        assert np.isnan(own.change.p_swing[1, place])
        assert not own.stands[1, place]
        other = np.arange(own.sums.years.shape[1]) != place
        np.testing.assert_array_equal(own.sums.years[1, other], same.sums.years[1, other])
        np.testing.assert_array_equal(own.change.p_chance[2], same.change.p_chance[2])
        is_it = (found.series.level == level) & (found.series.type == 1)
        assert place not in found.series.area[is_it]
    assert np.isnan(found.years[1, -1])
    assert np.isnan(found.local.shrunken.mean[1, 4])
    assert np.isfinite(found.local.shrunken.mean[1, 5])
    assert len(found.series.level) == len(whole.series.level) - 3


def test_nothing_counted_gives_no_series_and_no_verdict() -> None:
    found = assess_country(np.zeros((2, PLACES, 61), dtype=np.uint16), country())
    assert found.series.level.size == 0
    assert found.series.trend.p.shape == found.series.signal.expected.shape == (0,)
    assert np.isnan(found.volatility.sigma).all()
    assert not found.levels[0].stands.any()


def test_each_step_is_told() -> None:
    steps: list[str] = []
    assess_country(counted()[:1], country(), told=steps.append)
    assert steps[0] == "sums"
    assert steps[-1] == "newest months"
    assert len(set(steps)) == len(steps) == 15


def test_a_country_whose_parts_do_not_fit_is_refused() -> None:
    at = country()
    with pytest.raises(ValueError, match="of 90 neighbourhoods"):
        replace(at, population=at.population[1:])
    with pytest.raises(ValueError, match="of 90 neighbourhoods"):
        replace(at, neighbours=nearest(np.random.default_rng(1).random((7, 2)), 2))
    with pytest.raises(ValueError, match="place of a district"):
        replace(at, district=at.district + 1)
    with pytest.raises(ValueError, match="place of a municipality"):
        replace(at, municipality=at.municipality - 1)
    with pytest.raises(ValueError, match="counts must be zero or more"):
        replace(at, population=-at.population)


@pytest.mark.parametrize("shape", [(3, PLACES), (3, PLACES - 1, 70), (3, PLACES, 60)])
def test_counts_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="not types, neighbourhoods and months"):
        assess_country(np.zeros(shape), country())


def test_twice_as_many_people_everywhere_halve_the_rates_and_change_no_verdict() -> None:
    at, found = country(), assessed()
    other = assess_country(
        counted(), replace(at, population=2 * at.population), trend_months=MONTHS
    )
    known = found.local.rates.known
    rate = found.local.rates.rate[known]
    np.testing.assert_allclose(other.local.rates.rate[known], rate / 2, rtol=1e-12)
    np.testing.assert_allclose(other.local.shrunken.mean, found.local.shrunken.mean, rtol=1e-9)
    np.testing.assert_array_equal(other.municipal.funnel.band, found.municipal.funnel.band)
    np.testing.assert_array_equal(other.levels[1].stands, found.levels[1].stands)


def test_neighbourhoods_may_come_in_any_order() -> None:
    at, found = country(), assessed()
    order = np.random.default_rng(3).permutation(PLACES)
    moved = replace(
        at,
        district=at.district[order],
        population=at.population[order],
        neighbours=nearest(np.random.default_rng(3).random((PLACES, 2)), 5),
    )
    other = assess_country(counted()[:, order], moved, trend_months=MONTHS)
    p, q = other.levels[0].change.p_swing, found.levels[0].change.p_swing[:, order]
    np.testing.assert_allclose(p, q, rtol=1e-9)
    np.testing.assert_array_equal(other.levels[1].sums.years, found.levels[1].sums.years)
    smoothed = found.local.shrunken.mean[:, order]
    np.testing.assert_allclose(other.local.shrunken.mean, smoothed, rtol=1e-9)
    assert len(other.series.level) == len(found.series.level)
