"""One row of a survey: what is read, what is refused, and that no value is ever repeated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.evidence.surveys import rules
from regie.evidence.surveys.columns import (
    MISSING_COLUMN,
    NO_MARGIN_COLUMN,
    NO_SHARE_COLUMN,
    TITLES,
    find_columns,
    read_number,
    read_percent,
    read_whole,
)
from regie.evidence.surveys.rules import Known, NoPlace, Place, Row, read_row, read_rows

pytestmark = pytest.mark.pure
ROW = {
    "question": "Voelt zich onveilig",
    "theme": "Subjectieve veiligheid",
    "area": "Centrum",
    "year": "2024",
    "share": "34,5",
    "sample": "200",
}
NOT_HERE = "nergens"


def _area(text: str, year: int) -> Place | NoPlace:
    return Place("WK990101", year) if text == "Centrum" else NoPlace(NOT_HERE)


KNOWN = Known(themes={"subjectieveveiligheid": "perceived_safety"}, area=_area, last_year=2026)


def _one(**changes: str) -> tuple[Row | None, list[tuple[str, str]]]:
    row, wrong = read_row(7, ROW | changes, KNOWN)
    return row, [(each.column, each.sentence) for each in wrong]


# --- numbers and columns -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [("34", 34), ("34,5", 34.5), ("-3", -3), ("\N{MINUS SIGN}3", -3), ("3 4", None), ("", None)],
)
def test_numbers(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234", 1234), ("1234", 1234), ("1234,0", 1234), ("12,5", None), ("-5", -5), ("x", None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert read_whole(text) == number


@given(st.floats(0, 100).map(lambda number: round(number, 3)))
def test_a_percentage_is_read_with_comma_point_and_sign(number: float) -> None:
    for text in (f"{number:.3f}", f"{number:.3f}".replace(".", ","), f"{number:.3f} %"):
        assert read_percent(text) == pytest.approx(number / 100, abs=1e-8)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    for read in (read_number, read_percent, read_whole):
        found = read(text)
        assert found is None or isinstance(found, float | int)


def test_columns_are_known_by_many_titles() -> None:
    head = ["Vraag", "Thema", "Buurt", "Meetjaar", "%", "N", "Opmerking", "jaar", "Deff"]
    found = find_columns(head)
    assert found.problem() is None
    assert found.unread == ("Opmerking", "jaar")
    assert found.cells(["q", "t", "a", "2024", " 34 ", "200"]) == {
        "question": "q",
        "theme": "t",
        "area": "a",
        "year": "2024",
        "share": "34",
        "sample": "200",
    }
    assert find_columns(list(TITLES.values())).unread == ()


@pytest.mark.parametrize(
    ("head", "sentence", "names"),
    [
        ("vraag gebied percentage antwoorden", MISSING_COLUMN, ("thema", "jaar")),
        ("vraag thema gebied jaar antwoorden", NO_SHARE_COLUMN, ()),
        ("vraag thema gebied jaar percentage", NO_MARGIN_COLUMN, ()),
        ("vraag thema gebied jaar percentage ondergrens", NO_MARGIN_COLUMN, ()),
    ],
)
def test_columns_that_are_not_enough(head: str, sentence: str, names: tuple[str, ...]) -> None:
    assert find_columns(head.split()).problem() == (sentence, names)


# --- one row -------------------------------------------------------------------------------------


def test_a_good_row() -> None:
    row, wrong = _one()
    assert wrong == []
    assert row == Row(
        7,
        "Voelt zich onveilig",
        "perceived_safety",
        "WK990101",
        2024,
        2024,
        0.345,
        200,
    )
    assert (
        row.plain() == [7, row.question, row.theme, "WK990101", 2024, 2024, 0.345, 200] + [None] * 3
    )


def test_a_count_becomes_a_share() -> None:
    row, wrong = _one(share="", count="50")
    assert (row.share if row else None, wrong) == (0.25, [])
    weighted, _wrong = _one(share="", count="50,5")
    assert weighted is not None
    assert weighted.share == pytest.approx(0.2525)
    both, wrong = _one(share="25", count="50")
    assert both is not None
    assert wrong == []


def test_own_margins_are_kept_and_need_no_number_of_answers() -> None:
    row, wrong = _one(sample="", low="30", high="40")
    assert wrong == []
    assert row is not None
    assert (row.low, row.high, row.sample) == (0.3, 0.4, None)


def test_under_thirty_only_the_number_is_kept() -> None:
    row, wrong = _one(sample="29", low="30", high="40")
    assert wrong == []
    assert row is not None
    assert row.too_few
    assert (row.share, row.low, row.high, row.sample) == (None, None, None, 29)
    enough, _wrong = _one(sample="30")
    assert enough is not None
    assert not enough.too_few


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"question": " "}, "question", rules.NO_QUESTION),
        ({"question": "x" * 201}, "question", rules.LONG_QUESTION),
        ({"theme": ""}, "theme", rules.NO_THEME),
        ({"theme": "Tuinieren"}, "theme", rules.UNKNOWN_THEME),
        ({"area": ""}, "area", rules.NO_AREA),
        ({"area": "Elders"}, "area", NOT_HERE),
        ({"year": "vorig jaar"}, "year", rules.BAD_YEAR),
        ({"year": "1989"}, "year", rules.BAD_YEAR),
        ({"year": "2027"}, "year", rules.BAD_YEAR),
        ({"year": "1.999.999"}, "year", rules.BAD_YEAR),
        ({"share": ""}, "share", rules.NO_SHARE),
        ({"share": "veel"}, "share", rules.NOT_A_NUMBER),
        ({"share": "101"}, "share", rules.BAD_SHARE),
        ({"share": "-1"}, "share", rules.BAD_SHARE),
        ({"sample": "0"}, "sample", rules.BAD_SAMPLE),
        ({"sample": "-5"}, "sample", rules.BAD_SAMPLE),
        ({"sample": "12,5"}, "sample", rules.BAD_SAMPLE),
        ({"sample": ""}, "sample", rules.NO_MARGIN),
        ({"share": "", "count": "x"}, "count", rules.NOT_A_NUMBER),
        ({"share": "", "count": "201"}, "count", rules.BAD_COUNT),
        ({"share": "", "count": "-1"}, "count", rules.BAD_COUNT),
        ({"share": "", "count": "5", "sample": ""}, "sample", rules.COUNT_ALONE),
        ({"count": "50"}, "count", rules.TWO_SHARES),
        ({"low": "30"}, "high", rules.ONE_MARGIN),
        ({"high": "40"}, "low", rules.ONE_MARGIN),
        ({"low": "35", "high": "40"}, "low", rules.BAD_MARGINS),
        ({"low": "30", "high": "140"}, "high", rules.BAD_SHARE),
        ({"low": "ja", "high": "40"}, "low", rules.NOT_A_NUMBER),
        ({"design_effect": "0,2"}, "design_effect", rules.BAD_EFFECT),
        ({"design_effect": "veel"}, "design_effect", rules.BAD_EFFECT),
    ],
)
def test_a_bad_row_says_in_which_column(
    changes: dict[str, str], column: str, sentence: str
) -> None:
    row, wrong = _one(**changes)
    assert row is None
    assert (column, sentence) in wrong
    assert len(wrong) == 1


def test_persons_are_no_question() -> None:
    row, wrong = _one(question="Vindt mevrouw De Vries het veilig?")
    assert row is None
    assert [column for column, _sentence in wrong] == ["question"]


def test_an_effect_of_its_own() -> None:
    row, _wrong = _one(design_effect="1,8")
    assert row is not None
    assert row.design_effect == 1.8


def test_an_answer_that_another_survey_holds() -> None:
    row, _wrong = _one()
    assert row is not None
    known = Known(KNOWN.themes, KNOWN.area, KNOWN.last_year, frozenset({row.key}))
    found, wrong = read_row(7, ROW, known)
    assert found is None
    assert [each.sentence for each in wrong] == [rules.TAKEN]


# --- many rows -----------------------------------------------------------------------------------


def test_the_same_answer_twice() -> None:
    outcome = read_rows([(2, ROW), (3, ROW | {"question": "voelt zich ONVEILIG!"})], KNOWN)
    assert len(outcome.rows) == 1
    (problem,) = outcome.problems
    assert (problem.row, problem.sentence, problem.params) == (3, rules.TWICE, {"row": 2})
    assert outcome.bad == 1


def test_fractions_are_not_taken_for_percents() -> None:
    rows = [(2, ROW | {"share": "0,34"}), (3, ROW | {"share": "1", "year": "2025"})]
    with pytest.raises(ValueError, match="0,34"):
        read_rows(rows, KNOWN)
    with_sign = [(2, ROW | {"share": "0,34%"}), (3, ROW | {"share": "1", "year": "2025"})]
    assert len(read_rows(with_sign, KNOWN).rows) == 2
    assert len(read_rows([(2, ROW | {"share": "0"})], KNOWN).rows) == 1
    assert len(read_rows([(2, ROW | {"share": "", "count": "1"})], KNOWN).rows) == 1


CELLS = st.fixed_dictionaries(
    {
        "question": st.one_of(st.just("Voelt zich onveilig"), st.text(max_size=30)),
        "theme": st.one_of(st.just("Subjectieve veiligheid"), st.text(max_size=12)),
        "area": st.one_of(st.just("Centrum"), st.text(max_size=12)),
        "year": st.one_of(st.integers(1980, 2030).map(str), st.text(max_size=6)),
        "share": st.one_of(st.floats(-5, 105).map(lambda n: f"{n:.1f}"), st.text(max_size=6)),
        "count": st.one_of(st.just(""), st.integers(-5, 300).map(str), st.text(max_size=6)),
        "sample": st.one_of(st.just(""), st.integers(-5, 300).map(str), st.text(max_size=6)),
        "low": st.one_of(st.just(""), st.integers(-5, 105).map(str)),
        "high": st.one_of(st.just(""), st.integers(-5, 105).map(str)),
        "design_effect": st.one_of(st.just(""), st.text(max_size=4)),
    }
)


@given(CELLS)
def test_a_row_is_right_or_says_why(cells: dict[str, str]) -> None:
    row, wrong = read_row(1, cells, KNOWN)
    assert (row is None) is bool(wrong)
    if row is None:
        return
    assert row.sample is None or row.sample > 0
    assert (row.share is None) is row.too_few
    if row.share is not None:
        assert 0 <= row.share <= 1
        assert row.sample is not None or row.low is not None
    if row.low is not None and row.high is not None:
        assert row.share is not None
        assert row.low <= row.share <= row.high


@given(st.lists(CELLS, max_size=8))
def test_every_row_ends_in_one_place(rows: list[dict[str, str]]) -> None:
    try:
        outcome = read_rows(enumerate(rows, 2), KNOWN)
    except ValueError:
        return
    good = {row.number for row in outcome.rows}
    bad = {problem.row for problem in outcome.problems}
    assert not good & bad
    assert good | bad == set(range(2, len(rows) + 2))
    assert outcome.few <= len(outcome.rows)
    assert len({row.key for row in outcome.rows}) == len(outcome.rows)
