"""What stands on a fact card, in both languages, and what never does."""

import pytest
from django.utils import translation

from regie.evidence.appraisal.rules import Answer, Arrow, Assessment, Concentration, Word
from regie.evidence.findings.models import Finding
from regie.evidence.findings.rules import Verdict, stored
from regie.evidence.findings.tests.conftest import BIKES, FEAR, Keep, keep, names, town
from regie.evidence.findings.tests.making import (
    BURGLARY,
    TOWN,
    answer,
    assessment,
    change,
    level,
)
from regie.evidence.street_knowledge.models import Observation
from regie.foundation.organizations.models import Municipality
from regie.planning.fact_cards import cards, figures
from regie.planning.fact_cards.figures import figures_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["keep", "names", "town"]


def _finding(town: Municipality, code: str, verdict: Verdict) -> Finding:
    return Finding.objects.create(
        municipality=town,
        key=f"{code}:{Finding.objects.count()}",
        kind="level",
        state="confirmed",
        theme="registered_crime",
        indicator=code,
        direction="higher",
        verdict=stored(verdict),
    )


@pytest.fixture
def burglary(town: Municipality, names: None) -> Finding:
    spread = Concentration(
        concentrated=True, top=("BU99010101",), top_share=0.6, top_places=1, places=9
    )
    made = _finding(
        town,
        BURGLARY,
        Verdict(
            level=level(word=Word.DEVIATING, higher=True),
            change=change(arrow=Arrow.UP),
            concentration=spread,
        ),
    )
    made.areas = ["BU99010101"]
    return made


def _observation(town: Municipality, title: str, **more: object) -> None:
    words = {
        "municipality": town,
        "kind": "hot_spot",
        "theme": "registered_crime",
        "area": TOWN,
        "title": title,
        "description": "Iets",
        "season": "2026-summer",
        "confidence": "high",
        "basis": "seen",
        "visibility": "members",
        "state": "accepted",
    }
    Observation.objects.create(**(words | more))


def test_a_card_tells_it_in_both_languages(town: Municipality, burglary: Finding) -> None:
    known = cards.material(town, [burglary], public=False)
    card = cards.card_of([burglary], ["registered_crime"], known)
    dutch = {section["title"]: " ".join(section["lines"]) for section in card["nl"]["sections"]}
    assert "hoger dan in vergelijkbare gemeenten" in card["nl"]["headlines"][0]
    name = "Diefstal/inbraak woning"
    assert "Dat is duidelijk hoger." in dutch[f"{name}: naast andere gemeenten"]
    assert "gemiddeld 80" in dutch[f"{name}: hoe het gaat"]
    assert f"{name}: 60% gebeurt in 1 van de 9 buurten" in dutch["Op een paar plekken"]
    assert card["en"]["headlines"] != card["nl"]["headlines"]
    assert card["nl"]["chart"] is None
    with translation.override("en"):
        assert cards.in_language(card)["headlines"] == card["en"]["headlines"]
    assert cards.in_language({}) == {"drawn": None}


def test_without_figures_it_says_so_in_words(town: Municipality, keep: Keep, names: None) -> None:
    known = cards.material(town, [], public=False)
    bare = cards.card_of([], ["registered_crime"], known)["nl"]
    assert (
        bare["without"]
        == "Over dit thema zijn geen cijfers. Dat betekent niet dat er niets gebeurt."
    )
    assert (bare["sections"], bare["source"]) == ([], "")
    keep(assessment(BURGLARY))
    known = cards.material(town, [], public=False)
    told = cards.card_of([], ["registered_crime"], known)["nl"]["without"]
    assert told == "Over dit thema zijn cijfers, maar er is geen bevinding bevestigd."


def test_street_knowledge_is_told_to_members_and_counted_for_others(
    town: Municipality, names: None
) -> None:
    for n in range(6):
        _observation(town, f"Dealen op het plein {n}")
    _observation(town, "Niet voor iedereen", visibility="confidential")
    _observation(town, "Nog niet gebruikt", state="submitted")
    for public, lines in ((False, 5), (True, 1)):
        known = cards.material(town, [], public=public)
        card = cards.card_of([], ["registered_crime"], known)["nl"]
        (seen,) = card["sections"]
        assert len(seen["lines"]) == lines
        assert "Niet voor iedereen" not in str(card)
        assert "Nog niet gebruikt" not in str(card)
        assert ("Dealen" in str(card)) is not public
    assert "6 waarnemingen" in str(card)


def test_what_residents_say_stands_beside_it(town: Municipality, keep: Keep, names: None) -> None:
    keep(assessment(FEAR, answers=(answer(),)))
    known = cards.material(town, [], public=True)
    card = cards.card_of([], ["perceived_safety"], known)["nl"]
    assert "Wat bewoners zeggen" in [section["title"] for section in card["sections"]]


def test_a_frozen_figure_is_drawn_from_its_values() -> None:
    chart = {
        "title": "Inbraak",
        "description": "Inbraak",
        "unit": "per 1.000",
        "decimals": 1,
        "lines": [
            {
                "label": "Voorbeeldstad",
                "role": "own",
                "points": [
                    {"x": f"{year}JJ00", "y": 2.0, "low": None, "high": None, "provisional": False}
                    for year in (2023, 2024)
                ],
            }
        ],
        "breaks": [{"x": "2024JJ00", "label": "andere telling"}],
    }
    drawn = cards.drawn(chart)
    assert drawn is not None
    assert drawn.narrow.startswith("<svg")
    assert cards.drawn(None) is None


# --- the figures of scores ------------------------------------------------------------------------


def _perceived(said: Answer) -> Assessment:
    return assessment(FEAR, answers=(said,))


def test_findings_come_before_the_theme(town: Municipality, burglary: Finding) -> None:
    theme = {BIKES: assessment(BIKES, level=level(word=Word.ATTENTION, higher=True))}
    own = figures_of([burglary], ["registered_crime"], theme, TOWN)
    assert {item.name for item in own} == {BURGLARY}
    whole = figures_of([], ["registered_crime"], theme, TOWN)
    assert {item.name for item in whole} == {BIKES}


def test_what_is_found_by_looking_gives_no_score(town: Municipality, names: None) -> None:
    drugs = _finding(town, "offence-3.1.1", Verdict(level=level(word=Word.ATTENTION, higher=True)))
    assert figures_of([drugs], [], {}, TOWN) == []


def test_too_little_gives_no_score(town: Municipality, names: None) -> None:
    small = _finding(town, BURGLARY, Verdict(level=level(word=Word.TOO_LITTLE)))
    assert figures_of([small], [], {}, TOWN) == []


def test_only_the_answer_of_the_whole_counts(town: Municipality, names: None) -> None:
    verdicts = {FEAR: _perceived(Answer(area=TOWN, value=30.0, low=25.0, high=35.0, beside=20.0))}
    (found,) = figures_of([], ["perceived_safety"], verdicts, TOWN)
    assert (found.criterion, round(found.ratio, 2)) == ("perception", 1.5)
    assert figures_of([], ["perceived_safety"], verdicts, "GM9902") == []
    unknown = {FEAR: _perceived(Answer(area=TOWN, value=30.0))}
    assert figures_of([], ["perceived_safety"], unknown, TOWN) == []


def test_a_score_says_what_it_rests_on() -> None:
    assert "1,5 keer" in figures.why("extent", BURGLARY, 1.5)
    assert "jaren ervoor" in figures.why("trend", BURGLARY, 1.5)
    assert figures.why("urgency", BURGLARY, 1.5) == ""
    assert figures.why("extent", "gone", 1.5) == ""
