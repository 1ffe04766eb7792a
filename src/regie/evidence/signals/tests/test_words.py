"""Every verdict and every reason has words."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

from regie.evidence.appraisal.rules import (
    Arrow,
    Assessment,
    Change,
    Concentration,
    Level,
    Month,
    Place,
    Slope,
    Why,
    Word,
)
from regie.evidence.indicators.definitions import definitions
from regie.evidence.methods.words import swing_percent
from regie.evidence.signals import pages, words

pytestmark = pytest.mark.pure


def test_every_reason_is_said_and_no_reason_says_nothing() -> None:
    assert words.why(Why.NOTHING) == ""
    said = [words.why(reason) for reason in Why if reason]
    assert all(sentence.endswith(".") for sentence in said)
    assert len(set(said)) == len(said)


def test_every_word_and_every_arrow_is_said() -> None:
    assert len({words.word(which) for which in Word}) == len(Word)
    assert len({words.arrow(which) for which in Arrow}) == len(Arrow)


NOTHING_KNOWN = Assessment(
    indicator="x",
    municipality="GM0788",
    level=Level(area="GM0788", period="", why=Why.NO_FIGURES),
    change=Change(area="GM0788", why=Why.NO_FIGURES),
    slope=Slope(why=Why.NO_MONTHS),
    month=Month(why=Why.NO_MONTHS),
    concentration=Concentration(why=Why.SHORT),
)


def test_what_holds_of_pace_and_month_is_said_once() -> None:
    """Of a table of years both sentences were "Er zijn geen vijf jaar aan maandcijfers."."""
    said = words.pace_sentences(NOTHING_KNOWN, definitions()[0])
    assert said == [words.why(Why.NO_MONTHS)]


def test_without_neighbourhoods_nothing_is_said_of_a_short_series() -> None:
    said = words.concentration_sentence(Concentration(why=Why.SHORT))
    assert said.startswith("Van wijken en buurten zijn er geen cijfers.")


def test_a_swing_is_called_the_same_on_every_page() -> None:
    change = Change(area="GM0344", recent=629.0, expected=526.0, low=228.0, high=946.0, sigma=0.274)
    told = " ".join(words.why_no_arrow(change, definitions()[0], "Utrecht"))
    assert f"zo'n {swing_percent(0.274)}," in told


def overview(verdict: Assessment) -> pages.Page:
    shown = pages.Shown("haaren", Mock(), {"x": verdict})
    return pages.overview_page(shown, Mock(state="idle", computed_at=None, total=0), "Haaren", "")


def test_of_a_municipality_without_figures_nothing_is_called_ordinary() -> None:
    """Haaren is no longer there: "Niets valt op" was said of no figure at all."""
    assert overview(NOTHING_KNOWN)["empty"]
    seen = Level(area="GM0788", period="2025JJ00", observed=3.0, why=Why.NO_PEERS)
    assert not overview(replace(NOTHING_KNOWN, level=seen))["empty"]


def place(code: str, ratio: float, years: int) -> Place:
    level = Level(area=code, period="2024JJ00", years=years, word=Word.DEVIATING, expected=1.0)
    change = Change(area=code)
    return Place(area=code, kind="neighbourhood", level=level, change=change, smoothed=ratio)


def test_the_highest_places_come_first_and_the_years_are_those_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In Amsterdam a hundred places strike, and of a single year no average of three is shown."""
    monkeypatch.setattr(pages, "geography", Mock())
    shown = pages.Shown("amsterdam", Mock(), {})
    found = replace(NOTHING_KNOWN, places=(place("BU1", 0.4, 1), place("BU2", 2.5, 1)))
    table = pages._places_tables(shown, definitions()[0], found)["striking_places"]
    assert [row.key for row in table.rows] == ["BU2", "BU1"]
    assert table.columns[1].hint == "aantal in 1 jaar"
    pooled = replace(found, places=(place("BU1", 2, 3),))
    table = pages._places_tables(shown, definitions()[0], pooled)["all_places"]
    assert table.columns[1].hint == "aantal in 3 jaar samen"


def test_what_the_country_did_not_explain_is_no_ordinary_number() -> None:
    """ "−57%. Dat is gewoon." was said of burglaries in Houten, beside an arrow."""
    change = Change(area="GM0321", net_ratio=0.43)
    said = words.net_sentence(change, "Nederland")
    assert said.endswith("is het verschil −57%. Dat valt binnen de normale schommeling.")
    said = words.net_sentence(replace(change, net_arrow=Arrow.DOWN), "Nederland")
    assert said.endswith("Dat valt buiten de normale schommeling.")


@pytest.mark.parametrize(("blocks", "counted", "told"), [(3, 7, "2,3"), (1, 4, "4"), (3, 0, "0")])
def test_what_was_counted_before_is_told_without_the_half_of_the_method(
    blocks: int, counted: int, told: str
) -> None:
    """Seven homicides in three years in Houten are 2.3 a year; the expectation of 2.5 was told."""
    expected = (counted + 0.5) / blocks
    change = Change(area="GM0321", recent=11.0, expected=expected, blocks=blocks, last="2025JJ00")
    said = words.change_sentences(change, definitions()[0], "Houten")
    assert said[1].endswith(f" {told}.")
