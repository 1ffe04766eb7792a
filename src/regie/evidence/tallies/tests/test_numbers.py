from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.profiles.profile import Column, Profile
from regie.evidence.profiles.roles import Role
from regie.evidence.tallies.counting import Counted, count
from regie.evidence.tallies.tests.places import NORTH, SOUTH, Square

pytestmark = pytest.mark.pure

COUNTS = Profile(
    kind="counts",
    columns=(
        Column(header="buurt", role=Role.AREA_CODE),
        Column(header="periode", role=Role.PERIOD),
        Column(header="soort", role=Role.CATEGORY),
        Column(header="aantal", role=Role.COUNT),
    ),
)
SURVEY = Profile(
    kind="survey",
    grain="year",
    columns=(
        Column(header="buurt", role=Role.AREA_CODE),
        Column(header="jaar", role=Role.PERIOD),
        Column(header="marge", role=Role.MARGIN),
        Column(header="onveilig", role=Role.VALUE),
        Column(header="n", role=Role.SAMPLE),
        Column(header="deff", role=Role.DESIGN),
    ),
)


def read(profile: Profile, *rows: Sequence[str]) -> Counted:
    header = [column.header for column in profile.columns]
    numbered = [(at, row) for at, row in enumerate(rows, start=2)]
    told: list[int] = []
    found = count(profile, header, numbered, Square(), municipality="GM9901",
                  today=date(2026, 10, 2), progress=told.append)  # fmt: skip
    assert found.totals.adds_up
    assert found.totals.read == len(rows) == (told[-1] if told else 0)
    return found


def test_numbers_of_areas_and_months() -> None:
    found = read(COUNTS, (NORTH, "2026MM01", "Geluid", "12"), (NORTH, "2026MM03", "Geluid", "<5"),
                 (SOUTH, "2026MM01", "Geluid", "."), ("", "2026MM01", "Geluid", "3"),
                 ("", "2026MM01", "Geluid", "4"))  # fmt: skip
    assert [(c.area, c.period, c.value, c.state) for c in found.cells] == [
        (NORTH, "2026MM01", 12, State.VALUE),
        (NORTH, "2026MM03", None, State.HIDDEN),
        (SOUTH, "2026MM01", None, State.UNKNOWN),
    ]
    assert [cell.value for cell in found.unplaced] == [7]
    assert [note.code for note in found.notes] == ["gaps"]


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ((NORTH, "2026MM01", "Geluid", "1,5"), "errors"),
        ((NORTH, "2026MM01", "Geluid", "-1"), "errors"),
        ((NORTH, "2026MM01", "Geluid", "veel"), "errors"),
        ((NORTH, "2026JJ00", "Geluid", "1"), "errors"),
        ((NORTH, "ooit", "Geluid", "1"), "errors"),
        ((NORTH, "", "Geluid", "1"), "errors"),
        ((NORTH, "2026MM01", "jan@voorbeeld.nl", "1"), "errors"),
        ((NORTH, "2026MM02", "Geluid", "13"), "errors"),
        ((NORTH, "2026MM02", "Geluid", "12"), "duplicates"),
        (("BU99020055", "2026MM01", "Geluid", "1"), "outside"),
        (("Totaal", "2026MM01", "Geluid", "1"), "non_incidents"),
        (("BU99000000", "2026MM01", "Geluid", "1"), "unplaced"),
    ],
)
def test_every_row_ends_in_one_place(row: Sequence[str], fate: str) -> None:
    found = read(COUNTS, (NORTH, "2026MM02", "Geluid", "12"), row)
    assert getattr(found.totals, fate) == 1
    assert found.totals.counted == 1


def test_a_wide_file_has_a_column_per_year() -> None:
    columns = (
        Column(header="pc", role=Role.POSTCODE),
        Column(header="2024", role=Role.COUNT, period="2024"),
        Column(header="2025", role=Role.COUNT, period="2025"),
    )
    profile = Profile(kind="counts", columns=columns, grain="year")
    found = read(profile, ("0101AB", "3", "4"), ("0101AC", "3", "4"), ("0101AB",))
    assert [(cell.period, cell.value) for cell in found.cells] == [("2024JJ00", 3), ("2025JJ00", 4)]
    assert found.totals.errors == 2
    assert [error.header for error in found.errors] == ["pc", "2024"]


def test_a_column_per_type() -> None:
    columns = (
        Column(header="buurt", role=Role.AREA_CODE),
        Column(header="datum", role=Role.DATE),
        Column(header="Geluid", role=Role.COUNT),
        Column(header="Afval", role=Role.COUNT, category="Zwerfvuil"),
    )
    found = read(Profile(kind="counts", columns=columns), (NORTH, "01-09-2026", "3", "4"))
    assert [(cell.category, cell.value) for cell in found.cells] == [
        ("geluid", 3),
        ("zwerfvuil", 4),
    ]


def test_a_district_that_is_given_is_not_added_up() -> None:
    found = read(COUNTS, (NORTH, "2026MM01", "Geluid", "3"), (SOUTH, "2026MM01", "Geluid", "<5"),
                 ("WK990101", "2026MM01", "Geluid", "5"))  # fmt: skip
    levels = found.by_level()
    assert [cell.value for cell in levels["district"]] == [5]
    assert [cell.value for cell in levels["municipality"]] == [5]
    without = read(COUNTS, (NORTH, "2026MM01", "Geluid", "3"), (SOUTH, "2026MM01", "Geluid", "<5"))
    assert [cell.state for cell in without.by_level()["district"]] == [State.HIDDEN]


def test_a_survey_with_its_margins_on_rows() -> None:
    found = read(
        SURVEY,
        (NORTH, "2025", "Waarde", "12,3", "140", "1,2"),
        (NORTH, "2025", "Ondergrens 95%-interval", "9,1", "140", "1,2"),
        (NORTH, "2025", "MBG0095", "15.5", "140", "1,2"),
        (SOUTH, "2025", "Waarde", ".", "12", ""),
    )
    north, south = found.survey
    assert (north.value, north.lower, north.upper) == (12.3, 9.1, 15.5)
    assert (north.sample, north.design, north.category) == (140.0, 1.2, "onveilig")
    assert (south.value, south.state, south.sample) == (None, State.UNKNOWN, 12.0)


def test_a_value_outside_its_margins_is_not_believed() -> None:
    found = read(SURVEY, (NORTH, "2025", "Waarde", "12", "", ""),
                 (NORTH, "2025", "Ondergrens", "13", "", ""))  # fmt: skip
    assert found.survey[0].value is None
    assert found.survey[0].state is State.UNKNOWN


def test_the_break_of_2021_and_what_is_missing() -> None:
    found = read(SURVEY, (NORTH, "2019", "Waarde", "12", "", ""),
                 (NORTH, "2021", "Waarde", "14", "", ""),
                 (NORTH, "2021", "zomaar", "14", "", ""))  # fmt: skip
    assert [note.code for note in found.notes] == ["break", "sample", "margin"]
    assert found.totals.errors == 1


def test_margins_in_columns() -> None:
    columns = (
        Column(header="buurt", role=Role.AREA_CODE),
        Column(header="jaar", role=Role.PERIOD),
        Column(header="waarde", role=Role.VALUE, category="Onveilig"),
        Column(header="laag", role=Role.LOWER, category="Onveilig"),
        Column(header="hoog", role=Role.UPPER, category="Onveilig"),
    )
    profile = Profile(kind="survey", columns=columns, grain="year")
    (cell,) = read(profile, (NORTH, "2025", "12%", "9", "15")).survey
    assert (cell.value, cell.lower, cell.upper) == (12.0, 9.0, 15.0)


TEXT = st.one_of(st.sampled_from([NORTH, "2026MM01", "1", "<5", "Geluid", ""]), st.text(max_size=9))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=15))
def test_any_numbers_add_up(rows: list[tuple[str, str, str, str]]) -> None:
    header = [column.header for column in COUNTS.columns]
    found = count(COUNTS, header, list(enumerate(rows)), Square(), municipality="GM9901",
                  today=date(2026, 10, 2))  # fmt: skip
    assert found.totals.adds_up
