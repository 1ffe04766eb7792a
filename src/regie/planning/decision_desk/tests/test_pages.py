"""The pages about the way of a plan: what each role sees, and what each refusal says."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.services import start_cycle
from regie.planning.objectives.models import Objective
from regie.planning.plan_decisions import services
from regie.planning.plan_decisions.models import Amendment, PlanEdition
from regie.planning.plan_decisions.tests.factory import SKIP, TEXT, acting, part, said
from regie.planning.plans.models import SafetyPlan

pytestmark = pytest.mark.room
ROOM = "/voorbeeldstad/plan/besluiten/"
DAY = "2026-11-20"


def text(content: bytes) -> str:
    return " ".join(content.decode().split())


def get(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(f"{ROOM}{path}")
    assert answer.status_code == status, answer.content.decode()[:2000]
    return text(answer.content)


def send(client: Client, path: str, words: Mapping[str, object], status: int = 302) -> str:
    answer = client.post(f"{ROOM}{path}", words)
    assert answer.status_code == status, text(answer.content)[:3000]
    return text(answer.content)


def test_without_a_plan_it_says_what_comes(as_coos: Client) -> None:
    assert "Er is nog geen plan" in get(as_coos)


def test_a_draft_is_for_who_works_on_it(
    draft: SafetyPlan, as_coos: Client, as_rob: Client, as_pia: Client, as_vera: Client
) -> None:
    found = get(as_coos)
    assert "Dit ontbreekt nog voor het college" in found
    assert "Het plan heeft nog geen doel" in found
    assert "nog niet klaar voor het college" in found
    for client, body in ((as_rob, "de raad"), (as_pia, "de partners")):
        assert f"U leest het zodra het bij {body} ligt" in get(client)
        assert client.get(f"{ROOM}amendementen/").status_code == 403
    get(as_vera, status=404)


def test_an_edition_tells_its_objectives_as_people_say_them(
    written: SafetyPlan, as_coos: Client, as_pia: Client
) -> None:
    half = {"baseline": "7.5", "target": None, "target_percent": "-12.5"}
    Objective.objects.filter(plan=written).update(baseline_from=2020, **half)
    send(as_coos, "stap/aanbieden/", {})
    page = get(as_pia, f"editie/{PlanEdition.objects.get(plan=written).pk}/")
    assert "7,5 meldingen" in page
    assert "2020–2022" in page
    assert "Bron: eigen registratie" in page
    assert "12,5% minder" in page
    assert "-12.5" not in page


def test_partners_read_what_was_offered(
    written: SafetyPlan, as_coos: Client, as_pia: Client, as_rob: Client
) -> None:
    send(as_coos, "stap/aanbieden/", {})
    edition = PlanEdition.objects.get(plan=written)
    assert f"editie/{edition.pk}/" in get(as_pia)
    assert "Dit staat in vision." in get(as_pia, f"editie/{edition.pk}/")
    get(as_rob, f"editie/{edition.pk}/", 404)
    assert "Schrijf op wat er anders moet" in send(
        as_pia, "antwoord/", {"outcome": "not_agreed"}, 422
    )
    send(as_pia, "antwoord/", {"outcome": "not_agreed", "text": "Noem de wijk."})
    assert "Noem de wijk." in get(as_pia)
    inside = get(as_coos)
    assert "Woonvoorbeeld" in inside
    assert "Noem de wijk." in inside
    send(as_coos, "stap/managementteam/", {"day": DAY, "text": ""})
    assert "Het managementteam heeft nog niet besloten." in get(as_pia)


def test_what_is_asked_of_the_reader_comes_first(
    written: SafetyPlan, as_coos: Client, as_pia: Client
) -> None:
    send(as_coos, "stap/aanbieden/", {})
    found = get(as_pia)
    assert found.index("Geef uw antwoord") < found.index("Wat is er besloten?")


def test_only_who_can_amend_is_led_to_it(
    council: SafetyPlan, as_rob: Client, as_mira: Client
) -> None:
    assert "Schrijf een amendement" in get(as_rob)
    assert "Schrijf een amendement" not in get(as_mira)


def test_the_steps_of_each_body(
    written: SafetyPlan, cast: Cast, as_coos: Client, as_mira: Client, as_griet: Client
) -> None:
    assert "Waarom slaat u over: partners, managementteam?" in get(as_coos, "stap/college/")
    send(as_coos, "stap/college/", {}, 422)
    send(as_coos, "stap/college/", {"skip": SKIP})
    assert "leggen het besluit van het college vast" in get(as_coos)
    assert "Het college heeft nog niet besloten." in get(as_griet)
    send(as_mira, "stap/driehoek/", {"day": DAY, "number": "B-1"})
    assert "Alleen de burgemeester en de veiligheidscoördinator lezen dit" in get(
        as_mira, "stap/raad/"
    )
    send(as_mira, "stap/raad/", {"day": DAY, "text": "Vertrouwelijk woord."})
    assert "Vertrouwelijk woord." in get(as_mira)
    assert "Vertrouwelijk woord." in get(as_coos)
    assert "Vertrouwelijk woord." not in get(as_griet)


def test_the_council_reads_that_the_triangle_met(
    council: SafetyPlan, as_rob: Client, as_coos: Client
) -> None:
    found = get(as_rob)
    assert "driehoek" in found
    assert "besproken" in found
    assert "Geheim." not in found
    assert "Geheim." in get(as_coos)
    edition = council.editions.first()
    assert edition is not None
    assert "Geheim." not in get(as_rob, f"editie/{edition.pk}/")
    assert "Alleen de griffier legt het besluit van de raad vast." in found


def test_from_amendment_to_adoption(
    council: SafetyPlan, as_rob: Client, as_griet: Client, as_coos: Client
) -> None:
    vision, goal = part(council), Objective.objects.get(plan=council)
    assert f"nieuw/onderdeel/{vision.pk}/" in get(as_rob, "amendementen/nieuw/")
    words = {"title": "Scherper", "proposer": "fractie A", "explanation": "Beter."}
    new = TEXT % "vision" + "\n\nOok in het dorp."
    assert "Geef" not in send(
        as_rob, f"amendementen/nieuw/onderdeel/{vision.pk}/", {**words, "new_text": new}
    )
    send(
        as_rob,
        f"amendementen/nieuw/doel/{goal.pk}/",
        {**words, "field": "target", "new_text": "500"},
    )
    one, two = Amendment.objects.all()
    shown = get(as_rob, f"amendementen/{one.pk}/")
    assert "<ins>" in shown
    assert "Alleen de griffier legt vast wat de raad met een amendement deed." in shown
    assert get(as_coos, "amendementen/").count("nog niet besloten") == 2
    send(as_rob, f"amendementen/{one.pk}/wijzigen/", {**words, "new_text": new, "version": 1})
    refused = send(as_griet, "vaststellen/", adoption(council), 422)
    assert "Leg eerst vast wat de raad deed met: A1, A2." in refused
    for row, version in ((one, 2), (two, 1)):
        outcome = {"outcome": "adopted", "day": DAY, "version": version}
        send(as_griet, f"amendementen/{row.pk}/besluit/", outcome)
    send(as_griet, "vaststellen/", adoption(council))
    edition = PlanEdition.objects.get(moment="adopted")
    page = get(as_rob, f"editie/{edition.pk}/")
    assert "Ook in het dorp." in page
    assert edition.sha256[:32] in page
    assert "nummer R-2026-074" in page
    before = council.editions.get(moment="council")
    changed = get(as_rob, f"verschil/?oud={before.pk}&nieuw={edition.pk}")
    assert "Ook in het dorp." in changed
    assert "was 550, wordt 500" in changed
    assert "voor de dag van het besluit" in get(as_rob)


def test_adding_and_taking_out_at_the_table(
    council: SafetyPlan, as_rob: Client, as_griet: Client, as_pia: Client
) -> None:
    audience, goal = part(council, "audience"), Objective.objects.get(plan=council)
    shown = get(as_rob, "amendementen/nieuw/")
    for path in ("nieuw/onderdeel/", "nieuw/doel/", f"nieuw/schrap-onderdeel/{audience.pk}/"):
        assert f"amendementen/{path}" in shown
    words = {"title": "Anders", "proposer": "fractie A", "explanation": ""}
    new_goal = {"new_text": "Minder overlast in het park.", "target": "12,5", "target_date": "x"}
    refused = send(as_rob, "amendementen/nieuw/doel/", words | new_goal, 422)
    assert "Schrijf dit als een dag, zoals 31-12-2030." in refused
    assert "Minder overlast in het park." in refused
    new_goal["target_date"] = "31-12-2026"
    send(as_rob, "amendementen/nieuw/doel/", words | new_goal)
    new_part = {"part": "own-0", "own": "", "new_text": "Over het park."}
    refused = send(as_rob, "amendementen/nieuw/onderdeel/", words | new_part, 422)
    assert "Geef het nieuwe onderdeel een titel." in refused
    send(as_rob, "amendementen/nieuw/onderdeel/", words | new_part | {"own": "Het park"})
    assert "gaat het uit het plan" in get(as_rob, f"amendementen/nieuw/schrap-doel/{goal.pk}/")
    send(as_rob, f"amendementen/nieuw/schrap-doel/{goal.pk}/", words)
    send(as_rob, f"amendementen/nieuw/schrap-onderdeel/{audience.pk}/", words)
    one, two, three, four = Amendment.objects.all()
    assert "12,5" in get(as_rob, f"amendementen/{one.pk}/")
    edit = get(as_rob, f"amendementen/{two.pk}/wijzigen/")
    assert 'value="Het park"' in edit
    changed = new_part | {"own": "Het stadspark", "version": 1}
    send(as_rob, f"amendementen/{two.pk}/wijzigen/", words | changed)
    assert "gewijzigd overgenomen" not in get(as_griet, f"amendementen/{three.pk}/besluit/")
    for row, version in ((one, 1), (two, 2), (three, 1), (four, 1)):
        outcome = {"outcome": "adopted", "day": DAY, "version": version}
        send(as_griet, f"amendementen/{row.pk}/besluit/", outcome)
    send(as_griet, "vaststellen/", adoption(council))
    edition = PlanEdition.objects.get(moment="adopted")
    shown = get(as_pia, f"editie/{edition.pk}/")
    assert "Over het park." in shown
    assert f"Schrap doel: {goal.statement}" in shown
    before = council.editions.get(moment="council")
    changed_page = get(as_pia, f"verschil/?oud={before.pk}&nieuw={edition.pk}")
    for turn in ("nieuw doel", "doel vervallen", "nieuw onderdeel", "onderdeel vervallen"):
        assert turn in changed_page


@pytest.mark.parametrize(
    "path", ["nieuw/onzin/", "nieuw/onzin/1/", "nieuw/schrap-doel/0/", "nieuw/schrap-onderdeel/0/"]
)
def test_an_amendment_on_nothing_is_not_there(
    council: SafetyPlan, as_rob: Client, path: str
) -> None:
    get(as_rob, f"amendementen/{path}", status=404)


def test_an_amendment_on_an_earlier_version_says_so(
    council: SafetyPlan, as_rob: Client, as_griet: Client, cast: Cast
) -> None:
    words = {"title": "Anders", "proposer": "fractie A", "new_text": "Nieuw."}
    send(as_rob, f"amendementen/nieuw/onderdeel/{part(council).pk}/", words)
    services.step(council, "send_back", said(text="Nog eens."), **acting(cast.griet, "clerk"))
    services.step(council, "to_executive", said(skip=SKIP), **acting(cast.coos, "coordinator"))
    services.step(council, "to_council", said("B-2"), **acting(cast.wim, "alderman"))
    row = Amendment.objects.get()
    assert "op een eerdere versie van het plan" in get(as_rob, f"amendementen/{row.pk}/")
    outcome = {"outcome": "adopted", "day": DAY, "version": 1}
    told = send(as_griet, f"amendementen/{row.pk}/besluit/", outcome, 422)
    assert "op een eerdere versie van het plan" in told
    send(as_rob, f"amendementen/{row.pk}/wijzigen/", words | {"version": 1})
    send(as_griet, f"amendementen/{row.pk}/besluit/", outcome | {"version": 2})


def adoption(plan: SafetyPlan) -> dict[str, object]:
    return {
        "day": DAY,
        "number": "R-2026-074",
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat(),
        "text": "",
    }


def test_two_clerks_decide_at_once(council: SafetyPlan, as_griet: Client, cast: Cast) -> None:
    services.adopt(council, said("R-1"), **acting(cast.griet, "clerk"))
    told = send(as_griet, "vaststellen/", adoption(council), 422)
    assert "Griet legde dit besluit net vast" in told


def test_the_life_of_an_adopted_plan(
    adopted: PlanEdition, as_coos: Client, as_griet: Client, as_rob: Client
) -> None:
    published = {"day": DAY, "place": "Gemeenteblad 2026, 12"}
    send(as_coos, "bekendmaking/", published)
    assert "Gemeenteblad 2026, 12" in get(as_rob)
    assert "Alleen de griffier" in get(as_coos, "verlengen/")
    until = (adopted.plan.valid_to + timedelta(days=365)).isoformat()
    words = {"day": DAY, "number": "R-9", "text": "Meer tijd.", "until": until}
    send(as_griet, "verlengen/", {**words, "number": ""}, 422)
    send(as_griet, "verlengen/", words)
    assert "verlengd" in get(as_rob)
    send(as_griet, "intrekken/", {"day": DAY, "number": "R-10", "text": "Er komt een ander plan."})
    assert "Het plan is ingetrokken." in get(as_coos)


def test_words_for_the_proposal(executive: SafetyPlan, as_coos: Client) -> None:
    send(as_coos, "voorstel/", {"number": "RV-1", "meeting": "2026-12-10"})
    assert 'value="RV-1"' in get(as_coos, "voorstel/")
    assert 'value="2026-12-10"' in get(as_coos, "voorstel/")


def test_sent_back_with_its_reason(council: SafetyPlan, as_griet: Client, as_rob: Client) -> None:
    send(as_griet, "stap/terugsturen/", {"day": DAY, "outcome": "rejected", "text": ""}, 422)
    words = {"day": DAY, "outcome": "rejected", "text": "De doelen zijn te vaag."}
    send(as_griet, "stap/terugsturen/", words)
    assert "De doelen zijn te vaag." in get(as_rob)


def test_taken_back_is_said_inside(council: SafetyPlan, as_coos: Client, as_rob: Client) -> None:
    send(as_coos, "stap/terughalen/", {"text": "Een cijfer klopt niet."})
    assert "Een cijfer klopt niet." in get(as_coos)
    found = get(as_rob)
    assert "Het plan is nog een concept." in found
    assert "Een cijfer klopt niet." not in found
    path = f"amendementen/nieuw/onderdeel/{part(council).pk}/"
    closed = get(as_rob, path)
    assert "Een amendement kan alleen zolang het plan bij de raad ligt." in closed
    assert "Dit staat in vision." not in closed
    late = {"title": "Te laat", "proposer": "fractie A", "new_text": "Mijn tekst."}
    assert "Mijn tekst." in send(as_rob, path, late, 422)


def test_the_overview_leads_to_the_next_plan(
    adopted: PlanEdition, as_coos: Client, as_rob: Client, cast: Cast
) -> None:
    address = "/voorbeeldstad/plan/"
    coming = "Er wordt aan een nieuw plan geschreven."
    assert "Begin het plan:" not in text(as_coos.get(address).content)
    first = adopted.plan.valid_to + timedelta(days=1)
    last = first + timedelta(days=1460)
    start_cycle(cast.voorbeeldstad, "Plan 2027", first, last, actor=None)
    assert "Begin het plan: Plan 2027" in text(as_coos.get(address).content)
    assert coming not in get(as_rob)
    as_coos.post(f"{address}beginnen/")
    assert "Het plan is nog een concept." in get(as_coos)
    assert coming not in get(as_coos)
    told = get(as_rob)
    assert coming in told
    assert adopted.plan.title in told
    assert "Andere plannen" in get(as_coos)
    old = get(as_coos, f"?plan={adopted.plan.pk}")
    assert f"bekendmaking/?plan={adopted.plan.pk}" in old
    path = f"bekendmaking/?plan={adopted.plan.pk}"
    send(as_coos, path, {"day": DAY, "place": "Gemeenteblad"})
    assert adopted.plan.publications.count() == 1


def test_unknown_things_are_not_there(
    council: SafetyPlan, as_coos: Client, as_vera: Client
) -> None:
    edition = council.editions.first()
    assert edition is not None
    for path in ("stap/onzin/", "editie/999/", "verschil/?oud=1&nieuw=x", "?plan=999"):
        get(as_coos, path, 404)
    get(as_vera, f"editie/{edition.pk}/", 404)


PATHS = (
    "",
    "amendementen/",
    "amendementen/nieuw/",
    "amendementen/nieuw/doel/",
    "amendementen/nieuw/onderdeel/",
    "vaststellen/",
    "stap/terugsturen/",
)


@pytest.mark.parametrize("path", PATHS)
def test_pages_ask_few_queries(council: SafetyPlan, as_griet: Client, path: str) -> None:
    get(as_griet, path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        get(as_griet, path)
    assert len(asked) <= 15, "\n".join(row["sql"][:200] for row in asked.captured_queries)


def test_an_edition_asks_few_queries(council: SafetyPlan, as_rob: Client) -> None:
    edition = council.editions.first()
    assert edition is not None
    get(as_rob, f"editie/{edition.pk}/")
    with CaptureQueriesContext(connection) as asked:
        get(as_rob, f"editie/{edition.pk}/")
    assert len(asked) <= 12


def test_the_draft_page_asks_few_queries(written: SafetyPlan, as_coos: Client) -> None:
    get(as_coos)
    with CaptureQueriesContext(connection) as asked:
        get(as_coos)
    assert len(asked) <= 15, "\n".join(row["sql"][:200] for row in asked.captured_queries)


@pytest.mark.parametrize("role", ["council_member", "partner", "researcher", "peer_reviewer"])
def test_who_does_not_decide_gets_the_reason(council: SafetyPlan, cast: Cast, role: str) -> None:
    Membership.objects.filter(user=cast.ilse).update(role=role)
    client = Client()
    client.force_login(cast.ilse, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Alleen de griffier" in get(client, "vaststellen/", 403)
    assert "brengt het plan verder" in get(client, "stap/terugsturen/", 403)
