"""Objectives in the words, labels and tables that municipalities use, and what is none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regie.planning.plan_recognition.amounts import before, measured
from regie.planning.plan_recognition.detecting import Found, is_objective, objectives
from regie.planning.plan_recognition.goal_tables import goals
from regie.planning.plan_recognition.sorting import parts, suggest
from regie.planning.plan_texts.pieces import Piece
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure


def line(text: str) -> tuple[Words, ...]:
    return (Words(text),)


def heading(text: str, level: int = 1) -> Piece:
    return Piece("heading", line(text), level=level)


def paragraph(text: str) -> Piece:
    return Piece("paragraph", line(text))


def item(text: str) -> Piece:
    return Piece("item", line(text))


def table(*rows: tuple[str, ...]) -> Piece:
    return Piece("table", rows=tuple(tuple(line(cell) for cell in row) for row in rows))


def found(*pieces: Piece, first_year: int = 2024) -> list[Found]:
    return objectives(parts(pieces), first_year=first_year)


def told(one: Found) -> tuple[str, str, str, str, str, str]:
    """Baseline with year, target, change, day and direction, as text."""
    read = one.amounts
    return (
        f"{read.baseline or ''}",
        f"{read.baseline_year or ''}",
        f"{read.target or ''}",
        f"{read.target_percent or ''}",
        f"{read.target_date or ''}",
        read.direction,
    )


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Het aantal meldingen is in 2027 met 20% gedaald ten opzichte van 2022.",
            ("", "2022", "", "20", "2027-12-31", "decrease"),
        ),
        (
            "Het slachtofferschap moet omlaag van 17% in 2023 naar hoogstens 14% in 2027.",
            ("17", "2023", "14", "", "2027-12-31", "decrease"),
        ),
        (
            "In 2027 zijn er hoogstens 140 meldingen van woonoverlast (2022: 171).",
            ("171", "2022", "140", "", "2027-12-31", "decrease"),
        ),
        (
            "In 2027 zijn er niet meer dan 210 meldingen, tegenover 248 in 2022.",
            ("248", "2022", "210", "", "2027-12-31", "decrease"),
        ),
        (
            "In 2027 geeft 85% van de ouderen aan zich veilig te voelen; in 2023 was dat 79%.",
            ("79", "2023", "85", "", "2027-12-31", "increase"),
        ),
        (
            "Gemiddeld maximaal 12 inbraken per jaar in 2027 (gemiddelde 2020-2022: 16).",
            ("16", "2022", "12", "", "2027-12-31", "decrease"),
        ),
        (
            "Het aantal slachtoffers ligt in 2027 ten minste 15% onder het niveau van 2022.",
            ("", "2022", "", "15", "2027-12-31", "decrease"),
        ),
        (
            "Het aantal fietsendiefstallen moet eind 2027 met een kwart omlaag (2022: 164).",
            ("164", "2022", "", "25", "2027-12-31", "decrease"),
        ),
        (
            "Het aantal meldingen neemt met 200 af tot 450 in 2027.",
            ("", "", "450", "", "2027-12-31", "decrease"),
        ),
        (
            "Inwoners geven de buurt in 2027 gemiddeld een 7,3 (Veiligheidsmonitor 2021: 6,9).",
            ("6.9", "2021", "7.3", "", "2027-12-31", "increase"),
        ),
        (
            "We beogen in 2027 een afname van het aantal inbraken van minimaal 10%.",
            ("", "", "", "10", "2027-12-31", "decrease"),
        ),
        (
            "Het aantal autokraken gaat van 84 (2022) naar 42 in 2027.",
            ("84", "2022", "42", "", "2027-12-31", "decrease"),
        ),
    ],
)
def test_what_was_what_must_be_and_when(sentence: str, wanted: tuple[str, ...]) -> None:
    (one,) = found(paragraph(sentence))
    assert told(one) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Naar verwachting stijgt het aantal inwoners tot 2030 met 4%.",
        "In 2027 stijgt het budget met 10% naar € 132.000.",
        "In 2025 voeren we minimaal 4 controles uit.",
        "De raad ontvangt uiterlijk 1 juli 2026 een voortgangsbericht.",
        "In 2022 waren er 305 meldingen, tegenover 210 in 2018.",
        "Wij willen in 2026 het beleid evalueren.",
    ],
)
def test_what_is_no_objective(sentence: str) -> None:
    assert not is_objective(sentence, 2023)


def test_what_a_municipality_wants_in_a_year_is_one_without_a_number() -> None:
    assert is_objective("De gemeente wil in 2027 tot de veiligste van het land behoren.", 2023)


def test_money_is_no_objective_wherever_it_stands() -> None:
    said = paragraph("Het percentage overhead daalt tot 12% in 2027.")
    assert found(heading("Begroting"), said) == []
    assert len(found(heading("Ondermijning"), said)) == 1


def test_a_label_before_the_words_is_no_part_of_them() -> None:
    one, two = found(
        paragraph("Doelstelling 1: alle medewerkers herkennen de signalen van mensenhandel."),
        paragraph("Subdoel 2.1 – het aantal aangiften stijgt naar 180 in 2027. Dat is veel."),
    )
    assert one.statement == "Alle medewerkers herkennen de signalen van mensenhandel."
    assert (two.statement, two.where) == (
        "Het aantal aangiften stijgt naar 180 in 2027.",
        "heading",
    )


def test_a_line_that_stands_for_a_heading_holds_until_the_next() -> None:
    listed = found(
        heading("Thema jeugd"),
        paragraph("Doelstellingen:"),
        item("Jongeren komen niet in aanraking met criminaliteit"),
        paragraph("Acties:"),
        item("Er komen drie jongerenwerkers bij"),
        paragraph("Operationele doelen"),
        item("Alle scholen hebben een veiligheidsplan"),
        paragraph("Partners:"),
        item("Halt, politie en scholen in de stad"),
    )
    assert [one.statement for one in listed] == [
        "Jongeren komen niet in aanraking met criminaliteit",
        "Alle scholen hebben een veiligheidsplan",
    ]


def test_a_heading_below_one_about_objectives_is_still_about_them() -> None:
    listed = found(
        heading("Veilig"),
        heading("Doelen", 3),
        heading("Jeugd", 4),
        item("Jongeren voelen zich welkom in de wijk"),
        heading("Omgeving", 3),
        item("De wijk heeft veel scholen en winkels"),
    )
    assert [one.statement for one in listed] == ["Jongeren voelen zich welkom in de wijk"]
    words = item("Jongeren voelen zich welkom")
    (chapter,) = found(heading("Visie"), heading("Doelen"), heading("Jeugd", 2), words)
    assert chapter.where == "heading"


def test_an_announcement_is_no_objective() -> None:
    said = ["De onderstaande doelen gelden.", "De indicatoren komen terug in de begroting."]
    assert found(heading("Doelen"), *map(paragraph, said)) == []


def test_the_next_sentence_says_how_it_is_now_and_who_answers_for_it() -> None:
    (one,) = found(
        paragraph(
            "In 2027 gebruikt ten minste 80% van de ondernemers een keurmerk. Nu is dat 52%. "
            "De adviseur economie is hiervoor verantwoordelijk."
        )
    )
    assert told(one)[0] == "52"
    assert one.amounts.direction == "increase"
    assert one.owner == "adviseur economie"
    assert before("In 2021 was dit 12%.").baseline_year == 2021
    assert before("Zij doen dat samen.").baseline is None


def test_what_is_measured_has_no_verb_at_its_end() -> None:
    assert measured("Het rapportcijfer stijgt naar 7,5.") == "Het rapportcijfer"
    said = "We willen dat het percentage inwoners dat overlast ervaart, daalt van 9% naar 6%."
    assert measured(said) == "het percentage inwoners dat overlast ervaart"


# --- tables ---------------------------------------------------------------------------------------


def test_a_table_with_all_that_an_objective_needs() -> None:
    (one,) = found(
        table(
            ("Doel", "Indicator", "Nulmeting", "Streefwaarde", "Wanneer", "Wie", "Bron"),
            (
                "Minder inbraken",
                "Inbraken per 1.000 woningen",
                "3,1 (2022)",
                "2,5",
                "eind 2026",
                "Coördinator",
                "Politie",
            ),
        )
    )
    assert told(one) == ("3.1", "2022", "2.5", "", "2026-12-31", "decrease")
    assert (one.statement, one.owner, one.source) == ("Minder inbraken", "Coördinator", "Politie")
    assert one.amounts.measured_by == "Inbraken per 1.000 woningen"


def test_the_last_of_several_targets_counts_and_years_say_what_is_what() -> None:
    (one,) = found(
        table(
            ("Prestatie-indicator", "Realisatie 2021", "Streefwaarde 2025", "Streefwaarde 2027"),
            ("Vernielingen", "6,2", "5,5", "5,0"),
        )
    )
    assert told(one) == ("6.2", "2021", "5.0", "", "2027-12-31", "decrease")
    (two,) = found(
        table(("Wat willen we bereiken?", "2019", "2021", "2025"), ("Cijfer", "7,4", "7,5", "7,7"))
    )
    assert told(two) == ("7.5", "2021", "7.7", "", "2025-12-31", "increase")
    assert two.amounts.known == ((2019, Decimal("7.4")), (2021, Decimal("7.5")))


def test_labels_beside_the_words_one_or_more_objectives() -> None:
    (one,) = found(
        table(
            ("Doelstelling", "In 2027 zijn 200 mensen getraind"),
            ("Indicator", "Aantal getraind"),
            ("Nulmeting (2023)", "40"),
            ("Streefwaarde (2027)", "200"),
            ("Trekker", "Adviseur"),
        )
    )
    assert told(one) == ("40", "2023", "200", "", "2027-12-31", "increase")
    assert one.owner == "Adviseur"
    pair = found(
        table(
            ("", "Eerste", "Tweede"),
            ("Doel", "Minder phishing", "Meer aangiften"),
            ("Nulmeting", "9,8% (2023)", "120 (2023)"),
            ("Streefwaarde", "8%", "180"),
        )
    )
    assert [each.amounts.target for each in pair] == [Decimal(8), Decimal(180)]
    twice = found(
        table(
            ("Doel", "Minder inbraken"),
            ("Nulmeting", "12"),
            ("Streefwaarde", "10"),
            ("Doel", "Minder diefstal"),
            ("Nulmeting", "30"),
            ("Streefwaarde", "20"),
        )
    )
    assert [each.statement for each in twice] == ["Minder inbraken", "Minder diefstal"]


def test_goals_with_actions_are_kept_once_and_who_acts_is_no_owner() -> None:
    one, two = found(
        table(
            ("Doel", "Actie", "Wie", "Wanneer"),
            ("Minder overlast van jongeren", "Camera's", "Politie", "2024"),
            ("Minder overlast van jongeren", "Coach", "Welzijn", "2025"),
            ("Een schone binnenstad", "Schouw", "Beheer", "2024"),
        )
    )
    assert (one.statement, one.owner, one.amounts.target_date) == (
        "Minder overlast van jongeren",
        "",
        None,
    )
    assert (two.statement, two.amounts.measured_by) == ("Een schone binnenstad", "")


def test_tables_without_objectives_have_none() -> None:
    assert found(table(("Actie", "Wie", "Wanneer"), ("Schouw", "Beheer", "2025"))) == []
    assert found(table(("Onderdeel", "2023", "2025"), ("Jeugd", "€ 60.000", "€ 30.000"))) == []
    assert found(table(("Risico", "Kans"), ("Uitval", "30%"))) == []
    assert found(table(("Doel", "Nulmeting", "Streefwaarde"), ("Toezicht", "€ 5", "€ 6"))) == []


CELLS = st.sampled_from(
    [
        "",
        "Doel",
        "Indicator",
        "Nulmeting",
        "Streefwaarde 2027",
        "2021",
        "2027",
        "7,5",
        "12% (2021)",
        "Wie",
        "Wanneer",
        "Actie",
        "Minder inbraken",
        "eind 2026",
        "€ 5",
        "x" * 400,
    ]
)


ROWS = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1, max_size=6)
)


@given(ROWS)
def test_whatever_a_table_holds_its_objectives_are_words_of_it(rows: list[list[str]]) -> None:
    piece = table(*map(tuple, rows))
    said = {cell for row in rows for cell in row}
    for goal in goals(piece, 2023):
        assert goal.statement in said
        assert len(goal.statement) <= 300
        assert goal.amounts.target_date is None or goal.amounts.target_date > date(2023, 12, 31)


# --- headings -------------------------------------------------------------------------------------


def test_a_theme_among_the_priorities_is_one_of_them() -> None:
    headings = [heading("Visie"), heading("Prioriteiten"), heading("Aanpak van ondermijning", 2)]
    kinds = [part.suggestion.kind for part in parts([*headings, paragraph("x")])]
    assert kinds == ["vision", "priorities", "priorities"]
    assert suggest("Onze aanpak").kind == "approach"
