"""Rates, pooled rates and ratios, against published worked examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.poisson import PoissonMethod
from safetymethods.rates import pooled_rate, rate_per, rate_ratio
from safetymethods.result import Caveat, State

pytestmark = pytest.mark.pure

PHE_RATES = [
    # count, population, rate, limits 95 %, limits 99.8 %, all per 100
    (1, 100, 1, 0.0253178079842899, 5.5716433909389, 0.00100050033358353, 9.23341347645158),
    (5, 100, 5, 1.62348639011842, 11.6683320793227, 0.739371731917839, 16.4547452036801),
    (20, 100, 20, 12.2114288348759, 30.8898803691971, 8.92280236514419, 38.0850356250419),
    (65, 100, 65, 50.1631877104595, 82.8491385459398, 42.8802614714802, 94.000290844318),
    (9856, 12345, 79.8379910895099, 78.2694905897676, 81.4300165427214, 77.3759054327105,
     82.3544727709543),
    (7776456, 7564336677, 0.102804202563392, 0.102731960053021, 0.102876483340928,
     0.102690317308454, 0.102918176395091),
    (222, 3215, 6.90513219284603, 6.02657487765268, 7.87572937087185, 5.56073769525985,
     8.46104668173341),
    (999, 3456, 28.90625, 27.1413049360905, 30.7558332373784, 26.1621475964458,
     31.8456048198227),
]  # fmt: skip


@pytest.mark.parametrize("row", PHE_RATES)
def test_rates_phe_phindicatormethods_testdata_rate(row: tuple[float, ...]) -> None:
    """Test data of PHEindicatormethods 2.1.0, function phe_rate; Areas 1 to 8, per 100."""
    count, population, rate, low, high, low998, high998 = row
    for level, lower, upper in ((0.95, low, high), (0.998, low998, high998)):
        found = rate_per(count, population, per=100, minimum=0, level=level, method="phe")
        assert found.rate == pytest.approx(rate, rel=1e-12)
        assert found.low == pytest.approx(lower, rel=1e-11)
        assert found.high == pytest.approx(upper, rel=1e-11)


def test_missing_numbers_phe_testdata_rate_areas_9_to_11() -> None:
    found = rate_per([np.nan, 10, np.nan], [100, np.nan, np.nan], method="phe", minimum=0)
    assert np.isnan(found.rate).all()
    assert found.no_population.tolist() == [False, True, False]
    assert found.caveats == (Caveat.NO_COUNT, Caveat.NO_POPULATION)


def test_national_rates_nscr_staat_van_de_misdaad() -> None:
    """Burglaries per 100,000 as published by NSCR's authors for 2012 and 2023."""
    counts = [91595, 22706]
    people = [16749973.083333334, 17870298]
    found = rate_per(counts, people, per=100_000)
    np.testing.assert_allclose(found.rate, [546.8366996430547, 127.0599964253534], rtol=1e-13)


def test_worked_example_of_the_rates_page() -> None:
    """docs/explanation/rates.md: 12 burglaries in a neighbourhood of 850 dwellings."""
    found = rate_per(12, 850, residents=1900)
    assert found.rate == pytest.approx(14.12, abs=0.005)
    assert found.low == pytest.approx(7.29, abs=0.005)
    assert found.high == pytest.approx(24.66, abs=0.005)
    assert found.known


def test_no_rate_for_fewer_than_200_people() -> None:
    found = rate_per([3, 3, 0], [199, 200, 199])
    assert np.isnan(found.rate).tolist() == [True, False, True]
    assert found.too_small.tolist() == [True, False, True]
    assert found.counts.tolist() == [3, 3, 0], "the count stays: it is public"
    assert found.caveats == (Caveat.SMALL_POPULATION,)


def test_the_minimum_is_about_people_also_when_dwellings_divide() -> None:
    found = rate_per([3, 3, 3], [90, 900, 900], residents=[220, 150, np.nan])
    assert np.isnan(found.rate).tolist() == [False, True, True]


@pytest.mark.parametrize("population", [0, -5, np.nan])
def test_no_rate_without_a_population(population: float) -> None:
    found = rate_per(3, population, residents=1000)
    assert np.isnan(found.rate)
    assert found.no_population
    assert found.caveats == (Caveat.NO_POPULATION,)


def test_hidden_in_is_hidden_out() -> None:
    states = [State.HIDDEN, State.VALUE, State.UNKNOWN, State.ESTIMATED, State.VALUE]
    found = rate_per([np.nan, 0, np.nan, 2.5, np.nan], [1000] * 5, states=states)
    assert found.states.tolist() == [2, 1, 3, 5, 3], "a value without a number is unknown"
    assert np.isnan(found.rate).tolist() == [True, False, True, False, True]
    assert found.rate[1] == 0
    assert found.low[1] == 0
    assert found.high[1] > 0, "nothing was seen; that does not prove there is nothing"
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.FRACTIONAL_COUNTS}


def test_a_number_in_a_hidden_cell_is_not_used() -> None:
    """The zero that a publisher writes in a withheld cell never becomes a rate."""
    found = rate_per([0.0], [1000], states=[State.HIDDEN])
    assert np.isnan(found.rate[0])
    assert np.isnan(found.counts[0])


def test_a_cube_of_areas_types_and_periods() -> None:
    counts = np.arange(24, dtype=float).reshape(2, 3, 4)
    people = np.array([[1000.0] * 4, [2000.0] * 4])
    found = rate_per(counts, people[:, None, :])
    assert found.rate.shape == (2, 3, 4)
    np.testing.assert_allclose(found.rate[1], counts[1] / 2)


@pytest.mark.parametrize(("states", "says"), [([1, 1, 1], "shape"), ([7, 1], "no state 7")])
def test_states_must_fit(states: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rate_per([1, 2], [1000, 1000], states=states)


rates = st.tuples(st.integers(0, 5000), st.integers(200, 10**6))


@given(rates, st.integers(2, 50))
def test_the_rate_does_not_depend_on_scale_but_its_interval_narrows(
    rate: tuple[int, int], times: int
) -> None:
    count, people = rate
    small, large = rate_per(count, people), rate_per(count * times, people * times)
    assert large.rate == pytest.approx(small.rate)
    assert large.high - large.low < small.high - small.low


@given(rates, st.sampled_from(["exact", "phe"]))
def test_per_only_changes_the_unit(rate: tuple[int, int], method: PoissonMethod) -> None:
    count, people = rate
    one = rate_per(count, people, per=1, method=method)
    thousand = rate_per(count, people, method=method)
    assert thousand.high == pytest.approx(1000 * one.high)
    assert thousand.low == pytest.approx(1000 * one.low)


@given(rates)
def test_the_rate_lies_within_its_limits(rate: tuple[int, int]) -> None:
    found = rate_per(*rate)
    assert found.low <= found.rate <= found.high


@pytest.mark.parametrize(
    ("count", "population", "low", "high"),
    [
        (2, 200, 121.104639271983, 3612.34383386198),
        (10, 200, 2393.72495698378, 9195.72930287824),
        (40, 200, 14286.6499332185, 27235.0496600121),
        (444, 6430, 6277.68811414578, 7578.30445863436),
    ],
)
def test_grouped_rates_phe_testdata_rate_g(
    count: float, population: float, low: float, high: float
) -> None:
    """phe_rate on grouped data: two equal areas pooled, per 100,000."""
    found = pooled_rate(
        [count / 2, count / 2], [population / 2, population / 2], per=100_000, method="phe"
    )
    assert found.count == count
    assert found.low == pytest.approx(low, rel=1e-11)
    assert found.high == pytest.approx(high, rel=1e-11)
    assert (int(found.used), int(found.left_out), found.caveats) == (2, 0, ())


def test_a_pool_names_how_many_areas_it_misses() -> None:
    counts = np.array([[5, np.nan], [7, 1], [np.nan, np.nan], [9, np.nan]])
    people = np.array([[1000], [3000], [500], [np.nan]])
    found = pooled_rate(counts, people)
    np.testing.assert_allclose(found.rate, [12 / 4, 1 / 3])
    assert found.used.tolist() == [2, 1]
    assert found.left_out.tolist() == [2, 3]
    assert found.population.tolist() == [4000, 3000]
    assert found.caveats == (Caveat.AREAS_LEFT_OUT,)


def test_a_pool_without_areas_has_no_rate() -> None:
    found = pooled_rate([np.nan, 4], [1000, 0])
    assert np.isnan(found.rate)
    assert np.isnan(found.high)
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.AREAS_LEFT_OUT}


def test_a_pool_leaves_hidden_cells_out() -> None:
    found = pooled_rate([0, 8], [1000, 1000], states=[State.HIDDEN, State.VALUE])
    assert found.rate == 8


def test_a_pool_of_estimates_says_so() -> None:
    assert pooled_rate([1.5, 2], [1000, 1000]).caveats == (Caveat.FRACTIONAL_COUNTS,)


@given(st.lists(rates, min_size=1, max_size=8))
def test_a_pool_lies_between_its_lowest_and_highest_area(areas: list[tuple[int, int]]) -> None:
    counts, people = np.array(areas, dtype=float).T
    single = rate_per(counts, people).rate
    pooled = pooled_rate(counts, people).rate
    assert single.min() - 1e-9 <= pooled <= single.max() + 1e-9


def test_ratio_of_two_rates_r_poisson_test() -> None:
    """R: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)), its own example."""
    found = rate_ratio(11, 800, 21, 3011)
    assert found.ratio == pytest.approx(1.9714880952381, rel=1e-12)
    assert found.low == pytest.approx(0.858426403391639, rel=1e-10)
    assert found.high == pytest.approx(4.27726594365407, rel=1e-10)
    assert found.p == pytest.approx(0.1120173, rel=1e-6), "twice the smaller tail; R gives .0797"


def test_ratio_without_events_on_one_side_is_open() -> None:
    found = rate_ratio([0, 3], [1000, 1000], [3, 0], [1000, 1000])
    assert found.ratio.tolist() == [0, np.inf]
    assert found.low[0] == 0
    assert found.high[1] == np.inf
    assert found.p.tolist() == [0.25, 0.25]
    assert found.caveats == ()


def test_no_ratio_without_events_counts_or_people() -> None:
    found = rate_ratio([0, np.nan, 2, 2], 1000, [0, 1, 1, 1], [1000, 1000, 0, np.nan])
    for values in (found.ratio, found.low, found.high, found.p):
        assert np.isnan(values).all()
    assert set(found.caveats) == {Caveat.NO_COUNT, Caveat.NO_POPULATION}


def test_the_exact_ratio_refuses_fractions() -> None:
    with pytest.raises(ValueError, match="whole counts"):
        rate_ratio(2.5, 1000, 3, 1000)


counts_and_people = st.tuples(st.integers(0, 300), st.integers(1, 10**5))


@given(counts_and_people, counts_and_people)
def test_turning_a_ratio_around_turns_its_limits_around(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    forth, back = rate_ratio(*one, *other), rate_ratio(*other, *one)
    if one[0] + other[0] == 0:
        assert np.isnan(forth.ratio)
        return
    assert forth.p == pytest.approx(back.p)
    with np.errstate(divide="ignore"):
        assert np.divide(1.0, forth.low) == pytest.approx(back.high, rel=1e-7)


@given(counts_and_people, counts_and_people)
def test_p_is_under_alpha_exactly_when_one_lies_outside(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    found = rate_ratio(*one, *other)
    outside = bool(found.low > 1 or found.high < 1)
    close = abs(float(found.p) - 0.05) < 1e-9
    assert close or outside == bool(found.p < 0.05)
