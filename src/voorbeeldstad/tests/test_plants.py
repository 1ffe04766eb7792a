"""What is planted can be measured, and nothing looks planted that is not."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from voorbeeldstad import plants, population, survey
from voorbeeldstad.offences import NUISANCES, OFFENCES
from voorbeeldstad.tests.reading import Cube, read_rows

pytestmark = pytest.mark.pure


def ratio(series: NDArray[np.int64], late: int = 1, early: slice = slice(-6, -3)) -> float:
    """The mean of the last years against the mean of the years `early`."""
    return float(series[-late:].mean() / series[early].mean())


def suspicious_zeros(cube: Cube, years: slice) -> list[tuple[str, str]]:
    """Zero in the last year after five years with a mean of 8 or more and each at least 3."""
    counts = cube.counts[..., years]
    before = counts[..., -6:-1]
    odd = (counts[..., -1] == 0) & (before.mean(axis=-1) >= 8) & (before.min(axis=-1) >= 3)
    return [(cube.types[type_], cube.areas[area]) for type_, area in np.argwhere(odd)]


def test_every_item_says_what_and_how(planted: object) -> None:
    ids = [item.id for item in plants.ITEMS]
    assert len(ids) == len(set(ids))
    assert all(item.what and item.shows and item.tables for item in plants.ITEMS)
    assert {item.kind for item in plants.ITEMS} == {"signal", "problem"}


def test_the_rise(offences: Cube) -> None:
    rise = ratio(offences.of(plants.RISE_TYPE, plants.RISE_DISTRICT))
    others = [
        ratio(offences.of(plants.RISE_TYPE, code))
        for code in offences.below("GM9901", "WK")
        if code != plants.RISE_DISTRICT and offences.of(plants.RISE_TYPE, code).mean() > 40
    ]
    assert rise > 3
    assert len(others) >= 6
    assert max(others) < 2
    assert rise > 2 * ratio(offences.of(plants.RISE_TYPE, "NL99"))


def test_the_fall(offences: Cube) -> None:
    own, all_ = (offences.of(plants.FALL_TYPE, code) for code in (plants.FALL_TOWN, "NL99"))
    fall, country = ratio(own), ratio(all_)
    assert fall < 0.45 * country
    early, late = own[-6:-3].sum(), own[-3:].sum()
    expected = early * all_[-3:].sum() / all_[-6:-3].sum()
    assert (expected - late) / np.sqrt(late + expected) > 6
    assert (np.diff(own[-6:] / all_[-6:]) < 0).sum() >= 4
    assert ratio(offences.of(plants.FALL_TYPE, "GM9902")) > 0.6 * country


def test_the_breaks(offences: Cube, months: Cube) -> None:
    fraud, other = (offences.of(code, "NL99") for code in plants.FRAUD_TYPES)
    assert fraud[4] > 5 * fraud[2]
    assert other[4] < other[2] / 5
    for code in plants.CO_OCCURRENCE_TYPES:
        series = months.of(code, "NL99").astype(float)
        before, after = series[6:18].mean(), series[18:30].mean()
        assert after > before * 1.02, code
    assert offences.of("3.1.3", "NL99")[7] > 1.2 * offences.of("3.1.3", "NL99")[5]


def test_the_hot_spot(offences: Cube) -> None:
    homes = offences.below("GM9901", "BU")
    for code in plants.HOT_SPOT_TYPES:
        totals = {home: int(offences.of(code, home)[-5:].sum()) for home in homes}
        first, second = sorted(totals.values(), reverse=True)[:2]
        assert totals[plants.HOT_SPOT] == first > 2 * second
        assert ratio(offences.of(code, plants.HOT_SPOT)) < 1.8


def test_the_gap_between_registered_and_perceived(offences: Cube) -> None:
    courses = [offences.of(code, plants.GAP_DISTRICT) for code in plants.GAP_TYPES]
    district = np.sum(courses, axis=0)
    assert district[-1] < 0.65 * district[-5]
    felt = [
        answer
        for answer in survey.answers(survey.NEW_YEARS, seed=2026)
        if answer.area == plants.GAP_DISTRICT
        and answer.measure.stem == "VoeltZichWeleensOnveiligInBuurt"
    ]
    first, last = felt[0], felt[-1]
    assert first.high is not None
    assert last.low is not None
    assert last.low > first.high


def test_only_the_planted_survey_change_is_significant() -> None:
    by_place: dict[tuple[str, str], list[survey.Answer]] = {}
    for answer in survey.answers(survey.NEW_YEARS, seed=2026):
        by_place.setdefault((answer.area, answer.measure.stem), []).append(answer)
    moved = set()
    for place, given in by_place.items():
        known = [answer for answer in given if answer.value is not None]
        lows, highs = ([getattr(answer, side) for answer in known] for side in ("low", "high"))
        if max(lows) > min(highs):
            moved.add(place[0])
    assert moved == {plants.GAP_DISTRICT}


def test_the_pandemic_and_the_survey_break(nuisance: Cube) -> None:
    youth = nuisance.of("E35", "NL99")[:14]
    assert youth[8] > 1.4 * youth[7]
    assert youth[11] < 0.8 * youth[8]
    old = survey.answers(survey.OLD_YEARS, seed=2026)
    new = survey.answers(survey.NEW_YEARS, seed=2026)
    values = [
        next(
            answer.value
            for answer in found
            if (answer.area, answer.year, answer.measure.stem)
            == ("NL99", year, "VanInbraakInWoning")
        )
        for found, year in ((old, 2019), (new, 2021))
    ]
    assert None not in values
    assert values[0] != pytest.approx(values[1], abs=1)


def test_margins_lie_around_their_values(folder: Path) -> None:
    for table in ("81877NED", "85146NED"):
        rows = read_rows(folder / f"{table}_TypedDataSet.csv")
        measures = [column for column in rows[0] if column[-1].isdigit()]
        by_margin: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
        for row in rows:
            by_margin.setdefault(row["Marges"], {})[row["RegioS"], row["Perioden"]] = row
        value, low, high = (by_margin[margin] for margin in survey.MARGINS)
        assert value.keys() == low.keys() == high.keys()
        for place in value:
            cells = [[side[place][name] for side in (low, value, high)] for name in measures]
            empty = (place[0].strip(), place[1]) == (plants.FEW_ANSWERS, "2021JJ00")
            assert all((cell == ["", "", ""]) == empty for cell in cells)
            known = [[float(text) for text in cell] for cell in cells if cell[0]]
            assert all(cell[0] <= cell[1] <= cell[2] for cell in known)
            assert any(cell[0] < cell[2] for cell in known) or empty


def test_the_suspicious_zero_is_the_only_one(offences: Cube, nuisance: Cube) -> None:
    assert suspicious_zeros(offences, slice(None)) == [(plants.ZERO_TYPE, plants.ZERO_PLACE)]
    assert suspicious_zeros(nuisance, slice(0, 14)) == []
    series = offences.of(plants.ZERO_TYPE, plants.ZERO_PLACE)
    assert series[-1] == 0
    assert series[:-1].min() >= 25


@pytest.mark.parametrize("end", range(6, 14))
def test_no_year_before_has_a_suspicious_zero(offences: Cube, nuisance: Cube, end: int) -> None:
    assert suspicious_zeros(offences, slice(0, end)) == []
    assert suspicious_zeros(nuisance, slice(0, end)) == []


def test_unknown_place_is_inflated_for_one_type_only(offences: Cube, nuisance: Cube) -> None:
    for cube in (offences, nuisance):
        country = cube.at(["NL99"])[:, 0, :14].astype(float)
        share = cube.at(["GM9900"])[:, 0, :14] / np.maximum(country, 1)
        total = 1 if cube is offences else 0
        inflated = [
            cube.types[number]
            for number in range(1, len(cube.types))
            if share[number, -1] > 0.005 and share[number, -1] > 2 * share[number, -2]
        ]
        assert inflated == [plants.UNKNOWN_TYPE] * total


def test_empty_and_small_neighbourhoods(folder: Path, offences: Cube) -> None:
    for year in range(2013, 2026):
        rows = read_rows(folder / f"kwb_{year}.csv")
        people = {
            row["WijkenEnBuurten"].strip(): int(row["AantalInwoners_5"])
            for row in rows
            if row["WijkenEnBuurten"][:2] == "BU"
        }
        assert {code for code, number in people.items() if number == 0} == {plants.EMPTY}
        few = {code for code, number in people.items() if 0 < number < 200}
        assert few == set(plants.SMALL)
    assert (offences.of("0.0.0", plants.EMPTY) > 5).all()


def test_the_vanished_and_the_recoded_neighbourhood(folder: Path, offences: Cube) -> None:
    codes, changes = {}, {}
    for year in range(2013, 2026):
        rows = read_rows(folder / f"kwb_{year}.csv")
        codes[year] = {row["WijkenEnBuurten"].strip() for row in rows}
        changes[year] = {
            row["WijkenEnBuurten"].strip(): next(v for k, v in row.items() if "Indeling" in k)
            for row in rows
        }
    newest = {code for code in offences.areas if code not in {"GM9900", "WK990000", "BU99000000"}}
    for year, found in codes.items():
        gone = {population.VANISHED} if year < population.VANISHED_IN else set()
        gone |= {population.OLD_CODE} if year < population.RECODED_IN else set()
        assert found - newest == gone
        other = {code for code, change in changes[year].items() if change in {"2", "3"}}
        expected = {2023: {population.ABSORBER}, 2024: {population.NEW_CODE}}.get(year, set())
        assert other == expected
    assert changes[2023][population.ABSORBER] == "3"
    assert changes[2024][population.NEW_CODE] == "2"


def changed(cube: Cube, volatility: dict[str, float], town: str) -> set[tuple[str, str]]:
    """Series whose last year departs from the three before, net of the country.

    Chance and the normal yearly swing of the type are allowed for (negative binomial), and the
    false discovery rate over all series of the town is kept at 10 % (Benjamini and Hochberg).
    """
    found = []
    for code, swing in volatility.items():
        country = cube.of(code, "NL99")[:14]
        nationwide = country[-1] / max(country[-4:-1].mean(), 1)
        for area in (area for area in cube.areas if area[2:6] == town[2:]):
            series = cube.of(code, area)[:14]
            before = series[-4:-1].sum() + 0.5
            expected = before / 3 * nationwide
            if expected < 5:
                continue
            size = 1 / (1 / before + np.exp(1.556 * swing**2) - 1)
            chance = stats.nbinom(size, size / (size + expected))
            above = float(chance.sf(series[-1]) + chance.pmf(series[-1]) / 2)
            found.append((2 * min(above, 1 - above), code, area))
    found.sort()
    passed = [n for n, item in enumerate(found, start=1) if item[0] <= 0.1 * n / len(found)]
    return {(code, area) for _, code, area in found[: max(passed, default=0)]}


def test_analysis_finds_what_was_planted_and_nothing_else(offences: Cube, nuisance: Cube) -> None:
    volatility = {item.code: item.volatility for item in OFFENCES}
    noisier = {item.code: item.volatility for item in NUISANCES}
    found = changed(offences, volatility, "GM9901")
    assert {
        (plants.RISE_TYPE, plants.RISE_DISTRICT),
        (plants.ZERO_TYPE, plants.ZERO_PLACE),
    } <= found
    for code, area in found:
        rise = code == plants.RISE_TYPE and area[2:8] == plants.RISE_DISTRICT[2:]
        fall = code == plants.FALL_TYPE
        zero = code == plants.ZERO_TYPE and plants.ZERO_PLACE[2:].startswith(area[2:])
        assert rise or fall or zero, (code, area)
    assert changed(offences, volatility, "GM9902") == set()
    assert changed(nuisance, noisier, "GM9901") == set()
    assert changed(nuisance, noisier, "GM9902") == set()
