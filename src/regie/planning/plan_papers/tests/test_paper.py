"""The plan on paper: chapters in order, every value with its source, words explained."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_papers import council, glossary, shape, slides, summary
from regie.planning.plan_papers.figures import renumbered
from regie.planning.plan_papers.paper import plan_paper
from regie.planning.plan_papers.tests import sample
from regie.ui.paper import (
    Block,
    Callout,
    Figure,
    Heading,
    Paper,
    Section,
    Table,
    as_json,
    from_json,
    plain,
    words_of,
)

pytestmark = pytest.mark.pure
PAPERS = (
    plan_paper,
    council.council_proposal,
    council.council_decision,
    summary.one_page,
    slides.presentation,
)
LEAST: dict[str, Any] = {"sections": [], "priorities": [], "objectives": [], "figures": {}}


def _section(paper: Paper, title: str) -> Section:
    return next(section for section in paper.sections if section.title == title)


def _blocks(paper: Paper, kind: type[Block]) -> Iterator[Any]:
    return (b for section in paper.sections for b in section.blocks if isinstance(b, kind))


def _rows(found: Table) -> list[list[str]]:
    return [[words_of(cell) for cell in row] for row in found.rows]


def _said(paper: Paper) -> str:
    return "\n".join(plain(paper))


def test_the_chapters_stand_in_the_order_of_the_policy() -> None:
    paper = plan_paper(sample.content())
    assert [section.title for section in paper.sections] == [
        "Leeswijzer",
        "Waar dit plan over gaat",
        "Visie",
        "Kaders",
        "Wat leerden wij?",
        "Wat speelt er?",
        "Prioriteiten",
        "Jongeren die vastlopen",
        "Veilig wonen",
        "Doelen",
        "Andere thema's",
        "Partners en sturing",
        "Middelen",
        "Volgen en evalueren",
        "Wat het dorp Buitenplaats wil",
        "Besluiten",
        "Woorden en afkortingen",
    ]
    assert paper.subtitle == "Integraal veiligheidsplan 2027–2030"
    assert paper.status == "Vastgesteld door de raad op 26 november 2026, besluit R-2026-074"


def test_an_own_part_stands_behind_the_part_before_it() -> None:
    own = {"kind": "own", "title": "Onze dorpen", "text": "Elk dorp telt mee."}
    vision = next(part for part in sample.SECTIONS if part["kind"] == "vision")
    for sections, after in (([own, vision], "Leeswijzer"), ([vision, own], "Visie")):
        titles = [s.title for s in plan_paper(sample.content(sections=sections)).sections]
        assert titles[titles.index("Onze dorpen") - 1] == after


def test_a_priority_says_why_what_how_and_with_what() -> None:
    found = _section(plan_paper(sample.content()), "Jongeren die vastlopen")
    heads = [
        block.text for block in found.blocks if isinstance(block, Heading) and block.level == 2
    ]
    assert heads == [
        "Waarom is dit een prioriteit?",
        "Wat merken inwoners ervan?",
        "Wat willen wij bereiken?",
        "Aanpak op hoofdlijnen",
        "Waarom zou dit werken?",
        "Geld en mensen",
    ]


def test_every_value_has_its_source_and_years() -> None:
    paper = plan_paper(sample.content())
    overview = next(t for t in _blocks(paper, Table) if t.caption == "Alle doelen van dit plan")
    assert _rows(overview) == [
        [
            "In 2030 melden inwoners van Noord minder overlast door jongeren.",
            "7,4 per 1.000 inwoners (2023–2025)",
            "5,5 per 1.000 inwoners op 31 december 2030",
            "hoofd Jeugd",
        ],
        [
            "In 2030 zijn er minstens 10 procent minder woninginbraken.",
            "3,1 per 1.000 woningen (2025)",
            "−10% ten opzichte van vergelijkbare gemeenten op 31 december 2030",
            "coördinator veiligheid",
        ],
        [
            "Elk jaar spreekt de raad over de voortgang.",
            "nog niet gemeten",
            "minstens 1 keer per jaar op 31 december 2027",
            "griffier",
        ],
    ]
    assert all(figure.source for figure in _blocks(paper, Figure))
    named = [words_of(source) for source in paper.sources]
    assert "politie, tabel 47018NED; 47018NED, 12 november 2026" in named
    assert "Politiewet 2012, artikel 38b" in named
    assert len(set(named)) == len(named)


def test_the_sources_of_objectives_stand_under_their_table_and_with_each() -> None:
    paper = plan_paper(sample.content())
    overview = next(t for t in _blocks(paper, Table) if t.caption == "Alle doelen van dit plan")
    assert overview.source == "politie, tabel 47018NED; eigen meting"
    kept = {**sample.OBJECTIVES[0]["baseline"], "deliveries": ["16"]}
    numbered = plan_paper(
        sample.content(objectives=[sample.OBJECTIVES[0] | {"baseline": kept}]), "en"
    )
    assert "police, table 47018NED; delivery 16" in _said(numbered)


def test_a_figure_is_printed_in_the_language_of_the_paper_when_it_was_kept_in_it() -> None:
    content = sample.content()
    content["figures_in"] = {"en": {"1": sample.figure("Burglary falls faster here")}}
    course = content["objectives"][0]["course"] | {
        "figure_in": {"en": sample.figure("Nuisance by young people: past and target")}
    }
    content["objectives"] = [content["objectives"][0] | {"course": course}]
    english = {figure.caption for figure in _blocks(plan_paper(content, "en"), Figure)}
    dutch = {figure.caption for figure in _blocks(plan_paper(content), Figure)}
    assert "Burglary falls faster here" in english
    assert "Nuisance by young people: past and target" in english
    assert "Overlast door jongeren neemt toe in Noord" in english, "kept in Dutch only"
    assert not english - {"Overlast door jongeren neemt toe in Noord"} & dutch


def test_money_and_people_of_a_priority_share_a_table() -> None:
    caption = "Geld en mensen voor deze prioriteit"
    found = [t for t in _blocks(plan_paper(sample.content()), Table) if t.caption == caption]
    cells = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in _rows(found[0])[0]]
    assert cells[0] == "jongerenwerk op straat"
    assert cells[1] == "€ 120.000 2 fte", "a line each"
    assert cells[-1] == "programma 1 (structureel)"
    people = sample.MEANS[0] | {"amount": None}
    alone = plan_paper(sample.content(means=[people]))
    assert any("2 fte" in _rows(t)[0] for t in _blocks(alone, Table) if t.caption == caption)


def test_what_is_not_known_is_said() -> None:
    bare = {"pk": 1, "priority": 11, "statement": "Minder overlast.", "direction": "decrease"}
    unknown = bare | {"baseline": {"value": 3}, "direction": "", "target_percent": 5}
    country = bare | {"target": 4, "direction": "keep_below", "beside": "country"}
    paper = plan_paper(
        sample.content(objectives=[bare, unknown, country, bare | {"direction": ""}])
    )
    overview = next(t for t in _blocks(paper, Table) if t.caption == "Alle doelen van dit plan")
    assert [row[1:3] for row in _rows(overview)] == [
        ["nog niet gemeten", "omlaag, zonder streefwaarde"],
        ["3 (jaar onbekend)", "+5%"],
        ["nog niet gemeten", "hoogstens 4 ten opzichte van heel Nederland"],
        ["nog niet gemeten", "nog geen streefwaarde"],
    ]


def test_what_a_critical_reader_says_stays_with_its_reason() -> None:
    adopted = _said(plan_paper(sample.content()))
    assert "Meer meldingen kunnen ook meer vertrouwen zijn." in adopted
    assert "Wij vragen er elk jaar naar in de wijkenquête." in adopted
    assert "De aantallen zijn klein." not in adopted
    draft = plan_paper(sample.content(plan=sample.PLAN | {"state": "draft"}, decisions=[]))
    assert "De aantallen zijn klein." in _said(draft)
    assert draft.status == "Concept, uitgave 3"


def test_figures_are_numbered_by_where_they_stand() -> None:
    analysis = {
        "kind": "analysis",
        "text": "Zie figuur 1 en figuur 2.\n\n{figuur 2}\n\n{figuur 1}\n\nOok figuur 9.",
    }
    paper = plan_paper(sample.content(sections=[analysis], objectives=[]))
    assert [figure.caption for figure in _blocks(paper, Figure)] == [
        "Overlast door jongeren neemt toe in Noord",
        "Woninginbraak daalt sneller dan in het land",
    ]
    assert "Zie figuur 2 en figuur 1." in _said(paper)
    assert "Ook figuur 9." in _said(paper)
    assert renumbered("{figuur 3} en figuur 3", {3: 1}) == "{figuur 3} en figuur 1"


def test_money_has_a_total_and_the_region_stands_apart() -> None:
    paper = plan_paper(sample.content(means=[*sample.MEANS, sample.MEANS[0] | {"priority": 12}]))
    found = {
        t.caption: _rows(t) for t in _section(paper, "Middelen").blocks if isinstance(t, Table)
    }
    money = found["Geld per jaar"]
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in money[-1]] == [
        *("Samen", "", "€ 240.000", "€ 125.000", ""),
    ]
    assert money[0][:2] == ["jongerenwerk op straat", "Jongeren die vastlopen"]
    assert found["Mensen per jaar, in fte"][-1][2:4] == ["5,5", "2"]
    region = found["Bijdrage aan de veiligheidsregio: hierop kan de gemeente weinig sturen"]
    assert [row[0] for row in region] == ["bijdrage veiligheidsregio"]


def test_only_words_that_occur_are_explained() -> None:
    last = _section(plan_paper(sample.content()), "Woorden en afkortingen")
    terms = [item.term for block in last.blocks for item in getattr(block, "items", ())]
    assert {"boa", "OM", "JUP", "driehoek", "nulmeting"} <= set(terms)
    assert "ZSM" not in terms
    own = {"kind": "glossary", "text": "Een **wijkraad** (WR) praat mee. XYZ is een club."}
    content = sample.content(sections=[*sample.SECTIONS, own, {"kind": "own", "text": "De QQQ."}])
    assert "wijkraad" in _said(plan_paper(content))
    assert glossary.unexplained(shape.read(content)) == ("QQQ",)


def test_adopted_amendments_are_announced_and_told() -> None:
    paper = plan_paper(sample.content())
    (told,) = (b for b in _section(paper, "Leeswijzer").blocks if isinstance(b, Callout))
    assert [words_of(line) for line in told.paragraphs] == ["A1 Een eigen boa voor Buitenplaats"]
    heads = [b.text for b in _section(paper, "Besluiten").blocks if isinstance(b, Heading)]
    assert heads == [
        "Amendementen",
        "A1 Een eigen boa voor Buitenplaats",
        "A2 Geen jongerenwerk op zondag",
    ]


def test_a_joint_plan_has_a_part_for_each_municipality() -> None:
    parties = [{"name": "Voorbeeldstad", "lead": True}, {"name": "Buurstad"}]
    local = {"kind": "own", "title": "Het station", "text": "Camera's.", "municipality": "Buurstad"}
    content = sample.content(
        plan=sample.PLAN | {"parties": parties, "extended_to": "2031-12-31"},
        sections=[*sample.SECTIONS, local],
    )
    paper = plan_paper(content)
    assert paper.organisation == "Gemeenten Voorbeeldstad en Buurstad"
    assert paper.subtitle.endswith("2027–2031")
    assert "De raad verlengde het plan." in _said(paper)
    titles = [section.title for section in paper.sections]
    assert titles.index("Deel van Buurstad") == titles.index("Deel van Voorbeeldstad") + 1
    decision = council.council_decision(content, council="Buurstad")
    assert decision.organisation == "Gemeente Buurstad"
    assert decision.status == "Ontwerp"


@pytest.mark.parametrize("make", PAPERS)
def test_papers_speak_two_languages_and_can_be_kept(make: Any) -> None:
    dutch, english = make(sample.content()), make(sample.content(), "en")
    assert (dutch.language, english.language) == ("nl", "en")
    assert len(dutch.sections) == len(english.sections)
    for paper in (dutch, english):
        assert from_json(as_json(paper)) == paper
        assert as_json(make(sample.content(), paper.language)) == as_json(paper)
    assert _said(dutch) != _said(english)


@pytest.mark.parametrize("make", PAPERS)
def test_no_paper_calls_the_plan_compulsory(make: Any) -> None:
    said = _said(make(sample.content())).casefold()
    assert "verplicht" not in said
    assert "wettelijk" not in said


@given(
    st.sets(st.sampled_from(sorted(sample.content().keys() - {"made", "plan", "form"}))),
    st.sampled_from(PAPERS),
    st.sampled_from(("nl", "en")),
)
def test_anything_may_be_missing(gone: set[str], make: Any, language: str) -> None:
    content = {key: value for key, value in sample.content().items() if key not in gone}
    assert make(content, language).sections
