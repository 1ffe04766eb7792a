"""Proposal and decision of the council, the page and the slides."""

from typing import Any

import pytest

from regie.planning.plan_papers.council import council_decision, council_proposal
from regie.planning.plan_papers.slides import presentation
from regie.planning.plan_papers.summary import MOST, Room, one_page, short
from regie.planning.plan_papers.tests import sample
from regie.ui.paper import BulletList, Figure, Paper, SourceLine, plain, words_of

pytestmark = pytest.mark.pure


def _items(paper: Paper, title: str) -> list[str]:
    section = next(section for section in paper.sections if section.title == title)
    return [
        words_of(item)
        for block in section.blocks
        if isinstance(block, BulletList)
        for item in block.items
    ]


def _said(paper: Paper) -> str:
    return "\n".join(plain(paper))


def test_the_proposal_asks_for_objectives_by_the_law() -> None:
    paper = council_proposal(sample.content())
    assert [section.title for section in paper.sections] == [
        "Over dit voorstel",
        "Voorgesteld besluit",
        "Waarom dit voorstel?",
        "Wat stellen wij voor?",
        "Kanttekeningen",
        "Welke andere keuzes zijn er?",
        "Wat kost het?",
        "Hoe gaat het verder?",
        "Bijlagen",
        "Ondertekening",
    ]
    assert paper.layout == "letter"
    first, second, third = _items(paper, "Voorgesteld besluit")
    assert "artikel 38b van de Politiewet 2012" in first
    assert "“Samen veilig in Voorbeeldstad”" in second
    assert third == "Het college te vragen elk jaar te laten zien hoe ver de doelen zijn."
    assert "De vorm van dit plan kiest de gemeente zelf." in _said(paper)
    assert _items(paper, "Bijlagen")[-1] == "Veiligheidsanalyse 2026"


def test_own_words_take_the_place_of_the_words_of_the_house() -> None:
    own = {
        "subject": "Vaststellen IVP",
        "motivation": "Het vorige plan loopt af.",
        "finances": "Er is geen extra geld nodig.",
        "follow_up": "In maart volgt een brief.",
        "decision": ["Het plan vast te stellen."],
    }
    paper = council_proposal(sample.content(council=own, means=[]))
    assert _items(paper, "Voorgesteld besluit") == ["Het plan vast te stellen."]
    for key in ("motivation", "finances", "follow_up"):
        assert str(own[key]) in _said(paper)
    assert "De raad kan andere thema's voorop zetten, zoals: Ondermijning." in _said(paper)
    assert "In het plan staan geen bedragen." in _said(council_proposal(sample.content(means=[])))
    assert paper.subtitle == "Vaststellen IVP"


def test_the_decision_carries_number_day_and_amendments() -> None:
    paper = council_decision(sample.content())
    assert paper.status == "Besluit R-2026-074"
    said = _said(paper)
    assert "wethouders van 6 oktober 2026, nummer RV-2026-074;" in said
    assert "gelet op artikel 38b van de Politiewet 2012;" in said
    assert "openbare vergadering van de raad op 26 november 2026" in said
    for words in (
        "A1 Een eigen boa voor Buitenplaats",
        "onderdeel: Wat het dorp Buitenplaats wil",
        "Het dorp ligt ver van het bureau.",
        "Nieuw:\nHet dorp wil een eigen boa.",
    ):
        assert words in said
    assert "Het dorp wil rust." not in said
    assert _items(paper, "Amendementen") == ["A2 Geen jongerenwerk op zondag (verworpen)"]


def test_a_decision_that_was_not_taken_is_a_draft_with_room() -> None:
    paper = council_decision(sample.content(decisions=[], amendments=[], council={}))
    assert paper.status == "Ontwerp"
    assert "raad op …" in _said(paper)
    assert "gelezen het voorstel van burgemeester en wethouders;" in _said(paper)
    unnumbered = [sample.DECISIONS[1] | {"number": ""}]
    assert council_decision(sample.content(decisions=unnumbered)).status == "Besluit"


def _crowded(priorities: int, goals: int) -> dict[str, Any]:
    return sample.content(
        priorities=[
            sample.PRIORITIES[0] | {"pk": pk, "name": f"Onderwerp {pk}", "why": "Een zin. " * 90}
            for pk in range(1, priorities + 1)
        ],
        objectives=[
            sample.OBJECTIVES[0] | {"pk": 100 * pk + n, "priority": pk}
            for pk in range(1, priorities + 1)
            for n in range(goals)
        ],
    )


@pytest.mark.parametrize("priorities", [1, 3, 5, 9, 20])
def test_one_page_keeps_to_what_fits(priorities: int) -> None:
    room = Room.of(priorities)
    paper = one_page(_crowded(priorities, 5))
    assert paper.layout == "page"
    assert len(paper.sections) == 1 + min(priorities, MOST) + 1
    told = _items(paper, "Onderwerp 1")
    assert len(told) == room.goals + 1
    assert told[-1] == f"en nog {5 - room.goals} doelen"
    assert (
        "Nulmeting: 7,4 per 1.000 inwoners (2023–2025). Doel: 5,5 op 31 december 2030." in told[0]
    )
    further = _items(paper, "En verder")
    assert ("Ook prioriteit: Onderwerp 8 en Onderwerp 9." in further) == (priorities == 9)
    assert ("Er zijn nog 13 andere prioriteiten." in further) == (priorities == 20)
    assert all(
        any(isinstance(block, SourceLine) for block in section.blocks)
        for section in paper.sections[1:-1]
    )


def test_one_page_counts_no_objectives_that_are_not_there() -> None:
    told = _items(one_page(_crowded(3, 2)), "Onderwerp 2")
    assert len(told) == 2


@pytest.mark.parametrize(
    ("typed", "letters", "told"),
    [
        ("Een. Twee. Drie.", 10, "Een. Twee."),
        ("Een zin zonder einde die te lang is", 12, "Een zin…"),
        ("", 10, ""),
    ],
)
def test_short_ends_at_a_sentence(typed: str, letters: int, told: str) -> None:
    assert short(typed, letters) == told


def test_slides_show_a_figure_each_with_its_conclusion() -> None:
    paper = presentation(sample.content())
    assert paper.layout == "slides"
    drawn = [s for s in paper.sections if any(isinstance(b, Figure) for b in s.blocks)]
    assert [section.title for section in drawn] == [
        "Woninginbraak daalt sneller dan in het land",
        "Overlast door jongeren neemt toe in Noord",
    ]
    assert "De daling is groter dan het toeval verklaart." in _said(paper)
    assert all(len([b for b in s.blocks if isinstance(b, Figure)]) == 1 for s in drawn)
    assert paper.sections[-1].title == "Wat vragen wij de raad?"


def test_too_many_words_stay_out_of_a_slide() -> None:
    analysis: dict[str, Any] = {
        "kind": "analysis",
        "text": "Kort.\n\n" + "Heel veel woorden. " * 30 + "\n\n{figuur 1}",
    }
    paper = presentation(sample.content(sections=[analysis]))
    assert "Kort." in _said(paper)
    assert "Heel veel woorden." not in _said(paper)
