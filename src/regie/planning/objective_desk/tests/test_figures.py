"""Objectives beside the figures: the baseline of the picture, revisions, the course, the thread."""

from decimal import Decimal

import pytest
from django.test import Client

from regie.evidence.indicators.services import sync_definitions
from regie.evidence.indicators.tests.world import World, country, places, world
from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.threads import Ref
from regie.foundation.records.walking import thread_of
from regie.planning.objective_desk import threads
from regie.planning.objective_desk.tests.conftest import Write
from regie.planning.objective_desk.tests.test_pages import ROOT, text, typed
from regie.planning.objectives.models import Objective
from regie.planning.objectives.tests.test_readings import BURGLARY, revise
from regie.planning.plans import queries as plans
from regie.planning.plans.models import PlanState, SafetyPlan

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
    assert "5 per 1.000 woningen (2021–2023); met toeval" in page


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
