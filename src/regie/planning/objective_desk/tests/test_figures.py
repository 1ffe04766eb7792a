"""Objectives beside the figures: the baseline of the picture, revisions, the course, the thread."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from regie.evidence.indicators import memory
from regie.evidence.indicators.services import sync_definitions
from regie.evidence.indicators.tests.world import REALM, World, country, places, world
from regie.foundation.access.models import Membership
from regie.foundation.areas.rules import AreaRow
from regie.foundation.areas.services import register_areas
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import SafetyTheme
from regie.foundation.records.threads import Ref
from regie.foundation.records.walking import thread_of
from regie.planning.critiques.facts import Bundle, Facts
from regie.planning.objective_desk import threads
from regie.planning.objective_desk.drafting import way_values
from regie.planning.objective_desk.tests.conftest import Write
from regie.planning.objective_desk.tests.test_pages import ROOT, text, typed
from regie.planning.objectives.models import Objective
from regie.planning.objectives.tests.test_readings import BURGLARY, revise
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanState, SafetyPlan
from regie.planning.plans.services import add_party
from regie.planning.plans.tests.factory import Acting

pytestmark = [pytest.mark.room, pytest.mark.django_db]
__all__ = ["country", "places", "world"]


@pytest.fixture
def figures(plan: SafetyPlan, country: World) -> World:
    """Figures of burglary, and the definitions that say what they are."""
    sync_definitions(actor=None)
    return country


def test_the_editor_offers_what_can_be_measured(as_coos: Client, figures: World) -> None:
    page = text(as_coos.get(f"{ROOT}nieuw/"))
    assert f'value="{BURGLARY}"' in page
    assert "5,0 per 1.000 woningen in 2025" in page
    page = text(as_coos.post(f"{ROOT}nieuw/", typed(action="look", asked="xyzzy")))
    assert f'value="{BURGLARY}"' not in page


def test_the_baseline_is_taken_with_one_button_and_stays_editable(
    as_coos: Client, figures: World
) -> None:
    sent = typed(action="baseline", indicator=BURGLARY)
    page = text(as_coos.post(f"{ROOT}nieuw/", sent))
    for part in ('value="5" inputmode', 'value="2021"', 'value="2023"', "per 1.000 woningen"):
        assert part in page
    nothing = text(as_coos.post(f"{ROOT}nieuw/", typed(action="baseline")))
    assert "Kies eerst een cijfer waarvan de waarde bekend is." in nothing


def saved(client: Client, **more: str) -> Objective:
    first = {
        "indicator": BURGLARY,
        "baseline": "5,0",
        "baseline_from": "2021",
        "baseline_to": "2023",
        "baseline_source": "Politie",
    }
    client.post(f"{ROOT}nieuw/", typed(**first | more))
    return Objective.objects.get()


def test_what_the_baseline_was_read_from_is_kept_with_it(as_coos: Client, figures: World) -> None:
    row = saved(as_coos)
    assert row.unit == "per 1.000 woningen"
    assert row.baseline_basis["indicator"] == BURGLARY
    assert row.baseline_basis["deliveries"]
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    assert "5 per 1.000 woningen (2021–2023); door toeval" in page


def test_a_revision_after_adoption_shows_both_and_changes_nothing(
    as_coos: Client, figures: World, plan: SafetyPlan
) -> None:
    row = saved(as_coos)
    SafetyPlan.objects.filter(pk=plan.pk).update(state=PlanState.ADOPTED)
    revise(figures, 120.0)
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    for words in (
        "De cijfers onder dit doel zijn veranderd",
        "De vastgestelde waarde blijft gelden.",
        "Nieuwe waarde van de bron",
        "stand van 1 maart 2026",
    ):
        assert words in page
    assert "andere waarde voor dezelfde jaren" in text(as_coos.get(ROOT))
    row.refresh_from_db()
    assert row.baseline == Decimal(5)


def test_the_course_is_drawn_with_its_class_in_a_word(as_coos: Client, figures: World) -> None:
    row = saved(as_coos, direction="decrease", target="1,5", target_date="2026-12-31")
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    assert "Hoe staat het ervoor?" in page
    assert "<svg" in page
    assert "Toon de cijfers als tabel" in page


def test_an_objective_is_on_the_golden_thread(
    cast: Cast, as_coos: Client, figures: World, plan: SafetyPlan, write: Write
) -> None:
    jeugd, _wonen = plans.priorities_of(plan)
    row = write(priority=jeugd.pk)
    coos = Membership.objects.get(user=cast.coos, municipality=plan.municipality)
    thread = thread_of(coos, Ref("objective", row.pk))
    assert thread is not None
    assert [child.node.title for child in thread.back.children] == ["Jeugd"]
    seen = threads.objectives_seen(coos)
    assert threads._without_baseline(seen).count() == 1
    assert threads._without_priority(seen).count() == 0
    rob = Membership.objects.get(user=cast.rob, municipality=plan.municipality)
    assert thread_of(rob, Ref("objective", row.pk)) is None


def test_the_plan_shows_its_objectives(as_coos: Client, plan: SafetyPlan, write: Write) -> None:
    jeugd, _wonen = plans.priorities_of(plan)
    row = write(priority=jeugd.pk)
    part = plan.sections.get(kind="objectives")
    assert row.statement in text(as_coos.get(f"/voorbeeldstad/plan/onderdeel/{part.pk}/"))
    assert f"{ROOT}#p{jeugd.pk}" in text(as_coos.get("/voorbeeldstad/plan/"))


# --- a plan of several municipalities -------------------------------------------------------------


@pytest.fixture
def joint(plan: SafetyPlan, cast: Cast, coos: Acting, figures: World) -> SafetyPlan:
    """A plan of Voorbeeldstad and Buurstad."""
    add_party(plan, cast.buurstad, **coos)
    register_areas(
        REALM,
        2026,
        [
            AreaRow("GM9901", "Voorbeeldstad", "PV91"),
            AreaRow("GM9902", "Buurstad", "PV91"),
            AreaRow("WK990101", "Centrum"),
            AreaRow("WK990201", "Buurcentrum"),
        ],
        source="test",
        actor=None,
    )
    memory.forget()
    return plan


def test_a_joint_plan_offers_the_areas_and_figures_of_every_party(
    as_coos: Client, joint: SafetyPlan, cast: Cast
) -> None:
    page = text(as_coos.get(f"{ROOT}nieuw/"))
    for words in ("Alle gemeenten van dit plan", "Wijken in Buurstad", "Buurcentrum", "Centrum"):
        assert words in page
    assert "3,3 per 1.000 woningen in 2025" in page
    one = typed(action="look", municipality=str(cast.buurstad.pk))
    assert "2,5 per 1.000 woningen in 2025" in text(as_coos.post(f"{ROOT}nieuw/", one))


def test_an_objective_is_of_the_whole_or_of_one_party(
    as_coos: Client, joint: SafetyPlan, cast: Cast
) -> None:
    town = str(cast.buurstad.pk)
    as_coos.post(f"{ROOT}nieuw/", typed(municipality=town, indicator=BURGLARY))
    as_coos.post(f"{ROOT}nieuw/", typed(indicator=BURGLARY))
    as_coos.post(f"{ROOT}nieuw/", typed(area_code="WK990201"))
    found = Objective.objects.order_by("pk").values_list("municipality", "area_code")
    assert list(found) == [
        (cast.buurstad.pk, ""),
        (None, ""),
        (cast.buurstad.pk, "WK990201"),
    ]
    page = text(as_coos.get(ROOT))
    assert "Buurcentrum" in page
    wrong = typed(municipality=str(cast.voorbeeldstad.pk), area_code="WK990201")
    answer = as_coos.post(f"{ROOT}nieuw/", wrong)
    assert answer.status_code == 422
    assert "Dit gebied ligt in een andere gemeente." in text(answer)


def test_the_baseline_of_a_joint_plan_is_of_all_together(
    as_coos: Client, joint: SafetyPlan, cast: Cast
) -> None:
    sent = typed(action="baseline", indicator=BURGLARY)
    assert 'value="3,3" inputmode' in text(as_coos.post(f"{ROOT}nieuw/", sent))
    one = sent | {"municipality": str(cast.buurstad.pk)}
    assert 'value="2,5" inputmode' in text(as_coos.post(f"{ROOT}nieuw/", one))


# --- what follows while somebody types ------------------------------------------------------------


def test_the_figures_follow_the_priority_at_once(
    as_coos: Client, figures: World, plan: SafetyPlan
) -> None:
    """The live answer holds the figures as well, with the chosen one still chosen."""
    jeugd, wonen = plans.priorities_of(plan)
    wonen.themes.set(SafetyTheme.objects.filter(code="shopping_areas"))
    jeugd.themes.set(SafetyTheme.objects.filter(code="registered_crime"))
    sent = typed(action="look", priority=str(wonen.pk), indicator=BURGLARY)
    page = text(as_coos.post(f"{ROOT}kritiek/", sent))
    assert 'data-critique-part="measures"' in page
    first, second = page.index(f'value="{BURGLARY}"'), page.index('value="offence-2.5.2"')
    assert first < second
    assert "offence-1.4.5" not in page
    assert "checked" in page[first : first + 120]
    other = text(as_coos.post(f"{ROOT}kritiek/", sent | {"priority": str(jeugd.pk)}))
    assert "offence-1.4.5" in other
    assert "offence-2.5.2" not in other


def test_a_way_to_make_it_measurable_is_filled_in_with_one_button(
    as_coos: Client, figures: World
) -> None:
    few = {"direction": "decrease", "target": "4,5", "target_date": "2028-12-31"}
    row = saved(as_coos, **few)
    page = text(as_coos.get(f"{ROOT}{row.pk}/"))
    assert f"{ROOT}{row.pk}/wijzigen/?weg=output#kritiek" in page
    page = text(as_coos.get(f"{ROOT}{row.pk}/wijzigen/?weg=output"))
    assert "Regie vulde het formulier verder in." in page
    assert 'value="output" id="id_kind_1" checked' in " ".join(page.split()).replace(
        'id="id_kind_1" required', 'id="id_kind_1"'
    )
    sent = typed(action="way-relative", seen="1", indicator=BURGLARY, baseline="5,0", **few)
    page = " ".join(text(as_coos.post(f"{ROOT}{row.pk}/wijzigen/", sent)).split())
    assert 'value="peers" id="id_beside_1" checked' in page
    nothing = text(as_coos.post(f"{ROOT}{row.pk}/wijzigen/", sent | {"action": "way-moon"}))
    assert "Wat u typte staat in het formulier." in nothing
    row.refresh_from_db()
    assert (row.kind, row.beside) == ("outcome", "itself")


def test_all_types_of_a_theme_together_become_a_measurement_of_its_own() -> None:
    facts = Facts(bundle=Bundle("criminaliteit", 812.0, 0.1, 2025), source="Politie")
    with override("nl"):
        values = way_values("bundle", facts)
    assert values["measured_by"] == "alle soorten van dit thema samen (criminaliteit)"
    assert (values["indicator"], values["unit"]) == ("own", "misdrijven")
    assert (values["baseline"], values["baseline_from"]) == ("812", 2025)
    assert values["baseline_source"] == "Politie"
    assert way_values("bundle", Facts()) == {}
    assert way_values("longer_mean", facts) == {}
