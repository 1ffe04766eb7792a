from collections.abc import Sequence
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats.rules import State
from regie.evidence.profiles.profile import Column, Profile, TypeLabel
from regie.evidence.profiles.roles import Role
from regie.evidence.tallies import counting
from regie.evidence.tallies.counting import Counted, count
from regie.evidence.tallies.seen import Seen
from regie.evidence.tallies.tests.places import FAR, NORTH, SOUTH, Square
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure

TODAY = date(2026, 10, 2)
HEADER = ("nr", "datum", "soort", "postcode", "huisnr", "stand", "hoort bij", "tekst")
ROLES = (Role.IDENTIFIER, Role.DATE, Role.CATEGORY, Role.POSTCODE, Role.HOUSE_NUMBER, Role.STATUS,
         Role.DUPLICATE_OF, Role.FREE_TEXT)  # fmt: skip
PROFILE = Profile(
    kind="records",
    columns=tuple(Column(header=h, role=r) for h, r in zip(HEADER, ROLES, strict=True)),
    not_incident=("Ingetrokken",),
)
Row = Sequence[str]


def counted(
    *rows: Row, profile: Profile = PROFILE, header: Sequence[str] = HEADER, town: str = "GM9901"
) -> Counted:
    numbered = [(at, row) for at, row in enumerate(rows, start=2)]
    found = count(profile, header, numbered, Square(), municipality=town, today=TODAY)
    assert found.totals.adds_up
    assert found.totals.read == sum(any(cell.strip() for cell in row) for row in rows)
    placed = sum(cell.value or 0 for cell in found.cells)
    assert placed == found.totals.counted
    assert sum(cell.value or 0 for cell in found.unplaced) == found.totals.unplaced
    return found


def row(nr: str = "1", day: str = "03-09-2026", kind: str = "Geluid", code: str = "0101 ab",
        house: str = "", state: str = "Open", part: str = "", text: str = "") -> Row:  # fmt: skip
    return (nr, day, kind, code, house, state, part, text)


def test_one_record_is_one_in_its_area_type_and_month() -> None:
    found = counted(row())
    (cell,) = found.cells
    assert (cell.area, cell.category, cell.period, cell.value) == (NORTH, "geluid", "2026MM09", 1)
    assert cell.state is State.VALUE
    assert found.periods == ("2026MM09",)
    assert [item.label for item in found.types] == ["Geluid"]


@pytest.mark.parametrize(
    ("rows", "fate", "many"),
    [
        ([row(), row()], "duplicates", 1),
        ([row(), row(nr="2", part="1")], "duplicates", 1),
        ([row(text="x" * 30), row(nr="2", text="x" * 30)], "duplicates", 1),
        ([row(state="ingetrokken")], "non_incidents", 1),
        ([row(nr="Totaal", day="", kind="", code="7")], "non_incidents", 1),
        ([row(day="31-09-2026")], "errors", 1),
        ([row(day="")], "errors", 1),
        ([row(day="09-13-2026")], "errors", 1),
        ([row(day="03-10-2026")], "errors", 1),
        ([row(day="03-10-1990")], "errors", 1),
        ([row(kind="x" * 101)], "errors", 1),
        ([row(kind="jan@voorbeeld.nl")], "errors", 1),
        ([row(code="0999ZZ")], "unplaced", 1),
        ([row(code="weet ik niet")], "unplaced", 1),
        ([row(code="")], "unplaced", 1),
        ([row(code="0201AB")], "outside", 1),
        ([("", "", "", "", "", "", "", "")], "read", 0),
    ],
)
def test_every_row_ends_in_one_place(rows: list[Row], fate: str, many: int) -> None:
    assert getattr(counted(*rows).totals, fate) == many


def test_an_error_names_the_cell_and_not_its_value() -> None:
    found = counted(row(day="geboren 01-02-1960"), row(nr="2", kind="jan@voorbeeld.nl"))
    assert [(error.row, error.header) for error in found.errors] == [(2, "datum"), (3, "soort")]
    assert found.error_columns == {"datum": 1, "soort": 1}
    assert "1960" not in repr(found)
    assert "@" not in repr([error.sentence for error in found.errors])


def test_a_corrected_row_with_the_same_number_counts() -> None:
    found = counted(row(day="31-09-2026"), row())
    assert (found.totals.errors, found.totals.counted) == (1, 1)


def test_a_type_that_the_profile_does_not_name() -> None:
    types = (TypeLabel(source="Geluid", code="geluid", label="Geluidsoverlast"),
             TypeLabel(source="Test", code="test", label="Test", incident=False))  # fmt: skip
    profile = PROFILE.model_copy(update={"types": types})
    found = counted(
        row(),
        row(nr="2", kind="Geluidsoverlas"),
        row(nr="3", kind="Iets anders"),
        row(nr="4", kind="test"),
        row(nr="5", kind=""),
        profile=profile,
    )
    assert found.totals.non_incidents == 1
    assert [error.params.get("near") for error in found.errors] == ["Geluidsoverlast", ""]
    assert {item.code for item in found.types} == {"geluid", "onbekend"}
    assert any(note.code == "untyped" for note in found.notes)


def test_too_many_types_are_no_types() -> None:
    found = counted(*(row(nr=str(i), kind=f"soort {i}") for i in range(510)))
    assert found.totals.errors == 10


def test_a_house_number_decides_in_a_postcode_of_two_areas() -> None:
    found = counted(row(code="0101AC", house="1 hs"))
    assert found.cells[0].area == SOUTH
    assert found.cells[0].weight == 0.0


@given(st.integers(1, 40))
def test_shared_records_keep_their_total(many: int) -> None:
    found = counted(*(row(nr=str(i), code="0101AC") for i in range(many)))
    assert sum(cell.value or 0 for cell in found.cells) == many
    assert all(cell.state is State.ESTIMATED and cell.weight == 1.0 for cell in found.cells)
    assert found.notes[-1].code == "shared"


def test_parts_of_a_postcode_in_another_municipality_are_outside() -> None:
    found = counted(*(row(nr=str(i), code="0101") for i in range(10)))
    assert found.totals.counted == 8
    assert found.totals.outside == 2
    assert {cell.area for cell in found.cells} == {NORTH, SOUTH}
    everywhere = counted(*(row(nr=str(i), code="0101") for i in range(10)), town="")
    assert {cell.area for cell in everywhere.cells} == {NORTH, SOUTH, FAR}


def test_levels_add_up() -> None:
    rows = [row(nr=str(i), code=code) for i, code in enumerate(("0101AB", "0101AC", "0101AC"))]
    levels = counted(*rows).by_level()
    assert sum(cell.value or 0 for cell in levels["neighbourhood"]) == 3
    assert [(cell.area, cell.value) for cell in levels["district"]] == [("WK990101", 3)]
    (town,) = levels["municipality"]
    assert (town.area, town.value, town.state) == ("GM9901", 3, State.ESTIMATED)
    assert 0.6 < town.weight < 0.7


def simple(*roles: Role, **parts: object) -> Profile:
    columns = tuple(Column(header=role.value, role=role) for role in roles)
    return Profile(kind="records", columns=columns).model_copy(update=parts)


def places(profile: Profile, *rows: Row, town: str = "GM9901") -> Counted:
    header = [column.header for column in profile.columns]
    dated = simple(Role.DATE).columns
    full = profile.model_copy(update={"columns": (*dated, *profile.columns)})
    return counted(*(("03-09-2026", *r) for r in rows), profile=full,
                   header=("date", *header), town=town)  # fmt: skip


def test_points_in_batches() -> None:
    found = places(simple(Role.X, Role.Y), ("90000", "400000"), ("90000,5", "400000"),
                   ("150000", "400000"), ("250000", "400000"), ("0", "0"), ("", ""))  # fmt: skip
    assert (found.totals.counted, found.totals.outside, found.totals.unplaced) == (2, 2, 2)
    degrees = places(simple(Role.LONGITUDE, Role.LATITUDE), ("4.9", "52.1"), ("9.1", "52.1"))
    assert (degrees.totals.counted, degrees.totals.unplaced) == (1, 1)


@pytest.mark.parametrize(
    ("text", "many"),
    [("POINT (4.9 52.1)", 1), ("SRID=4326;POINT(4.9 52.1)", 1), ("4.9, 52.1", 1),
     ('{"type": "Point", "coordinates": [4.9, 52.1]}', 1), ('{"x": 4.9, "y": 52.1}', 1),
     ('{"geometry": {"type": "Point", "coordinates": [4.9, 52.1]}}', 1),
     ('{"lon": "4,9", "lat": "52,1"}', 1), ("{kapot", 0), ('{"a": 1}', 0), ("POINT", 0),
     ("4,9,52,1", 0), ("[]", 0)],
)  # fmt: skip
def test_points_in_one_cell(text: str, many: int) -> None:
    assert places(simple(Role.POINT, crs="wgs84"), (text,)).totals.counted == many


def test_codes_names_and_municipalities() -> None:
    codes = places(simple(Role.AREA_CODE), (NORTH,), ("BU99010199",), ("BU99020055",),
                   ("BU99000000",), ("zomaar",))  # fmt: skip
    assert (codes.totals.counted, codes.totals.unplaced, codes.totals.outside) == (1, 3, 1)
    names = places(simple(Role.AREA_NAME), ("Noord",), ("Centrum",), ("Nergens",))
    assert (names.totals.counted, names.totals.unplaced) == (2, 1)
    towns = places(simple(Role.MUNICIPALITY), ("9901",), ("GM9902",), ("Voorbeeldstad",), ("X",))
    assert (towns.totals.counted, towns.totals.outside, towns.totals.unplaced) == (2, 1, 1)
    assert {cell.area for cell in towns.cells} == {"GM9901"}


def test_another_municipality_is_outside_whatever_else_a_row_says() -> None:
    profile = simple(Role.POSTCODE, Role.MUNICIPALITY)
    found = places(profile, ("0101AB", "Buurstad"), ("0101AB", "Voorbeeldstad"), ("", "9901"))
    assert (found.totals.outside, found.totals.counted, found.totals.unplaced) == (1, 1, 1)


def test_the_next_thing_is_tried_when_one_is_not_known() -> None:
    profile = simple(Role.POSTCODE, Role.AREA_NAME, Role.ADDRESS)
    found = places(profile, ("0999ZZ", "Noord", ""), ("", "", "Kerkweg 1, 0101 AC Dorp"),
                   ("", "", "Kerkweg"))  # fmt: skip
    assert (found.totals.counted, found.totals.unplaced) == (2, 1)
    assert {cell.area for cell in found.cells} == {NORTH, SOUTH}


def test_periods_instead_of_days() -> None:
    profile = simple(Role.PERIOD, Role.AREA_CODE, grain="quarter")
    rows = [("sep 2026", NORTH), ("2026KW03", NORTH), ("2026", NORTH), ("ooit", NORTH), ("", NORTH)]
    found = counted(*rows, profile=profile, header=("period", "area_code"))
    assert [(cell.period, cell.value) for cell in found.cells] == [("2026KW03", 2)]
    assert found.totals.errors == 3
    assert found.types[0].code == "alle"


def test_equal_rows_without_a_number() -> None:
    exact = simple(Role.DATE, Role.TIME, Role.AREA_CODE)
    header = ("date", "time", "area_code")
    same = [("03-09-2026", "10:00", NORTH)] * 2
    assert counted(*same, profile=exact, header=header).totals.duplicates == 1
    vague = simple(Role.DATE, Role.AREA_CODE)
    rows = [("03-09-2026", NORTH)] * 2
    assert counted(*rows, profile=vague, header=("date", "area_code")).totals.duplicates == 0


def test_duplicates_are_found_across_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 500)
    monkeypatch.setattr(counting, "Seen", partial(Seen, most_new=300))
    rows = [(at, row(nr=str(at % 1_500))) for at in range(3_500)]
    told: list[int] = []
    found = count(PROFILE, HEADER, rows, Square(), municipality="GM9901", today=TODAY,
                  progress=told.append)  # fmt: skip
    assert (found.totals.counted, found.totals.duplicates) == (1_500, 2_000)
    assert told == [*range(500, 3_501, 500)]


def test_a_profile_that_does_not_fit_is_refused() -> None:
    with pytest.raises(RefusedError, match="ontbreken kolommen"):
        count(PROFILE, ("nr",), [], Square(), municipality="", today=TODAY)
    with pytest.raises(RefusedError, match="dag of de maand"):
        counted(row(), profile=PROFILE.model_copy(update={"dates": ""}))


def test_what_to_know_of_the_months() -> None:
    many = {"2026-01": 20, "2026-02": 90, "2026-03": 20, "2026-05": 20, "2026-06": 20, "2026-10": 5}
    rows = [row(nr=f"{month}-{i}", day=f"{month}-01", code="0101AB" if i % 5 else "")
            for month, times in many.items() for i in range(times)]  # fmt: skip
    notes = {note.code: note for note in counted(*rows).notes}
    assert set(notes) == {"incomplete", "gaps", "jump", "unplaced"}
    assert notes["gaps"].params["periods"] == "2026-04, 2026-07, 2026-08, 2026-09"
    assert notes["jump"].params["period"] == "2026-02"
    assert all(note.sentence % note.params for note in notes.values())
    short = counted(*(row(nr=str(i), day="2026-08-02") for i in range(20)))
    assert [note.code for note in short.notes] == ["tail"]


CELL = st.one_of(st.sampled_from(["", "0101AB", "0101", "03-09-2026", "Geluid", "1", "Totaal"]),
                 st.text(max_size=12))  # fmt: skip


@given(st.lists(st.lists(CELL, max_size=8), max_size=20))
def test_any_rows_add_up(rows: list[list[str]]) -> None:
    counted(*rows)
