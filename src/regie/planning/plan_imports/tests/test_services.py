"""Reading in, sorting, judging and taking over."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.cycles.queries import current_cycle
from regie.foundation.records.models import Log
from regie.foundation.records.refusals import RefusedError
from regie.planning.objectives.models import Objective, ObjectiveEdition
from regie.planning.plan_imports import pages, receiving, rules, services
from regie.planning.plan_imports.models import PlanImport
from regie.planning.plan_imports.tests.conftest import Reading
from regie.planning.plan_imports.tests.making import content, plan_document
from regie.planning.plans import origins
from regie.planning.plans import queries as plans
from regie.planning.plans import services as writing
from regie.planning.plans.models import SafetyPlan, SectionText
from regie.planning.plans.tests.factory import Acting, proposal_of

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def kinds(document: PlanImport) -> dict[str, str]:
    return {part.title: part.kind for part in document.parts.all()}


def sorted_out(document: PlanImport, coos: Acting) -> None:
    """Every part has a place."""
    waiting = document.parts.filter(kind="").values_list("pk", flat=True)
    services.sort(document, dict.fromkeys(waiting, rules.OWN), **coos)


def cycle_of(cast: Cast) -> PolicyCycle:
    found = current_cycle(cast.voorbeeldstad)
    assert found is not None
    return found


# --- reading --------------------------------------------------------------------------------------


def test_a_document_becomes_parts_and_objectives_and_the_file_is_gone(
    document: PlanImport,
) -> None:
    assert document.state == "read"
    assert (document.first_year, document.last_year) == (2023, 2026)
    assert kinds(document) == {
        "Integraal Veiligheidsplan 2023-2026": "",
        "Inleiding": "scope",
        "Onze visie": "vision",
        "Veiligheidsanalyse": "analysis",
        "Stationsgebied": "analysis",
        "Doelstellingen": "objectives",
        "Evaluatie": "monitoring",
        "Slotwoord": "",
    }
    assert [row.where for row in document.objectives.all()] == [
        "heading",
        "heading",
        "table",
        "table",
    ]
    burglary = document.objectives.get(statement__startswith="Woninginbraken")
    assert (burglary.baseline, burglary.target) == (Decimal("3.1"), Decimal("3"))
    assert burglary.known == [[2021, "3.1"], [2022, "2.4"]]
    assert burglary.owner == "Wijkregisseur"
    read = dict(pages.read_of(burglary))
    assert (read["Streefwaarde"], read["Wie is verantwoordelijk"]) == (
        "3 per 1.000 inwoners",
        "Wijkregisseur",
    )
    nuisance = dict(pages.read_of(document.objectives.get(statement__contains="jeugdoverlast")))
    assert (nuisance["Verschil"], nuisance["Jaar van de nulmeting"]) == ("10% omlaag", "2022")
    assert not {"Streefwaarde", "Nulmeting", "Welke kant op"} & nuisance.keys()
    assert not receiving.folder_of(document).exists()
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (b"", "leeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 oud", "voor 2007"),
        (b"Gewone tekst, geen document", "platte tekst"),
        (b"\x00\x01\x02\x03 iets anders", "geen Word-"),
        (b"PK\x03\x04 kapot", "beschadigd"),
        (b"%PDF-1.7 kapot", "beschadigd"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(read_in: Reading, made: bytes, words: str) -> None:
    document = read_in(made)
    assert document.state == "refused"
    assert words in document.refusal
    assert not receiving.folder_of(document).exists()


def test_what_goes_wrong_unforeseen_is_said_and_leaves_nothing(
    read_in: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(receiving, "read", broken)
    document = read_in(b"PK")
    assert (document.state, document.refusal) == ("refused", rules.FAILED)
    assert not receiving.folder_of(document).exists()


def test_a_reading_that_was_killed_is_found_out(cast: Cast) -> None:
    killed = PlanImport.objects.create(
        municipality=cast.voorbeeldstad, file_name="a.docx", state="reading", progress={"at": 1.0}
    )
    assert services.end_what_was_killed(killed).refusal == rules.INTERRUPTED


def test_a_file_that_is_too_large_is_not_kept(
    cast: Cast, coos: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 3)
    with pytest.raises(RefusedError, match="groter dan"):
        services.receive(
            SimpleUploadedFile("a.docx", b"1234"), municipality=cast.voorbeeldstad, **coos
        )
    assert not PlanImport.objects.exists()
    assert not list(Path(settings.INBOX).glob("plan-import-*"))


def test_others_do_not_read_a_plan_in(cast: Cast) -> None:
    with pytest.raises(RefusedError, match="Alleen de veiligheidscoördinator"):
        services.receive(
            SimpleUploadedFile("a.docx", b"1"),
            municipality=cast.voorbeeldstad,
            actor=cast.rob,
            role="council_member",
        )


# --- sorting --------------------------------------------------------------------------------------


def test_merging_and_splitting_keeps_every_word(document: PlanImport, coos: Acting) -> None:
    place = document.parts.get(title="Stationsgebied")
    above = services.merge(document, place.pk, **coos)
    assert above.title == "Veiligheidsanalyse"
    assert "## Stationsgebied\n\nRond het station" in above.text
    again = services.split(
        document, above.pk, above.text.split("\n").index("## Stationsgebied"), **coos
    )
    assert (again.title, again.chapter) == ("Stationsgebied", "Veiligheidsanalyse")
    assert again.text == place.text
    titles = list(document.parts.values_list("title", flat=True))
    assert titles.index("Stationsgebied") == titles.index("Veiligheidsanalyse") + 1
    with pytest.raises(RefusedError, match="geen kop meer"):
        services.split(document, above.pk, 0, **coos)
    first = document.parts.all()[0]
    with pytest.raises(RefusedError, match="geen ander deel"):
        services.merge(document, first.pk, **coos)
    with pytest.raises(RefusedError, match="bestaat niet meer"):
        services.merge(document, place.pk, **coos)


def test_objectives_move_along_with_a_part_that_is_merged(
    document: PlanImport, coos: Acting
) -> None:
    goals = document.parts.get(title="Doelstellingen")
    above = services.merge(document, goals.pk, **coos)
    assert document.objectives.filter(part=above).count() == 4


def test_a_place_that_does_not_exist_is_refused(document: PlanImport, coos: Acting) -> None:
    part = document.parts.all()[0]
    with pytest.raises(RefusedError, match="uit de lijst"):
        services.sort(document, {part.pk: "elders"}, **coos)
    assert services.sort(document, {part.pk: rules.NONE, 99_999: rules.OWN}, **coos) == 1
    assert services.sort(document, {part.pk: rules.NONE}, **coos) == 0


def test_who_was_second_does_not_overwrite(document: PlanImport, coos: Acting) -> None:
    part = document.parts.all()[1]
    services.edit(document, part.pk, "Inleiding", "Anders.", seen=part.version, **coos)
    with pytest.raises(services.StaleError):
        services.edit(document, part.pk, "Inleiding", "Nog anders.", seen=part.version, **coos)
    part.refresh_from_db()
    assert part.text == "Anders."


# --- objectives -----------------------------------------------------------------------------------


def test_an_objective_is_corrected_taken_along_or_left(document: PlanImport, coos: Acting) -> None:
    first, second, third, fourth = document.objectives.all()
    words = services.FoundWords(statement="Minder jeugdoverlast", target=Decimal(150))
    made = services.correct(document, first.pk, words, seen=first.version, **coos)
    assert (made.state, made.target) == ("accepted", Decimal(150))
    with pytest.raises(services.StaleError):
        services.correct(document, first.pk, words, seen=first.version, **coos)
    services.judge(document, second.pk, "left", **coos)
    assert services.judge_all(document, "accepted", **coos) == 2
    states = {row.pk: row.state for row in document.objectives.all()}
    assert states[second.pk] == "left"
    assert (states[third.pk], states[fourth.pk]) == ("accepted", "accepted")


def test_what_contradicts_itself_cannot_be_taken_along(document: PlanImport, coos: Acting) -> None:
    row = document.objectives.all()[0]
    words = services.FoundWords(statement="Minder", target=Decimal(1), target_percent=Decimal(2))
    with pytest.raises(RefusedError):
        services.correct(document, row.pk, words, seen=row.version, **coos)
    document.objectives.filter(pk=row.pk).update(target_percent=10, target=None, direction="")
    with pytest.raises(RefusedError, match="omlaag of omhoog"):
        services.judge(document, row.pk, "accepted", **coos)
    services.judge_all(document, "accepted", **coos)
    row.refresh_from_db()
    assert row.state == "open"


# --- taking over ----------------------------------------------------------------------------------


def test_everything_goes_into_a_plan_with_where_it_came_from(
    document: PlanImport, cast: Cast, coos: Acting
) -> None:
    sorted_out(document, coos)
    services.judge_all(document, "accepted", **coos)
    cycle = cycle_of(cast)
    document.objectives.update(target_date=date(cycle.valid_from.year + 1, 12, 31))
    plan = services.take_over(document, cycle, **coos)
    texts = {view.title: view.text for view in plans.sections_of(plan)}
    of_kind = {view.kind: view.text for view in plans.sections_of(plan)}
    assert "Iedereen kan zonder angst over straat." in of_kind["vision"]
    analysis = of_kind["analysis"]
    assert analysis.index("daalde") < analysis.index("## Stationsgebied")
    assert texts["Slotwoord"] == "Samen houden we het veilig."
    kept = SectionText.objects.values_list("origin", flat=True)
    assert {origins.told(each) for each in kept} == {"overgenomen uit ivp.docx"}
    assert Objective.objects.filter(plan=plan).count() == 4
    of_goals = ObjectiveEdition.objects.values_list("origin", flat=True)
    assert {origins.told(each) for each in of_goals} == {"overgenomen uit ivp.docx"}
    document.refresh_from_db()
    assert (document.state, document.plan, document.taken_by) == ("taken", plan, cast.coos)
    assert Log.objects.filter(verb="plan_imports.take_over").count() == 1


def test_a_second_time_says_so(
    document: PlanImport, cast: Cast, coos: Acting, read_in: Reading
) -> None:
    sorted_out(document, coos)
    plan = services.take_over(document, cycle_of(cast), **coos)
    before = SectionText.objects.count()
    with pytest.raises(RefusedError, match="al overgenomen in"):
        services.take_over(document, plan, **coos)
    made = content(plan_document())
    PlanImport.objects.filter(pk=document.pk).update(sha256="x")
    again = read_in(made)
    PlanImport.objects.filter(pk=document.pk).update(sha256=again.sha256)
    sorted_out(again, coos)
    with pytest.raises(RefusedError, match="Hetzelfde bestand"):
        services.take_over(again, plan, **coos)
    assert SectionText.objects.count() == before


def test_text_that_stands_there_stays(document: PlanImport, cast: Cast, coos: Acting) -> None:
    plan = writing.begin_plan(cycle_of(cast), **coos)
    writing.write_text(plan.sections.get(kind="vision"), "Dit stond er al.", seen=0, **coos)
    sorted_out(document, coos)
    services.take_over(document, plan, **coos)
    vision = plan.sections.get(kind="vision")
    text = plans.section_view(vision).text
    assert text.startswith("Dit stond er al.")
    assert "zonder angst" in text


def test_an_approach_goes_to_the_priority_that_its_heading_names(
    document: PlanImport, cast: Cast, coos: Acting
) -> None:
    cycle = cycle_of(cast)
    proposal_of(cycle, "Stationsgebied", "Wonen")
    place = document.parts.get(title="Stationsgebied")
    ending = document.parts.get(title="Slotwoord")
    services.sort(document, {place.pk: "approach", ending.pk: "approach"}, **coos)
    sorted_out(document, coos)
    plan = services.take_over(document, cycle, **coos)
    texts = {view.title: view.text for view in plans.sections_of(plan)}
    assert "onrustig" in texts["Aanpak: Stationsgebied"]
    assert texts["Slotwoord"] == "Samen houden we het veilig."


def test_what_is_left_out_stays_here(document: PlanImport, cast: Cast, coos: Acting) -> None:
    every = document.parts.values_list("pk", flat=True)
    services.sort(document, dict.fromkeys(every, rules.NONE), **coos)
    with pytest.raises(RefusedError, match="nog niets gekozen"):
        services.take_over(document, cycle_of(cast), **coos)
    assert document.parts.count() == 8
    assert not SafetyPlan.objects.exists()


def test_nothing_is_written_when_one_objective_cannot_be_kept(
    document: PlanImport, cast: Cast, coos: Acting
) -> None:
    sorted_out(document, coos)
    services.judge_all(document, "accepted", **coos)
    document.objectives.update(target_date=date(1999, 12, 31))
    with pytest.raises(RefusedError, match="voor het plan begint") as caught:
        services.take_over(document, cycle_of(cast), **coos)
    assert "which" in caught.value.params
    assert not SafetyPlan.objects.exists()
    document.refresh_from_db()
    assert document.state == "read"


def test_nothing_about_a_person_is_taken_over(read_in: Reading, cast: Cast, coos: Acting) -> None:
    made = plan_document()
    made.add_paragraph("Bel Jan op 06-12345678 of mail jan@voorbeeld.nl.")
    document = read_in(content(made))
    assert document.parts.get(title="Slotwoord").marked == 1
    sorted_out(document, coos)
    with pytest.raises(RefusedError, match="bij een persoon"):
        services.take_over(document, cycle_of(cast), **coos)
    part = services.blank(document, document.parts.get(title="Slotwoord").pk, **coos)
    assert part.marked == 0
    assert "Bel Jan op [weggelaten] of mail [weggelaten]" in part.text
    assert services.take_over(document, cycle_of(cast), **coos)


def test_unsorted_parts_hold_it_up(document: PlanImport, cast: Cast, coos: Acting) -> None:
    with pytest.raises(RefusedError, match="Nog te sorteren: 2"):
        services.take_over(document, cycle_of(cast), **coos)


def test_the_researcher_sorts_and_does_not_take_over(
    document: PlanImport, cast: Cast, ilse: Acting
) -> None:
    assert services.judge_all(document, "left", **ilse) == 4
    with pytest.raises(RefusedError, match="neemt een bestaand plan over"):
        services.take_over(document, cycle_of(cast), **ilse)


def test_throwing_away_leaves_the_row_and_what_was_taken_over(
    document: PlanImport, cast: Cast, coos: Acting
) -> None:
    sorted_out(document, coos)
    plan = services.take_over(document, cycle_of(cast), **coos)
    services.discard(document, **coos)
    document.refresh_from_db()
    assert (document.state, document.parts.count()) == ("discarded", 0)
    assert plan.sections.exists()
    with pytest.raises(RefusedError, match="weggegooid"):
        services.sort(document, {}, **coos)
