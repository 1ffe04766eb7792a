"""What the picture says of a field and of everything, from how many indicators have which word."""

from collections import Counter
from unittest.mock import Mock

import pytest

from regie.evidence.appraisal.rules import Arrow, Word
from regie.evidence.diagnosis import indicator_page, verdicts
from regie.evidence.diagnosis.verdicts import Tally

pytestmark = pytest.mark.pure

EVEN, NEAR, FAR, UNKNOWN = Word.COMPARABLE, Word.ATTENTION, Word.DEVIATING, Word.TOO_LITTLE
NOBODY = Tally(Counter({UNKNOWN: 9}), Counter(), Counter({Arrow.NONE: 9}))
QUIET = Tally(Counter({EVEN: 9}), Counter(), Counter({Arrow.NONE: 9}))
LOW = Tally(Counter({EVEN: 7, NEAR: 1}), Counter({NEAR: 1}), Counter({Arrow.DOWN: 1}))
MUCH = Tally(Counter({FAR: 2, NEAR: 3}), Counter({NEAR: 1}), Counter({Arrow.UP: 3, Arrow.DOWN: 1}))


def lines(counted: Tally, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.setattr(verdicts, "tally", lambda *_: counted)
    return verdicts.field_lines(Mock(), Mock())


def told(counted: Tally, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(verdicts, "tally", lambda *_: counted)
    return verdicts.summary(Mock(), Mock(fields=()))


def test_without_peers_nothing_is_called_comparable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Land van Cuijk has no peers where its key figures are not known."""
    assert lines(NOBODY, monkeypatch) == ("Geen vergelijking mogelijk", "Geen pijlen")
    assert told(NOBODY, monkeypatch).startswith("Er zijn nog geen cijfers die met andere")


def test_a_field_without_judged_indicators_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Tally(Counter(), Counter(), Counter())
    assert lines(nothing, monkeypatch) == ("Geen vergelijking mogelijk",)


def test_where_nothing_strikes_the_picture_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(QUIET, monkeypatch) == ("Alles vergelijkbaar", "Geen pijlen")
    assert told(QUIET, monkeypatch).endswith("Niets staat ver af of veranderde meer dan gewoon.")


def test_what_is_low_is_called_low(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Aa en Hunze people are threatened less than elsewhere: that is no reason for alarm."""
    assert lines(LOW, monkeypatch) == ("1 aandachtspunt (lager)", "1 gedaald")


def test_what_strikes_is_listed_as_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = "2 duidelijk afwijkend, 3 aandachtspunten (1 lager), 3 gestegen en 1 gedaald"
    assert f"Wat opvalt: {parts}." in told(MUCH, monkeypatch)


@pytest.mark.parametrize(("gaps", "said"), [(1, "ontbreekt er 1."), (36, "ontbreken er 36.")])
def test_one_municipality_lacks_in_the_singular(gaps: int, said: str) -> None:
    view = Mock(label="provincie Utrecht", municipalities=26, left_out=(0, gaps))
    assert said in indicator_page._group(view)
