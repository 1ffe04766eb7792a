"""Local and global association, against published tables and against plain loops.

The conflict in Africa (Anselin 1995, table 1) has 42 countries; the neighbours are those of the
paper. R package spdep prints its results on that data (its reference page of localmoran).
"""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetymethods.neighbours import from_pairs, nearest
from safetymethods.result import Caveat, Floats
from safetymethods.spatial import Moments, Quadrant, getis_ord, global_moran, local_moran

pytestmark = pytest.mark.pure

CONFLICT = [
    241, 299, 933, 998, 811, 358, 758, 1015, 347, 980, 423, 1090, 848, 604, 1130, 824, 618, 895,
    1142, 3087, 1528, 3134, 2273, 2881, 604, 487, 2122, 1878, 1554, 795, 629, 792, 1875, 363, 1266,
    147, 1861, 1421, 1363, 2355, 4751, 5246,
]  # fmt: skip
BORDERS = [
    (0, 2), (1, 2), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 37), (2, 4), (2, 7), (3, 5),
    (3, 8), (3, 12), (3, 14), (4, 36), (4, 37), (5, 8), (5, 14), (5, 17), (5, 37), (5, 39), (6, 7),
    (6, 8), (6, 9), (6, 11), (7, 9), (7, 10), (8, 11), (8, 12), (9, 10), (11, 12), (13, 14),
    (13, 15), (13, 16), (13, 17), (13, 18), (14, 17), (15, 18), (16, 17), (16, 18), (16, 19),
    (16, 40), (17, 39), (17, 40), (18, 19), (19, 20), (19, 21), (19, 23), (19, 24), (19, 25),
    (19, 28), (19, 40), (20, 28), (20, 32), (21, 22), (21, 23), (21, 25), (21, 40), (22, 23),
    (22, 26), (22, 27), (22, 40), (23, 24), (23, 25), (23, 28), (23, 30), (23, 31), (24, 25),
    (26, 27), (27, 40), (28, 29), (28, 30), (28, 31), (28, 32), (28, 34), (29, 31), (29, 32),
    (29, 34), (30, 31), (31, 32), (31, 35), (32, 33), (32, 34), (32, 35), (36, 37), (37, 38),
    (37, 39), (38, 39), (39, 40), (39, 41), (40, 41),
]  # fmt: skip
AFRICA = from_pairs(42, BORDERS)
UGANDA, RWANDA, LIBYA, SUDAN, EGYPT = 21, 25, 39, 40, 41

# The points (10, 10), (20, 10), (40, 10), (15, 20), (30, 20) and (30, 30).
WITHIN_15 = [(0, 1), (0, 3), (1, 3), (1, 4), (2, 4), (3, 4), (4, 5)]
SIX = [2, 3, 3.2, 5, 8, 7]


@pytest.mark.parametrize(
    ("star", "z"),
    [
        (False, [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]),
        (True, [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]),
    ],
)
def test_six_points_of_the_pysal_documentation(star: bool, z: list[float]) -> None:
    """esda.G_Local, the example of its documentation: a distance of 15, binary weights."""
    found = getis_ord(SIX, from_pairs(6, WITHIN_15), star=star)
    np.testing.assert_allclose(found.z, z, atol=5e-9)


def test_hot_spots_of_conflict_in_africa_spdep_localg() -> None:
    found = getis_ord(CONFLICT, AFRICA)
    places = [0, 1, 19, UGANDA, 22, RWANDA, 27, 34, LIBYA, SUDAN, EGYPT]
    published = [-0.984, -1.699, 2.023, 3.336, 3.503, 1.457, 2.627, 0.041, 2.553, 4.039, 4.421]
    np.testing.assert_allclose(found.z[places], published, atol=5e-4)
    assert found.links[EGYPT] == 3, "Libya, Sudan and Egypt itself"
    assert found.mean == pytest.approx(56726 / 42)
    assert found.caveats == ()


def test_worked_example_of_the_spatial_page() -> None:
    """docs/explanation/spatial.md: eight neighbourhoods in a row."""
    row = from_pairs(8, [(i, i + 1) for i in range(7)])
    found = getis_ord([1.6, 1.9, 1.5, 0.9, 0.7, 0.6, 0.8, 0.8], row)
    z = [2.17, 2.53, 1.49, -0.30, -1.64, -1.79, -1.64, -1.00]
    np.testing.assert_allclose(found.z, z, atol=0.005)
    assert found.variance == pytest.approx(0.21)
    assert found.p[1] == pytest.approx(0.011, abs=0.0005)


@pytest.mark.parametrize(
    ("place", "i", "expected", "variance", "z"),
    [
        (0, 3.7523e-01, -2.4317e-02, 9.9646e-01, 4.0025e-01),
        (19, 7.0978e-01, -5.9545e-02, 2.0906e-01, 1.6826),
        (UGANDA, 1.9425, -6.2812e-02, 4.4503e-01, 3.0060),
        (RWANDA, -7.5236e-01, -1.4730e-02, 1.4096e-01, -1.9647),
        (38, 5.3873e-03, -3.0273e-06, 6.1985e-05, 6.8466e-01),
        (SUDAN, 2.9878, -2.2835e-01, 7.6320e-01, 3.6814),
        (EGYPT, 6.9467, -2.9968e-01, 4.2971, 3.4957),
    ],
)
def test_local_moran_of_conflict_in_africa_spdep_localmoran(
    place: int, i: float, expected: float, variance: float, z: float
) -> None:
    found = local_moran(CONFLICT, AFRICA)
    assert found.i[place] == pytest.approx(i, rel=2e-5)
    assert found.expected[place] == pytest.approx(expected, rel=5e-5)
    assert found.variance[place] == pytest.approx(variance, rel=5e-5)
    assert found.z[place] == pytest.approx(z, rel=5e-5)


def test_probabilities_and_mean_of_local_moran_spdep_localmoran() -> None:
    found = local_moran(CONFLICT, AFRICA)
    assert found.i.mean() == pytest.approx(0.4167956, abs=5e-8)
    places = [0, UGANDA, RWANDA, LIBYA, SUDAN, EGYPT]
    np.testing.assert_allclose(
        found.p[places], [0.6890, 0.0026, 0.0494, 0.0172, 0.0002, 0.0005], atol=5e-5
    )


def test_conflict_in_africa_as_a_whole_spdep_moran_test() -> None:
    found = global_moran(CONFLICT, AFRICA)
    assert found.i == pytest.approx(0.41679563, abs=5e-9)
    assert found.expected == pytest.approx(-0.02439024, abs=5e-9)
    assert found.variance == pytest.approx(0.01029358, abs=5e-9)
    assert found.z == pytest.approx(4.3485, abs=5e-5)
    assert found.p == pytest.approx(2 * 6.854e-06, rel=1e-4), "two-sided; spdep gives one side"
    assert (int(found.areas), int(found.links), found.caveats) == (42, 182, ())


def test_permutations_agree_with_spdep_localmoran_perm() -> None:
    """Its 499 permutations gave these; both are estimates, so only roughly equal."""
    found = local_moran(CONFLICT, AFRICA, permutations=999)
    assert found.p_permuted is not None
    places = [1, UGANDA, RWANDA, LIBYA, SUDAN, EGYPT]
    published = [0.088, 0.040, 0.140, 0.048, 0.008, 0.016]
    np.testing.assert_allclose(found.p_permuted[places], published, atol=0.05)
    again = local_moran(CONFLICT, AFRICA, permutations=999)
    np.testing.assert_array_equal(found.p_permuted, again.p_permuted)
    assert found.permutations == 999


def plain_moments(values: Floats, weights: Floats, conditional: bool) -> tuple[Floats, Floats]:
    """Mean and variance of local Moran over every order of the values, by listing them all."""
    z = values - values.mean()
    m2 = (z**2).mean()
    drawn: list[list[float]] = [[] for _ in z]
    for order in permutations(range(len(z))):
        shuffled = z[list(order)]
        for i in range(len(z)):
            if not conditional or order[i] == i:
                drawn[i].append(float(shuffled[i] / m2 * (weights[i] @ shuffled)))
    return np.array([np.mean(d) for d in drawn]), np.array([np.var(d) for d in drawn])


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("moments", ["conditional", "total"])
def test_moments_sokal_1998_against_every_order(moments: Moments, standardise: bool) -> None:
    neighbours = from_pairs(6, WITHIN_15)
    weights = neighbours.adjacency.toarray()
    if standardise:
        weights = weights / weights.sum(axis=1, keepdims=True)
    found = local_moran(SIX, neighbours, moments=moments, standardise=standardise)
    expected, variance = plain_moments(np.array(SIX), weights, moments == "conditional")
    np.testing.assert_allclose(found.expected, expected, atol=1e-12)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-10)


def test_divisor_n_minus_1_scales_by_n_minus_1_over_n_and_keeps_z() -> None:
    one, other = (local_moran(CONFLICT, AFRICA, divisor=d) for d in ("n", "n-1"))
    np.testing.assert_allclose(other.i, one.i * 41 / 42)
    np.testing.assert_allclose(other.expected, one.expected * 41 / 42)
    np.testing.assert_allclose(other.z, one.z)


def test_quadrants_compare_with_the_mean() -> None:
    found = local_moran(CONFLICT, AFRICA)
    assert found.quadrant[EGYPT] == Quadrant.HIGH_HIGH
    assert found.quadrant[RWANDA] == Quadrant.LOW_HIGH
    assert found.quadrant[1] == Quadrant.LOW_LOW
    assert found.quadrant[32] == Quadrant.HIGH_LOW, "South Africa"


def test_an_area_without_a_value_takes_no_part() -> None:
    """The same as a map on which the area does not exist."""
    values = np.array([CONFLICT, CONFLICT], dtype=float).T
    values[SUDAN, 1] = np.nan
    kept = [place for place in range(42) if place != SUDAN]
    pairs = [(a - (a > SUDAN), b - (b > SUDAN)) for a, b in BORDERS if a != SUDAN and b != SUDAN]
    without = from_pairs(41, pairs)
    hot, there = getis_ord(values, AFRICA), getis_ord(values[kept, 1], without)
    np.testing.assert_allclose(hot.z[kept, 1], there.z)
    np.testing.assert_allclose(hot.z[:, 0], getis_ord(CONFLICT, AFRICA).z)
    local = local_moran(values, AFRICA, permutations=99)
    smaller = local_moran(values[kept, 1], without, permutations=99)
    np.testing.assert_allclose(local.z[kept, 1], smaller.z)
    assert local.p_permuted is not None
    assert smaller.p_permuted is not None
    np.testing.assert_array_equal(local.p_permuted[kept, 1], smaller.p_permuted)
    whole = global_moran(values, AFRICA)
    np.testing.assert_allclose(whole.z[1], global_moran(values[kept, 1], without).z)
    for found in (hot, local, whole):
        assert found.areas.tolist() == [42, 41]
        assert found.caveats == (Caveat.AREAS_LEFT_OUT,)
    assert np.isnan(hot.z[SUDAN, 1])
    assert np.isnan(local.p[SUDAN, 1])
    assert local.quadrant[SUDAN, 1] == Quadrant.NONE


def test_lonely_areas() -> None:
    neighbours = from_pairs(5, [(0, 1), (1, 2), (2, 3)])
    values = [5.0, 4, 1, 2, 9]
    star, plain = getis_ord(values, neighbours), getis_ord(values, neighbours, star=False)
    assert star.z[4] == pytest.approx((9 - 4.2) / np.std(values)), "only its own value"
    assert np.isnan(plain.z).tolist() == [False] * 4 + [True]
    local = local_moran(values, neighbours, permutations=9)
    for field in (local.i, local.z, local.p, local.p_permuted, local.lag):
        assert field is not None
        assert np.isnan(field).tolist() == [False] * 4 + [True]
    assert global_moran(values, neighbours).links == 6
    for found in (star, plain, local):
        assert found.caveats == (Caveat.NO_NEIGHBOURS,)


@pytest.mark.parametrize("values", [[3.3, 3.3, 3.3], [np.nan, 4, np.nan], [np.nan] * 3])
def test_nothing_stands_out_where_all_is_equal(values: list[float]) -> None:
    neighbours = from_pairs(3, [(0, 1), (1, 2)])
    local, whole = local_moran(values, neighbours, permutations=9), global_moran(values, neighbours)
    assert local.p_permuted is not None
    star, plain = (getis_ord(values, neighbours, star=star) for star in (True, False))
    for z, p, result in [(r.z, r.p, r) for r in (star, plain)] + [
        (local.z, local.p, local),
        (whole.z, whole.p, whole),
    ]:
        assert np.isnan(z).all()
        assert np.isnan(p).all()
        assert Caveat.ALL_EQUAL in result.caveats
    assert np.isnan(local.p_permuted).all()
    assert np.isnan(whole.i)


def test_one_area() -> None:
    neighbours = from_pairs(1, [])
    for found in (getis_ord([4.0], neighbours), local_moran([4.0], neighbours, permutations=9)):
        assert np.isnan(found.z).all()
    assert np.isnan(global_moran([4.0], neighbours).z)


def test_no_areas() -> None:
    assert getis_ord(np.empty((0, 3)), from_pairs(0, [])).z.shape == (0, 3)


def test_nothing_can_vary_where_everybody_is_a_neighbour() -> None:
    everybody = from_pairs(4, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])
    assert np.isnan(getis_ord([1.0, 2, 3, 9], everybody).z).all()
    assert np.isnan(getis_ord([1.0, 2, 3, 9], everybody, star=False).z).all()
    assert np.isnan(local_moran([1.0, 2, 3, 9], everybody).z).all()


def test_one_event_in_one_area_has_no_surprising_neighbours() -> None:
    """All others are equal, so no choice of neighbours of that area differs from another."""
    values = [0.1] * 7 + [1.1]
    neighbours = from_pairs(8, [(i, i + 1) for i in range(7)])
    assert np.isnan(getis_ord(values, neighbours, star=False).z).tolist() == [False] * 7 + [True]
    assert np.isnan(local_moran(values, neighbours).z).tolist() == [False] * 7 + [True]
    assert np.isfinite(getis_ord(values, neighbours).z).all()


def test_shapes_of_types_and_periods() -> None:
    values = np.random.default_rng(3).random((42, 3, 4))
    found = getis_ord(values, AFRICA)
    assert found.z.shape == found.links.shape == (42, 3, 4)
    assert found.mean.shape == found.areas.shape == (3, 4)
    np.testing.assert_allclose(found.z[:, 2, 1], getis_ord(values[:, 2, 1], AFRICA).z)
    assert global_moran(values, AFRICA).z.shape == (3, 4)


def test_bad_input_is_refused() -> None:
    neighbours = from_pairs(3, [(0, 1), (1, 2)])
    for values in ([1.0, 2], 3.0):
        with pytest.raises(ValueError, match="3 areas"):
            getis_ord(values, neighbours)
    with pytest.raises(ValueError, match="finite"):
        getis_ord([1, 2, np.inf], neighbours)
    with pytest.raises(ValueError, match="without it"):
        getis_ord([1, 2, 3], neighbours.with_self(), star=False)
    with pytest.raises(ValueError, match="without the area itself"):
        local_moran([1, 2, 3], neighbours.with_self())
    with pytest.raises(ValueError, match="without the area itself"):
        global_moran([1, 2, 3], neighbours.with_self())
    with pytest.raises(ValueError, match="cannot be -1"):
        local_moran([1, 2, 3], neighbours, permutations=-1)
    choices: list[dict[str, Any]] = [{"divisor": "m"}, {"moments": "both"}]
    for choice in choices:
        with pytest.raises(ValueError, match="choose among"):
            local_moran([1, 2, 3], neighbours, **choice)


maps = st.integers(0, 2**32 - 1).map(
    lambda seed: (np.random.default_rng(seed).gamma(0.7, 3, size=(42, 2)), seed)
)


@given(maps, st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_scaling_and_shifting_values_leaves_z(
    drawn: tuple[Floats, int], scale: float, shift: float
) -> None:
    values, _ = drawn
    moved = scale * values + shift
    for star in (True, False):
        np.testing.assert_allclose(
            getis_ord(moved, AFRICA, star=star).z, getis_ord(values, AFRICA, star=star).z, atol=1e-6
        )
    np.testing.assert_allclose(
        local_moran(moved, AFRICA).z, local_moran(values, AFRICA).z, atol=1e-6
    )


@given(maps)
def test_mirrored_values_turn_hot_into_cold(drawn: tuple[Floats, int]) -> None:
    values, _ = drawn
    for star in (True, False):
        np.testing.assert_allclose(
            getis_ord(-values, AFRICA, star=star).z,
            -getis_ord(values, AFRICA, star=star).z,
            atol=1e-9,
        )
    here, there = (local_moran(v, AFRICA, permutations=49) for v in (values, -values))
    np.testing.assert_allclose(here.i, there.i)
    np.testing.assert_array_equal(here.p_permuted, there.p_permuted)


@given(maps)
def test_renumbering_areas_renumbers_results(drawn: tuple[Floats, int]) -> None:
    values, seed = drawn
    order = np.random.default_rng(seed).permutation(42)
    back = np.argsort(order)
    renumbered = from_pairs(42, back[np.array(BORDERS)])
    for here, there in (
        (getis_ord(values, AFRICA).z, getis_ord(values[order], renumbered).z),
        (local_moran(values, AFRICA).z, local_moran(values[order], renumbered).z),
    ):
        np.testing.assert_allclose(here[order], there, atol=1e-9)
    np.testing.assert_allclose(
        global_moran(values, AFRICA).z, global_moran(values[order], renumbered).z
    )


@given(maps, st.floats(-50, 50))
def test_an_island_without_a_value_and_another_type_change_nothing(
    drawn: tuple[Floats, int], other: float
) -> None:
    values, _ = drawn
    more = np.full((43, 3), np.nan)
    more[:42, :2] = values
    more[:42, 2] = other
    wider = from_pairs(43, BORDERS)
    np.testing.assert_allclose(getis_ord(more, wider).z[:42, :2], getis_ord(values, AFRICA).z)
    here = local_moran(values, AFRICA, permutations=19)
    there = local_moran(more, wider, permutations=19)
    np.testing.assert_allclose(there.z[:42, :2], here.z)
    assert here.p_permuted is not None
    assert there.p_permuted is not None
    np.testing.assert_array_equal(there.p_permuted[:42, :2], here.p_permuted)


def test_global_moran_with_links_that_are_not_mutual() -> None:
    """Against the definition of S1 and S2, written out over all pairs."""
    random = np.random.default_rng(8)
    neighbours = nearest(random.random((15, 2)), 4)
    values = random.gamma(1, 1, size=15)
    w = neighbours.adjacency.toarray() / 4
    n, z = 15, values - values.mean()
    s0, s1 = w.sum(), ((w + w.T) ** 2).sum() / 2
    s2 = ((w.sum(axis=0) + w.sum(axis=1)) ** 2).sum()
    b2 = (z**4).mean() / (z**2).mean() ** 2
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = b2 * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
    found = global_moran(values, neighbours)
    assert found.variance == pytest.approx(variance)
    assert found.i == pytest.approx((z @ w @ z) / (z @ z))
