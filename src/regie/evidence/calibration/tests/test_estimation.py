"""A known swing and spread are found back, on the years and areas that may be believed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.calibration.estimation import (
    LEAST_YEARS,
    Found,
    estimates,
    window,
)
from regie.evidence.calibration.laying import Sheet, countable, evenly
from regie.evidence.calibration.rules import Origin, Remark
from regie.evidence.indicators.definitions import Break
from safetymethods.peers import Peers, nearest_peers

pytestmark = pytest.mark.pure

YEARS = tuple(f"{year}JJ00" for year in range(2012, 2026))
AREAS = tuple(f"GM{number:04d}" for number in range(300))
PLAIN = replace(next(item for item in countable() if item.code == "offence-1.1.1"), breaks=())
ACROSS = (Remark.ACROSS_BREAK, Remark.PROVISIONAL)
CODES = st.lists(st.booleans(), min_size=1, max_size=14)


def sheet(
    *,
    swing: float = 0.25,
    size: float = 8.0,
    level: float = 0.003,
    areas: int = 300,
    where: str = "municipality",
    seed: int = 1,
) -> Sheet:
    """Counts of one type that swing and differ by so much; the last two years are provisional."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(np.log(25_000), 0.8, areas))
    walk = np.cumsum(rng.normal(0, swing, (areas, len(YEARS))), axis=1)
    walk -= walk[:, [-3]]
    lasting = rng.gamma(size, 1 / size, (areas, 1)) if np.isfinite(size) else np.ones((areas, 1))
    made = rng.poisson(people[:, None] * level * lasting * np.exp(walk)).astype(float)
    return Sheet(
        level=where,
        family="offence",
        definitions=(PLAIN,),
        areas=AREAS[:areas],
        periods=YEARS,
        provisional=(False,) * 12 + (True,) * 2,
        counts=made[None],
        exposure=np.broadcast_to(people[None, :, None], (1, areas, len(YEARS))),
        home=np.arange(areas) // 30,
        own=np.array([True]),
        deliveries=(1,),
        homes=1,
        used=1,
    )


def only(found: tuple[Found, ...]) -> Found:
    assert len(found) == 1
    return found[0]


def alike(areas: int = 300) -> Peers:
    """Peers that have nothing to do with the counts."""
    rng = np.random.default_rng(5)
    return nearest_peers(rng.normal(size=(areas, 4)), k=15)


def test_a_known_swing_and_spread_are_found_back() -> None:
    found = only(estimates(sheet(), alike(), AREAS))
    assert found.swing.value == pytest.approx(0.25, abs=0.02)
    assert found.size.value == pytest.approx(8.0, rel=0.25)
    assert (found.swing.origin, found.size.origin) == (Origin.ESTIMATED,) * 2
    assert (found.swing.areas, found.swing.years, found.size.areas) == (300, 12, 300)
    assert (found.swing.first, found.swing.last) == ("2012JJ00", "2023JJ00")
    assert (found.size.last, found.size.years) == ("2023JJ00", 1)
    assert found.swing.remarks == found.size.remarks == ()


def test_provisional_years_do_not_count() -> None:
    made = sheet()
    made.counts[..., -2:] = made.counts[..., -2:] * 40
    assert only(estimates(made, alike(), AREAS)).swing.value == pytest.approx(0.25, abs=0.02)


def test_what_is_not_known_does_not_count() -> None:
    made = sheet()
    made.counts[0, :150, 3] = np.nan
    found = only(estimates(made, alike(), AREAS))
    assert found.swing.value == pytest.approx(0.25, abs=0.02)
    nowhere = replace(made, exposure=np.full(made.exposure.shape, np.nan))
    gone = only(estimates(nowhere, alike(), AREAS))
    assert np.isnan(gone.swing.value)
    assert np.isnan(gone.size.value)
    assert Remark.FEW_AREAS in gone.swing.remarks


def test_counts_that_vary_by_chance_only_have_no_swing_and_no_spread() -> None:
    found = only(estimates(sheet(swing=0.0, size=np.inf), None, AREAS))
    assert found.swing.value < 0.05
    assert found.size.value > 100
    assert Remark.NO_PEERS in found.size.remarks


def test_no_more_than_chance_is_said() -> None:
    made = sheet(swing=0.0, size=np.inf)
    level = np.round(made.exposure * 0.003)
    found = only(estimates(replace(made, counts=level), alike(), AREAS))
    assert found.swing.value == 0
    assert np.isinf(found.size.value)
    assert Remark.NO_SWING in found.swing.remarks
    assert Remark.NO_SPREAD in found.size.remarks


def test_too_little_is_no_estimate() -> None:
    found = only(estimates(sheet(level=0.00001), alike(), AREAS))
    assert np.isnan(found.swing.value)
    assert Remark.FEW_EVENTS in found.swing.remarks
    assert Remark.FEW_EVENTS in found.size.remarks


def test_too_few_areas_are_no_estimate() -> None:
    found = only(estimates(sheet(areas=20), alike(20), AREAS[:20]))
    assert np.isnan(found.swing.value)
    assert Remark.FEW_AREAS in found.swing.remarks
    assert Remark.FEW_AREAS in found.size.remarks


def test_too_few_years_are_no_estimate() -> None:
    made = sheet()
    short = replace(
        made,
        periods=YEARS[:1],
        provisional=(False,),
        counts=made.counts[..., :1],
        exposure=made.exposure[..., :1],
    )
    found = only(estimates(short, alike(), AREAS))
    assert np.isnan(found.swing.value)


def test_neighbourhoods_are_laid_beside_their_own_municipality_over_three_years() -> None:
    made = sheet(where="neighbourhood")
    rates = np.repeat(np.exp(np.arange(10.0)), 30)[None, :, None]
    higher = replace(made, counts=np.round(made.counts * np.minimum(rates, 50)))
    found = only(estimates(replace(higher, homes=40, own=np.array([False])), None, AREAS))
    assert found.size.years == 3
    assert 4 < found.size.value < 16
    assert set(found.size.remarks) == {Remark.INHABITANTS, Remark.SAMPLED}


def test_without_enough_settled_years_the_newest_serve() -> None:
    made = sheet()
    found = only(estimates(replace(made, provisional=(True,) * 14), alike(), AREAS))
    assert found.swing.years == 14
    assert Remark.PROVISIONAL in found.swing.remarks
    assert (found.size.last, found.size.remarks) == ("2025JJ00", (Remark.PROVISIONAL,))


def test_areas_without_peers_have_no_expectation() -> None:
    found = only(estimates(sheet(), alike(200), AREAS[:200]))
    assert found.size.areas == 200
    unknown = only(estimates(sheet(), alike(), [f"GM1{n:03d}" for n in range(300)]))
    assert unknown.size.areas == 0
    assert Remark.FEW_AREAS in unknown.size.remarks


def test_a_type_is_estimated_within_one_way_of_counting() -> None:
    made = sheet()
    made.counts[..., :6] = made.counts[..., :6] * 5
    item = replace(PLAIN, breaks=(Break("2018JJ00", "anders", "other", "bron"),))
    found = only(estimates(replace(made, definitions=(item,)), alike(), AREAS))
    assert (found.swing.first, found.swing.last) == ("2018JJ00", "2023JJ00")
    assert found.swing.value == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize(
    ("breaks", "settled", "years", "remarks"),
    [
        ((), 12, (2012, 2023), ()),
        (("2018MM07",), 12, (2019, 2023), ()),
        (("2024MM07",), 12, (2012, 2023), (Remark.BEFORE_BREAK,)),
        (("2019MM04", "2015MM05", "2017MM04"), 12, (2020, 2025), (Remark.PROVISIONAL,)),
        (("2016JJ00", "2020JJ00", "2023JJ00"), 0, (2012, 2025), ACROSS),
        ((), 3, (2012, 2025), (Remark.PROVISIONAL,)),
    ],
)
def test_the_newest_settled_years_of_one_way_of_counting(
    breaks: tuple[str, ...],
    settled: int,
    years: tuple[int, int],
    remarks: tuple[Remark, ...],
) -> None:
    found = window(YEARS, breaks, [at >= settled for at in range(14)])
    assert (int(YEARS[found.years[0]][:4]), int(YEARS[found.years[-1]][:4])) == years
    assert found.remarks == remarks


@given(CODES, st.lists(st.integers(2010, 2027), max_size=3, unique=True))
def test_there_is_always_a_window(provisional: list[bool], breaks: list[int]) -> None:
    periods = YEARS[: len(provisional)]
    found = window(periods, [f"{year}MM07" for year in breaks], provisional)
    assert found.years
    early = [provisional[at] for at in found.years]
    assert not any(early) or Remark.PROVISIONAL in found.remarks
    if not found.remarks:
        assert len(found.years) >= min(LEAST_YEARS, len(periods))


def test_a_sample_is_spread_evenly() -> None:
    assert evenly("abcdefghij", 4) == ("a", "d", "g", "j")
    assert evenly("abc", 25) == ("a", "b", "c")
    assert evenly((), 25) == ()


@pytest.mark.parametrize("factor", [3.0, 0.5])
def test_another_unit_of_the_denominator_changes_nothing(factor: float) -> None:
    made = sheet()
    one = only(estimates(made, alike(), AREAS))
    other = only(estimates(replace(made, exposure=made.exposure * factor), alike(), AREAS))
    assert other.swing.value == pytest.approx(one.swing.value)
    assert other.size.value == pytest.approx(one.size.value)
