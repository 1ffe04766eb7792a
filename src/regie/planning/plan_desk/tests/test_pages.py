"""The pages of the plan: who reads what, saving, drafts, two texts, parts, logic and money."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.foundation.cycles.cast import Cast
from regie.planning.contributions import services as contributions
from regie.planning.plan_desk import overview
from regie.planning.plans import queries, rules, services
from regie.planning.plans.models import PlanSection, SafetyPlan, SectionDraft
from regie.planning.plans.tests.factory import Acting
from regie.planning.priority_sessions.tests import factory as sessions

pytestmark = [pytest.mark.room, pytest.mark.django_db]

HOME = "/voorbeeldstad/plan/"


def of(section: PlanSection, rest: str = "") -> str:
    """The address of a part."""
    return f"{HOME}onderdeel/{section.pk}/{rest}"


def test_without_a_plan_the_page_teaches_the_next_step(as_coos: Client, as_rob: Client) -> None:
    assert "Begin het plan" in as_coos.get(HOME).content.decode()
    assert "Alleen de veiligheidscoördinator bepaalt" in as_rob.get(HOME).content.decode()
    as_coos.post(f"{HOME}beginnen/")
    assert SafetyPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "tab"),
    [
        ("doelen/", "Doelen"),
        ("doelen/nieuw/", "Doelen"),
        ("beleidstheorie/", "Beleidstheorie"),
        ("geld-en-mensen/", "Geld en mensen"),
        ("figuren/", "Figuren"),
        ("figuren/kiezen/", "Figuren"),
        ("opmerkingen/", "Opmerkingen"),
        ("besluiten/vaststellen/", "Besluiten"),
    ],
)
def test_every_page_of_the_plan_teaches_the_next_step(
    as_coos: Client, as_griet: Client, as_vera: Client, address: str, tab: str
) -> None:
    asking = as_griet if "vaststellen" in address else as_coos
    answer = asking.get(f"{HOME}{address}")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "Er is nog geen plan" in words
    assert re.search(rf'aria-current="page">{tab}</a>', words)
    assert ("Begin het plan" in words) == (asking is as_coos)
    assert as_vera.get(f"{HOME}{address}").status_code == 404


def test_a_form_or_a_script_without_a_plan_finds_nothing(as_coos: Client) -> None:
    assert as_coos.post(f"{HOME}doelen/nieuw/").status_code == 404
    asked = as_coos.get(f"{HOME}figuren/", headers={"accept": "application/json"})
    assert asked.status_code == 404


def test_the_overview_shows_parts_states_and_the_next_step(
    as_coos: Client, plan: SafetyPlan, vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    services.write_text(vision, "Een veilige stad voor iedereen.", seen=0, **coos)
    scope = plan.sections.get(kind="scope")
    services.keep_draft(scope, "Nog niet af", seen=0, **coos)
    services.keep_draft(scope, "Ook bezig", seen=0, **ilse)
    words = as_coos.get(HOME).content.decode()
    assert "5 woorden" in words
    assert "uw niet-bewaarde tekst van" in words
    assert "schrijft nu" in words
    assert "Bewaar uw tekst bij" in words
    assert "Aanpak: Jeugd" in words


def test_after_the_parts_it_asks_for_objectives_then_logic_then_money(
    as_coos: Client, plan: SafetyPlan, coos: Acting
) -> None:
    for view in queries.sections_of(plan):
        services.write_text(view.section, "Dit staat er.", seen=0, **coos)
    jeugd, wonen = queries.priorities_of(plan)
    first = f"Schrijf een doel bij “{jeugd}”."
    assert first in as_coos.get(HOME).content.decode()
    said = overview._after_the_parts(
        [
            {
                "name": str(one),
                "said": [],
                "lines": lines,
                "money": "",
                "logic_url": "l",
                "money_url": "m",
            }
            for one, lines in ((jeugd, 1), (wonen, 0))
        ]
    )
    assert said == {"words": f"Schrijf op waarom de aanpak van “{wonen}” werkt.", "url": "l"}
    done = {"name": "Jeugd", "said": [], "lines": 1, "logic_url": "l", "money_url": "m"}
    assert overview._after_the_parts([done | {"money": ""}])["url"] == "m"
    assert overview._after_the_parts([done | {"money": "€ 5"}])["url"] == ""


def test_what_is_wrong_in_a_saved_text_is_said_to_who_writes(
    as_coos: Client, as_mira: Client, vision: PlanSection, coos: Acting
) -> None:
    services.write_text(vision, "Voor de kop.\n\n### Te diep\n\n{figuur 99}", seen=0, **coos)
    told = as_coos.get(of(vision)).content.decode()
    assert "Kijk dit nog eens na in de bewaarde tekst" in told
    assert "Een tussenkop staat zonder kop erboven." in told
    assert "Kijk dit nog eens na" not in as_mira.get(of(vision)).content.decode()


def test_the_overview_asks_few_queries(as_coos: Client, plan: SafetyPlan) -> None:
    """Rooms above draw on it too; together they stay below fifteen."""
    as_coos.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        as_coos.get(HOME)
    assert len(asked) <= 15, [each["sql"][:120] for each in asked]


def test_a_council_member_finds_back_what_was_brought_in(
    as_rob: Client, as_vera: Client, cast: Cast, plan: SafetyPlan
) -> None:
    session = sessions.opened(cast.voorbeeldstad, cast.coos)
    burglary = sessions.candidate(session)
    person, _secret = contributions.join(session, session.groups.first(), actor=cast.rob)
    said = contributions.bring_in(person, "signal", "Let op de kelders.", burglary, actor=cast.rob)
    contributions.answer(said, "adopted", "Staat in de aanpak.", actor=cast.coos)
    approach = plan.sections.select_related("priority").get(priority__name="Wonen")
    assert approach.priority is not None
    approach.priority.candidates.add(burglary)
    SafetyPlan.objects.filter(pk=plan.pk).update(state=rules.COUNCIL)
    as_rob.get(of(approach))
    with CaptureQueriesContext(connection) as asked:
        words = as_rob.get(of(approach)).content.decode()
    assert "Let op de kelders." in words
    assert "Staat in de aanpak." in words
    assert len(asked) <= 15, [each["sql"][:120] for each in asked]
    other = plan.sections.get(priority__name="Jeugd")
    assert "kelders" not in as_rob.get(of(other)).content.decode()
    assert as_vera.get(of(approach)).status_code == 404


def test_a_council_member_reads_from_the_council_on(
    as_rob: Client, plan: SafetyPlan, vision: PlanSection, coos: Acting, ilse: Acting
) -> None:
    assert "nog een concept" in as_rob.get(HOME).content.decode()
    refused = as_rob.get(of(vision))
    assert refused.status_code == 403
    assert "nog een concept" in refused.content.decode()
    services.write_text(vision, "Van Coos.", seen=0, **coos)
    services.write_text(vision, "Van Ilse.", seen=0, **ilse)
    SafetyPlan.objects.update(state=rules.COUNCIL)
    assert "Van Coos." in as_rob.get(of(vision)).content.decode()
    words = as_rob.get(HOME).content.decode()
    assert "2 woorden" in words
    assert "twee teksten" not in words
    assert as_rob.get(of(vision, "geschiedenis/")).status_code == 404


def test_another_municipality_finds_nothing_until_a_joint_plan_is_adopted(
    as_vera: Client, cast: Cast, plan: SafetyPlan, vision: PlanSection, coos: Acting
) -> None:
    services.add_party(plan, cast.buurstad, **coos)
    address = of(vision).replace("voorbeeldstad", "buurstad")
    assert as_vera.get(address).status_code == 404
    SafetyPlan.objects.update(state=rules.ADOPTED)
    assert as_vera.get(address).status_code == 200
    assert as_vera.get(of(vision)).status_code == 404


def test_saving_and_reading_back(as_coos: Client, vision: PlanSection) -> None:
    answer = as_coos.post(of(vision), {"seen": 0, "text": "## Kop\r\n\r\nTekst."}, follow=True)
    assert "Bewaard." in answer.content.decode()
    assert queries.section_view(vision).text == "## Kop\n\nTekst."


def test_a_refused_text_stays_on_the_screen(as_coos: Client, vision: PlanSection) -> None:
    answer = as_coos.post(of(vision), {"seen": 0, "text": "Goed.\nBel 06 12345678 voor hulp."})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Kijk naar: “Bel 06 12345678 voor hulp.”" in words
    assert "Goed.\nBel 06 12345678" in words


def test_a_draft_comes_back_after_a_closed_laptop(as_coos: Client, vision: PlanSection) -> None:
    answer = as_coos.post(of(vision, "concept/"), {"seen": 0, "text": "Nog niet bewaard"})
    assert re.fullmatch(r"\d\d:\d\d", json.loads(answer.content)["at"])
    words = as_coos.get(of(vision)).content.decode()
    assert "U hebt een niet-bewaarde tekst van" in words
    assert "Nog niet bewaard</textarea>" in words
    as_coos.post(of(vision, "concept/weg/"))
    assert "Nog niet bewaard" not in as_coos.get(of(vision)).content.decode()


def test_autosave_is_one_small_request(as_coos: Client, vision: PlanSection) -> None:
    as_coos.post(of(vision, "concept/"), {"seen": 0, "text": "eerst"})
    with CaptureQueriesContext(connection) as asked:
        as_coos.post(of(vision, "concept/"), {"seen": 0, "text": "daarna"})
    assert len(asked) <= 9, [each["sql"][:120] for each in asked]


def test_autosave_says_when_it_cannot(as_coos: Client, as_rob: Client, vision: PlanSection) -> None:
    SafetyPlan.objects.update(state=rules.COUNCIL)
    answer = as_coos.post(of(vision, "concept/"), {"seen": 0, "text": "te laat"})
    assert answer.status_code == 409
    assert "ligt nu vast" in json.loads(answer.content)["refused"]
    assert as_rob.post(of(vision, "concept/"), {"text": "x"}).status_code == 403
    assert not SectionDraft.objects.exists()


def test_two_texts_stand_side_by_side_and_one_is_chosen(
    as_coos: Client, as_ilse: Client, vision: PlanSection
) -> None:
    as_coos.post(of(vision), {"seen": 0, "text": "Van Coos."})
    answer = as_ilse.post(of(vision), {"seen": 0, "text": "Van Ilse."}, follow=True)
    words = answer.content.decode()
    assert "Beide teksten zijn bewaard" in words
    assert "Van Coos." in words
    assert "Van Ilse." in words
    as_ilse.post(of(vision, "kiezen/"), {"number": 2, "seen": 2})
    view = queries.section_view(vision)
    assert (view.text, view.waits) == ("Van Ilse.", False)
    assert "gekozen uit twee teksten" in as_ilse.get(of(vision, "geschiedenis/")).content.decode()


def test_history_shows_the_difference_and_puts_back(as_coos: Client, vision: PlanSection) -> None:
    as_coos.post(of(vision), {"seen": 0, "text": "De stad is veilig."})
    as_coos.post(of(vision), {"seen": 1, "text": "De stad is heel veilig."})
    words = as_coos.get(of(vision, "geschiedenis/")).content.decode()
    assert "<ins>" in words
    as_coos.post(of(vision, "terugzetten/"), {"number": 1})
    assert queries.section_view(vision).text == "De stad is veilig."


def test_parts_are_added_named_moved_taken_out_and_put_back(
    as_coos: Client, plan: SafetyPlan, vision: PlanSection
) -> None:
    page = f"{HOME}onderdelen/"
    assert as_coos.post(page, {"kind": "own", "title": ""}).status_code == 422
    as_coos.post(page, {"kind": "own", "title": "Voorwoord van de burgemeester"})
    own = plan.sections.get(kind="own")
    as_coos.post(of(own, "omhoog/"))
    as_coos.post(of(vision, "titel/"), {"title": "Waar wij voor staan"})
    as_coos.post(of(vision, "weg/"))
    words = as_coos.get(page).content.decode()
    assert "Uit het plan gehaald" in words
    assert "Waar wij voor staan" in words
    assert [view.kind for view in queries.sections_of(plan)][-2:] == ["own", "glossary"]
    as_coos.post(of(vision, "terug/"))
    assert [view.kind for view in queries.sections_of(plan)][2] == "vision"


def test_logic_is_written_changed_and_taken_out(as_coos: Client, plan: SafetyPlan) -> None:
    first = queries.priorities_of(plan)[0]
    page = f"{HOME}beleidstheorie/"
    line = {"priority": first.pk, "version": 0, "doing": "praten", "effect": "rust"}
    assert as_coos.post(page, line).status_code == 422
    as_coos.post(page, line | {"because": "dat helpt"})
    row = plan.logic.get()
    changed = line | {"because": "het helpt echt", "version": 1}
    as_coos.post(f"{page}{row.pk}/", changed)
    stale = as_coos.post(f"{page}{row.pk}/", changed | {"effect": "stilte"})
    assert stale.status_code == 422
    assert "Iemand anders veranderde dit" in stale.content.decode()
    assert "het helpt echt" in as_coos.get(page).content.decode()
    as_coos.post(f"{page}{row.pk}/weg/")
    assert not plan.logic.exists()


def test_money_every_year_and_the_region_apart(
    as_coos: Client, as_rob: Client, plan: SafetyPlan
) -> None:
    first = queries.priorities_of(plan)[0]
    page = f"{HOME}geld-en-mensen/"
    line = {
        "version": 0,
        "priority": first.pk,
        "what": "Jongerenwerk",
        "year": "every",
        "amount": "12.500",
        "fte": "0,5",
        "structural": "yes",
    }
    assert as_coos.post(page, line | {"amount": "veel"}).status_code == 422
    as_coos.post(page, line)
    years = len(queries.years_of(plan))
    assert plan.means.count() == years
    region = {"priority": "", "what": "Regio", "amount": "1000000", "region": "on", "fte": ""}
    as_coos.post(page, line | region)
    words = as_coos.get(page).content.decode()
    assert "Beïnvloedbaar budget" in words
    assert f"{years * 12_500:,}".replace(",", ".") in words
    lasts = f"{queries.years_of(plan)[0]}–{queries.years_of(plan)[-1]}"
    assert words.count(f">{lasts}</span>") == 2, "years in which nothing changes are one line"
    row = plan.means.filter(region=False)[0]
    as_coos.post(f"{page}{row.pk}/", line | {"year": row.year, "amount": "1", "version": 1})
    row.refresh_from_db()
    assert row.amount == 1
    apart = as_coos.get(page).content.decode()
    assert f">{row.year}</span>" in apart
    assert apart.count(f">{lasts}</span>") == 1
    as_coos.post(f"{page}{row.pk}/weg/")
    assert plan.means.count() == 2 * years - 1
    assert as_rob.get(page).status_code == 403


def test_a_new_priority_gets_its_part(as_coos: Client, plan: SafetyPlan) -> None:
    plan.cycle.priority_proposal.priorities.create(position=3, name="Ondermijning")
    assert "Nog geen onderdeel voor: Ondermijning." in as_coos.get(HOME).content.decode()
    as_coos.post(f"{HOME}prioriteiten/")
    titles = [view.title for view in queries.sections_of(plan)]
    assert titles.index("Aanpak: Ondermijning") == titles.index("Aanpak: Wonen") + 1


def test_title_and_period(as_coos: Client, plan: SafetyPlan) -> None:
    page = f"{HOME}gegevens/"
    words = {"title": "Kadernota", "valid_from": "2026-01-01", "valid_to": "2025-01-01"}
    assert as_coos.post(page, words).status_code == 422
    as_coos.post(page, words | {"valid_to": "2029-12-31", "document_name": "Kadernota"})
    plan.refresh_from_db()
    assert (plan.title, plan.document_name) == ("Kadernota", "Kadernota")


def test_an_earlier_plan_can_still_be_read(
    as_coos: Client, as_vera: Client, plan: SafetyPlan
) -> None:
    SafetyPlan.objects.update(state=rules.SUPERSEDED)
    assert "Begin het plan" in as_coos.get(HOME).content.decode()
    assert plan.title in as_coos.get(f"{HOME}?plan={plan.pk}").content.decode()
    assert as_coos.get(f"{HOME}?plan=999").status_code == 404
    assert as_vera.get(f"/buurstad/plan/?plan={plan.pk}").status_code == 404
