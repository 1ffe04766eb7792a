"""What was planted in Voorbeeldstad is visible in the picture, and marked as it should be."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

import voorbeeldstad
from regie.evidence.appraisal.perception import FEELS_WORSE
from regie.evidence.appraisal.rules import Arrow, Assessment, Why, Word
from regie.evidence.appraisal.stored import as_json
from regie.evidence.diagnosis.queries import figures_of
from regie.evidence.indicators import memory
from regie.evidence.indicators.comparison import country
from regie.evidence.indicators.cube import DISTRICT, MONTH, MUNICIPALITY, NEIGHBOURHOOD, Evidence
from regie.evidence.indicators.definitions import Definition, definitions
from regie.evidence.indicators.doubts import unplaced_share
from regie.evidence.indicators.parts import area_rows, areas
from regie.evidence.indicators.perceived import survey
from regie.evidence.indicators.rules import Reason, Standing, compare, same_segment
from regie.evidence.indicators.series import SeriesView, series
from regie.evidence.signals.queries import assessments, standing_of
from regie.evidence.signals.services import compute_as_of, recompute
from regie.evidence.sources.services import import_file
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import ensure_cast
from regie.foundation.organizations.models import Municipality

pytestmark = [
    pytest.mark.room,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]
OWN = "GM9901"
EMPTIED = "BU99010406"


def definition(code: str) -> Definition:
    return next(item for item in definitions() if item.code == code)


def view(found: Evidence, code: str, area: str, level: str) -> SeriesView:
    made = series(found, definition(code), area, level)
    assert made is not None
    return made


def against(own: SeriesView, year: int, before: int) -> Standing:
    now, then = own.at(f"{year}JJ00"), own.at(f"{before}JJ00")
    assert now is not None
    assert then is not None
    return compare(now, then)


def test_the_picture_shows_what_was_planted(tmp_path: Path) -> None:
    """One test: the country is read once, by the importer that reads the real one."""
    memory.forget()
    planted = voorbeeldstad.build(tmp_path)
    for file in planted.files:
        outcome = import_file(
            planted.path(file.name),
            actor=None,
            year=file.year,
            classification=file.classification,
        )
        assert outcome.refused is None, (file.name, outcome.refused)
    found = figures_of(OWN)
    _burglary_fell_below_the_country(found)
    _bicycle_theft_rose_in_one_district(found)
    _the_hot_spot_stands_out_every_year(found)
    _breaks_cut_the_series(found)
    _hidden_types_are_hidden(found)
    _small_and_empty_places_have_counts_only(found)
    _a_moved_boundary_is_followed_and_remarked(found)
    _newest_years_and_months_are_provisional(found)
    _a_suspicious_zero_concludes_nothing(found)
    _the_pages_warn_of_the_zero()
    _types_without_a_place_are_remarked(found)
    gap = next(item for item in planted.items if item.id == "perception-gap")
    _perception_parts_from_registration(found, gap.types)
    town = Municipality.objects.get(code=OWN)
    first = recompute(town, actor=None)
    assert set(first.computed) >= {item.code for item in definitions() if item.available}
    _the_fall_and_the_rise_have_an_arrow(assessments(town))
    _nothing_else_has_an_arrow(assessments(town))
    _the_hot_spot_is_clearly_higher(assessments(town))
    _feeling_and_registration_part_in_one_district(assessments(town))
    _the_doubtful_zero_gets_no_verdict(assessments(town))
    _a_new_delivery_touches_only_its_own(town, planted, tmp_path)
    memory.forget()


def _burglary_fell_below_the_country(found: Evidence) -> None:
    own = view(found, "offence-1.1.1", OWN, MUNICIPALITY)
    assert own.denominator == "dwellings"
    assert against(own, 2025, 2020) is Standing.LOWER
    national = country(found, own, "Voorbeeldland")
    latest = own.latest
    assert national is not None
    assert latest is not None
    beside = national.at(latest.period)
    assert beside is not None
    assert compare(latest, beside) is Standing.LOWER


def _bicycle_theft_rose_in_one_district(found: Evidence) -> None:
    codes = [f"WK9901{n:02d}" for n in range(1, 10)]
    risen = {
        code
        for code in codes
        if against(view(found, "offence-1.2.3", code, DISTRICT), 2025, 2022) is Standing.HIGHER
    }
    assert risen == {"WK990103"}


def _the_hot_spot_stands_out_every_year(found: Evidence) -> None:
    for code in ("offence-1.2.4", "offence-1.4.5"):
        level = areas(found, definition(code), NEIGHBOURHOOD)
        assert level is not None
        rates = {a.area: a.reading.rate or 0 for a in level.areas if a.reading is not None}
        assert max(rates, key=lambda area: rates[area]) == "BU99010100"


def _breaks_cut_the_series(found: Evidence) -> None:
    fraud = view(found, "offence-3.9.1", OWN, MUNICIPALITY)
    years = [reading.period for reading in fraud.readings]
    before, after = years.index("2014JJ00"), years.index("2016JJ00")
    assert not same_segment(fraud.segments, before, after)
    drugs = view(found, "offence-3.1.1", OWN, MUNICIPALITY)
    mixed = [part for part in drugs.segments if part.mixed]
    assert [drugs.readings[part.start].period for part in mixed] == ["2018JJ00"]


def _hidden_types_are_hidden(found: Evidence) -> None:
    for kind in ("1.4.1", "3.2.1", "3.2.2", "3.7.3"):
        local = view(found, f"offence-{kind}", "BU99010100", NEIGHBOURHOOD)
        assert {reading.reason for reading in local.readings} == {Reason.HIDDEN}
        assert view(found, f"offence-{kind}", OWN, MUNICIPALITY).latest is not None


def _small_and_empty_places_have_counts_only(found: Evidence) -> None:
    for place in ("BU99010205", "BU99010204", "BU99010403", "BU99010902"):
        rows = area_rows(found, place, NEIGHBOURHOOD)
        assert all(row.reading is None for row in rows)
        assert any(row.newest.count for row in rows)


def _a_moved_boundary_is_followed_and_remarked(found: Evidence) -> None:
    """Two whole neighbourhoods became one: the older rates rest on the sum of both."""
    own = view(found, "offence-1.4.5", "BU99010501", NEIGHBOURHOOD)
    for year in range(2013, 2023):
        reading = own.at(f"{year}JJ00")
        assert reading is not None
        assert reading.rate is not None
        assert not reading.shared
    made = {period: {part.origin for part in parts} for period, parts in own.pieces}
    assert made["2013JJ00"] == {"BU99010501", "BU99010507"}
    assert "2023JJ00" not in made


def _newest_years_and_months_are_provisional(found: Evidence) -> None:
    own = view(found, "offence-1.4.5", OWN, MUNICIPALITY)
    assert [r.period for r in own.readings if r.provisional] == ["2024JJ00", "2025JJ00"]
    months = series(found, definition("offence-1.4.5"), OWN, MUNICIPALITY, MONTH)
    assert months is not None
    assert [r.period for r in months.readings if r.provisional] == ["2025MM11", "2025MM12"]


def _a_suspicious_zero_concludes_nothing(found: Evidence) -> None:
    own = view(found, "offence-2.5.2", EMPTIED, NEIGHBOURHOOD)
    latest = own.latest
    assert latest is not None
    assert (latest.count, latest.doubtful) == (0, True)
    assert against(own, 2025, 2024) is Standing.UNKNOWN
    assert not any(reading.doubtful for reading in own.readings[:-1])
    level = areas(found, definition("offence-2.5.2"), NEIGHBOURHOOD)
    assert level is not None
    assert [item.area for item in level.doubtful] == [EMPTIED]
    row = next(r for r in area_rows(found, EMPTIED, NEIGHBOURHOOD) if r.newest.doubtful)
    assert (row.definition.code, row.standing) == ("offence-2.5.2", Standing.UNKNOWN)


def _the_pages_warn_of_the_zero() -> None:
    """The page of the indicator in that area, of the whole municipality, and of the area."""
    ensure_cast()
    client = Client()
    client.force_login(User.objects.get(email="coos@voorbeeldstad.example"))
    start = "/voorbeeldstad/veiligheidsbeeld/"
    pages = {
        f"indicator/winkeldiefstal/?gebied={EMPTIED}": "De nul in 2025 is verdacht",
        "indicator/winkeldiefstal/": "geen cijfer of verdachte nul",
        f"gebied/{EMPTIED}/": "Winkeldiefstal: De nul in 2025 is verdacht",
    }
    for address, sentence in pages.items():
        text = client.get(start + address).content.decode()
        assert sentence in text


def _types_without_a_place_are_remarked(found: Evidence) -> None:
    marked = {
        item.code
        for item in definitions()
        if (own := series(found, item, OWN, MUNICIPALITY)) and unplaced_share(own) is not None
    }
    assert marked == {"offence-1.4.5"}


def _sum(found: Evidence, types: tuple[str, ...], area: str, period: str) -> float:
    rows = (view(found, f"offence-{kind}", area, DISTRICT).at(period) for kind in types)
    return sum(row.count or 0 for row in rows if row is not None)


def _perception_parts_from_registration(found: Evidence, types: tuple[str, ...]) -> None:
    unsafe = next(d for d in definitions() if d.categories == ("VoeltZichWeleensOnveiligInBuurt",))
    answers = survey(found, unsafe, "WK990107", DISTRICT)
    assert answers is not None
    first, last = answers.at("2021JJ00"), answers.at("2025JJ00")
    assert first is not None
    assert last is not None
    assert compare(last, first) is Standing.HIGHER
    then, now = (_sum(found, types, "WK990107", year) for year in ("2021JJ00", "2025JJ00"))
    assert now < 0.7 * then
    few = survey(found, unsafe, "WK990109", DISTRICT)
    assert few is not None
    empty = few.at("2021JJ00")
    assert empty is not None
    assert empty.reason is Reason.UNKNOWN


# --- verdicts ------------------------------------------------------------------------------------

BURGLARY, BICYCLES, ALL = "offence-1.1.1", "offence-1.2.3", "offence-0.0.0"


def _the_fall_and_the_rise_have_an_arrow(found: dict[str, Assessment]) -> None:
    fall = found[BURGLARY]
    assert (fall.change.arrow, fall.change.net_arrow) == (Arrow.DOWN, Arrow.DOWN)
    assert (fall.level.word, fall.level.higher) == (Word.DEVIATING, False)
    assert fall.slope.high is not None
    assert fall.slope.high < 0
    risen = found[BICYCLES]
    assert risen.change.arrow is Arrow.NONE, "in the whole town it is within the normal swing"
    assert risen.change.why is Why.SWING
    districts = [p.area for p in risen.moving_places if p.kind == DISTRICT]
    assert districts == ["WK990103"]
    assert all(p.area.startswith(("WK990103", "BU990103")) for p in risen.moving_places)
    assert {p.change.arrow for p in risen.moving_places} == {Arrow.UP}


def _nothing_else_has_an_arrow(found: dict[str, Assessment]) -> None:
    """Of about ten thousand tests; that all offences together rise there follows from bicycles."""
    budget = {code for code in found if code.startswith("budget-")}
    towns = {code for code, item in found.items() if item.change.arrow is not Arrow.NONE}
    assert towns - budget == {BURGLARY}
    places = {
        (code, place.area[2:8])
        for code, item in found.items()
        for place in item.moving_places
        if code not in budget
    }
    assert places == {(BICYCLES, "990103"), (ALL, "990103")}
    assert not [code for code, item in found.items() if item.month.flagged]


def _the_hot_spot_is_clearly_higher(found: dict[str, Assessment]) -> None:
    for code in ("offence-1.2.4", "offence-1.4.3", "offence-1.4.5"):
        hottest = found[code].hot_places[0]
        assert hottest.area == "BU99010100"
        assert hottest.level.word is Word.DEVIATING
        assert hottest.change.arrow is Arrow.NONE, "it is high every year: no rise"


def _feeling_and_registration_part_in_one_district(found: dict[str, Assessment]) -> None:
    gaps = [gap for item in found.values() for gap in item.gaps]
    assert {(gap.area, gap.kind) for gap in gaps} == {("WK990107", FEELS_WORSE)}
    assert {gap.question for gap in gaps} >= {
        d.code for d in definitions() if d.categories == ("VoeltZichWeleensOnveiligInBuurt",)
    }


def _the_doubtful_zero_gets_no_verdict(found: dict[str, Assessment]) -> None:
    item = found["offence-2.5.2"]
    doubted = {p.area for p in item.places if p.level.why is Why.DOUBTFUL}
    assert doubted == {EMPTIED, "WK990104"}
    assert item.problems == ("doubtful:WK990104", f"doubtful:{EMPTIED}")


def _a_new_delivery_touches_only_its_own(
    town: Municipality, planted: voorbeeldstad.Planted, folder: Path
) -> None:
    """Nuisance is delivered anew: offences are left alone, and the old answer can be rebuilt."""
    before, basis = assessments(town), standing_of(town).basis
    assert recompute(town, actor=None).computed == ()
    newer = folder / "newer" / "47024NED_TypedDataSet.csv"
    newer.parent.mkdir()
    newer.write_bytes(_with_another_count(planted.path(newer.name).read_bytes()))
    assert import_file(newer, actor=None, vintage=date(2026, 10, 1)).refused is None
    report = recompute(town, actor=None)
    assert {code.split("-")[0] for code in report.computed} == {"nuisance"}
    assert report.changed
    after = assessments(town)
    assert {code for code in before if as_json(before[code]) != as_json(after[code])} == set(
        report.computed
    )
    memory.forget()
    rebuilt = compute_as_of(town, basis)
    assert {code: as_json(item) for code, item in rebuilt.items()} == {
        code: as_json(item) for code, item in before.items()
    }


def _with_another_count(content: bytes) -> bytes:
    """The same table with one more call about noise in the newest year of the town."""
    lines = content.decode("utf-8").split("\r\n")
    at = max(n for n, line in enumerate(lines) if "GM9901" in line and "2025JJ00" in line)
    parts = lines[at].split(";")
    lines[at] = ";".join([*parts[:4], str(int(parts[4]) + 400), *parts[5:]])
    return "\r\n".join(lines).encode("utf-8")
