"""Shrunken values against spdep, esda and the formulas of the gamma-Poisson model."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy import stats
from scipy.sparse import csr_array

from safetymethods.result import Caveat
from safetymethods.shrinkage import (
    Adjacency,
    Marshall,
    Variant,
    choynowski,
    gamma_poisson,
    marshall_global,
    marshall_local,
)
from safetymethods.tests.columns import Table
from safetymethods.tests.reference import reference_file

pytestmark = pytest.mark.pure

COUNTS = st.lists(st.integers(0, 200), min_size=3, max_size=12)
Smoother = Callable[[ArrayLike, ArrayLike], Marshall]


OF_THE_BENCHMARKS = "its example data come with the dependency group bench"


def line(areas: int) -> Adjacency:
    """Areas in a row: each touches the next."""
    near = np.arange(areas - 1)
    ends = np.append(near, near + 1), np.append(near + 1, near)
    return cast(Adjacency, csr_array((np.ones(2 * areas - 2), ends), shape=(areas, areas)))


def by_line(counts: ArrayLike, population: ArrayLike) -> Marshall:
    return marshall_local(counts, population, line(np.shape(counts)[-1]))


def example(name: str) -> tuple[Any, Any]:
    """Counts and populations of an example of libpysal (BSD licence)."""
    libpysal = pytest.importorskip("libpysal", reason=OF_THE_BENCHMARKS)
    table = libpysal.io.open(libpysal.examples.get_path(name))
    first, second = {"sids2.dbf": (9, 8), "stl_hom.csv": (10, 13)}[name]
    return np.array(table[:, first], float), np.array(table[:, second], float)


def test_the_posterior_is_the_gamma_distribution_of_clayton_kaldor1987() -> None:
    """Ten counted, five expected, size four: gamma with shape 14 and rate 9."""
    found = gamma_poisson(10, 5, 4)
    posterior = stats.gamma(14, scale=1 / 9)
    assert found.ratio == 2
    assert found.mean == pytest.approx(14 / 9)
    assert found.weight == pytest.approx(5 / 9)
    assert found.low == pytest.approx(posterior.ppf(0.025), rel=1e-12)
    assert found.high == pytest.approx(posterior.ppf(0.975), rel=1e-12)
    assert found.exceedance == pytest.approx(posterior.sf(1), rel=1e-12)
    assert found.regression_to_mean == pytest.approx(4 / 9)
    assert (found.method, found.caveats) == ("shrinkage.gamma_poisson", ())


def test_exceedance_has_the_borders_of_richardson2004() -> None:
    found = gamma_poisson([5, 8, 14], 5, 4)
    assert found.probably_higher.tolist() == [False, True, True]
    assert found.surely_higher.tolist() == [False, False, True]


def test_a_level_other_than_95() -> None:
    found = gamma_poisson(3, 2, 1, level=0.8)
    assert found.low == pytest.approx(stats.gamma(4, scale=1 / 3).ppf(0.1), rel=1e-12)


def test_without_dispersion_every_area_is_like_the_others() -> None:
    found = gamma_poisson([0, 9], [2, 3], np.inf)
    assert found.mean.tolist() == found.low.tolist() == found.high.tolist() == [1, 1]
    assert found.weight.tolist() == [0, 0]
    assert found.exceedance.tolist() == [0.5, 0.5]
    assert found.caveats == (Caveat.NO_SPREAD,)


def test_no_posterior_without_count_expectation_or_dispersion() -> None:
    found = gamma_poisson([np.nan, 1, 1, 1], [1, 0, np.nan, 1], [2, 2, 2, np.nan])
    for values in (found.mean, found.low, found.high, found.weight, found.exceedance):
        assert np.isnan(values).all()
    assert not found.probably_higher.any()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NO_EXPECTED, Caveat.NO_DISPERSION}


def test_nothing_counted_is_a_count() -> None:
    found = gamma_poisson(0, 3, 2)
    assert found.mean == pytest.approx(0.4)
    assert 0 < found.low < found.high
    assert found.caveats == ()


def test_counts_with_a_fraction_are_allowed() -> None:
    assert gamma_poisson(2.5, 3, 2).mean == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("observed", "expected", "size", "says"),
    [
        (-1, 1, 1, "zero or more"),
        (1, -1, 1, "zero or more"),
        (1, np.inf, 1, "zero or more"),
        (1, 1, 0, "above zero"),
        (1, 1, -2, "above zero"),
    ],
)
def test_impossible_numbers_are_refused(
    observed: float, expected: float, size: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        gamma_poisson(observed, expected, size)


def test_a_level_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        gamma_poisson(1, 1, 1, level=95)


@given(COUNTS, st.floats(0.1, 50), st.floats(0.05, 100), st.floats(0.05, 5))
def test_a_posterior_lies_between_the_count_and_one(
    counts: list[int], expected: float, size: float, extra: float
) -> None:
    found = gamma_poisson(counts, expected, size)
    between = np.minimum(found.ratio, 1), np.maximum(found.ratio, 1)
    assert (found.mean >= between[0] - 1e-9).all()
    assert (found.mean <= between[1] + 1e-9).all()
    assert ((found.low <= found.mean) & (found.mean <= found.high)).all()
    more = gamma_poisson(counts, expected, size + extra)
    assert (more.weight < found.weight).all()


@given(COUNTS, st.floats(0.1, 50), st.floats(0.05, 100), st.integers(0, 10**5))
def test_an_irrelevant_area_changes_no_posterior(
    counts: list[int], expected: float, size: float, other: int
) -> None:
    alone = gamma_poisson(counts, expected, size)
    among = gamma_poisson([*counts, other], expected, size)
    np.testing.assert_array_equal(among.mean[:-1], alone.mean)
    np.testing.assert_array_equal(among.exceedance[:-1], alone.exceedance)


def test_marshall_global_spdep_auckland() -> None:
    """R spdep, EBest on its Auckland data (Marshall 1991): a and b, and all 167 estimates."""
    table = Table(reference_file("04_spatial", "spdep", "auckland_EBest.csv"))
    found = marshall_global(table.numbers("n"), table.numbers("x"))
    assert found.variance[0] == pytest.approx(7.284173e-07, rel=1e-6)
    assert found.mean[0] == pytest.approx(0.002633436, rel=1e-6)
    np.testing.assert_allclose(found.estimate, table.numbers("estmm"), rtol=1e-9)
    np.testing.assert_allclose(found.raw, table.numbers("raw"), rtol=1e-9)


def test_marshall_global_esda_sids2() -> None:
    """esda, test_Empirical_Bayes: sudden infant deaths in North Carolina, first five counties."""
    found = marshall_global(*example("sids2.dbf"))
    np.testing.assert_allclose(
        found.estimate[:5], [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349], atol=6e-8
    )


def test_marshall_local_esda_stl_hom() -> None:
    """esda, test_Spatial_Empirical_Bayes: homicide around St. Louis, first ten counties."""
    libpysal = pytest.importorskip("libpysal", reason=OF_THE_BENCHMARKS)
    weights = libpysal.io.open(libpysal.examples.get_path("stl.gal")).read()
    found = marshall_local(*example("stl_hom.csv"), weights.sparse, variant="geoda")
    np.testing.assert_allclose(
        found.estimate[:10] * 1e5,
        np.ravel(
            [
                [4.01485749, 3.62437513, 4.93034844, 5.09387329, 3.72735210],
                [3.69333797, 5.40245456, 2.99806055, 3.73034109, 3.47270722],
            ]
        ),
        rtol=2e-9,
    )


def test_marshall_local_spdep_auckland() -> None:
    """R spdep, EBlocal on its Auckland data, neighbours as published."""
    table = Table(reference_file("04_spatial", "spdep", "auckland_EBlocal.csv"))
    counted = Table(reference_file("04_spatial", "spdep", "auckland_EBest.csv"))
    pairs = Table(reference_file("04_spatial", "spdep", "auckland_nb.csv"))
    ends = tuple(pairs.numbers(name).astype(int) - 1 for name in ("i", "j"))
    near = cast(Adjacency, csr_array((np.ones(len(ends[0])), ends), shape=(167, 167)))
    found = marshall_local(counted.numbers("n"), counted.numbers("x"), near)
    np.testing.assert_allclose(found.estimate, table.numbers("est"), rtol=1e-9)
    np.testing.assert_allclose(found.mean, table.numbers("m"), rtol=1e-9)
    np.testing.assert_allclose(found.variance, table.numbers("b"), rtol=1e-9, atol=1e-18)


def test_the_two_variants_take_another_mean() -> None:
    """Three areas in a row, worked by hand: 10, 10 and 40 events per 100 people."""
    counts, people = [10, 10, 40], [100, 100, 100]
    spdep = marshall_local(counts, people, line(3))
    geoda = marshall_local(counts, people, line(3), variant="geoda")
    np.testing.assert_allclose(spdep.mean, [0.1, 0.2, 0.25])
    np.testing.assert_allclose(geoda.variance, [0, 0.02 - 0.002, 0.0225 - 0.0025])
    np.testing.assert_allclose(spdep.variance, [0.005 - 0.001, 0.0325 / 3 - 0.002, 0.01375])
    assert geoda.method == "marshall.local.geoda"


def test_an_area_counts_itself_once() -> None:
    near = line(4)
    with_self = cast(Adjacency, csr_array(near + csr_array(np.eye(4))))
    counts, people = [3, 8, 1, 12], [50, 60, 70, 80]
    one, other = (marshall_local(counts, people, each) for each in (near, with_self))
    np.testing.assert_array_equal(one.estimate, other.estimate)


def test_an_island_keeps_its_own_rate() -> None:
    near = cast(Adjacency, csr_array(np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 0]])))
    found = marshall_local([5, 9, 7], [100, 100, 100], near)
    assert found.estimate[2] == pytest.approx(0.07)
    assert Caveat.NO_NEIGHBOURS in found.caveats


@pytest.mark.parametrize("smoother", [marshall_global, by_line])
def test_without_events_every_estimate_is_zero(smoother: Smoother) -> None:
    found = smoother([0, 0, 0], [100, 200, 300])
    assert found.estimate.tolist() == [0, 0, 0]
    assert found.caveats[0] == Caveat.NO_SPREAD


@pytest.mark.parametrize("smoother", [marshall_global, by_line])
def test_areas_without_numbers_are_left_out(smoother: Smoother) -> None:
    found = smoother([4, np.nan, 9, 3, 30], [100, 100, 0, np.nan, 100])
    assert np.isnan(found.estimate).tolist() == [False, True, True, True, False]
    assert found.left_out == 3
    assert Caveat.AREAS_LEFT_OUT in found.caveats
    nobody = smoother([np.nan, np.nan], [1, 1])
    assert np.isnan(nobody.estimate).all()


@pytest.mark.parametrize("smoother", [marshall_global, by_line])
def test_series_are_smoothed_apart(smoother: Smoother) -> None:
    counts = np.array([[4, 8, 30, 1], [0, 2, 1, 19]])
    people = np.array([100, 300, 500, 200])
    together = smoother(counts, people)
    for series in range(2):
        alone = smoother(counts[series], people)
        np.testing.assert_allclose(together.estimate[series], alone.estimate)
    assert together.left_out.tolist() == [0, 0]


@given(COUNTS, st.integers(2, 9))
def test_more_people_per_event_scale_every_estimate(counts: list[int], times: int) -> None:
    """Ten times the population and the same counts: a tenth of every rate, same weights."""
    people = np.arange(1, len(counts) + 1) * 50.0
    for smoother in (marshall_global, by_line):
        one, other = smoother(counts, people), smoother(counts, people * times)
        np.testing.assert_allclose(other.estimate * times, one.estimate, rtol=1e-6, atol=1e-12)


@given(COUNTS)
def test_the_order_of_areas_does_not_matter(counts: list[int]) -> None:
    people = np.arange(1, len(counts) + 1) * 50.0
    turned = slice(None, None, -1)
    for smoother in (marshall_global, by_line):
        forth, back = smoother(counts, people), smoother(counts[turned], people[turned])
        np.testing.assert_allclose(back.estimate[turned], forth.estimate, rtol=1e-7, atol=1e-15)


@given(COUNTS, st.integers(0, 500))
def test_a_far_area_changes_no_local_estimate(counts: list[int], other: int) -> None:
    """Three steps away nothing is felt: a neighbour's neighbourhood ends there."""
    people = np.full(len(counts) + 1, 100.0)
    one, two = ([*counts, last] for last in (0, other))
    far = slice(0, len(counts) - 2)
    near, changed = by_line(one, people).estimate, by_line(two, people).estimate
    np.testing.assert_allclose(near[far], changed[far], rtol=1e-9, atol=1e-15)


def test_the_matrix_must_fit_the_areas() -> None:
    with pytest.raises(ValueError, match="3 areas need"):
        marshall_local([1, 2, 3], [1, 2, 3], line(2))


def test_a_variant_must_exist() -> None:
    with pytest.raises(ValueError, match="choose spdep or geoda"):
        marshall_local([1, 2], [1, 2], line(2), variant=cast(Variant, "queen"))


@pytest.mark.parametrize("function", [marshall_global, choynowski])
def test_areas_lie_on_an_axis(function: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="axis"):
        function(1, 2)
    with pytest.raises(ValueError, match="zero or more"):
        function([-1], [2])


def test_probability_map_spdep_auckland() -> None:
    """R spdep, probmap on its Auckland data."""
    table = Table(reference_file("04_spatial", "spdep", "auckland_probmap_choynowski.csv"))
    counted = Table(reference_file("04_spatial", "spdep", "auckland_EBest.csv"))
    found = choynowski(counted.numbers("n"), counted.numbers("x"))
    np.testing.assert_allclose(found.p_lower, table.numbers("pmap"), rtol=1e-9)
    np.testing.assert_allclose(found.expected, table.numbers("expCount"), rtol=1e-9)
    np.testing.assert_allclose(100 * found.ratio, table.numbers("relRisk"), rtol=1e-9)


def test_probability_map_esda_choynowski() -> None:
    """esda, test_choynowski: eight counts in two areas."""
    found = choynowski([30 + 25 + 25 + 15, 33 + 21 + 30 + 20], [400, 390])
    np.testing.assert_allclose(found.p, [0.30437751, 0.29367033], atol=5e-9)
    assert found.p_lower[0] == found.p[0]
    assert found.p_lower[1] > found.p[1]


def test_a_probability_map_needs_whole_counts() -> None:
    with pytest.raises(ValueError, match="whole counts"):
        choynowski([1.5, 2], [10, 10])


def test_a_probability_map_without_events_says_nothing() -> None:
    found = choynowski([0, 0, np.nan], [10, 20, 30])
    assert found.p[:2].tolist() == [1, 1]
    assert np.isnan(found.p[2])
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)


@given(COUNTS)
def test_tails_of_a_probability_map_are_those_of_poisson(counts: list[int]) -> None:
    people = np.arange(1, len(counts) + 1) * 50.0
    found = choynowski(counts, people)
    expected = people * sum(counts) / people.sum()
    upper = stats.poisson.sf(np.array(counts) - 1, expected)
    lower = stats.poisson.cdf(counts, expected)
    # A count equal to what is expected is on neither side: rounding decides which tail is told.
    level = np.isclose(counts, expected)
    side = np.where(level & np.isclose(found.p, lower), lower, upper)
    told = np.where((counts < expected) & ~level, lower, side)
    np.testing.assert_allclose(found.p, told, atol=1e-12)
