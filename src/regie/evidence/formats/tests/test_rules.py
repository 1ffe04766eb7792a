import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.formats import rules
from regie.evidence.formats.rules import Cell, Period, State

pytestmark = pytest.mark.pure

YEARS = st.integers(1990, 2049)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("       4", Cell(State.VALUE, 4.0)),
        ("3.5", Cell(State.VALUE, 3.5)),
        ("-2", Cell(State.VALUE, -2.0)),
        ("1e3", Cell(State.VALUE, 1000.0)),
        (".", Cell(State.UNKNOWN)),
        ("x", Cell(State.HIDDEN)),
        ("-", Cell(State.VALUE, 0.0)),
        ("(impossible)", Cell(State.IMPOSSIBLE)),
        ("", Cell(State.UNKNOWN)),
        ("NA", Cell(State.UNKNOWN)),
        (None, Cell(State.UNKNOWN)),
        ("1.234,5", None),
        ("inf", None),
        ("1_000", None),
        ("twaalf", None),
    ],
)
def test_cells(text: str | None, expected: Cell | None) -> None:
    assert rules.parse_cell(text, empty=State.UNKNOWN) == expected


def test_empty_may_mean_zero() -> None:
    assert rules.parse_cell("", empty=State.VALUE) == Cell(State.VALUE, 0.0)
    assert rules.EMPTY_MEANS["Zero"] is State.VALUE


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from([".", ","]))
def test_numbers_round_trip(number: float, mark: str) -> None:
    text = f"{number:.3f}".replace(".", mark)
    cell = rules.parse_cell(f"  {text} ", empty=State.UNKNOWN, decimal=mark)
    assert cell is not None
    assert cell.value == pytest.approx(number, abs=1e-3)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    cell = rules.parse_cell(text, empty=State.UNKNOWN)
    assert cell is None or (cell.value is not None) == (cell.state is State.VALUE)


@pytest.mark.parametrize(
    ("raw", "code", "status"),
    [
        ("2023JJ00", "2023JJ00", "definitive"),
        (" 2023mm04 ", "2023MM04", "definitive"),
        ("2023KW03", "2023KW03", "definitive"),
        ("2023", "2023JJ00", "definitive"),
        ("2023.0", "2023JJ00", "definitive"),
        ("2022*", "2022JJ00", "provisional"),
        ("2022**", "2022JJ00", "revised"),
        ("2023 januari", "2023MM01", "definitive"),
        ("2023 december*", "2023MM12", "provisional"),
        ("2023 2e kwartaal", "2023KW02", "definitive"),
        ("2012-05-01", "2012MM05", "definitive"),
        ("2012-05", "2012MM05", "definitive"),
        ("2012-05-01T00:00:00", "2012MM05", "definitive"),
    ],
)
def test_periods(raw: str, code: str, status: str) -> None:
    period = rules.parse_period(raw)
    assert period is not None
    assert (period.code, period.status) == (code, status)
    assert period.year == int(code[:4])


@pytest.mark.parametrize(
    "raw", ["", "2023MM13", "2023KW05", "2023JJ01", "2023 sneeuw", "2012-05-02", "2012-13-01", "23"]
)
def test_no_period(raw: str) -> None:
    assert rules.parse_period(raw) is None


def test_dates_can_stand_for_years() -> None:
    assert rules.parse_period("2012-01-01", dates_are="year") == Period("2012JJ00")
    assert rules.parse_period("2012-02-01", dates_are="year") is None


@given(YEARS, st.integers(1, 12))
def test_months_in_words_and_in_codes_are_the_same(year: int, month: int) -> None:
    words = rules.parse_period(f"{year} {rules.MONTHS[month - 1]}")
    assert words == rules.parse_period(f"{year}MM{month:02d}")
    assert words is not None
    assert words.frequency == "month"


def test_missing_periods() -> None:
    assert rules.missing_periods(["2012JJ00", "2013JJ00", "2015JJ00"]) == ("2014JJ00",)
    assert rules.missing_periods(["2012MM11", "2013MM01"]) == ("2012MM12",)
    assert rules.missing_periods(["2012JJ00", "2020JJ00"]) == ()
    assert rules.missing_periods([]) == ()


def test_stems_ignore_the_position() -> None:
    assert rules.stem("Huurwoning_61") == rules.stem("Huurwoning_62 ") == "Huurwoning"
    assert rules.unique_stems(["A", "B", "A"]) == ("A", "B", "A.2")


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Aantal inwoners", "AantalInwoners"),
        ("0 tot 15 jaar", "k_0Tot15Jaar"),
        ("Europa (exclusief Nederland) ", "EuropaExclusiefNederland"),
        ("Wmo-cliënten", "WmoClienten"),
        ("", ""),
    ],
)
def test_stems_of_titles_follow_the_publisher(title: str, stem: str) -> None:
    assert rules.stem_of_title(title) == stem


def test_headers() -> None:
    header = rules.parse_header("Bevolking/Geslacht/Mannen (aantal)")
    assert (header.path, header.title, header.unit) == (
        ("Bevolking", "Geslacht", "Mannen"),
        "Mannen",
        "aantal",
    )
    assert rules.parse_header("Inkomen|Per inwoner ").path == ("Inkomen", "Per inwoner")
    assert rules.parse_header("").title == ""


@pytest.mark.parametrize(
    ("raw", "code", "level"),
    [
        ("NL01  ", "NL00", "country"),
        ("NL00      ", "NL00", "country"),
        ("NL99", "NL99", "country"),
        ("PV26", "PV26", "province"),
        ("RE01  ", "RE01", "region"),
        ("GM0344    ", "GM0344", "municipality"),
        ("WK034401  ", "WK034401", "district"),
        ("BU0363AA01", "BU0363AA01", "neighbourhood"),
        ("GM0000", "GM0000", "unplaced"),
        ("BU00000000", "BU00000000", "unplaced"),
        ("GM0998", "GM0998", "unplaced"),
    ],
)
def test_area_codes(raw: str, code: str, level: str) -> None:
    assert rules.area_code(raw) == code
    assert rules.level_of(code) == level


def test_no_area_code() -> None:
    assert rules.area_code("Utrecht") is None
    assert rules.level_of("Utrecht") is None
    assert rules.municipality_of("Utrecht") == ""
    assert rules.municipality_of("BU0363AA01") == "GM0363"


NAMES = {
    "0.0.0": "Totaal misdrijven",
    "1.2.3": "Diefstal van brom-, snor-, fietsen",
    "E33": "Verward",
}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1.2.3 ", "1.2.3"),
        ("1.2.3 Diefstal van brom-, snor-, fietsen", "1.2.3"),
        ("diefstal van brom- snor- fietsen", "1.2.3"),
        ("Totaal misdrijven", "0.0.0"),
        ("E33 Verward persoon", "E33"),
        ("9.9.9 Iets anders", None),
    ],
)
def test_categories(raw: str, code: str | None) -> None:
    assert rules.category_code(raw, NAMES) == code
