"""What a text is: parts of a plan with how sure that is, and objectives with their numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_recognition import sorting
from regie.planning.plan_recognition.amounts import amounts, first_number, way
from regie.planning.plan_recognition.detecting import is_objective, objectives, sentences
from regie.planning.plan_recognition.sorting import parts, suggest
from regie.planning.plan_texts.pieces import Piece
from regie.policy.plan_headings import PLAN_HEADINGS
from regie.policy.plan_sections import PLAN_SECTIONS
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure


def line(text: str) -> tuple[Words, ...]:
    return (Words(text),)


def heading(text: str, level: int = 1) -> Piece:
    return Piece("heading", line(text), level=level)


def paragraph(text: str) -> Piece:
    return Piece("paragraph", line(text))


def table(*rows: tuple[str, ...]) -> Piece:
    return Piece("table", rows=tuple(tuple(line(cell) for cell in row) for row in rows))


# --- headings -------------------------------------------------------------------------------------

CHAPTERS = [  # of the plans in the knowledge of the domain, section 9.1
    ("1 Inleiding", "scope", "sure"),
    ("Uitgangssituatie", "analysis", "sure"),
    ("Bovenlokale prioriteiten", "frameworks", "sure"),
    ("Strategische thema's", "other_themes", "sure"),
    ("Organisatie", "organisation", "sure"),
    ("Beleidscyclus en verantwoording", "monitoring", "sure"),
    ("Begroting", "means", "sure"),
    ("Afkortingen", "glossary", "sure"),
    ("Missie en visie", "vision", "sure"),
    ("Uitgangspunten", "principles", "sure"),
    ("Woord vooraf", "audience", "sure"),
    ("Trends", "analysis", "sure"),
    ("Strategische doelstelling", "vision", "sure"),
    ("Hoofdstuk 5: aanpak op brede veiligheidsthema's", "other_themes", "sure"),
    ("Wat willen we bereiken?", "objectives", "sure"),
    ("Onze visie op veiligheid in 2026", "vision", "likely"),
    ("Stationsgebied", "", ""),
    ("Inhoudsopgave", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("title", "kind", "certainty"), CHAPTERS)
def test_headings_of_real_plans(title: str, kind: str, certainty: str) -> None:
    found = suggest(title)
    assert (found.kind, found.certainty) == (kind, certainty)


def test_an_evaluation_looks_back_first_and_ahead_later() -> None:
    assert suggest("Evaluatie", 0.1).kind == "evaluation"
    assert suggest("Evaluatie", 0.9).kind == "monitoring"


def test_every_row_of_the_policy_is_a_part_of_a_plan() -> None:
    codes = {item.code for item in PLAN_SECTIONS().sections}
    assert {item.section for item in PLAN_HEADINGS().headings} == codes


def test_a_single_title_above_all_is_no_chapter() -> None:
    found = parts(
        [heading("Veilig samen", 1), heading("Visie", 2), paragraph("x"), heading("Jeugd", 3)]
    )
    assert [(part.title, part.level) for part in found] == [
        ("Veilig samen", 1),
        ("Visie", 1),
        ("Jeugd", 2),
    ]
    assert (found[2].suggestion.kind, found[2].suggestion.certainty) == ("vision", "chapter")


def test_a_heading_that_is_a_whole_sentence_keeps_its_words() -> None:
    long = "woord " * 60
    (part,) = parts([heading(long)])
    assert len(part.title) <= sorting.LONGEST_TITLE
    assert part.text.count("woord") == 60


def test_a_part_that_is_too_long_becomes_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "LONGEST", 50)
    found = parts([heading("Visie"), *(paragraph("tien tekens " * 3) for _n in range(4))])
    assert len(found) == 4
    assert {part.title for part in found} == {"Visie"}


@given(st.integers(1, 12), st.integers(1, 3))
def test_too_many_headings_lose_nothing(many: int, levels: int) -> None:
    made = [
        piece
        for n in range(many)
        for piece in (heading(f"Kop{n}x", 1 + n % levels), paragraph(f"tekst{n}x"))
    ]
    before = sorting.MOST_PARTS
    sorting.MOST_PARTS = 3
    try:
        found = parts(made)
    finally:
        sorting.MOST_PARTS = before
    assert len(found) <= 3
    whole = " ".join(f"{part.title} {part.text}" for part in found)
    assert all(f"Kop{n}x" in whole and f"tekst{n}x" in whole for n in range(many))


# --- amounts --------------------------------------------------------------------------------------

SENTENCES = [
    (
        "Woninginbraken dalen van 3,1 per 1.000 inwoners in 2022 naar 2,5 in 2027.",
        {"baseline": "3.1", "baseline_year": 2022, "target": "2.5", "direction": "decrease"},
    ),
    (
        "Het aantal meldingen van jeugdoverlast daalt met 10% in 2027 ten opzichte van 2024.",
        {"target_percent": "10", "baseline_year": 2024, "direction": "decrease"},
    ),
    (
        "Hoogstens 25% van de inwoners voelt zich wel eens onveilig.",
        {"target": "25", "unit": "%", "direction": "keep_below"},
    ),
    (
        "Inwoners geven de veiligheid in de buurt minstens een 7,5.",
        {"target": "7.5", "direction": "keep_above"},
    ),
    ("Maximaal 150 meldingen in 2026", {"target": "150", "unit": "meldingen"}),
    ("Het aantal verkeersslachtoffers halveren voor 2030", {"target_percent": "50"}),
    ("Jongeren van 12 tot 18 jaar plegen 20% minder vernielingen", {"target_percent": "20"}),
    ("Wij brengen de overlast terug", {"direction": "decrease", "target": None}),
    ("Buurttoezicht uitbreiden", {"direction": "", "target": None}),
]


@pytest.mark.parametrize(("sentence", "wanted"), SENTENCES)
def test_numbers_in_sentences(sentence: str, wanted: dict[str, object]) -> None:
    found = amounts(sentence, after=2025)
    for name, value in wanted.items():
        read = getattr(found, name)
        assert (str(read) if isinstance(read, Decimal) else read) == value, (name, found)


def test_days_and_what_is_measured() -> None:
    found = amounts(
        "Het rapportcijfer voor veiligheid stijgt van 6,9 naar 7,1 op 1 juli 2027.", after=2025
    )
    assert found.target_date == date(2027, 7, 1)
    assert found.measured_by == "Het rapportcijfer voor veiligheid"
    assert amounts("Minder in 2027", after=2025).target_date == date(2027, 12, 31)


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    amounts(text, after=2025)
    first_number(text)
    assert isinstance(way(text), str)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


# --- objectives -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Het aantal woninginbraken daalt met 10% in 2027.", True),
        ("We streven naar hoogstens 150 meldingen per jaar.", True),
        ("In 2022 daalde het aantal woninginbraken met 5%.", False),
        ("Er waren 412 inbraken, een daling van 5%.", False),
        ("De politie werkt met 3 wijkagenten.", False),
        ("Wij willen minder overlast.", False),
    ],
)
def test_what_is_an_objective_outside_a_list(sentence: str, wanted: bool) -> None:
    assert is_objective(sentence, 2025) is wanted


def test_lines_under_a_heading_about_objectives() -> None:
    made = parts(
        [
            heading("Jeugd"),
            heading("Wat willen we bereiken?", 3),
            Piece("item", line("Jongeren voelen zich welkom in de wijk")),
            paragraph("Daarvoor gelden deze afspraken:"),
            heading("Hoe gaan we dat doen", 3),
            Piece("item", line("Wij zetten jongerenwerkers in")),
        ]
    )
    (found,) = objectives(made, first_year=2026)
    assert (found.statement, found.where) == ("Jongeren voelen zich welkom in de wijk", "heading")


def test_rows_of_a_table_with_a_target() -> None:
    made = parts(
        [
            heading("Bijlage"),
            table(
                ("Indicator", "Nulmeting 2021", "Streefwaarde 2026", "Bron"),
                ("Inwoners die zich onveilig voelen", "28,7%", "≤ 25%", "Veiligheidsmonitor"),
                (
                    "Vernielingen per 1.000 inwoners",
                    "6 (2012); 2,5 (2020)",
                    "2 (2024); 1,5 (2030)",
                    "",
                ),
                ("Cijfer leefbaarheid", "", "minstens 7,7", ""),
                ("Leeg", "1", "", ""),
            ),
            table(("Naam", "Functie"), ("Team", "Toezicht")),
        ]
    )
    unsafe, damage, liveable = objectives(made, first_year=2022)
    assert unsafe.amounts.direction == "decrease"
    assert (unsafe.amounts.baseline, unsafe.amounts.baseline_year) == (Decimal("28.7"), 2021)
    assert (unsafe.amounts.target_date, unsafe.source) == (date(2026, 12, 31), "Veiligheidsmonitor")
    assert damage.amounts.known == ((2012, Decimal(6)), (2020, Decimal("2.5")))
    assert (damage.amounts.target, damage.amounts.unit) == (Decimal(2), "per 1.000 inwoners")
    assert liveable.amounts.direction == "keep_above"


def test_a_table_of_years_has_its_last_year_as_target() -> None:
    made = parts(
        [
            heading("Doelen"),
            table(("Doel", "Huidig", "2024", "2027"), ("Meldingen", "150", "140", "120")),
        ]
    )
    (found,) = objectives(made, first_year=2024)
    assert (found.amounts.target, found.amounts.target_date) == (Decimal(120), date(2027, 12, 31))


def test_the_same_objective_twice_is_one() -> None:
    said = paragraph("Het aantal woninginbraken daalt met 10% in 2027.")
    assert len(objectives(parts([heading("A"), said, heading("B"), said]), first_year=2026)) == 1
