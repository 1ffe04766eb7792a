"""Series, benchmarks, the picture and the areas, on figures known to the last count."""

from dataclasses import replace

import pytest
from scipy.stats import chi2

from regie.evidence.diagnosis import queries
from regie.evidence.diagnosis.queries import IndicatorView, figures_of, indicator_view
from regie.evidence.formats.rules import State
from regie.evidence.indicators.benchmarks import Group
from regie.evidence.indicators.comparison import BenchmarkView
from regie.evidence.indicators.cube import DISTRICT, MONTH, MUNICIPALITY, NEIGHBOURHOOD
from regie.evidence.indicators.definitions import by_slug
from regie.evidence.indicators.parts import area_rows, areas, hidden_types, inhabitants
from regie.evidence.indicators.rules import Reason, Standing
from regie.evidence.indicators.series import series
from regie.evidence.indicators.tests.world import OFFENCES, OWN, World

pytestmark = [pytest.mark.room, pytest.mark.django_db]
BURGLARY, ASSAULT, SEXUAL = "woninginbraak", "mishandeling", "zedenmisdrijven"
TOWNS = ("GM9901", "GM9902", "GM9903")


def view_of(slug: str, area: str = "") -> IndicatorView:
    view = indicator_view(OWN, slug, area)
    assert view is not None
    return view


def beside(view: IndicatorView, group: Group) -> BenchmarkView:
    return next(item for item in view.beside if item.group is group)


def test_a_rate_per_thousand_dwellings_with_garwood_limits(country: World) -> None:
    own = view_of(BURGLARY).series
    latest = own.latest
    assert latest is not None
    assert own.denominator == "dwellings"
    assert not own.fallback
    assert (latest.count, latest.denominator, latest.rate) == (100, 20_000, 5.0)
    assert latest.low == pytest.approx(chi2.ppf(0.025, 200) / 2 / 20)
    assert latest.high == pytest.approx(chi2.ppf(0.975, 202) / 2 / 20)
    assert latest.provisional


def test_a_gap_in_the_dwellings_puts_the_whole_series_per_inhabitant(country: World) -> None:
    known = country.cubes[("kwb", "Woningvoorraad", "municipality", "year")]
    states = known.states.copy()
    states[0, 0, 3:6] = int(State.UNKNOWN)
    country.put("kwb", "Woningvoorraad", "municipality", known.values, areas=TOWNS, states=states)
    view = view_of(BURGLARY)
    assert view.series.fallback
    assert {reading.denominator for reading in view.series.readings} == {50_000}
    assert {reading.denominator for reading in beside(view, Group.COUNTRY).readings} == {175_000}


def test_the_publishers_national_row_goes_before_the_sum(country: World) -> None:
    national = beside(view_of(ASSAULT), Group.COUNTRY)
    assert national.municipalities is None
    assert national.readings[-1].rate == pytest.approx(300 / 175)


def test_without_a_national_row_the_municipalities_are_pooled(country: World) -> None:
    del country.cubes[("offence", "GeregistreerdeMisdrijven", "country", "year")]
    national = beside(view_of(ASSAULT), Group.COUNTRY)
    assert national.municipalities == 3
    assert national.readings[-1].rate == pytest.approx(300 / 175)


def test_groups_hold_those_of_the_same_province_size_and_urbanity(country: World) -> None:
    view = view_of(ASSAULT)
    province = beside(view, Group.PROVINCE)
    assert (province.label, province.municipalities) == ("provincie Noord-Voorbeeldland", 2)
    assert province.readings[-1].rate == pytest.approx(200 / 150)
    assert beside(view, Group.SIZE).municipalities == 1
    assert beside(view, Group.URBANITY).municipalities == 2


def test_a_municipality_without_population_is_left_out_of_both_sums(country: World) -> None:
    people = country.cubes[("population", "TotaleBevolking", "municipality", "year")]
    states = people.states.copy()
    states[1, 0, :5] = int(State.NOT_OBSERVED)
    country.put(
        "population", "TotaleBevolking", "municipality", people.values, areas=TOWNS, states=states
    )
    province = beside(view_of(ASSAULT), Group.PROVINCE)
    assert province.left_out == (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    assert province.readings[0].rate == pytest.approx(100 / 50)


def test_years_before_a_merger_are_named_and_have_no_rate(country: World) -> None:
    people = country.cubes[("population", "TotaleBevolking", "municipality", "year")]
    states = people.states.copy()
    states[0, 0, :5] = int(State.NOT_OBSERVED)
    country.put(
        "population", "TotaleBevolking", "municipality", people.values, areas=TOWNS, states=states
    )
    own = view_of(ASSAULT).series
    assert own.without_boundary == ("2015JJ00", "2016JJ00", "2017JJ00", "2018JJ00")
    assert own.readings[4].estimated
    assert own.readings[0].count == 100


def test_a_part_stands_beside_the_municipality_and_the_country(country: World) -> None:
    view = view_of(BURGLARY, "BU99010101")
    assert [item.group for item in view.beside] == [Group.MUNICIPALITY, Group.COUNTRY]
    assert beside(view, Group.MUNICIPALITY).label == "Voorbeeldstad"
    assert view.series.readings[-1].rate == pytest.approx(5 / 0.8)


def test_no_view_for_an_unknown_slug_area_or_table(country: World) -> None:
    assert indicator_view(OWN, "bestaat-niet") is None
    assert indicator_view(OWN, BURGLARY, "BU99999999") is None
    assert indicator_view(OWN, "rapportcijfer-veiligheid") is None
    assert indicator_view(OWN, "bbv-verwijzingen-halt") is None


def test_hidden_types_are_hidden_below_the_municipality_and_counted_above(country: World) -> None:
    assert view_of(SEXUAL).series.readings[-1].count == 100
    local = view_of(SEXUAL, "BU99010101").series
    assert {reading.reason for reading in local.readings} == {Reason.HIDDEN}
    withheld = {item.code for item in hidden_types(figures_of(OWN), NEIGHBOURHOOD)}
    assert "offence-1.4.1" in withheld
    assert hidden_types(figures_of(OWN), MUNICIPALITY) == ()


def test_a_sum_of_types_needs_them_all(country: World) -> None:
    assert view_of("bbv-diefstallen-uit-woning").series.latest is not None
    violence = view_of("bbv-geweldsmisdrijven").series
    assert violence.latest is None
    assert {r.reason for r in violence.readings} == {Reason.NOT_OBSERVED}


def test_a_map_pools_three_years_for_neighbourhoods_and_one_for_municipalities(
    country: World,
) -> None:
    found = figures_of(OWN)
    local = areas(found, by_slug()[ASSAULT], NEIGHBOURHOOD)
    assert local is not None
    first, second, third = local.areas
    assert (first.years, first.count) == (3, 15)
    assert first.reading is not None
    assert first.reading.rate == pytest.approx(2.5)
    assert (second.reading, second.reason, second.count) == (None, Reason.FEW, 5)
    assert third.reading is not None
    towns = areas(found, by_slug()[ASSAULT], MUNICIPALITY)
    assert towns is not None
    assert [item.years for item in towns.areas] == [1, 1, 1]


def test_a_map_takes_one_denominator_for_all(country: World) -> None:
    dwellings = areas(figures_of(OWN), by_slug()[BURGLARY], DISTRICT)
    assert dwellings is not None
    assert dwellings.denominator == "dwellings"
    del country.cubes[("kwb", "Woningvoorraad", "neighbourhood", "year")]
    people = areas(figures_of(OWN), by_slug()[BURGLARY], NEIGHBOURHOOD)
    assert people is not None
    assert (people.denominator, people.fallback) == ("inhabitants", True)
    assert areas(figures_of(OWN), by_slug()["rapportcijfer-veiligheid"], DISTRICT) is None


def test_an_area_page_compares_three_years_with_the_municipality(country: World) -> None:
    rows = {
        row.definition.slug: row
        for row in area_rows(figures_of(OWN), "BU99010201", "neighbourhood")
    }
    row = rows[ASSAULT]
    assert row.reading is not None
    assert row.beside is not None
    assert (row.years, row.reading.count, row.beside.count) == (3, 15, 300)
    assert row.standing is Standing.SIMILAR
    assert rows[SEXUAL].reading is None
    assert rows[SEXUAL].newest.reason is Reason.HIDDEN
    assert not any(slug.startswith("bbv-") for slug in rows)


def test_inhabitants_of_an_area(country: World) -> None:
    assert inhabitants(figures_of(OWN), "BU99010102", NEIGHBOURHOOD) == (150, 2025)
    assert inhabitants(figures_of(OWN), "BU00000000", NEIGHBOURHOOD) is None


def test_the_picture_counts_what_is_told_apart(country: World) -> None:
    counts = country.cubes[("offence", "GeregistreerdeMisdrijven", "municipality", "year")]
    values = counts.values.copy()
    values[0, OFFENCES.index("1.4.5")] = 500
    values[0, OFFENCES.index("3.1.1")] = 500
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        values,
        areas=TOWNS,
        categories=OFFENCES,
    )
    view = queries.picture(OWN)
    home = next(f for f in view.fields if f.item.code == "living_environment")
    assert "offence-1.4.5" in {e.definition.code for e in home.standing(Standing.HIGHER)}
    integrity = next(f for f in view.fields if f.item.code == "integrity")
    drugs = next(e for e in integrity.entries if e.definition.code == "offence-3.1.1")
    assert drugs.standing is Standing.HIGHER
    assert drugs in integrity.not_compared
    assert drugs not in integrity.standing(Standing.HIGHER)
    assert view.latest_period == "2025JJ00"


def test_the_picture_of_nothing_is_empty(world: World, places: None) -> None:
    view = queries.picture(OWN)
    assert view.entries == ()
    assert view.latest_period is None
    assert queries.summary(OWN).empty


def test_a_summary_says_where_the_indicators_stand(country: World) -> None:
    short = queries.summary(OWN)
    total = short.higher + short.similar + short.lower
    assert not short.empty
    assert short.text.startswith(f"Er zijn {total} indicatoren met ")
    field = queries.field_view(OWN, "jeugd")
    assert field is not None
    assert field.entries == ()
    assert queries.field_view(OWN, "bestaat-niet") is None


def months(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{y}MM{m:02d}" for y in range(first, last + 1) for m in range(1, 13))


def test_twelve_months_take_the_population_of_their_last_year(country: World) -> None:
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        2.0,
        areas=("GM9901",),
        categories=("1.4.5",),
        periods=months(2023, 2025),
        frequency="month",
    )
    found = figures_of(OWN)
    view = series(found, by_slug()[ASSAULT], OWN, MUNICIPALITY, MONTH)
    assert view is not None
    assert view.window == 12
    assert view.readings[0].period == "2023MM12"
    assert {reading.count for reading in view.readings} == {24}
    assert view.readings[-1].rate == pytest.approx(24 / 50)
    assert [r.provisional for r in view.readings[-3:]] == [False, True, True]


def test_monthly_nuisance_becomes_whole_calendar_years(country: World) -> None:
    country.put(
        "nuisance",
        "GeregistreerdeOverlast",
        "municipality",
        3.0,
        areas=("GM9901",),
        categories=("E35",),
        periods=(*months(2023, 2024), "2025MM01", "2025MM02"),
        frequency="month",
    )
    youth = next(d for d in by_slug().values() if d.code == "nuisance-E35")
    view = series(figures_of(OWN), youth, OWN, MUNICIPALITY)
    assert view is not None
    assert [(r.period, r.count) for r in view.readings] == [("2023JJ00", 36), ("2024JJ00", 36)]


def test_fewer_than_twelve_months_make_no_series(country: World) -> None:
    country.put(
        "nuisance",
        "GeregistreerdeOverlast",
        "municipality",
        3.0,
        areas=("GM9901",),
        categories=("E35",),
        periods=months(2025, 2025)[:8],
        frequency="month",
    )
    youth = next(d for d in by_slug().values() if d.code == "nuisance-E35")
    assert series(figures_of(OWN), youth, OWN, MUNICIPALITY) is None
    assert series(figures_of(OWN), youth, OWN, MUNICIPALITY, MONTH) is None


def test_a_moved_neighbourhood_has_no_rate_over_its_old_territory(country: World) -> None:
    country.redrawn["BU99010101"] = (2023,)
    own = view_of(ASSAULT, "BU99010101").series
    assert own.without_boundary == tuple(f"{year}JJ00" for year in range(2015, 2022))
    assert own.readings[7].estimated
    assert own.readings[8].known


def test_a_new_delivery_is_never_served_from_memory(country: World) -> None:
    found = figures_of(OWN)
    first = series(found, by_slug()[ASSAULT], OWN, MUNICIPALITY)
    country.put(
        "offence",
        "GeregistreerdeMisdrijven",
        "municipality",
        7.0,
        areas=TOWNS,
        categories=OFFENCES,
    )
    same = series(found, by_slug()[ASSAULT], OWN, MUNICIPALITY)
    other = series(replace(found, stamp=(1,)), by_slug()[ASSAULT], OWN, MUNICIPALITY)
    assert first == same
    assert other is not None
    assert other.readings[-1].count == 7
