"""The sentences: short, whole, in both languages, with their figures; and the picture."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from regie.planning.critiques.facts import Amount, Bundle, Facts, Term
from regie.planning.critiques.rules import critiques, remedies
from regie.planning.critiques.tests.making import ASKED, is_short, spoilt
from regie.planning.critiques.tests.test_real_objectives import KEY
from regie.planning.critiques.tests.test_rules import ANY, SPOILT
from regie.planning.critiques.words import filled, remedy_said, said, shown

pytestmark = pytest.mark.pure


def _sentences(facts: Facts) -> list[str]:
    found = [said(item) for item in critiques(facts)]
    texts = [text for item in found for text in (item.words, item.remedy, item.evidence) if text]
    return [*texts, *(remedy_said(way) for way in remedies(facts))]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_criticism_is_a_short_whole_sentence(language: str) -> None:
    cases = [spoilt(**changes) for changes, _expected in SPOILT]
    cases += [facts for facts, _expected in KEY.values()]
    cases += [
        spoilt(ASKED, target=34.0),
        spoilt(target=2.6, net_sigma=0.2, bundle=Bundle("x", 900, 0.1)),
    ]
    cases += [spoilt(baseline=0.02, target=0.01, known=())]
    with override(language):
        for facts in cases:
            for text in _sentences(facts):
                assert "%(" not in text
                assert text.endswith((".", "?"))
                assert is_short(text), text


@given(ANY)
@settings(max_examples=60)
def test_every_sentence_finds_its_values(facts: Facts) -> None:
    for text in _sentences(facts):
        assert "%(" not in text


def test_the_reader_gets_the_figures_in_words_of_the_own_language() -> None:
    """Real plans: Heemskerk sets 3.0 though 2018 was 2.4."""
    facts = KEY["heemskerk burglary"][0]
    with override("nl"):
        dutch = [said(item).words for item in critiques(facts)]
    with override("en"):
        english = [said(item).words for item in critiques(facts)]
    assert "In 2018 was het 2,4 per 1.000 inwoners, en het doel is 3,0." in dutch[0]
    assert "25% slechter" in dutch[1]
    assert "In 2018 it was 2.4 per 1.000 inwoners, and the target is 3.0." in english[0]


def test_values_are_shown_by_what_they_are() -> None:
    with override("nl"):
        assert shown(Amount(28.7, unit="% van de inwoners")) == "28,7% van de inwoners"
        assert shown(Amount(3.5, "points")) == "3,5 procentpunt"
        assert shown(Amount(12.4, "percent", 0)) == "12%"
        assert shown(Term("omlaag")) == "omlaag"
        assert shown(date(2028, 12, 31)) == "31 december 2028"
        assert shown(2024) == "2024"
        assert filled("", {}) == ""
    with override("en"):
        assert shown(Term("omlaag")) == "down"


# --- the course -----------------------------------------------------------------------------------
